import assert from "node:assert/strict";
import type { Callback } from "../callbacks/callback.ts";
import type { RunContext } from "../jobs/run-context.ts";
import { type ContractCheck, contractOf } from "./contract.ts";
import { type ContractRun, runContractApp } from "./contract-app.ts";
import type { InMemoryRun } from "./run-in-memory.ts";

interface Config {
  readonly x: number;
}

/**
 * What every {@link Callback} must stand: it watches runs that end well and badly, and neither fails nor changes how they end. Run
 * each check as a test of its own.
 *
 * @param makeCallback - makes the callback under test, once for every run.
 * @example
 * import { test } from "node:test";
 * for (const { name, run } of callbackContract(() => new LogJobReturn())) test(name, run);
 */
export function callbackContract(makeCallback: () => Callback | Promise<Callback>): readonly ContractCheck[] {
  const watch = async (
    run: Pick<ContractRun, "overrides" | "signal">,
    task: ContractRun["task"] = ({ x }: Config) => x,
  ): Promise<InMemoryRun> => {
    const done = await runContractApp({
      ...run,
      task,
      targets: { ContractCallback: makeCallback },
      hydra: { callbacks: { contract: { _target_: "ContractCallback" } } },
    });
    assert.doesNotMatch(done.stderr, /^warning: Callback /m, "no hook throws");
    return done;
  };
  const fail = ({ x }: Config): void => {
    if (x === 2) throw new Error("told to fail");
  };
  return contractOf({
    "watches a run": async () => {
      const { exitCode, jobs } = await watch({ overrides: ["x=1"] });
      assert.deepEqual([exitCode, jobs[0]?.returnValue], [0, 1]);
    },
    "watches a run that fails": async () => {
      const { exitCode, jobs } = await watch({ overrides: ["x=2"] }, fail);
      assert.deepEqual([exitCode, jobs[0]?.status], [1, "failed"]);
    },
    "watches a sweep": async () => {
      const { exitCode, jobs } = await watch({ overrides: ["-m", "x=1,2,3"] });
      assert.deepEqual([exitCode, jobs.map(({ returnValue }) => returnValue)], [0, [1, 2, 3]]);
    },
    "watches a sweep with a job that fails": async () => {
      const { exitCode, jobs } = await watch({ overrides: ["-m", "x=1,2,3"] }, fail);
      assert.deepEqual(
        [exitCode, jobs.map(({ status }) => status)],
        [1, ["completed", "failed", "completed"]],
      );
    },
    "watches a sweep of no jobs": async () => {
      assert.equal((await watch({ overrides: ["-m", "x=range(0)"] })).exitCode, 0);
    },
    "watches a run that is cancelled": async () => {
      const controller = new AbortController();
      const { jobs } = await watch({ overrides: ["x=1"], signal: controller.signal }, () =>
        controller.abort(),
      );
      assert.equal(jobs.length, 1);
    },
    "takes progress of every kind": async () => {
      const task = async (_config: Config, context: RunContext): Promise<void> => {
        for (const value of [0.5, "half", { step: 1 }, undefined, null]) await context.report(value);
      };
      assert.equal((await watch({ overrides: [] }, task)).exitCode, 0);
    },
    "does without a records directory": async () => {
      assert.equal((await watch({ overrides: ["hydra.output_subdir=null"] })).exitCode, 0);
    },
    "takes whatever a task returns": async () => {
      const circular: Record<string, unknown> = { big: 10n };
      circular["self"] = circular;
      const { exitCode } = await watch({ overrides: [] }, () => circular);
      assert.equal(exitCode, 0);
    },
    "two runs side by side do not meet": async () => {
      const runs = await Promise.all([watch({ overrides: ["x=1"] }), watch({ overrides: ["x=2"] })]);
      assert.deepEqual(
        runs.map(({ jobs }) => jobs[0]?.returnValue),
        [1, 2],
      );
    },
  });
}
