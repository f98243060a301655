/** The version of the journal that this code writes. */
export const journalVersion = 1;

interface Line {
  /** ISO time, UTC. */
  readonly time: string;
}

/** Begins a sweep: what it is. A directory that several sweeps use has one for each. */
export interface SweepLine extends Line {
  readonly event: "sweep";
  readonly version: number;
  /** Name of the app: `hydra.job.name`. */
  readonly app: string;
  readonly configName: string | null;
  /** The overrides of the command line as text, by what they speak of. */
  readonly overrides: { readonly hydra: readonly string[]; readonly task: readonly string[] };
  /** The flags that say where configs are found, as they were given. */
  readonly flags: Readonly<Record<string, string>>;
  /** Absolute path of the sweep's directory when it began. */
  readonly directory: string;
  /** What `hydra.sweep.dir` was then. */
  readonly sweepDir: string;
  /** `hydra.output_subdir`: where a job has its records. */
  readonly records: string | null;
  readonly cwd: string;
  /** The moment that `${now:…}` means in all jobs. */
  readonly clock: string;
  /** What shuffled sweeps draw from. */
  readonly seed: number;
  /** Jobs of the whole sweep, or of its first batch where nobody knows more. */
  readonly jobs: number;
  /** Fingerprints of the app's file and of all configs that were read, by file name. */
  readonly sources: Readonly<Record<string, string>>;
  /** Version of Orochi. */
  readonly orochi: string;
  readonly host: string;
  readonly pid: number;
}

/** The sweep goes on in another process. */
export interface ResumedLine extends Line {
  readonly event: "resumed";
  readonly forced: boolean;
  readonly host: string;
  readonly pid: number;
}

/** Configs that were read later. */
export interface SourcesLine extends Line {
  readonly event: "sources";
  readonly sources: Readonly<Record<string, string>>;
}

/** The process ended in order. A journal without it belongs to a sweep that is running or was cut off. */
export interface ClosedLine extends Line {
  readonly event: "closed";
  /** `submitted`: jobs are left in a queue; `--attach` collects them. */
  readonly status: "completed" | "failed" | "cancelled" | "submitted";
}

interface JobLine extends Line {
  readonly num: number;
}

export interface PlannedLine extends JobLine {
  readonly event: "planned";
  readonly overrides: readonly string[];
  /** See `configIdentity`. */
  readonly identity: string;
}

/** `hydra.sweep.skip_finished`: a job with this identity finished before, in this directory. */
export interface SkippedLine extends JobLine {
  readonly event: "skipped";
  readonly overrides: readonly string[];
  readonly identity: string;
  /** That of the job that finished. */
  readonly outputDir: string;
}

/** The job was handed to a queue or a scheduler. */
export interface SubmittedLine extends JobLine {
  readonly event: "submitted";
  /** What the job is called there. */
  readonly id: string;
}

/** A job that was submitted, and taken back before it ran. */
export interface WithdrawnLine extends JobLine {
  readonly event: "withdrawn";
}

export interface StartedLine extends JobLine {
  readonly event: "started";
  /** Absolute. */
  readonly outputDir: string;
  /** Counts from 1, over all starts of the sweep. */
  readonly attempt: number;
}

export interface ProgressLine extends JobLine {
  readonly event: "progress";
  readonly progress: unknown;
}

export interface RetryingLine extends JobLine {
  readonly event: "retrying";
  readonly attempt: number;
  readonly error: RecordedError;
  /** Milliseconds until the next attempt. */
  readonly delay: number;
}

export interface EndedLine extends JobLine {
  readonly event: "completed" | "failed" | "cancelled";
  readonly seconds: number;
  /** Of jobs that did not complete. */
  readonly error?: RecordedError;
}

/** An error as records have it: `message`, and `name`, `stack` or, for errors of Orochi, `code`, `summary`, `key`, `at` and `hint`. */
export interface RecordedError {
  readonly message: string;
  readonly name?: string;
  readonly stack?: string;
  readonly [fact: string]: unknown;
}

export type JobJournalLine =
  | PlannedLine
  | SkippedLine
  | SubmittedLine
  | WithdrawnLine
  | StartedLine
  | ProgressLine
  | RetryingLine
  | EndedLine;

/** A line of `journal.jsonl`. */
export type JournalLine = SweepLine | ResumedLine | SourcesLine | ClosedLine | JobJournalLine;
