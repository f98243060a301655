import { readFileSync } from "node:fs";
import path from "node:path";
import { isRedacted, keyOfOverride, Secrets } from "../compose/secrets.ts";
import { loadYaml } from "../config/yaml/load.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import { configIdentity } from "../sweep/identity.ts";
import { JobReturn, type ReturnedConfigs } from "../sweep/job-return.ts";
import type { EarlierAttempts, PlannedJob } from "../sweep/plan.ts";
import { configDifferences } from "./config-differences.ts";
import type { RecordedError } from "./journal-lines.ts";
import { sweepOutputDir } from "./output-dir.ts";
import { readJobResult, type SweepJob, type SweepRecord } from "./read-sweep.ts";
import { taskConfigOf } from "./task-config.ts";

/** Composes a job's configs again, as they were when it ran there. */
export type Recompose = (num: number, overrides: readonly string[], outputDir: string) => ReturnedConfigs;

/** What earlier starts of a sweep left of its jobs. */
export interface PastJobs {
  /** Whether a job is known to have ended, so that it need not be composed. */
  hasEnded(num: number, overrides: readonly Override[]): boolean;
  /** Whether the journal has this very job already. */
  isPlanned(job: PlannedJob): boolean;
  /** The return of a job that is not to run. */
  returnOf(job: PlannedJob): JobReturn | undefined;
  /**
   * A job that is to run, with what is left of it.
   *
   * @throws {HydraException} code `SWEEP_CHANGED`, when it is not the job that it was.
   */
  continued(job: PlannedJob): PlannedJob;
}

export interface ResumeOptions {
  readonly sweep: SweepRecord;
  /** Runs jobs again that failed. Those that were cancelled or cut off always run. */
  readonly retryFailed: boolean;
  /** Goes on although something is not what it was. */
  readonly force: boolean;
  /** Collects what was submitted, and submits nothing. */
  readonly attach?: boolean | undefined;
}

/** The jobs of a sweep that is resumed, by number. */
export class ResumedJobs implements PastJobs {
  readonly #sweep: SweepRecord;
  readonly #retryFailed: boolean;
  readonly #force: boolean;
  readonly #cwd: string;
  readonly #recompose: Recompose;
  /** Directories that belong to a job. */
  readonly #claimed = new Set<string>();

  constructor({ sweep, retryFailed, force }: ResumeOptions, cwd: string, recompose: Recompose) {
    this.#sweep = sweep;
    this.#retryFailed = retryFailed;
    this.#force = force;
    this.#cwd = cwd;
    this.#recompose = recompose;
    for (const { outputDir } of sweep.jobs.values())
      if (outputDir !== undefined) this.#claimed.add(outputDir);
  }

  hasEnded(num: number, overrides: readonly Override[]): boolean {
    const past = this.#past(num, overrides);
    return past !== undefined && this.#isOver(past);
  }

  isPlanned(job: PlannedJob): boolean {
    const past = this.#past(job.num, job.overrides);
    return past !== undefined && (!this.#force || past.identity === configIdentity(job.config));
  }

  countEnded(first: number, size: number): number {
    let count = 0;
    for (const job of this.#sweep.jobs.values())
      if (job.num >= first && job.num < first + size && this.#isOver(job)) count++;
    return count;
  }

  returnOf(job: PlannedJob): JobReturn | undefined {
    const past = this.#past(job.num, job.overrides);
    if (past === undefined) return undefined;
    if (this.#isOver(past)) return recordedReturn(this.#sweep, past, job, this.#recompose);
    const unnoticed = past.state === "planned" ? this.#endedUnnoticed(past, job) : undefined;
    return unnoticed && recordedReturn(this.#sweep, unnoticed, job, this.#recompose);
  }

  continued(job: PlannedJob): PlannedJob {
    const past = this.#past(job.num, job.overrides);
    if (past === undefined) return job;
    if (!this.#force) requireSameConfig(this.#sweep, past, job);
    const earlier = this.#directoryOf(past, job);
    const mayGoOn = past.state !== "failed" && past.state !== "cancelled";
    return earlier === undefined ? job : { ...job, earlier: { ...earlier, mayGoOn } };
  }

  #past(num: number, overrides: readonly Override[]): SweepJob | undefined {
    const past = this.#sweep.jobs.get(num);
    if (past === undefined) return undefined;
    const isSame =
      past.overrides.length === overrides.length &&
      past.overrides.every((text, index) => isSameText(text, overrides[index]?.text));
    if (isSame) return past;
    if (this.#force) return undefined;
    const [was, is] = [past.overrides.join(" "), overrides.map(({ text }) => text).join(" ")];
    throw changed(`Job #${num} of the sweep was '${was}' and is '${is}' now`);
  }

  #isOver({ state }: SweepJob): boolean {
    return state === "completed" || state === "skipped" || (state === "failed" && !this.#retryFailed);
  }

  /** A worker may have finished a job of which its parent, that was killed, never heard. */
  #endedUnnoticed(past: SweepJob, job: PlannedJob): SweepJob | undefined {
    const outputDir = sweepOutputDir(job.config, this.#cwd);
    if (this.#claimed.has(outputDir)) return undefined;
    const result = readJobResult(this.#sweep, outputDir);
    if (result?.status !== "completed" || result.num !== job.num) return undefined;
    const startedAt = new Date(result.startedAt);
    if (startedAt < new Date(this.#sweep.header.time)) return undefined;
    return { ...past, state: "completed", outputDir, startedAt, endedAt: new Date(result.endedAt) };
  }

  /** Jobs keep their directories, also one that was made and never written to the journal. */
  #directoryOf(past: SweepJob, job: PlannedJob): EarlierAttempts | undefined {
    if (past.outputDir !== undefined) return { outputDir: past.outputDir, count: past.attempts };
    if (this.#sweep.header.records === null) return undefined;
    const outputDir = sweepOutputDir(job.config, this.#cwd);
    if (this.#claimed.has(outputDir)) return undefined;
    this.#claimed.add(outputDir);
    return { outputDir, count: 0 };
  }
}

/** Jobs that earlier sweeps left in a directory, by identity: `hydra.sweep.skip_finished`. Each stands for one job. */
export class JobsByIdentity implements PastJobs {
  readonly #finished = new Map<string, [SweepRecord, SweepJob][]>();
  readonly #unfinished = new Map<string, SweepJob>();
  readonly #cwd: string;
  readonly #recompose: Recompose;

  constructor(sweeps: readonly SweepRecord[], cwd: string, recompose: Recompose) {
    this.#cwd = cwd;
    this.#recompose = recompose;
    for (const sweep of sweeps) {
      for (const job of sweep.jobs.values()) {
        if (job.state === "completed") this.#add(sweep, job);
        else if (job.state !== "skipped") this.#unfinished.set(job.identity, job);
      }
    }
  }

  hasEnded(): boolean {
    return false;
  }

  isPlanned(): boolean {
    return false;
  }

  countEnded(): number {
    return 0;
  }

  returnOf(job: PlannedJob): JobReturn | undefined {
    const found = this.#finished.get(configIdentity(job.config))?.shift();
    return found && recordedReturn(...found, job, this.#recompose);
  }

  continued(job: PlannedJob): PlannedJob {
    const past = this.#unfinished.get(configIdentity(job.config));
    if (past?.outputDir !== sweepOutputDir(job.config, this.#cwd)) return job;
    return { ...job, earlier: { outputDir: past.outputDir, count: past.attempts } };
  }

  #add(sweep: SweepRecord, job: SweepJob): void {
    const known = this.#finished.get(job.identity);
    if (known === undefined) this.#finished.set(job.identity, [[sweep, job]]);
    else known.push([sweep, job]);
  }
}

/** A value that was kept out of the journal may be any. */
function isSameText(past: string, now: string | undefined): boolean {
  if (now === undefined || !isRedacted(past)) return past === now;
  return keyOfOverride(past) === keyOfOverride(now);
}

function recordedReturn(
  sweep: SweepRecord,
  past: SweepJob,
  { num, overrides }: PlannedJob,
  recompose: Recompose,
): JobReturn {
  const { state, startedAt, endedAt, error, outputDir = sweep.directory } = past;
  const texts = overrides.map(({ text }) => text);
  const own = overrides.filter((override) => !isHydraOverride(override));
  // What the journal has of them is what may be told.
  const shown = own.map(({ text }) => past.overrides.find((told) => isSameText(told, text)) ?? text);
  const when = startedAt ?? new Date(sweep.header.time);
  return new JobReturn({
    num,
    id: String(num),
    status: state === "failed" ? "failed" : "completed",
    overrides: shown,
    outputDir,
    taskName: sweep.header.app,
    startedAt: when,
    endedAt: endedAt ?? when,
    readConfigs: () => recompose(num, texts, outputDir),
    readReturnValue: () => readJobResult(sweep, outputDir)?.returnValue,
    readNotes: () => readJobResult(sweep, outputDir)?.notes ?? {},
    ...(error === undefined || state !== "failed" ? {} : { error: recordedError(error) }),
  });
}

/** An error of which only the record is left. */
function recordedError({ message, name, stack }: RecordedError): Error {
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}

function requireSameConfig(sweep: SweepRecord, past: SweepJob, job: PlannedJob): void {
  if (past.identity === "" || past.identity === configIdentity(job.config)) return;
  const lines = savedDifferences(sweep, past, job);
  const what = lines.length === 0 ? "" : `:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  throw changed(`Job #${job.num} (${past.overrides.join(" ")}) has another config now${what}`);
}

/** By key, where the job left its config. */
export function savedDifferences(
  { header }: SweepRecord,
  past: SweepJob,
  { config }: Pick<PlannedJob, "config">,
): string[] {
  if (past.outputDir === undefined || header.records === null) return [];
  try {
    const file = path.join(past.outputDir, header.records, "config.yaml");
    return configDifferences(
      loadYaml(readFileSync(file, "utf8")),
      Secrets.of(config).config(taskConfigOf(config)),
    );
  } catch {
    return [];
  }
}

export function changed(summary: string): HydraException {
  return new HydraException("SWEEP_CHANGED", summary, {
    hint: "--force goes on with what it is now; jobs that have finished stay as they are",
  });
}
