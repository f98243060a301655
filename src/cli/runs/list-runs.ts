import path from "node:path";
import type { FoundRun } from "../../jobs/find-runs.ts";
import { readRun } from "../../jobs/read-run.ts";
import { readSweep, type SweepRecord } from "../../jobs/read-sweep.ts";
import { formatColumns } from "../columns.ts";
import { shortenPaths } from "../short-paths.ts";
import { formatDuration } from "../format-duration.ts";

/** A run or a sweep, on one line. */
export interface RunSummary {
  readonly directory: string;
  readonly kind: FoundRun["kind"];
  readonly status: string;
  readonly startedAt: Date | undefined;
  readonly seconds: number | undefined;
  readonly jobs: Readonly<Record<string, number>>;
  readonly overrides: readonly string[];
  /** Why its records cannot be read. */
  readonly error?: string;
}

/** Newest first. A directory whose records cannot be read is listed with what is wrong with it. */
export function summarise(found: Iterable<FoundRun>): RunSummary[] {
  const summaries = [...found].map(summaryOf);
  return summaries.sort((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0));
}

function summaryOf({ kind, directory }: FoundRun): RunSummary {
  const facts = { kind, directory };
  try {
    return { ...facts, ...(kind === "sweep" ? sweepFacts(readSweep(directory)) : runFacts(directory)) };
  } catch (error) {
    const told = error instanceof Error ? firstLine(error.message) : String(error);
    const nothing = { startedAt: undefined, seconds: undefined, jobs: {}, overrides: [] };
    return { ...facts, ...nothing, status: "unreadable", error: told };
  }
}

function runFacts(directory: string): Omit<RunSummary, "kind" | "directory"> {
  const { status, startedAt, seconds, overrides } = readRun(directory);
  return { status, startedAt, seconds, jobs: { [status]: 1 }, overrides };
}

function sweepFacts(sweep: SweepRecord): Omit<RunSummary, "kind" | "directory"> {
  const jobs: Record<string, number> = {};
  let last = 0;
  for (const { state, endedAt } of sweep.jobs.values()) {
    jobs[state] = (jobs[state] ?? 0) + 1;
    last = Math.max(last, endedAt?.getTime() ?? 0);
  }
  const unplanned = sweep.total - sweep.jobs.size;
  if (unplanned > 0) jobs["planned"] = (jobs["planned"] ?? 0) + unplanned;
  const startedAt = new Date(sweep.header.time);
  return {
    status: sweep.owner === undefined ? (sweep.status ?? "interrupted") : "running",
    startedAt,
    seconds: last === 0 ? undefined : (last - startedAt.getTime()) / 1000,
    jobs,
    overrides: sweep.header.overrides.task,
  };
}

export function runsTable(summaries: readonly RunSummary[], cwd: string): string[] {
  return formatColumns(
    [
      { title: "started" },
      { title: "directory" },
      { title: "status" },
      { title: "jobs", align: "right" },
      { title: "time", align: "right" },
      { title: "overrides" },
      { title: "error" },
    ],
    summaries.map(({ startedAt, directory, status, jobs, kind, seconds, overrides, error }) => [
      startedAt === undefined ? "" : localTime(startedAt),
      path.relative(cwd, directory) || ".",
      status,
      kind === "sweep" && error === undefined ? describeJobs(jobs) : "",
      seconds === undefined ? "" : formatDuration(seconds * 1000),
      overrides.join(" "),
      shortenPaths(error ?? "", cwd),
    ]),
  );
}

/** `12`, or `10/12` while some are not done, and how many failed. */
function describeJobs(jobs: RunSummary["jobs"]): string {
  const total = Object.values(jobs).reduce((sum, count) => sum + count, 0);
  const done = (jobs["completed"] ?? 0) + (jobs["skipped"] ?? 0);
  return done === total ? String(total) : `${done}/${total}`;
}

/** `2026-11-22 20:15:07`, as directories are named. */
export function localTime(date: Date): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":")}`;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
