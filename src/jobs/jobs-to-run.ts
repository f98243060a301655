import { Secrets } from "../compose/secrets.ts";
import { configIdentity } from "../sweep/identity.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import { isThenable, type TaskFunction } from "./call-task.ts";
import { checkJob } from "./check-jobs.ts";
import type { PastJobs } from "./past-jobs.ts";

/** A job that does not run since one like it has finished. */
export interface SkippedJob {
  readonly num: number;
  readonly overrides: readonly string[];
  readonly identity: string;
  readonly outputDir: string;
}

/**
 * The jobs of a batch that are to run, checked; what earlier starts of the sweep have done is taken out on the way. Can be walked
 * once.
 */
export class JobsToRun implements AsyncIterableIterator<PlannedJob> {
  /** Returns of jobs that do not run, by number. */
  readonly recorded: Map<number, JobReturn> = new Map();
  readonly #jobs: Iterator<PlannedJob> | AsyncIterator<PlannedJob>;
  readonly #past: readonly PastJobs[];
  readonly #task: TaskFunction;
  #skipped: SkippedJob[] = [];
  #isOver = false;

  constructor(jobs: Batch["jobs"], past: readonly PastJobs[], task: TaskFunction) {
    this.#jobs = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
    this.#past = past;
    this.#task = task;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  // Not a generator: for each job of a long sweep it would make twice as many promises.
  async next(): Promise<IteratorResult<PlannedJob>> {
    if (this.#isOver) return { done: true, value: undefined };
    try {
      return await this.#next();
    } catch (error) {
      this.#isOver = true;
      throw error;
    }
  }

  async #next(): Promise<IteratorResult<PlannedJob>> {
    for (;;) {
      const step = this.#jobs.next();
      const next = isThenable(step) ? await step : step;
      if (next.done === true) return next;
      // As `for await` does it: a list may be one of promises.
      const job = isThenable(next.value) ? ((await next.value) as PlannedJob) : next.value;
      const jobReturn = this.#returnOf(job);
      if (jobReturn !== undefined) {
        this.#takeOut(job, jobReturn);
        continue;
      }
      const checking = checkJob(job, this.#task);
      if (checking !== undefined) await checking;
      return { done: false, value: job };
    }
  }

  async return(): Promise<IteratorResult<PlannedJob>> {
    this.#isOver = true;
    await this.#jobs.return?.();
    return { done: true, value: undefined };
  }

  /** Those that were skipped since the last call, for the journal. */
  takeSkipped(): readonly SkippedJob[] {
    const skipped = this.#skipped;
    if (skipped.length > 0) this.#skipped = [];
    return skipped;
  }

  /** The same job, with what is left of it. */
  continued(job: PlannedJob): PlannedJob {
    return this.#past.reduce((continued, past) => past.continued(continued), job);
  }

  #returnOf(job: PlannedJob): JobReturn | undefined {
    for (const past of this.#past) {
      const jobReturn = past.returnOf(job);
      if (jobReturn !== undefined) return jobReturn;
    }
    return undefined;
  }

  #takeOut(job: PlannedJob, jobReturn: JobReturn): void {
    const { num, overrides } = job;
    this.recorded.set(num, jobReturn);
    if (this.#past.some((past) => past.hasEnded(num, overrides))) return;
    this.#skipped.push({
      num,
      overrides: Secrets.of(job.config).overrides(overrides.map(({ text }) => text)),
      identity: configIdentity(job.config),
      outputDir: jobReturn.outputDir,
    });
  }
}
