import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobStatus } from "../sweep/job-return.ts";
import type { JobState } from "../sweep/result-row.ts";
import { journalFile } from "./journal.ts";
import type {
  ClosedLine,
  EndedLine,
  JobJournalLine,
  JournalLine,
  RecordedError,
  SweepLine,
} from "./journal-lines.ts";
import { readJournal } from "./read-journal.ts";
import { type SweepOwner, sweepOwner } from "./sweep-lock.ts";

/** A job of a sweep, as journal and records tell. */
export interface SweepJob {
  readonly num: number;
  readonly state: JobState;
  /** As they were planned. */
  readonly overrides: readonly string[];
  /** See `configIdentity`. Empty for a job of which only the end is known. */
  readonly identity: string;
  /** Absolute, also when the sweep's directory was moved since; `undefined` while the job has none. */
  readonly outputDir: string | undefined;
  /** How often it was started. */
  readonly attempts: number;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  /** How long it took, once it ended. */
  readonly seconds: number | undefined;
  /** What the task reported last. */
  readonly progress: unknown;
  /** Of a job that failed or was cancelled, or whose last attempt failed. */
  readonly error: RecordedError | undefined;
}

/** A sweep, as its directory tells. */
export interface SweepRecord {
  /** Absolute, where it is now. */
  readonly directory: string;
  readonly header: SweepLine;
  /** Jobs by number, in that order. */
  readonly jobs: ReadonlyMap<number, SweepJob>;
  /** Jobs of the whole sweep, as far as anybody knows. */
  readonly total: number;
  /** How its last process ended; `undefined` while it runs, and when it was cut off. */
  readonly status: ClosedLine["status"] | undefined;
  /** The process that runs it now. */
  readonly owner: SweepOwner | undefined;
  /** Fingerprints of the app's file and of all configs that were read, by file name. */
  readonly sources: ReadonlyMap<string, string>;
}

/** How a job ended, as `.hydra/result.json` has it. */
export interface JobResult {
  readonly status: JobStatus;
  readonly num?: number;
  readonly returnValue?: unknown;
  /** What the task reported last. */
  readonly progress?: unknown;
  readonly error?: RecordedError;
  /** What callbacks noted. */
  readonly notes?: Readonly<Record<string, unknown>>;
  /** ISO times, UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  readonly seconds: number;
  readonly host?: string;
  readonly pid?: number;
}

/**
 * Reads the sweep of a directory: its last one, when several used the directory. Only what is asked for is read besides the journal,
 * and the results of jobs whose end the journal does not know.
 *
 * @throws {HydraException} code `FILE_UNREADABLE`, when there is no sweep; code `JOURNAL_INVALID`, when its journal is damaged.
 */
export function readSweep(directory: string): SweepRecord {
  const sweep = readSweeps(directory).at(-1);
  if (sweep !== undefined) return sweep;
  throw new HydraException("JOURNAL_INVALID", `${journalFile(directory)} does not say what the sweep is`, {
    hint: "its first line is missing; the sweep can be started anew, but not resumed",
  });
}

/** All sweeps that used a directory, oldest first. See {@link readSweep}. */
export function readSweeps(directory: string): SweepRecord[] {
  const place = path.resolve(directory);
  requireSweep(place);
  const drafts: SweepDraft[] = [];
  for (const line of readJournal(journalFile(place))) {
    if (line.event === "sweep") drafts.push(new SweepDraft(place, line, drafts.length === 0));
    else drafts.at(-1)?.take(line);
  }
  const owner = sweepOwner(place);
  return drafts.map((draft, index) => draft.finish(index === drafts.length - 1 ? owner : undefined));
}

/** How a job ended; `undefined` when no record says so. A result that is no JSON counts as none. */
export function readJobResult(
  { header }: { readonly header: Pick<SweepLine, "records"> },
  outputDir: string,
): JobResult | undefined {
  if (header.records === null) return undefined;
  try {
    const text = readFileSync(path.join(outputDir, header.records, "result.json"), "utf8");
    const result: unknown = JSON.parse(text);
    return typeof result === "object" && result !== null && "status" in result
      ? (result as JobResult)
      : undefined;
  } catch {
    return undefined;
  }
}

function requireSweep(directory: string): void {
  const missing = (file: string, hint: string): HydraException =>
    new HydraException("FILE_UNREADABLE", `There is no sweep in ${directory}: it has no ${file}`, { hint });
  if (!existsSync(path.join(directory, "multirun.yaml")))
    throw missing("multirun.yaml", "give the directory of a multirun: hydra.sweep.dir");
  if (!existsSync(journalFile(directory)))
    throw missing("journal.jsonl", "the sweep ended before any job was planned: start it anew");
}

type Draft = { -readonly [Fact in keyof SweepJob]: SweepJob[Fact] };

/** A sweep while its journal is read. */
class SweepDraft {
  readonly #directory: string;
  readonly #header: SweepLine;
  readonly #isFirst: boolean;
  readonly #jobs = new Map<number, Draft>();
  readonly #sources: Map<string, string>;
  #status: ClosedLine["status"] | undefined;

  constructor(directory: string, header: SweepLine, isFirst: boolean) {
    this.#directory = directory;
    this.#header = header;
    this.#isFirst = isFirst;
    this.#sources = new Map(Object.entries(header.sources));
  }

  take(line: Exclude<JournalLine, SweepLine>): void {
    if (line.event === "closed") this.#status = line.status;
    else if (line.event === "resumed") this.#status = undefined;
    else if (line.event === "sources")
      for (const [file, hash] of Object.entries(line.sources)) this.#sources.set(file, hash);
    else if (typeof line.num === "number") this.#takeJob(this.#job(line.num), line);
  }

  finish(owner: SweepOwner | undefined): SweepRecord {
    for (const job of this.#jobs.values()) if (job.state === "running") this.#settle(job, owner);
    return {
      directory: this.#directory,
      header: this.#header,
      jobs: new Map([...this.#jobs].sort(([a], [b]) => a - b)),
      total: Math.max(this.#header.jobs, this.#jobs.size),
      status: this.#status,
      owner,
      sources: this.#sources,
    };
  }

  #job(num: number): Draft {
    let job = this.#jobs.get(num);
    if (job === undefined) this.#jobs.set(num, (job = newJob(num)));
    return job;
  }

  #takeJob(job: Draft, line: JobJournalLine): void {
    switch (line.event) {
      case "planned":
        job.overrides = line.overrides;
        job.identity = line.identity;
        break;
      case "skipped":
        job.state = "skipped";
        job.overrides = line.overrides;
        job.identity = line.identity;
        job.outputDir = this.#relocated(line.outputDir);
        break;
      case "submitted":
        job.state = "submitted";
        break;
      case "withdrawn":
        job.state = job.attempts > 0 ? "interrupted" : "planned";
        break;
      case "started":
        job.state = "running";
        job.outputDir = this.#relocated(line.outputDir);
        job.attempts = Math.max(job.attempts + 1, line.attempt);
        job.startedAt = new Date(line.time);
        job.endedAt = job.seconds = job.progress = job.error = undefined;
        break;
      case "progress":
        job.progress = line.progress;
        break;
      case "retrying":
        job.error = line.error;
        break;
      default:
        end(job, line);
    }
  }

  /** The journal does not know the end: the job's own record may. */
  #settle(job: Draft, owner: SweepOwner | undefined): void {
    const result =
      job.outputDir === undefined ? undefined : readJobResult({ header: this.#header }, job.outputDir);
    if (result === undefined || this.#isOlder(result, job)) {
      if (owner === undefined) job.state = "interrupted";
      return;
    }
    job.state = result.status;
    job.startedAt = new Date(result.startedAt);
    job.endedAt = new Date(result.endedAt);
    job.seconds = result.seconds;
    job.error = result.error;
  }

  /** Whether a result is that of an earlier attempt, or of another sweep that used the directory. */
  #isOlder({ endedAt }: JobResult, { startedAt, attempts }: Draft): boolean {
    if (this.#isFirst && attempts <= 1) return false;
    return startedAt !== undefined && new Date(endedAt) < startedAt;
  }

  /** Where a directory is, when that of the sweep was moved. */
  #relocated(outputDir: string): string {
    const { directory } = this.#header;
    if (directory === this.#directory) return outputDir;
    const relative = path.relative(directory, outputDir);
    return relative.startsWith("..") || path.isAbsolute(relative)
      ? outputDir
      : path.join(this.#directory, relative);
  }
}

function newJob(num: number): Draft {
  return {
    num,
    state: "planned",
    overrides: [],
    identity: "",
    outputDir: undefined,
    attempts: 0,
    startedAt: undefined,
    endedAt: undefined,
    seconds: undefined,
    progress: undefined,
    error: undefined,
  };
}

function end(job: Draft, { event, time, seconds, error }: EndedLine): void {
  if (event !== "completed" && event !== "failed" && event !== "cancelled") return;
  job.state = event;
  job.endedAt = new Date(time);
  job.startedAt ??= new Date(job.endedAt.getTime() - seconds * 1000);
  job.seconds = seconds;
  job.error = error;
}
