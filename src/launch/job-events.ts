import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";

/**
 * Told what happens to the jobs of a sweep: the journal, the display of progress. Each method is optional. None of them may throw
 * for a reason of its own: watching never harms a job.
 */
export interface JobWatcher {
  /** So many jobs more are about to be launched. */
  batch?(size: number): void;
  /** A job was handed to a queue or a scheduler, where it is called `id`. */
  submitted?(job: PlannedJob, id: string): void;
  /** A job was taken back before it ran. */
  withdrawn?(job: PlannedJob): void;
  /** A job has its directory and is about to call the task. `attempt` counts from 1. */
  started?(job: PlannedJob, facts: { readonly outputDir: string; readonly attempt: number }): void;
  /** What the task gave to `context.report(…)`. */
  progressed?(job: PlannedJob, progress: unknown): void;
  /**
   * A whole line that the job wrote, without its line break. Launchers that share this process's output tell none. A promise asks the
   * launcher to wait before it reads more of the job's output.
   */
  printed?(job: PlannedJob, line: string, stream: "stdout" | "stderr"): void | Promise<void>;
  /** An attempt ended badly, and the job will be tried again after `delay` milliseconds. */
  retrying?(
    job: PlannedJob,
    facts: { readonly attempt: number; readonly error: unknown; readonly delay: number },
  ): void;
  ended?(job: PlannedJob, jobReturn: JobReturn): void;
}

/** Tells several watchers, in order. */
export class JobEvents implements Required<JobWatcher> {
  readonly #watchers: readonly JobWatcher[];

  constructor(watchers: readonly JobWatcher[]) {
    this.#watchers = watchers;
  }
  batch(size: number): void {
    for (const watcher of this.#watchers) watcher.batch?.(size);
  }
  submitted(...event: Parameters<Required<JobWatcher>["submitted"]>): void {
    for (const watcher of this.#watchers) watcher.submitted?.(...event);
  }
  withdrawn(...event: Parameters<Required<JobWatcher>["withdrawn"]>): void {
    for (const watcher of this.#watchers) watcher.withdrawn?.(...event);
  }
  started(...event: Parameters<Required<JobWatcher>["started"]>): void {
    for (const watcher of this.#watchers) watcher.started?.(...event);
  }
  progressed(...event: Parameters<Required<JobWatcher>["progressed"]>): void {
    for (const watcher of this.#watchers) watcher.progressed?.(...event);
  }
  printed(...event: Parameters<Required<JobWatcher>["printed"]>): void | Promise<void> {
    let wait: void | Promise<void> = undefined;
    for (const watcher of this.#watchers) wait = watcher.printed?.(...event) ?? wait;
    return wait;
  }
  retrying(...event: Parameters<Required<JobWatcher>["retrying"]>): void {
    for (const watcher of this.#watchers) watcher.retrying?.(...event);
  }
  ended(...event: Parameters<Required<JobWatcher>["ended"]>): void {
    for (const watcher of this.#watchers) watcher.ended?.(...event);
  }
}
