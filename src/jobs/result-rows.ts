import { metricsOf, type ResultRow } from "../sweep/result-row.ts";
import { readJobResult, type SweepJob, type SweepRecord } from "./read-sweep.ts";

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
    metrics: metricsOf(record?.returnValue, progress ?? record?.progress, record?.notes),
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
