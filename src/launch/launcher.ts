import type { MapNode } from "../config/node.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { JobEvents } from "./job-events.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";

/** Where a launcher writes what it does: the engine's own log (`hydra.hydra_logging`). */
export interface LaunchLog {
  debug(message: string): void;
  info(message: string): void;
  warning(message: string): void;
  error(message: string): void;
}

/** What a launcher may use. */
export interface LaunchContext {
  /** The sweep's config, hydra node included. */
  readonly config: MapNode;
  /** Absolute path of the sweep's directory. */
  readonly sweepDir: string;
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
  launch(batch: Batch, context: LaunchContext): AsyncIterable<JobReturn>;
}
