import { Secrets } from "../compose/secrets.ts";
import { findNode } from "../config/view.ts";
import type { JobReturn, JobStatus } from "./job-return.ts";
import { toJsonValue } from "./json-value.ts";

/**
 * How far a job of a sweep is. `interrupted`: it was started, and its process went away without an end. `skipped`: it did not run,
 * for a job with the same identity had finished in this directory. `submitted`: it waits or runs somewhere else.
 */
export type JobState = "planned" | "running" | "interrupted" | "skipped" | JobStatus;

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

/** The row of a job that has ended. `reported` is what it said last; `areSecret`: something of its config is not to be told. */
export function rowOfReturn(jobReturn: JobReturn, reported: unknown, areSecret = false): ResultRow {
  const { num = 0, status, overrides, seconds, startedAt, endedAt, outputDir, error, notes } = jobReturn;
  const secrets = areSecret ? Secrets.of(findNode(jobReturn.config)) : Secrets.none;
  const returnValue = status === "completed" ? secrets.data(toJsonValue(jobReturn.returnValue)) : undefined;
  const progress = secrets.data(reported);
  return {
    num,
    status,
    overrides,
    metrics: metricsOf(returnValue, progress, notes.size === 0 ? undefined : Object.fromEntries(notes)),
    returnValue,
    seconds,
    startedAt,
    endedAt,
    error: status === "completed" || status === "submitted" ? undefined : secrets.text(messageOf(error)),
    outputDir,
  };
}

/**
 * What a job found, by name. A task that returns one value has the metric `value`; the scalars of an object that it returns, and of
 * the object that it last reported, are metrics under their keys, nested ones under `outer.inner`. What was returned counts more. Of what
 * callbacks noted, numbers are metrics.
 */
export function metricsOf(
  returnValue: unknown,
  progress: unknown,
  notes?: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Metric> {
  const noted = new Map<string, Metric>();
  collect(toJsonValue(notes), "", noted);
  const metrics = new Map([...noted].filter(([, metric]) => typeof metric === "number"));
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
  for (const [key, item] of Object.entries(value))
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

/** Titles for columns whose names are taken, which readers would mix up: `error`, returned by a task, is `metrics.error`. */
export function titlesOf(
  { keys, metrics }: Pick<ResultColumns, "keys" | "metrics">,
  taken: readonly string[],
): { readonly keys: readonly string[]; readonly metrics: readonly string[] } {
  const names = new Set(taken);
  const titled = (name: string, prefix: string): string => (names.has(name) ? `${prefix}.${name}` : name);
  const titles = keys.map((key) => titled(key, "overrides"));
  for (const title of titles) names.add(title);
  return { keys: titles, metrics: metrics.map((name) => titled(name, "metrics")) };
}

/** `+db@x=1` as `+db@x` and `1`; a bare `~key` has no value. */
export function splitOverride(text: string): readonly [key: string, value: string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

function joinOverride(key: string, value: string): string {
  return value === "" && key.startsWith("~") ? key : `${key}=${value}`;
}
