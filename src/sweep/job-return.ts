/** How a job ended. */
export type JobStatus = "completed" | "failed" | "cancelled";

/** Everything that is known of a job that has ended. */
export interface JobReturnFacts {
  /** Number in the sweep, from 0; `undefined` for a single run. */
  readonly num?: number | undefined;
  /** Identifier given by the launcher; `undefined` for a single run. */
  readonly id?: string | undefined;
  readonly status: JobStatus;
  /** The job's task overrides, as text. */
  readonly overrides: readonly string[];
  /** The job's config without the hydra node. */
  readonly config: unknown;
  /** The hydra node, under the key `hydra`. */
  readonly hydraConfig: unknown;
  /** Absolute output directory. */
  readonly outputDir: string;
  readonly taskName: string;
  readonly returnValue?: unknown;
  readonly error?: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date;
}

/**
 * The end of one job: its status and what it returned or threw (H-JOB-005).
 *
 * @example
 * const losses = (jobs: readonly JobReturn[]) =>
 *   jobs.filter((job) => job.status === "completed").map((job) => Number(job.returnValue));
 */
export class JobReturn {
  readonly num: number | undefined;
  readonly id: string | undefined;
  readonly status: JobStatus;
  readonly overrides: readonly string[];
  readonly config: unknown;
  readonly hydraConfig: unknown;
  readonly outputDir: string;
  readonly taskName: string;
  /** What the job threw, when it did not complete. */
  readonly error: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly #returnValue: unknown;

  constructor(facts: JobReturnFacts) {
    this.num = facts.num;
    this.id = facts.id;
    this.status = facts.status;
    this.overrides = facts.overrides;
    this.config = facts.config;
    this.hydraConfig = facts.hydraConfig;
    this.outputDir = facts.outputDir;
    this.taskName = facts.taskName;
    this.error = facts.error;
    this.startedAt = facts.startedAt;
    this.endedAt = facts.endedAt;
    this.#returnValue = facts.returnValue;
  }

  /**
   * What the task returned.
   *
   * @throws the job's own error, when it did not complete.
   */
  get returnValue(): unknown {
    if (this.status !== "completed") throw this.error;
    return this.#returnValue;
  }

  /** The same job, failed after all: something at its end went wrong. */
  failedWith(error: unknown): JobReturn {
    const { num, id, overrides, config, hydraConfig, outputDir, taskName, startedAt, endedAt } = this;
    const facts = { num, id, overrides, config, hydraConfig, outputDir, taskName, startedAt, endedAt };
    return new JobReturn({ ...facts, status: "failed", error });
  }

  /** Seconds from start to end. */
  get seconds(): number {
    return (this.endedAt.getTime() - this.startedAt.getTime()) / 1000;
  }
}
