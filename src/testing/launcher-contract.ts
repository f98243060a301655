import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { toPlain } from "../config/to-object.ts";
import { nodeOf } from "../config/view.ts";
import { type RunContext, runContext } from "../jobs/run-context.ts";
import type { Launcher } from "../launch/launcher.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type ContractCheck, contractOf } from "./contract.ts";
import { type ContractRun, HookRecorder, runContractApp } from "./contract-app.ts";
import type { InMemoryRun } from "./run-in-memory.ts";

interface Config {
  readonly x: number;
}

/**
 * What every {@link Launcher} that runs jobs with `context.runJob` must do. Run each check as a test of its own; every check runs a
 * small app of its own in memory.
 *
 * @param makeLauncher - makes the launcher under test, once for every check.
 * @example
 * import { test } from "node:test";
 * for (const { name, run } of launcherContract(() => new BasicLauncher())) test(name, run);
 */
export function launcherContract(makeLauncher: () => Launcher | Promise<Launcher>): readonly ContractCheck[] {
  const sweep = (run: Omit<ContractRun, "targets">, recorder = new HookRecorder()): Promise<InMemoryRun> =>
    runContractApp({
      ...run,
      overrides: ["-m", ...run.overrides],
      targets: { ContractLauncher: makeLauncher, ContractRecorder: () => recorder },
      hydra: {
        ...run.hydra,
        launcher: { _target_: "ContractLauncher" },
        callbacks: { recorder: { _target_: "ContractRecorder" } },
      },
    });

  return contractOf({
    "runs every job once": async () => {
      const seen: number[] = [];
      const { jobs } = await sweep({ task: ({ x }: Config) => seen.push(x), overrides: ["x=1,2,3,4"] });
      assert.deepEqual(seen.toSorted(byNumber), [1, 2, 3, 4]);
      assert.equal(jobs.length, 4);
    },
    "answers in job order, whatever takes longest": async () => {
      const task = async ({ x }: Config): Promise<number> => {
        await sleep((4 - x) * 15);
        return x;
      };
      const { jobs } = await sweep({ task, overrides: ["x=1,2,3,4"] });
      assert.deepEqual(
        jobs.map(({ num }) => num),
        [0, 1, 2, 3],
      );
      assert.deepEqual(
        jobs.map(({ returnValue }) => returnValue),
        [1, 2, 3, 4],
      );
    },
    "each return tells of its own job": async () => {
      const { jobs } = await sweep({ task: ({ x }: Config) => x, overrides: ["x=5,6"] });
      assert.deepEqual(
        jobs.map(({ overrides }) => overrides),
        [["x=5"], ["x=6"]],
      );
      assert.deepEqual(
        jobs.map(({ config }) => toPlain(nodeOf(config))),
        [{ x: 5 }, { x: 6 }],
      );
      assert.equal(new Set(jobs.map(({ outputDir }) => outputDir)).size, 2, "each job has its own directory");
      for (const job of jobs) {
        assert.equal(typeof job.id, "string", "hydra.job.id");
        assert.ok(job.endedAt >= job.startedAt);
      }
    },
    "a job knows its own run, also after waiting": async () => {
      const task = async (_config: Config, { num }: RunContext): Promise<unknown> => {
        await sleep(5);
        return [num, runContext().num, runContext().outputDir];
      };
      const { jobs } = await sweep({ task, overrides: ["x=1,2,3"] });
      assert.deepEqual(
        jobs.map(({ returnValue }) => returnValue),
        jobs.map(({ num, outputDir }) => [num, num, outputDir]),
      );
    },
    "a failing job does not stop the others": async () => {
      const { exitCode, jobs } = await sweep({ task: failsAtTwo, overrides: ["x=1,2,3"] });
      assert.equal(exitCode, 1);
      assert.deepEqual(
        jobs.map(({ status }) => status),
        ["completed", "failed", "completed"],
      );
    },
    "the return of a failed job has the error": async () => {
      const { jobs } = await sweep({ task: failsAtTwo, overrides: ["x=1,2"] });
      const [, failed] = jobs;
      assert.ok(failed?.error instanceof Error);
      assert.equal(failed.error.message, "told to fail");
      assert.throws(() => failed.returnValue, /told to fail/);
    },
    "callbacks see each job begin and end, around the task": async () => {
      const recorder = new HookRecorder();
      const task = (config: Config, { num }: RunContext): void => {
        recorder.calls.push({ hook: "task", num });
        failsAtTwo(config);
      };
      const { jobs } = await sweep({ task, overrides: ["x=1,2,3"] }, recorder);
      const usual = ["onJobStart", "task", "onJobEnd"];
      assert.deepEqual(recorder.hooksOf(0), usual);
      assert.deepEqual(recorder.hooksOf(1), ["onJobStart", "task", "onJobError", "onJobEnd"]);
      assert.deepEqual(recorder.hooksOf(2), usual);
      assert.equal(recorder.calls.at(0)?.hook, "onMultirunStart");
      assert.equal(recorder.calls.at(-1)?.hook, "onMultirunEnd");
      assert.deepEqual(recorder.jobReturns, jobs);
    },
    "a sweep of no jobs ends at once": async () => {
      const task = (): void => assert.fail("there is no job");
      const { exitCode, jobs, stderr } = await sweep({ task, overrides: ["x=range(0)"] });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(jobs, []);
    },
    "launches batch after batch": async () => {
      const { jobs } = await sweep({
        task: ({ x }: Config) => x,
        overrides: ["x=1,2,3,4,5"],
        hydra: { sweeper: { max_batch_size: 2 } },
      });
      assert.deepEqual(
        jobs.map(({ returnValue }) => returnValue),
        [1, 2, 3, 4, 5],
      );
    },
    "starts nothing once the run is cancelled": async () => {
      const controller = new AbortController();
      const late: string[] = [];
      const recorder = new HookRecorder();
      recorder.onJobStart = ({ outputDir }) => {
        if (controller.signal.aborted) late.push(outputDir);
      };
      const task = ({ x }: Config): void => {
        if (x === 1) controller.abort();
      };
      const overrides = ["x=range(1,200)"];
      const { exitCode } = await sweep({ task, overrides, signal: controller.signal }, recorder);
      assert.notEqual(exitCode, 0);
      assert.deepEqual(late, []);
    },
    "a cancelled run waits for jobs that heard of it": async () => {
      const controller = new AbortController();
      let ended = false;
      const task = async (_config: Config, { signal }: RunContext): Promise<void> => {
        signal.addEventListener("abort", () => {});
        controller.abort();
        await sleep(20);
        ended = true;
      };
      await sweep({ task, overrides: ["x=1,2"], signal: controller.signal });
      assert.equal(ended, true);
    },
    "texts of all kinds survive": async () => {
      const config = { x: 0, ключ: "значение 🐉", "a b": "line\nline", quote: `'"\\`, "": "empty" };
      const { jobs, stderr } = await sweep({ config, task: plain, overrides: ["quote=1,'ü, {}: #'"] });
      assert.deepEqual(
        jobs.map(valueOf),
        [
          { ...config, quote: 1 },
          { ...config, quote: "ü, {}: #" },
        ],
        stderr,
      );
    },
    "large configs survive": async () => {
      const config = {
        x: 0,
        list: Array.from({ length: 2000 }, (_, index) => index),
        text: "x".repeat(500_000),
      };
      const { jobs, stderr } = await sweep({ config, task: plain, overrides: ["x=1,2"] });
      assert.deepEqual(
        jobs.map(valueOf),
        [
          { ...config, x: 1 },
          { ...config, x: 2 },
        ],
        stderr,
      );
    },
    "a return value that cannot be written down is no failure": async () => {
      const circular: Record<string, unknown> = {};
      circular["self"] = circular;
      const values = [
        () => 1,
        Symbol("s"),
        10n,
        circular,
        { toJSON: () => assert.fail() },
        undefined,
        new Map(),
      ];
      const { exitCode, jobs, stderr } = await sweep({
        task: ({ x }: Config) => values[x],
        overrides: [`x=range(${values.length})`],
      });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(new Set(jobs.map(({ status }) => status)), new Set(["completed"]));
      assert.equal(jobs.length, values.length);
    },
    "two sweeps side by side do not meet": async () => {
      const task = async ({ x }: Config): Promise<number> => {
        await sleep(5);
        return x;
      };
      const both = await Promise.all([
        sweep({ task, overrides: ["x=1,2"] }),
        sweep({ task, overrides: ["x=3,4"] }),
      ]);
      assert.deepEqual(
        both.map(({ jobs }) => jobs.map(valueOf)),
        [
          [1, 2],
          [3, 4],
        ],
      );
    },
  });
}

function failsAtTwo({ x }: Config): void {
  if (x === 2) throw new Error("told to fail");
}

function plain(config: object): unknown {
  return toPlain(nodeOf(config));
}

function valueOf({ returnValue }: JobReturn): unknown {
  return returnValue;
}

function byNumber(a: number, b: number): number {
  return a - b;
}
