import path from "node:path";
import type { FoundRun } from "../../jobs/find-runs.ts";
import { readRun } from "../../jobs/read-run.ts";
import { readSweep } from "../../jobs/read-sweep.ts";
import { rowsOfSweep } from "../../jobs/result-rows.ts";
import { resultOf } from "../../jobs/write-results.ts";
import { formatDuration } from "../format-duration.ts";
import { formatMetric, resultsTable } from "../results-table.ts";
import { localTime, summarise } from "./list-runs.ts";

/** A run or a sweep for people. */
export function showRun(found: FoundRun, cwd: string, limit?: number): string[] {
  return found.kind === "sweep" ? showSweep(found, cwd, limit) : showJob(found.directory, cwd);
}

function showSweep(found: FoundRun, cwd: string, limit: number | undefined): string[] {
  const [summary] = summarise([found]);
  const sweep = readSweep(found.directory);
  const counts = Object.entries(summary?.jobs ?? {}).map(([state, count]) => `${count} ${state}`);
  return [
    `Sweep ${path.relative(cwd, found.directory) || "."}: ${summary?.status ?? ""}`,
    `started ${localTime(new Date(sweep.header.time))}, ${counts.join(", ")}`,
    "",
    ...resultsTable(rowsOfSweep(sweep), { limit, directoriesFrom: found.directory }),
  ];
}

function showJob(directory: string, cwd: string): string[] {
  const { status, startedAt, seconds, overrides, metrics, error } = readRun(directory);
  const facts: readonly (readonly [string, string])[] = [
    ["status", status],
    ["started", startedAt === undefined ? "" : localTime(startedAt)],
    ["time", seconds === undefined ? "" : formatDuration(seconds * 1000)],
    ["overrides", overrides.join(" ")],
    ...[...metrics].map(([name, value]): [string, string] => [name, formatMetric(value)]),
    ["error", error ?? ""],
  ];
  const told = facts.filter(([, value]) => value !== "");
  const width = Math.max(...told.map(([name]) => name.length));
  return [
    `Run ${path.relative(cwd, directory) || "."}`,
    ...told.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
  ];
}

/** A run or a sweep as plain data. */
export function runAsData(found: FoundRun): unknown {
  const { directory, kind } = found;
  if (kind === "run")
    return { ...resultOf({ ...readRun(directory), outputDir: directory }, directory), directory };
  const [summary] = summarise([found]);
  const jobs = [...rowsOfSweep(readSweep(directory))].map((row) => resultOf(row, directory));
  return { ...summary, counts: summary?.jobs, jobs };
}
