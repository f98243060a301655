import { isAbsolute, relative, resolve, sep } from "node:path";
import { csvLine } from "../sweep/csv-line.ts";
import { ColumnFinder, type Metric, type ResultRow, splitOverride } from "../sweep/result-row.ts";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, MultirunEndEvent } from "./callback.ts";
import { hydraText, placeFile } from "./event-places.ts";

/** The config of `hydra/callbacks: summary`. */
export interface SummaryConfig {
  /** The file, relative to the sweep's directory; `.csv` in its name makes a table for programs. @defaultValue `summary.md` */
  readonly file?: string;
  /** The metric that jobs are sorted by, smallest first; `-loss` puts the largest first. @defaultValue job order */
  readonly sort?: string | null;
  /** Metrics that are columns. @defaultValue all */
  readonly metrics?: readonly string[] | null;
  /** Rows at most; `null` for all. @defaultValue `null` */
  readonly limit?: number | null;
}

/**
 * Writes what the jobs of a sweep found into a Markdown or CSV file when it is over: `hydra/callbacks: summary`. Does nothing in single
 * runs.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { summary: builds(Summary, { sort: "-accuracy", limit: 20 }) } }));
 */
export class Summary implements Callback {
  readonly #config: Required<SummaryConfig>;

  constructor({ file = "summary.md", sort = null, metrics = null, limit = null }: SummaryConfig = {}) {
    this.#config = { file, sort, metrics, limit };
  }

  onMultirunEnd({ config, results, sweepDir, error, log }: MultirunEndEvent): void {
    if (sweepDir === undefined) return;
    const { file, sort, limit } = this.#config;
    const table = tableOf(sorted([...results], sort), sweepDir, this.#config);
    const shown = limit === null ? table.rows : table.rows.slice(0, limit);
    const text = file.endsWith(".csv")
      ? [table.titles, ...shown].map(csvLine).join("")
      : markdownOf(
          { ...table, rows: shown },
          { title: hydraText(config, "job.name") ?? "sweep", error, all: table.rows },
        );
    const place = isAbsolute(file) ? file : resolve(sweepDir, file);
    writeWhole(placeFile(sweepDir, relative(sweepDir, place)), text);
    log.info(`Summary of ${table.rows.length} jobs in ${place}`);
  }
}

interface Table {
  readonly constant: readonly string[];
  readonly titles: readonly string[];
  readonly isNumber: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
  readonly counts: ReadonlyMap<string, number>;
}

function tableOf(
  rows: readonly ResultRow[],
  sweepDir: string,
  { metrics: wanted }: Required<SummaryConfig>,
): Table {
  const finder = new ColumnFinder();
  const counts = new Map<string, number>();
  for (const row of rows) {
    finder.add(row);
    counts.set(row.status, (counts.get(row.status) ?? 0) + 1);
  }
  const { constant, keys, metrics } = finder.columns();
  const shown = wanted ?? metrics;
  return {
    constant,
    counts,
    titles: ["num", ...keys, "status", ...shown, "seconds", "error", "directory"],
    isNumber: [true, ...keys.map(() => false), false, ...shown.map(() => true), true, false, false],
    rows: rows.map((row) => {
      const overrides = new Map(row.overrides.map(splitOverride));
      return [
        String(row.num),
        ...keys.map((key) => overrides.get(key) ?? ""),
        row.status,
        ...shown.map((name) => textOf(row.metrics.get(name))),
        row.seconds === undefined ? "" : String(row.seconds),
        row.error ?? "",
        row.outputDir === undefined ? "" : relative(sweepDir, row.outputDir).split(sep).join("/") || ".",
      ];
    }),
  };
}

function markdownOf(
  { constant, titles, isNumber, rows, counts }: Table,
  {
    title,
    error,
    all,
  }: { readonly title: string; readonly error: unknown; readonly all: readonly unknown[] },
): string {
  const ends = [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(" | ")} |`;
  const left = all.length - rows.length;
  return [
    `# ${title}`,
    "",
    `${all.length} jobs${ends === "" ? "" : `: ${ends}`}.`,
    ...(error === undefined ? [] : ["", `The sweep ended early: ${escapeCell(messageOf(error))}`]),
    ...(constant.length === 0 ? [] : ["", `In every job: \`${constant.join(" ")}\``]),
    "",
    line(titles),
    `|${isNumber.map((is) => (is ? " ---: " : " --- ")).join("|")}|`,
    ...rows.map(line),
    ...(left === 0 ? [] : ["", `… and ${left} more.`]),
    "",
  ].join("\n");
}

function escapeCell(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("|", "\\|")
    .replaceAll("<", "&lt;")
    .replaceAll(/\r?\n/g, " ");
}

function sorted(rows: ResultRow[], by: string | null): ResultRow[] {
  if (by === null) return rows;
  const sign = by.startsWith("-") ? -1 : 1;
  const name = by.replace(/^[+-]/, "");
  return rows.sort((a, b) => compare(a.metrics.get(name), b.metrics.get(name), sign));
}

/** Jobs without the metric come last. */
function compare(a: Metric | undefined, b: Metric | undefined, sign: number): number {
  const isA = a !== undefined && a !== null;
  const isB = b !== undefined && b !== null;
  if (!isA || !isB) return Number(isB) - Number(isA);
  if (typeof a === "number" && typeof b === "number") return sign * (a - b);
  return sign * (String(a) < String(b) ? -1 : Number(String(a) > String(b)));
}

function textOf(metric: Metric | undefined): string {
  return metric === undefined || metric === null ? "" : String(metric);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
