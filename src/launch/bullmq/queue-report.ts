import { type ErrorData, readErrorData } from "../error-data.ts";
import { type JobResultData, readResultData } from "../job-messages.ts";
import type { OutputStream } from "../job-output.ts";

/** Something that happened to a job. */
export type QueueEvent =
  | { readonly type: "started"; readonly outputDir: string }
  | { readonly type: "progress"; readonly progress: unknown }
  | { readonly type: "line"; readonly text: string; readonly stream: OutputStream }
  /** The attempt failed, and there will be another one after `delay` milliseconds. */
  | { readonly type: "retrying"; readonly error: ErrorData; readonly delay: number };

/** How a job ended for good. */
export interface QueueOutcome {
  readonly result: JobResultData;
  /** Whether the job wrote its own `result.json`. */
  readonly recorded: boolean;
}

/** What a queue worker says of a job, as its progress in the queue and, at last, as its return value. */
export interface QueueReport {
  readonly attempt: number;
  readonly host: string;
  /** Whether the directory of the sweep is the same for the worker as for who started the sweep. */
  readonly shared: boolean;
  /** The directory that the job has, on the worker's machine. */
  readonly outputDir?: string | undefined;
  readonly events: readonly QueueEvent[];
  readonly outcome?: QueueOutcome | undefined;
}

const format = 1;

export function encodeReport(report: QueueReport): object {
  return { orochi: format, ...report };
}

/** The report, or `undefined` when it is none. Events that nobody knows are left out. */
export function readReport(value: unknown): QueueReport | undefined {
  if (!isFacts(value) || value["orochi"] !== format) return undefined;
  const { attempt, host, shared, outputDir, events, outcome } = value;
  if (typeof attempt !== "number" || typeof host !== "string" || !Array.isArray(events)) return undefined;
  return {
    attempt,
    host,
    shared: shared === true,
    outputDir: typeof outputDir === "string" ? outputDir : undefined,
    events: events.flatMap((event) => readEvent(event) ?? []),
    outcome: readOutcome(outcome),
  };
}

function readEvent(value: unknown): QueueEvent | undefined {
  if (!isFacts(value)) return undefined;
  const { type, outputDir, text, stream, delay } = value;
  if (type === "started" && typeof outputDir === "string") return { type, outputDir };
  if (type === "progress") return { type, progress: value["progress"] };
  if (type === "line" && typeof text === "string")
    return { type, text, stream: stream === "stderr" ? "stderr" : "stdout" };
  const error = type === "retrying" ? readErrorData(value["error"]) : undefined;
  return type === "retrying" && error !== undefined && typeof delay === "number"
    ? { type, error, delay }
    : undefined;
}

function readOutcome(value: unknown): QueueOutcome | undefined {
  if (!isFacts(value)) return undefined;
  const result = readResultData(value["result"]);
  return result && { result, recorded: value["recorded"] === true };
}

function isFacts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
