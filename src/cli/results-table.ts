import path from "node:path";
import { ColumnFinder, type Metric, type ResultRow, splitOverride, titlesOf } from "../sweep/result-row.ts";
import { type Column, formatColumns } from "./columns.ts";
import { formatDuration } from "./format-duration.ts";
import { onOneLine } from "./progress/format-progress.ts";

export interface ResultsTableOptions {
  /** Rows that are shown; further ones are counted. @defaultValue all */
  readonly limit?: number | undefined;
  /** A column with each job's directory, relative to this one. */
  readonly directoriesFrom?: string | undefined;
}

/** What the jobs of a sweep found, one line for each: what tells it apart, how it ended, its metrics, how long it took. */
export function resultsTable(rows: Iterable<ResultRow>, options: ResultsTableOptions = {}): string[] {
  const { limit = Number.POSITIVE_INFINITY, directoriesFrom } = options;
  const finder = new ColumnFinder();
  const shown: ResultRow[] = [];
  let count = 0;
  for (const row of rows) {
    finder.add(row);
    if (count++ < limit) shown.push(row);
  }
  const { constant, keys, metrics } = finder.columns();
  const titles = titlesOf({ keys, metrics }, ["#", "status", "time", "error", "directory"]);
  const columns: Column[] = [
    { title: "#", align: "right" },
    ...keys.map((key, at): Column => ({ title: titles.keys[at] ?? key, align: alignment(shown, key) })),
    { title: "status" },
    ...titles.metrics.map((title): Column => ({ title, align: "right" })),
    { title: "time", align: "right" },
    { title: "error" },
    { title: "directory" },
  ];
  const cells = shown.map((row) => {
    const overrides = new Map(row.overrides.map(splitOverride));
    return [
      String(row.num),
      ...keys.map((key) => onOneLine(overrides.get(key) ?? "")),
      row.status,
      ...metrics.map((name) => formatMetric(row.metrics.get(name))),
      row.seconds === undefined ? "" : formatDuration(1000 * row.seconds),
      onOneLine(row.error ?? ""),
      directoriesFrom === undefined || row.outputDir === undefined
        ? ""
        : path.relative(directoriesFrom, row.outputDir),
    ];
  });
  return [
    ...(constant.length === 0 ? [] : [`In every job: ${constant.join(" ")}`]),
    ...formatColumns(columns, cells),
    ...(count > shown.length ? [`… and ${count - shown.length} more`] : []),
  ];
}

function alignment(rows: readonly ResultRow[], key: string): "left" | "right" {
  const values = rows
    .flatMap(({ overrides }) => overrides.map(splitOverride))
    .filter(([name]) => name === key);
  return values.length > 0 && values.every(([, value]) => isNumeric(value)) ? "right" : "left";
}

function isNumeric(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

/** Six digits are what eyes compare; the files have them all. */
export function formatMetric(metric: Metric | undefined): string {
  if (metric === undefined) return "";
  if (typeof metric !== "number" || Number.isInteger(metric)) return onOneLine(String(metric));
  return String(Number(metric.toPrecision(6)));
}
