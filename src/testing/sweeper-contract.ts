import assert from "node:assert/strict";
import { MapNode } from "../config/node.ts";
import { parseOverride, parseOverrides } from "../overrides/parse.ts";
import { isSweep } from "../overrides/sweep-values.ts";
import type { Override } from "../overrides/types.ts";
import { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { Sweeper } from "../sweep/sweeper.ts";
import { type ContractCheck, contractOf } from "./contract.ts";

/** What the sweepers of {@link sweeperContract} are tried on. */
export interface SweeperContractOptions {
  /** A search space that the sweeper can work on. @defaultValue `["x=1,2,3", "y=a,b"]` */
  readonly overrides?: readonly string[] | undefined;
  /** What the task returns for a job, given its overrides. @defaultValue the number of the job */
  readonly objective?: ((overrides: readonly string[], num: number) => unknown) | undefined;
}

/**
 * What every {@link Sweeper} must do. Nothing runs: jobs are answered with the objective. Run each check as a test of its own.
 *
 * @param makeSweeper - makes the sweeper under test, for a search that ends.
 * @example
 * import { test } from "node:test";
 * for (const { name, run } of sweeperContract(() => new BasicSweeper({ max_batch_size: 2 }))) test(name, run);
 */
export function sweeperContract(
  makeSweeper: () => Sweeper | Promise<Sweeper>,
  options: SweeperContractOptions = {},
): readonly ContractCheck[] {
  const texts = options.overrides ?? ["x=1,2,3", "y=a,b"];
  const objective = options.objective ?? ((_overrides: readonly string[], num: number) => num);
  const sweep = async (more: readonly string[] = []): Promise<Sweep> =>
    runSweep(await makeSweeper(), parseOverrides([...texts, ...more]), objective);

  return contractOf({
    "numbers the jobs from 0, across batches": async () => {
      const { batches } = await sweep();
      const nums = batches.flatMap(({ jobs }) => jobs.map(({ num }) => num));
      assert.ok(nums.length > 0, "the search space has jobs");
      assert.deepEqual(nums, [...nums.keys()]);
    },
    "says how many jobs a batch has": async () => {
      for (const { size, jobs } of (await sweep()).batches) assert.equal(jobs.length, size);
    },
    "composes each job once, in order, and hands on what was composed": async () => {
      const { batches, composed } = await sweep();
      assert.deepEqual(
        batches.flatMap(({ jobs }) => jobs),
        composed,
      );
    },
    "leaves no sweep in the overrides of a job": async () => {
      for (const { overrides } of (await sweep()).composed)
        assert.deepEqual(
          overrides.filter(isSweep).map(({ text }) => text),
          [],
        );
    },
    "gives every job the overrides that are no sweeps": async () => {
      for (const { overrides } of (await sweep(["+fixed=1", "~gone"])).composed) {
        const given = overrides.map(({ text }) => text);
        assert.ok(given.includes("+fixed=1") && given.includes("~gone"), given.join(" "));
      }
    },
    "can be stopped early": async () => {
      const { batches } = openSweep(await makeSweeper(), parseOverrides(texts));
      await batches.next([]);
      assert.equal((await batches.return(undefined)).done, true);
      assert.equal((await batches.next([])).done, true);
    },
    "goes on after a failed job, if it is asked to": async () => {
      const fail = (): never => assert.fail("no value");
      const { batches } = await runSweep(await makeSweeper(), parseOverrides(texts), fail).catch(
        (error: unknown) => {
          // A sweeper that needs values may refuse, but with an error that says so.
          assert.ok(error instanceof Error && error.message !== "");
          return { batches: [] };
        },
      );
      for (const { size, jobs } of batches) assert.equal(jobs.length, size);
    },
    "two sweeps side by side do not meet": async () => {
      const alone = await sweep();
      const together = await Promise.all([sweep(), sweep()]);
      for (const { composed } of together) assert.equal(composed.length, alone.composed.length);
    },
  });
}

interface Sweep {
  readonly batches: readonly { readonly size: number; readonly jobs: readonly PlannedJob[] }[];
  readonly composed: readonly PlannedJob[];
}

function openSweep(
  sweeper: Sweeper,
  overrides: readonly Override[],
): { readonly composed: PlannedJob[]; readonly batches: ReturnType<Sweeper["sweep"]> } {
  const composed: PlannedJob[] = [];
  const batches = sweeper.sweep(Object.freeze([...overrides]), {
    config: new MapNode(),
    composeJob: (own, num) => {
      const job = { num, overrides: own, config: new MapNode() };
      composed.push(job);
      return job;
    },
    options: () => [],
    parseOverride: (text, source) => parseOverride(text, { source }),
    signal: new AbortController().signal,
    debug: () => {},
  });
  return { composed, batches };
}

async function runSweep(
  sweeper: Sweeper,
  overrides: readonly Override[],
  objective: NonNullable<SweeperContractOptions["objective"]>,
): Promise<Sweep> {
  const { batches, composed } = openSweep(sweeper, overrides);
  const done: { size: number; jobs: PlannedJob[] }[] = [];
  let returns: JobReturn[] = [];
  for (let next = await batches.next(returns); next.done !== true; next = await batches.next(returns)) {
    const jobs: PlannedJob[] = [];
    for await (const job of next.value.jobs) jobs.push(job);
    done.push({ size: next.value.size, jobs });
    returns = jobs.map((job) => returnOf(job, objective));
  }
  return { batches: done, composed };
}

function returnOf(
  { num, overrides }: PlannedJob,
  objective: NonNullable<SweeperContractOptions["objective"]>,
): JobReturn {
  const texts = overrides.map(({ text }) => text);
  const now = new Date();
  const facts = {
    num,
    id: String(num),
    overrides: texts,
    config: {},
    hydraConfig: {},
    outputDir: "/",
    taskName: "contract",
    startedAt: now,
    endedAt: now,
  };
  try {
    return new JobReturn({ ...facts, status: "completed", returnValue: objective(texts, num) });
  } catch (error) {
    return new JobReturn({ ...facts, status: "failed", error });
  }
}
