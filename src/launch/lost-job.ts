import path from "node:path";
import { HydraException } from "../errors/hydra-errors.ts";
import type { AttemptEnd, WorkerExit } from "./worker-process.ts";

export interface LostJobFacts {
  readonly num: number;
  readonly timeoutMs: number;
  readonly graceMs: number;
  readonly memoryLimitMb: number;
}

/** Why a job ended that did not end by itself. */
export function lostJobError(
  { exit, stopped, outputDir }: AttemptEnd,
  { num, timeoutMs, graceMs, memoryLimitMb }: LostJobFacts,
): HydraException {
  if (stopped === "timeout") return timeoutError(num, timeoutMs);
  if (stopped === "cancelled") {
    return new HydraException(
      "JOB_CANCELLED",
      `Job #${num} was killed ${graceMs / 1000} s after it was cancelled`,
      {
        hint: "a task that reads the signal of its context ends in time; hydra.launcher.grace allows more of it",
      },
    );
  }
  const seeOutput =
    outputDir === undefined || exit?.errorTail === ""
      ? ""
      : `; its output is in ${path.join(outputDir, "stderr.log")}`;
  if (exit !== undefined && ranOutOfMemory(exit)) {
    const limit = Number.isFinite(memoryLimitMb) ? ` of ${memoryLimitMb} MB` : "";
    return new HydraException("WORKER_MEMORY", `The worker of job #${num} ran out of its memory${limit}`, {
      key: "hydra.launcher.memory_limit",
      hint: "allow more with hydra.launcher.memory_limit, in MB",
    });
  }
  const signal = exit?.signal ?? null;
  if (signal !== null) {
    const who =
      signal === "SIGKILL"
        ? "somebody killed it, or the system had no memory left"
        : "a crash in native code, or a kill";
    return new HydraException("WORKER_LOST", `The worker of job #${num} was killed by ${signal}`, {
      hint: `${who}${seeOutput}`,
    });
  }
  return new HydraException(
    "WORKER_LOST",
    `The worker of job #${num} exited with code ${exit?.code ?? "unknown"}`,
    {
      hint: `process.exit() in the task, or an error that nobody caught${seeOutput}`,
    },
  );
}

/** `option` is what sets the limit: seconds, but for Slurm's `time`. */
export function timeoutError(
  num: number,
  limitMs?: number,
  option: "timeout" | "time" = "timeout",
): HydraException {
  const limit = limitMs === undefined ? "it may" : `${limitMs / 1000} s`;
  return new HydraException("JOB_TIMEOUT", `Job #${num} took longer than ${limit}`, {
    key: `hydra.launcher.${option}`,
    hint: `allow more with hydra.launcher.${option}, in ${option === "time" ? "minutes" : "seconds"}`,
  });
}

function ranOutOfMemory({ code, signal, errorTail }: WorkerExit): boolean {
  const aborted = signal === "SIGABRT" || signal === "SIGTRAP" || signal === "SIGILL" || code === 134;
  return aborted && /heap out of memory|Allocation failed|OOM error/i.test(errorTail);
}
