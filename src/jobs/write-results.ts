import { closeSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { csvLine } from "../sweep/csv-line.ts";
import {
  ColumnFinder,
  type ResultColumns,
  type ResultRow,
  splitOverride,
  titlesOf,
} from "../sweep/result-row.ts";

/** Rows that can be walked again and again, so that a long table is never held as a whole. */
export type ResultRows = Iterable<ResultRow>;

/**
 * Writes `results.csv` and `results.json` into a sweep's directory, each whole or not at all. The CSV has one column for each override
 * that tells jobs apart and one for each metric; the JSON is a list with everything.
 */
export function writeResults(directory: string, rows: ResultRows): void {
  writeLines(path.join(directory, "results.csv"), csvOf(rows, directory));
  writeLines(path.join(directory, "results.json"), jsonOf(rows, directory));
}

const before = ["num", "status", "seconds"];
const after = ["error", "directory"];

function* csvOf(rows: ResultRows, directory: string): Generator<string> {
  const finder = new ColumnFinder();
  for (const row of rows) finder.add(row);
  const { keys, metrics } = finder.columns();
  const titles = titlesOf({ keys, metrics }, [...before, ...after]);
  yield csvLine([...before, ...titles.keys, ...titles.metrics, ...after]);
  for (const row of rows) yield csvLine(csvCells(row, { keys, metrics }, directory));
}

function csvCells(
  row: ResultRow,
  { keys, metrics }: Pick<ResultColumns, "keys" | "metrics">,
  directory: string,
): string[] {
  const overrides = new Map(row.overrides.map(splitOverride));
  return [
    String(row.num),
    row.status,
    row.seconds === undefined ? "" : String(row.seconds),
    ...keys.map((key) => overrides.get(key) ?? ""),
    ...metrics.map((name) => (row.metrics.has(name) ? String(row.metrics.get(name)) : "")),
    row.error ?? "",
    row.outputDir === undefined ? "" : relative(directory, row.outputDir),
  ];
}

function* jsonOf(rows: ResultRows, directory: string): Generator<string> {
  let separator = "[\n";
  for (const row of rows) {
    yield `${separator}  ${JSON.stringify(resultOf(row, directory))}`;
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

/** A row as plain data. Directories are relative to that of the sweep, so that it can be moved. */
export function resultOf(row: ResultRow, directory: string): Record<string, unknown> {
  const { num, status, overrides, metrics, returnValue, seconds, startedAt, endedAt, error, outputDir } = row;
  return {
    num,
    status,
    overrides,
    ...(returnValue === undefined ? {} : { returnValue }),
    metrics: Object.fromEntries(metrics),
    seconds,
    startedAt: startedAt?.toISOString(),
    endedAt: endedAt?.toISOString(),
    error,
    directory: outputDir === undefined ? undefined : relative(directory, outputDir),
  };
}

function relative(directory: string, outputDir: string): string {
  return (path.relative(directory, outputDir) || ".").split(path.sep).join("/");
}

/** Written beside its place and moved there at the end. */
function writeLines(file: string, lines: Iterable<string>): void {
  const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
  const descriptor = openSync(draft, "w");
  try {
    try {
      let pending = "";
      for (const line of lines) {
        pending += line;
        if (pending.length < 1 << 16) continue;
        writeFileSync(descriptor, pending);
        pending = "";
      }
      writeFileSync(descriptor, pending);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
