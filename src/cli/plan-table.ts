import path from "node:path";
import type { PlanRow } from "./show-plan.ts";

export interface PlanHeading {
  /** Of the sweep, absolute; `undefined` when nothing is written. */
  readonly directory: string | undefined;
  readonly cwd: string;
  /** Overrides that every job has. */
  readonly constant: readonly string[];
}

/** Rows that the widths of columns are taken from; those of later rows may stick out. */
const measuredRows = 500;

/** A plan for people: one line for each job with what differs and where it writes, and the count of jobs and collisions. */
export async function* planTable(
  rows: AsyncIterable<PlanRow>,
  { directory, cwd, constant }: PlanHeading,
): AsyncGenerator<string> {
  const same = new Set(constant);
  const totals = { jobs: 0, directories: 0, configs: 0 };
  const place = (row: PlanRow): string =>
    row.outputDir === undefined ? "" : shorter(row.outputDir, directory ?? cwd);
  const line = (row: PlanRow, widths: Widths): string => {
    totals.jobs++;
    if (row.sameDirectoryAs !== undefined) totals.directories++;
    if (row.sameConfigAs !== undefined) totals.configs++;
    const differing = row.overrides.filter((text) => !same.has(text)).join(" ");
    const cells = [`#${row.num}`.padStart(widths.num), place(row).padEnd(widths.place), differing];
    return `${cells.filter((cell) => cell !== "").join("  ")}${remarks(row)}`.trimEnd();
  };
  const ahead: PlanRow[] = [];
  let widths: Widths | undefined;
  const measured = function* (): Generator<string> {
    widths = {
      num: Math.max(1, ...ahead.map(({ num }) => `#${num}`.length)),
      place: Math.max(0, ...ahead.map((row) => place(row).length)),
    };
    if (directory !== undefined) yield `Sweep directory: ${shorter(directory, cwd)}`;
    if (constant.length > 0) yield `In every job: ${constant.join(" ")}`;
    for (const row of ahead) yield line(row, widths);
    ahead.length = 0;
  };
  for await (const row of rows) {
    if (widths !== undefined) yield line(row, widths);
    else if (ahead.push(row) === measuredRows) yield* measured();
  }
  if (widths === undefined) yield* measured();
  yield* summary(totals);
}

interface Widths {
  readonly num: number;
  readonly place: number;
}

function remarks({ sameDirectoryAs, sameConfigAs }: PlanRow): string {
  const found = [
    ...(sameDirectoryAs === undefined ? [] : [`the directory of #${sameDirectoryAs}`]),
    ...(sameConfigAs === undefined ? [] : [`the config of #${sameConfigAs}`]),
  ];
  return found.length === 0 ? "" : `  <- ${found.join(", ")}`;
}

function* summary(totals: {
  readonly jobs: number;
  readonly directories: number;
  readonly configs: number;
}): Generator<string> {
  yield `${counted(totals.jobs, "job")} composed and checked, none run`;
  if (totals.directories > 0) {
    const verb = totals.directories === 1 ? "wants" : "want";
    yield `${counted(totals.directories, "job")} ${verb} the directory of another: set hydra.sweep.subdir, or see hydra.job.on_existing`;
  }
  if (totals.configs > 0) {
    const verb = totals.configs === 1 ? "has" : "have";
    yield `${counted(totals.configs, "job")} ${verb} the config of another`;
  }
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function shorter(directory: string, from: string): string {
  const relative = path.relative(from, directory);
  if (relative === "") return ".";
  return relative.length < directory.length ? relative : directory;
}
