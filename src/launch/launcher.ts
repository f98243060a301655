import type { MapNode } from "../config/node.ts";
import type { JobReturn, JobStatus } from "../sweep/job-return.ts";
import type { JobEvents } from "./job-events.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { WorkerCommand } from "./worker-command.ts";

/** Where a launcher writes what it does: the engine's own log (`hydra.hydra_logging`). */
export interface LaunchLog {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** How a job ended that ran somewhere else. */
export interface JobEnding {
  readonly status: JobStatus;
  readonly returnValue?: unknown;
  readonly error?: unknown;
  /** What the job is called where it ran: its `hydra.job.id`. */
  readonly id?: string | undefined;
  readonly startedAt: Date;
  readonly endedAt: Date;
  /** Absolute directory that the job got; `undefined`: it ended before it had one. */
  readonly outputDir: string | undefined;
  /** What callbacks noted of it. */
  readonly notes?: ReadonlyMap<string, unknown> | undefined;
  /** Whether the job itself wrote its `result.json`. */
  readonly recorded: boolean;
}

/** What a launcher may use. */
export interface LaunchContext {
  /** The sweep's config, hydra node included. */
  readonly config: MapNode;
  /** Absolute path of the sweep's directory. */
  readonly sweepDir: string;
  /** Tells this sweep from all others, and stays the same when it is resumed: hexadecimal digits. */
  readonly sweepId: string;
  /** File of the module that started the app, for launchers that start it again elsewhere (design D9). */
  readonly entry: string | undefined;
  readonly log: LaunchLog;
  readonly signal: AbortSignal;
  /**
   * Whom a launcher that runs jobs elsewhere tells what becomes of each: the journal and the display of progress hear it from here.
   * `runJob` tells it by itself.
   */
  readonly events: JobEvents;
  /** Runs one job in this process. Never rejects for an error of the job: the return tells. */
  readonly runJob: (job: PlannedJob) => Promise<JobReturn>;
  /** Whether somebody has come to collect what was submitted (`--attach`): a launcher that does not wait for its jobs waits now. */
  readonly attach?: boolean | undefined;
  /** How to start this program again as a worker; `undefined` where there is no program that could be. */
  readonly worker?: WorkerCommand | undefined;
  /**
   * Makes the return of a job that ran somewhere else, writes the record that the job did not write itself, and tells the events that
   * the job has ended.
   */
  readonly endJob: (job: PlannedJob, ending: JobEnding) => JobReturn;
  /**
   * How the job in this directory ended, by its own record; `undefined` when there is none, or one from before `since`. A worker may
   * die after its job has ended and before it could say so.
   */
  readonly recordedEnding: (job: PlannedJob, outputDir: string, since: Date) => JobEnding | undefined;
}

/**
 * Runs the jobs of a batch, somewhere. Returns come in job order whatever the order in which jobs end. A failed job does not
 * stop the others (H-SWP-031).
 *
 * @example
 * const backwards: Launcher = {
 *   async *launch({ jobs }: Batch, { runJob, signal }: LaunchContext) {
 *     const all: PlannedJob[] = [];
 *     for await (const job of jobs) all.push(job);
 *     const returns: JobReturn[] = [];
 *     for (const job of all.reverse()) if (!signal.aborted) returns.unshift(await runJob(job));
 *     yield* returns;
 *   },
 * };
 */
export interface Launcher {
  /**
   * Called when it is known how many jobs a batch has, before they are composed: what takes long can be started meanwhile. Not called for a
   * sweep that may skip jobs. Then comes `launch`, when a promise that it answers is settled, or `close` when a job cannot be composed.
   */
  prepare?(size: number, context: LaunchContext): void | Promise<void>;
  launch(batch: Batch, context: LaunchContext): AsyncIterable<JobReturn>;
  /** Whether it finds jobs again that it submitted in an earlier process (`--attach`). */
  readonly canAttach?: boolean;
  /** Called once after the last batch, also when the sweep failed: what the launcher kept for the next batch can go. */
  close?(): Promise<void>;
}
