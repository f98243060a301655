import { HydraException } from "../errors/hydra-errors.ts";

/** How a job ended; `submitted`: it has not, a launcher that does not wait handed it to a queue or a scheduler. */
export type JobStatus = "completed" | "failed" | "cancelled" | "submitted";

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
  /** What callbacks noted. @defaultValue nothing */
  readonly notes?: ReadonlyMap<string, unknown> | undefined;
}

/** A job's config without and with only the hydra node. */
export interface ReturnedConfigs {
  readonly config: unknown;
  readonly hydraConfig: unknown;
}

/** A job that an earlier start of its sweep ran, as its records tell. What takes reading or composing is done when somebody asks. */
export interface RecordedReturnFacts extends Omit<
  JobReturnFacts,
  "config" | "hydraConfig" | "returnValue" | "notes"
> {
  readonly readConfigs: () => ReturnedConfigs;
  readonly readReturnValue: () => unknown;
  readonly readNotes: () => Readonly<Record<string, unknown>>;
}

const noNotes: ReadonlyMap<string, unknown> = new Map();

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
  readonly outputDir: string;
  readonly taskName: string;
  /** What the job threw, when it did not complete. */
  readonly error: unknown;
  /** Whether the job ran in an earlier start of its sweep, and this is what its records tell: see `--resume`. */
  readonly recorded: boolean;
  // A hundred thousand of these are held at the end of a large sweep: numbers take less than dates.
  readonly #startedAtMs: number;
  readonly #endedAtMs: number;
  #notes: Map<string, unknown> | undefined;
  #readNotes: RecordedReturnFacts["readNotes"] | undefined;
  #configs: ReturnedConfigs | ((job: JobReturn) => ReturnedConfigs);
  #returnValue: unknown;
  #readReturnValue: (() => unknown) | undefined;

  constructor(facts: JobReturnFacts | RecordedReturnFacts) {
    this.num = facts.num;
    this.id = facts.id;
    this.status = facts.status;
    this.overrides = facts.overrides;
    this.outputDir = facts.outputDir;
    this.taskName = facts.taskName;
    this.error = facts.error;
    this.#startedAtMs = facts.startedAt.getTime();
    this.#endedAtMs = facts.endedAt.getTime();
    this.recorded = "readConfigs" in facts;
    if ("readConfigs" in facts) {
      this.#configs = facts.readConfigs;
      this.#readReturnValue = facts.readReturnValue;
      this.#readNotes = facts.readNotes;
    } else {
      this.#configs = { config: facts.config, hydraConfig: facts.hydraConfig };
      this.#returnValue = facts.returnValue;
      for (const [name, fact] of facts.notes ?? []) this.addNote(name, fact);
    }
  }

  /** The job's config without the hydra node. */
  get config(): unknown {
    return this.#readConfigs().config;
  }

  /** The hydra node, under the key `hydra`. */
  get hydraConfig(): unknown {
    return this.#readConfigs().hydraConfig;
  }

  #readConfigs(): ReturnedConfigs {
    return typeof this.#configs === "function" ? this.#configs(this) : this.#configs;
  }

  get startedAt(): Date {
    return new Date(this.#startedAtMs);
  }

  get endedAt(): Date {
    return new Date(this.#endedAtMs);
  }

  /** Facts that callbacks noted, by name. More may come until the last `onJobEnd`. */
  get notes(): ReadonlyMap<string, unknown> {
    if (this.#readNotes !== undefined) {
      this.#notes = new Map(Object.entries(this.#readNotes()));
      this.#readNotes = undefined;
    }
    return this.#notes ?? noNotes;
  }

  /** @internal */
  addNote(name: string, fact: unknown): void {
    (this.#notes ??= new Map()).set(name, fact);
  }

  /**
   * Lets go of the configs: whoever asks for them later gets what `read` answers.
   *
   * @internal
   */
  releaseConfigs(read: (job: JobReturn) => ReturnedConfigs): void {
    this.#configs = read;
  }

  /**
   * What the task returned.
   *
   * @throws the job's own error, when it did not complete.
   */
  get returnValue(): unknown {
    if (this.status === "submitted") throw notEnded(this);
    if (this.status !== "completed") throw this.error;
    if (this.#readReturnValue !== undefined) {
      this.#returnValue = this.#readReturnValue();
      this.#readReturnValue = undefined;
    }
    return this.#returnValue;
  }

  /** The same job, failed after all: something at its end went wrong. */
  failedWith(error: unknown): JobReturn {
    const { num, id, overrides, config, hydraConfig, outputDir, taskName, startedAt, endedAt, notes } = this;
    const facts = { num, id, overrides, config, hydraConfig, outputDir, taskName, startedAt, endedAt, notes };
    return new JobReturn({ ...facts, status: "failed", error });
  }

  /** Seconds from start to end. */
  get seconds(): number {
    return (this.#endedAtMs - this.#startedAtMs) / 1000;
  }
}

function notEnded({ num }: JobReturn): HydraException {
  return new HydraException("JOB_SUBMITTED", `Job #${num ?? 0} was submitted and has not ended`, {
    hint: "--attach DIR waits for the jobs of a sweep and collects what they return",
  });
}
