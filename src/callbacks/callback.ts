import type { JobReturn } from "../sweep/job-return.ts";
import type { ResultRow } from "../sweep/result-row.ts";

/** The logger that a callback gets with every event, named after the callback's class. */
export interface CallbackLog {
  debug(message: unknown, ...values: unknown[]): void;
  info(message: unknown, ...values: unknown[]): void;
  warning(message: unknown, ...values: unknown[]): void;
  error(message: unknown, ...values: unknown[]): void;
}

/** What every event tells. Further fields may come: take the ones you need. */
export interface CallbackEvent<Config = unknown> {
  /** The whole config: the app's own keys and, under `hydra`, those of the run (H-CBK-010). */
  readonly config: Config;
  readonly log: CallbackLog;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

export interface RunStartEvent<Config = unknown> extends CallbackEvent<Config> {
  readonly configName: string | undefined;
}
export interface RunEndEvent<Config = unknown> extends RunStartEvent<Config> {
  readonly jobReturn: JobReturn;
}
export interface MultirunStartEvent<Config = unknown> extends CallbackEvent<Config> {
  readonly configName: string | undefined;
}
export interface MultirunEndEvent<Config = unknown> extends MultirunStartEvent<Config> {
  /** Returns of all jobs that ended, in job order. */
  readonly jobReturns: readonly JobReturn[];
  /** What stopped the multirun, when something did (H-CBK-008). */
  readonly error?: unknown;
  /** Absolute directory of the sweep; `undefined` when it never came to have one, or leaves nothing on disk (`hydra.output: none`). */
  readonly sweepDir: string | undefined;
  /** What each job found, in job order; can be walked again and again. */
  readonly results: Iterable<ResultRow>;
}
/** Events of a job can add to what its record tells. */
export interface JobEvent<Config = unknown> extends CallbackEvent<Config> {
  /**
   * Notes a fact in the job's record, `notes` in `result.json`: anything that JSON can say. Numbers in it are columns of the tables
   * of results. The last fact with a name counts.
   */
  readonly note: (name: string, fact: unknown) => void;
}
export interface JobStartEvent<Config = unknown> extends JobEvent<Config> {
  /** The task function. */
  readonly task: (...args: never[]) => unknown;
  /** Absolute output directory of the job. */
  readonly outputDir: string;
}
export interface JobEndEvent<Config = unknown> extends JobEvent<Config> {
  readonly jobReturn: JobReturn;
  readonly outputDir: string;
  /**
   * Does something when all records of the job are written, beside the jobs that follow: the run waits for it before it ends. What it
   * throws is a warning; with `on_error: fail` the job itself waits for it, and fails with it.
   */
  readonly later: (work: () => Promise<void>) => void;
}
export interface JobErrorEvent<Config = unknown> extends JobEndEvent<Config> {
  readonly error: unknown;
}
export interface JobProgressEvent<Config = unknown> extends JobEvent<Config> {
  /** What the task gave to `context.report(…)`. */
  readonly progress: unknown;
  readonly outputDir: string;
}

/**
 * Watches runs and jobs. Every hook is optional and may be async; hooks are awaited one after another. Start hooks run in the
 * order of `hydra.callbacks`, end hooks in reverse, so callbacks nest like brackets (Z-CALL-004). A hook that throws becomes a
 * warning, unless the callback's config says `on_error: fail`.
 *
 * Order in a run: `onRunStart`, `onJobStart`, task, `onJobError` if it failed, `onJobEnd`, `onRunEnd`. In a multirun:
 * `onMultirunStart`, then the job hooks for each job, `onMultirunEnd`.
 *
 * @example
 * class Seconds implements Callback {
 *   onJobEnd({ jobReturn, log }: JobEndEvent): void {
 *     log.info("%s in %d s", jobReturn.status, jobReturn.seconds);
 *   }
 * }
 */
export interface Callback {
  /** Before the job of a single run: no output directory yet, job logging not configured (H-CBK-002). */
  onRunStart?(event: RunStartEvent): unknown;
  /** After the job of a single run, also when it failed (H-CBK-003). */
  onRunEnd?(event: RunEndEvent): unknown;
  /** Before sweeper and launcher exist (H-CBK-004). */
  onMultirunStart?(event: MultirunStartEvent): unknown;
  /** After all jobs, also when the sweep failed or was cancelled (H-CBK-008). */
  onMultirunEnd?(event: MultirunEndEvent): unknown;
  /** Inside the job: directory, logging and `env_set` are ready (H-CBK-006). */
  onJobStart?(event: JobStartEvent): unknown;
  /** Inside the job, after the task, also when it failed; `env_set` is undone (H-CBK-007). */
  onJobEnd?(event: JobEndEvent): unknown;
  /** Before `onJobEnd` of a job that failed. */
  onJobError?(event: JobErrorEvent): unknown;
  /** Whenever the task reports progress. */
  onJobProgress?(event: JobProgressEvent): unknown;
  /** Called around the task itself, to run it in a context of its own. Must call `task` once, and answers what that answers. */
  aroundTask?<Result>(
    event: Pick<JobStartEvent, "config" | "outputDir">,
    task: () => Promise<Result>,
  ): Promise<Result>;
  /** Called around every hook of the other callbacks. Must call `hook` once. */
  aroundHook?(event: HookEvent, hook: () => Promise<void>): Promise<void>;
}

/** A hook of another callback that is about to be called. */
export interface HookEvent {
  readonly hook: Hook;
  /** Its key in `hydra.callbacks`. */
  readonly callback: string;
  readonly config: unknown;
}

/** The events by hook. */
export interface CallbackEvents {
  readonly onRunStart: RunStartEvent;
  readonly onRunEnd: RunEndEvent;
  readonly onMultirunStart: MultirunStartEvent;
  readonly onMultirunEnd: MultirunEndEvent;
  readonly onJobStart: JobStartEvent;
  readonly onJobEnd: JobEndEvent;
  readonly onJobError: JobErrorEvent;
  readonly onJobProgress: JobProgressEvent;
}
export type Hook = keyof CallbackEvents;
