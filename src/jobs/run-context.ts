import { AsyncLocalStorage } from "node:async_hooks";
import type { MapNode } from "../config/node.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { Logger } from "./logging/logger.ts";
import { LogTree } from "./logging/log-tree.ts";

/** What a task may know of the run it is part of. It is also the task's second argument. */
export interface RunContext {
  /** The hydra node of the config, read-only. */
  readonly hydra: unknown;
  /** The task's own logger, named after the job. */
  readonly log: Logger;
  /** Absolute output directory of the job. */
  readonly outputDir: string;
  /**
   * Aborted by Ctrl-C. A task that reads it has `hydra.job.grace` seconds (30) to end by itself; one that never asks for it is left
   * behind when the run is cancelled.
   */
  readonly signal: AbortSignal;
  /** Number of the job in its sweep, from 0; `undefined` in a single run. */
  readonly num: number | undefined;
  /**
   * Tells how far the task is, as in `await report({ step, loss })`: the sweep's journal, the display of progress and the callbacks
   * (`onJobProgress`) hear it, wherever the job runs. Anything that JSON can say.
   */
  readonly report: (progress: unknown) => Promise<void>;
}

/** What a run or job carries through everything it awaits (design D4). */
export interface ActiveRun {
  readonly logs: LogTree;
  /** What `${hydra:…}` reads where a config has no hydra node of its own. */
  readonly hydra?: MapNode;
  /** Absent outside of jobs. */
  readonly context?: RunContext;
}

const activeRuns = new AsyncLocalStorage<ActiveRun>();

/** Runs `body` as part of a run: `runContext()` and `getLogger()` inside of it mean that run. */
export function withActiveRun<T>(run: ActiveRun, body: () => T): T {
  return activeRuns.run(run, body);
}

/** The hydra node of the active job or run. */
export function activeHydra(): MapNode | undefined {
  return activeRuns.getStore()?.hydra;
}

/**
 * The run that the calling code is part of.
 *
 * @throws {HydraException} when no job is running.
 */
export function runContext(): RunContext {
  const context = activeRuns.getStore()?.context;
  if (context === undefined) {
    throw new HydraException("JOB_FAILED", "runContext() was called outside of a job", {
      hint: "call it inside the task, or in something that the task calls",
    });
  }
  return context;
}

const outsideOfRuns = new LogTree({ write: (text) => process.stderr.write(text) });

/**
 * A logger by its dotted name. It may be made anywhere, also at the top of a module: where its lines go is decided by the run that
 * is active when it is used (design D12).
 */
export function getLogger(name = "root"): Logger {
  return new Logger(name, () => activeRuns.getStore()?.logs ?? outsideOfRuns);
}
