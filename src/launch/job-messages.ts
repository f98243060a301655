import type { JobStatus } from "../sweep/job-return.ts";
import { type ErrorData, readErrorData } from "./error-data.ts";
import type { JobConfigData } from "./job-config-data.ts";

/** A job as it is sent to where it runs. */
export interface JobOrder {
  readonly num: number;
  readonly id: string | undefined;
  /** Counts from 1. */
  readonly attempt: number;
  readonly config: JobConfigData;
  /** Absolute directory that an earlier attempt had: this one goes on there. */
  readonly outputDir?: string | undefined;
  /** Absolute directory of the sweep, where it is for the worker; `undefined`: what the config says. */
  readonly sweepDir?: string | undefined;
  /** Written to stdout and stderr when the job has ended, so that its output can be told from what follows. */
  readonly endMark?: string | undefined;
}

/** Why a job is told to stop. */
export type StopReason = "cancelled" | "timeout";

/** What is sent to a worker. */
export type JobMessage =
  | { readonly type: "job"; readonly job: JobOrder }
  | {
      readonly type: "cancel";
      readonly num: number;
      readonly reason: StopReason;
      /** How long the job was allowed to take, when its time is over. */
      readonly limitMs?: number | undefined;
      /** What sets that limit. @defaultValue `timeout` */
      readonly option?: "timeout" | "time" | undefined;
    };

/** How a job ended, in the shape of its `result.json`; what JSON cannot say of the return value is tagged. */
export interface JobResultData {
  readonly status: JobStatus;
  readonly returnValue?: unknown;
  readonly error?: ErrorData | undefined;
  /** What callbacks noted. */
  readonly notes?: Readonly<Record<string, unknown>> | undefined;
  readonly startedAt: string;
  readonly endedAt: string;
  /** Absent when the job never got a directory. */
  readonly outputDir?: string | undefined;
}

/** What a worker sends. */
export type WorkerMessage =
  | { readonly type: "ready" }
  /** The job has its directory; `files` says whether it may be written to (`hydra.output`). */
  | { readonly type: "started"; readonly num: number; readonly outputDir: string; readonly files: boolean }
  | { readonly type: "progress"; readonly num: number; readonly progress: unknown }
  /** `recorded`: the job's result.json says the same. */
  | {
      readonly type: "ended";
      readonly num: number;
      readonly attempt: number;
      readonly recorded: boolean;
      readonly result: JobResultData;
    }
  /** How many things callbacks left for later are not done yet: the worker is not to be stopped before. */
  | { readonly type: "later"; readonly pending: number }
  /** Something to tell the user, between jobs. */
  | { readonly type: "warning"; readonly message: string };

/** Tasks may send messages of their own over the same channel: ours carry this. */
const protocol = 1;

export function wrapMessage(message: JobMessage | WorkerMessage): object {
  return { orochi: protocol, ...message };
}

/** The message for a worker, or `undefined` when it is none of ours. Messages are data: nothing in them is evaluated. */
export function readJobMessage(value: unknown): JobMessage | undefined {
  const message = unwrap(value);
  if (message === undefined) return undefined;
  const { type } = message;
  if (type === "cancel" && typeof message["num"] === "number") {
    const reason = message["reason"] === "timeout" ? "timeout" : "cancelled";
    const limitMs = message["limitMs"];
    return { type, num: message["num"], reason, ...(typeof limitMs === "number" ? { limitMs } : {}) };
  }
  const job = type === "job" ? readOrder(message["job"]) : undefined;
  return job === undefined ? undefined : { type: "job", job };
}

function readOrder(value: unknown): JobOrder | undefined {
  if (!isFacts(value)) return undefined;
  const { num, attempt, config } = value;
  if (typeof num !== "number" || typeof attempt !== "number" || !isFacts(config)) return undefined;
  if (!("tree" in config) || !Array.isArray(config["trusted"]) || !Array.isArray(config["resolved"]))
    return undefined;
  return {
    num,
    attempt,
    id: textAt(value, "id"),
    config: config as unknown as JobConfigData,
    outputDir: textAt(value, "outputDir"),
    sweepDir: textAt(value, "sweepDir"),
    endMark: textAt(value, "endMark"),
  };
}

/** The message of a worker, or `undefined` when it is none of ours. */
export function readWorkerMessage(value: unknown): WorkerMessage | undefined {
  const message = unwrap(value);
  if (message === undefined) return undefined;
  const { type, num } = message;
  if (type === "ready") return { type };
  if (type === "later" && typeof message["pending"] === "number")
    return { type, pending: message["pending"] };
  if (type === "warning" && typeof message["message"] === "string")
    return { type, message: message["message"] };
  if (typeof num !== "number") return undefined;
  if (type === "progress") return { type, num, progress: message["progress"] };
  if (type === "started" && typeof message["outputDir"] === "string") {
    return { type, num, outputDir: message["outputDir"], files: message["files"] === true };
  }
  const result = type === "ended" ? readResultData(message["result"]) : undefined;
  if (type !== "ended" || result === undefined) return undefined;
  return {
    type,
    num,
    attempt: Number(message["attempt"]),
    recorded: message["recorded"] === true,
    result,
  };
}

/** A result as a worker sends it or `result.json` holds it; `undefined` when it is none. */
export function readResultData(value: unknown): JobResultData | undefined {
  if (!isFacts(value)) return undefined;
  const { status, startedAt, endedAt } = value;
  if (status !== "completed" && status !== "failed" && status !== "cancelled") return undefined;
  if (typeof startedAt !== "string" || typeof endedAt !== "string") return undefined;
  return {
    status,
    startedAt,
    endedAt,
    returnValue: value["returnValue"],
    error: readErrorData(value["error"]),
    outputDir: textAt(value, "outputDir"),
    ...(isFacts(value["notes"]) ? { notes: value["notes"] } : {}),
  };
}

type Facts = Readonly<Record<string, unknown>>;

function unwrap(value: unknown): Facts | undefined {
  return isFacts(value) && value["orochi"] === protocol ? value : undefined;
}

function isFacts(value: unknown): value is Facts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textAt(facts: Facts, key: string): string | undefined {
  const value = facts[key];
  return typeof value === "string" ? value : undefined;
}
