import { readFileSync } from "node:fs";
import path from "node:path";
import { readResultData } from "../job-messages.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { QueueOutcome } from "./queue-report.ts";

/** Clocks of two machines differ. */
const clockSkewMs = 60_000;

/** The directory that an attempt at this very job took before its worker died: its records name the job. */
export function ownDirectory({ order, subdir, records }: QueuedJob, sweepDir: string): string | undefined {
  const directory = path.join(sweepDir, subdir);
  const text = records === "" ? undefined : read(path.join(directory, records, "hydra.yaml"));
  return order.id !== undefined && text?.includes(order.id) === true ? directory : undefined;
}

/**
 * How a job ended that runs again only because its worker could not say so: Redis was away, or the worker died just then. It need not run
 * twice.
 */
export function endedBefore(
  { records }: QueuedJob,
  outputDir: string,
  queuedAt: number,
): QueueOutcome | undefined {
  const text = records === "" ? undefined : read(path.join(outputDir, records, "result.json"));
  const result = text === undefined ? undefined : readResultData(parsed(text));
  if (result?.status !== "completed" || Date.parse(result.startedAt) < queuedAt - clockSkewMs)
    return undefined;
  return { result: { ...result, outputDir }, recorded: true };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
