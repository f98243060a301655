import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import { type JobState, readJobResult, type SweepJob, type SweepRecord } from "./read-sweep.ts";

/** One number, text or truth value of a job: a column of a table. */
export type Metric = number | string | boolean | null;

/** A job as tables of results show it. */
export interface ResultRow {
  readonly num: number;
  readonly status: JobState;
  /** The job's own overrides, as text. */
  readonly overrides: readonly string[];
  /** What the task returned and last reported, by name: see {@link metricsOf}. */
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly returnValue: unknown;
  readonly seconds: number | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  /** The message of what went wrong. */
  readonly error: string | undefined;
  /** Absolute. */
  readonly outputDir: string | undefined;
}

/** The row of a job that has ended. `progress` is what it last reported. */
export function rowOfReturn(jobReturn: JobReturn, progress: unknown): ResultRow {
  const { num = 0, status, overrides, seconds, startedAt, endedAt, outputDir, error } = jobReturn;
  const returnValue = status === "completed" ? toJsonValue(jobReturn.returnValue) : undefined;
  return {
    num,
    status,
    overrides,
    metrics: metricsOf(returnValue, progress),
    returnValue,
    seconds,
    startedAt,
    endedAt,
    error: status === "completed" ? undefined : messageOf(error),
    outputDir,
  };
}

/** The rows of a sweep on disk, one at a time: each job's record is read when its row is asked for. */
export function* rowsOfSweep(sweep: SweepRecord): Generator<ResultRow> {
  for (const job of sweep.jobs.values()) yield rowOfJob(sweep, job);
}

function rowOfJob(sweep: SweepRecord, job: SweepJob): ResultRow {
  const { num, overrides, outputDir, seconds, startedAt, endedAt, progress, error } = job;
  const record = mayHaveRecord(job) && outputDir !== undefined ? readJobResult(sweep, outputDir) : undefined;
  // A job that was skipped shows what the job before it found.
  const status = job.state === "skipped" ? (record?.status ?? job.state) : job.state;
  return {
    num,
    status,
    overrides,
    metrics: metricsOf(record?.returnValue, progress ?? record?.progress),
    returnValue: record?.returnValue,
    seconds: record?.seconds ?? seconds,
    startedAt: record === undefined ? startedAt : new Date(record.startedAt),
    endedAt: record === undefined ? endedAt : new Date(record.endedAt),
    error: error?.message,
    outputDir,
  };
}

function mayHaveRecord({ state }: SweepJob): boolean {
  return ["completed", "failed", "cancelled", "skipped"].includes(state);
}

/**
 * What a job found, by name. A task that returns one value has the metric `value`; the scalars of an object that it returns, and of
 * the object that it last reported, are metrics under their keys, nested ones under `outer.inner`. What was returned counts more.
 */
export function metricsOf(returnValue: unknown, progress: unknown): ReadonlyMap<string, Metric> {
  const metrics = new Map<string, Metric>();
  collect(progress, "", metrics);
  collect(returnValue, "", metrics);
  // A task without a result returns nothing, which JSON says as null.
  if (metrics.get("value") === null && returnValue === null) metrics.delete("value");
  return metrics;
}

/** Deeper values are data, not metrics. */
const deepest = 3;

function collect(value: unknown, name: string, metrics: Map<string, Metric>, depth = 0): void {
  if (value === undefined) return;
  if (isMetric(value)) {
    metrics.set(name === "" ? "value" : name, value);
    return;
  }
  if (typeof value !== "object" || Array.isArray(value) || depth === deepest) return;
  for (const [key, item] of Object.entries(value as object))
    collect(item, name === "" ? key : `${name}.${key}`, metrics, depth + 1);
}

function isMetric(value: unknown): value is Metric {
  return value === null || ["number", "string", "boolean"].includes(typeof value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Which columns a table of rows has. */
export interface ResultColumns {
  /** Overrides that all jobs have alike. */
  readonly constant: readonly string[];
  /** Keys of overrides, with their prefix, that tell jobs apart; in order of appearance. */
  readonly keys: readonly string[];
  readonly metrics: readonly string[];
}

/** Finds the columns of a table in one walk over its rows. */
export class ColumnFinder {
  readonly #values = new Map<string, string | undefined>();
  readonly #counts = new Map<string, number>();
  readonly #metrics = new Set<string>();
  #rows = 0;

  add({ overrides, metrics }: Pick<ResultRow, "overrides" | "metrics">): void {
    this.#rows++;
    for (const text of overrides) {
      const [key, value] = splitOverride(text);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
      if (!this.#values.has(key)) this.#values.set(key, value);
      else if (this.#values.get(key) !== value) this.#values.set(key, undefined);
    }
    for (const name of metrics.keys()) this.#metrics.add(name);
  }

  columns(): ResultColumns {
    const isConstant = (key: string): boolean =>
      this.#rows > 1 && this.#values.get(key) !== undefined && this.#counts.get(key) === this.#rows;
    const keys = [...this.#values.keys()];
    return {
      constant: keys.filter(isConstant).map((key) => joinOverride(key, this.#values.get(key) ?? "")),
      keys: keys.filter((key) => !isConstant(key)),
      metrics: [...this.#metrics],
    };
  }
}

/** `+db@x=1` as `+db@x` and `1`; a bare `~key` has no value. */
export function splitOverride(text: string): readonly [key: string, value: string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function joinOverride(key: string, value: string): string {
  return value === "" && key.startsWith("~") ? key : `${key}=${value}`;
}
