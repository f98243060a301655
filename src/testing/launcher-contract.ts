import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { main } from "../cli/main.ts";
import { createNode } from "../config/create.ts";
import { toPlain } from "../config/to-object.ts";
import { nodeOf } from "../config/view.ts";
import { JobEvents } from "../launch/job-events.ts";
import type { Launcher } from "../launch/launcher.ts";
import { StoreEntries } from "../sources/store-entries.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type ContractCheck, contractOf } from "./contract.ts";
import { ContractNotes, contractTask, oddValueCount } from "./contract-tasks.ts";
import { type InMemoryRun, runInMemory } from "./run-in-memory.ts";

/** How {@link launcherContract} runs its jobs. */
export interface LauncherContractOptions {
  /**
   * A file that calls `contractMain()` of `orochi/testing`, for launchers that start programs: their jobs run there, and hear of it
   * by `context.worker` or `context.entry`. @defaultValue none: all jobs run in this process
   */
  readonly entry?: string | undefined;
}

interface ContractSweep {
  /** A name of the contract's tasks. */
  readonly task: string;
  readonly overrides: readonly string[];
  readonly config?: object;
  readonly hydra?: Readonly<Record<string, unknown>>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: unknown) => void;
}

interface EndedSweep extends InMemoryRun {
  /** What jobs and callbacks noted: `<num> <what>`. */
  readonly notes: readonly string[];
  readonly directory: string;
}

/**
 * What every {@link Launcher} must do, whether it runs jobs with `context.runJob` or somewhere else. Run each check as a test of its
 * own; every check runs a small app of its own.
 *
 * @param makeLauncher - makes the launcher under test, once for every check.
 * @example
 * import { test } from "node:test";
 * import { fileURLToPath } from "node:url";
 * for (const { name, run } of launcherContract(() => new BasicLauncher())) test(name, run);
 * const entry = fileURLToPath(new URL("contract-app.ts", import.meta.url)); // calls contractMain()
 * for (const { name, run } of launcherContract(() => new ProcessesLauncher(), { entry })) test(name, run);
 */
export function launcherContract(
  makeLauncher: () => Launcher | Promise<Launcher>,
  options: LauncherContractOptions = {},
): readonly ContractCheck[] {
  const sweep = (run: ContractSweep): Promise<EndedSweep> => runSweep(run, makeLauncher, options);

  return contractOf({
    "runs every job once": async () => {
      const { jobs, notes } = await sweep({ task: "value", overrides: ["x=1,2,3,4"] });
      const called = notes.filter((line) => line.endsWith(" task"));
      assert.deepEqual(called.toSorted(), ["0 task", "1 task", "2 task", "3 task"]);
      assert.equal(jobs.length, 4);
    },
    "answers in job order, whatever takes longest": async () => {
      const { jobs } = await sweep({ task: "slowFirst", overrides: ["x=1,2,3,4"] });
      assert.deepEqual(
        jobs.map(({ num }) => num),
        [0, 1, 2, 3],
      );
      assert.deepEqual(jobs.map(valueOf), [1, 2, 3, 4]);
    },
    "each return tells of its own job": async () => {
      const { jobs } = await sweep({ task: "value", overrides: ["x=5,6"] });
      assert.deepEqual(
        jobs.map(({ overrides }) => overrides),
        [["x=5"], ["x=6"]],
      );
      assert.deepEqual(
        jobs.map(({ config }) => xOf(toPlain(nodeOf(config)))),
        [5, 6],
      );
      assert.equal(new Set(jobs.map(({ outputDir }) => outputDir)).size, 2, "each job has its own directory");
      for (const job of jobs) {
        assert.equal(typeof job.id, "string", "hydra.job.id");
        assert.ok(job.endedAt >= job.startedAt);
      }
    },
    "a job knows its own run, also after waiting": async () => {
      const { jobs } = await sweep({ task: "whoAmI", overrides: ["x=1,2,3"] });
      assert.deepEqual(
        jobs.map(valueOf),
        jobs.map(({ num, outputDir }) => [num, num, outputDir]),
      );
    },
    "every job leaves its record in its directory": async () => {
      const statuses: unknown[] = [];
      const onJobs = (jobs: readonly JobReturn[]): void => {
        for (const { outputDir } of jobs) statuses.push(recordOf(outputDir).status);
      };
      const { jobs } = await runSweep(
        { task: "failsAtTwo", overrides: ["x=1,2,3"] },
        makeLauncher,
        options,
        onJobs,
      );
      assert.equal(jobs.length, 3);
      assert.deepEqual(statuses, ["completed", "failed", "completed"]);
    },
    "a failing job does not stop the others": async () => {
      const { exitCode, jobs } = await sweep({ task: "failsAtTwo", overrides: ["x=1,2,3"] });
      assert.equal(exitCode, 1);
      assert.deepEqual(
        jobs.map(({ status }) => status),
        ["completed", "failed", "completed"],
      );
    },
    "the return of a failed job has the error": async () => {
      const { jobs } = await sweep({ task: "failsAtTwo", overrides: ["x=1,2"] });
      const [, failed] = jobs;
      assert.ok(failed?.error instanceof Error);
      assert.equal(failed.error.message, "told to fail");
      assert.throws(() => failed.returnValue, /told to fail/);
    },
    "callbacks see each job begin and end, around the task": async () => {
      const { notes } = await sweep({ task: "failsAtTwo", overrides: ["x=1,2,3"] });
      const usual = ["onJobStart", "task", "onJobEnd"];
      assert.deepEqual(hooksOf(notes, 0), usual);
      assert.deepEqual(hooksOf(notes, 1), ["onJobStart", "task", "onJobError", "onJobEnd"]);
      assert.deepEqual(hooksOf(notes, 2), usual);
      assert.equal(notes.at(0), " onMultirunStart");
      assert.equal(notes.at(-1), " onMultirunEnd");
    },
    "tells the events of a job": async () => {
      const told: unknown[] = [];
      await sweep({
        task: "reports",
        overrides: ["x=1,2"],
        onProgress: (progress) => told.push(progress),
      });
      assert.deepEqual(
        told.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
        [{ step: 1 }, { step: 2 }],
      );
    },
    "a sweep of no jobs ends at once": async () => {
      const { exitCode, jobs, stderr } = await sweep({ task: "value", overrides: ["x=range(0)"] });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(jobs, []);
    },
    "launches batch after batch": async () => {
      const { jobs } = await sweep({
        task: "value",
        overrides: ["x=1,2,3,4,5"],
        hydra: { sweeper: { max_batch_size: 2 } },
      });
      assert.deepEqual(jobs.map(valueOf), [1, 2, 3, 4, 5]);
    },
    "starts nothing once the run is cancelled": async () => {
      const controller = new AbortController();
      const { exitCode, notes } = await sweep({
        task: "tells",
        overrides: ["x=range(1,200)"],
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      assert.notEqual(exitCode, 0);
      const started = notes.filter((line) => line.endsWith(" onJobStart")).length;
      assert.ok(started < 100, `${started} of 199 jobs were started`);
    },
    "a cancelled run waits for jobs that heard of it": async () => {
      const controller = new AbortController();
      const { notes } = await sweep({
        task: "listens",
        overrides: ["x=1,2"],
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      assert.ok(notes.includes("listened"), notes.join("\n"));
    },
    "texts of all kinds survive": async () => {
      const config = { ключ: "значение 🐉", "a b": "line\nline", quote: `'"\\`, "": "empty" };
      const { jobs, stderr } = await sweep({
        config,
        task: "config",
        overrides: ["quote=1,'ü, {}: #'"],
      });
      assert.deepEqual(
        jobs.map(ownConfig),
        [
          { ...config, quote: 1 },
          { ...config, quote: "ü, {}: #" },
        ],
        stderr,
      );
    },
    "large configs survive": async () => {
      const config = { list: Array.from({ length: 2000 }, (_, index) => index), text: "x".repeat(500_000) };
      const { jobs, stderr } = await sweep({ config, task: "config", overrides: ["+y=1,2"] });
      assert.deepEqual(
        jobs.map(ownConfig),
        [
          { ...config, y: 1 },
          { ...config, y: 2 },
        ],
        stderr,
      );
    },
    "a return value that cannot be written down is no failure": async () => {
      const { exitCode, jobs, stderr } = await sweep({
        task: "odd",
        overrides: [`x=range(${oddValueCount})`],
      });
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(new Set(jobs.map(({ status }) => status)), new Set(["completed"]));
      assert.equal(jobs.length, oddValueCount);
    },
    "two sweeps side by side do not meet": async () => {
      const both = await Promise.all([
        sweep({ task: "slowFirst", overrides: ["x=1,2"] }),
        sweep({ task: "slowFirst", overrides: ["x=3,4"] }),
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

async function runSweep(
  { task, overrides, config = {}, hydra, signal, onProgress }: ContractSweep,
  makeLauncher: () => Launcher | Promise<Launcher>,
  { entry }: LauncherContractOptions,
  onJobs: (jobs: readonly JobReturn[]) => void = () => {},
): Promise<EndedSweep> {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-contract-")));
  const file = path.join(directory, "notes");
  const store = new StoreEntries();
  store.add({
    name: "config",
    node: createNode({
      x: 0,
      task,
      notes: file,
      ...config,
      hydra: {
        hydra_logging: { root: { level: "ERROR" } },
        ...hydra,
        launcher: { _target_: "ContractLauncher" },
        callbacks: { notes: { _target_: "ContractNotes", file } },
      },
    }),
  });
  const registry = {
    ContractLauncher: async () => watched(await makeLauncher(), onProgress),
    ContractNotes: ({ file: notes }: { file: string }) => new ContractNotes({ file: notes }, onProgress),
  };
  const definition = { store, registry, configName: "config", jobName: "contract" };
  try {
    const run = await runInMemory(() => main(contractTask, definition), ["-m", ...overrides], {
      directory,
      captureConsole: false,
      ...(entry === undefined ? {} : { script: entry }),
      ...(signal === undefined ? {} : { signal }),
    });
    const notes = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
    onJobs(run.jobs);
    return { ...run, notes, directory };
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** The launcher, with somebody who hears what jobs elsewhere report. Those in this process tell the callback here. */
function watched(launcher: Launcher, onProgress: ((progress: unknown) => void) | undefined): Launcher {
  if (onProgress === undefined) return launcher;
  const watcher = { progressed: (_job: unknown, progress: unknown): void => onProgress(progress) };
  return {
    launch: (batch, context) =>
      launcher.launch(batch, { ...context, events: new JobEvents([context.events, watcher]) }),
    close: async () => launcher.close?.(),
  };
}

function recordOf(outputDir: string): { readonly status?: unknown } {
  return JSON.parse(readFileSync(path.join(outputDir, ".hydra/result.json"), "utf8")) as { status?: unknown };
}

function hooksOf(notes: readonly string[], num: number): string[] {
  const prefix = `${num} `;
  return notes.filter((line) => line.startsWith(prefix)).map((line) => line.slice(prefix.length));
}

function valueOf({ returnValue }: JobReturn): unknown {
  return returnValue;
}

/** What a job was given, without what the contract itself put there. */
function ownConfig({ returnValue }: JobReturn): unknown {
  const { x: _x, task: _task, notes: _notes, ...own } = returnValue as Record<string, unknown>;
  return own;
}

function xOf(config: unknown): unknown {
  return (config as { readonly x: unknown }).x;
}
