import { HydraException } from "../../errors/hydra-errors.ts";
import { timeoutError } from "../lost-job.ts";
import type { TaskState } from "./slurm-commands.ts";

export interface LostTaskFacts {
  readonly num: number;
  /** What the job is called in Slurm. */
  readonly id: string;
  /** The last that Slurm says; `undefined`: it has forgotten the job. */
  readonly state: TaskState | undefined;
  /** Whether the task was called. */
  readonly hasStarted: boolean;
  /** The end of what it printed. */
  readonly tail: string;
  /** The file with what it printed. */
  readonly outputFile: string;
  readonly timeLimitMs: number | undefined;
}

const reasons: Readonly<Record<string, string>> = {
  CANCELLED: "was cancelled in Slurm",
  PREEMPTED: "gave its place in Slurm to another job",
  NODE_FAIL: "was lost: its node failed",
  BOOT_FAIL: "was lost: its node did not start",
  DEADLINE: "did not begin before its deadline",
  REVOKED: "was taken back by Slurm",
};

/** Why a job of an array ended that left no result. */
export function lostTaskError(facts: LostTaskFacts): HydraException {
  const { num, id, state, tail, outputFile, timeLimitMs } = facts;
  const name = state?.state;
  const words = name === undefined ? undefined : reasons[name];
  const cause = tail === "" ? undefined : outputError(tail);
  const output = `what it printed is in ${outputFile}`;
  if (name === "TIMEOUT") return timeoutError(num, timeLimitMs, "time");
  if (name === "OUT_OF_MEMORY") {
    return new HydraException("WORKER_MEMORY", `Job #${num} (${id}) needed more memory than Slurm gave it`, {
      key: "hydra.launcher.mem",
      hint: "ask for more with hydra.launcher.mem, as in mem=8G",
    });
  }
  if (words !== undefined) {
    return new HydraException("SLURM_JOB_LOST", `Job #${num} (${id}) ${words}`, {
      hint: `--resume DIR --retry-failed runs it again; ${output}`,
    });
  }
  if (name === undefined) {
    return new HydraException(
      "SLURM_JOB_LOST",
      `Slurm does not know job #${num} (${id}), and it left no result`,
      {
        hint: `--resume DIR --retry-failed runs it again; ${output}`,
      },
    );
  }
  return exitError(facts, state, cause);
}

function exitError(
  { num, id, hasStarted, outputFile }: LostTaskFacts,
  state: TaskState | undefined,
  cause: Error | undefined,
): HydraException {
  const { signal, exitCode } = state ?? {};
  const how =
    signal === undefined ? `exited with code ${exitCode ?? "unknown"}` : `was killed by signal ${signal}`;
  if (hasStarted) {
    return new HydraException("WORKER_LOST", `Job #${num} (${id}) ${how} and left no result`, {
      hint: `process.exit() in the task, or an error that nobody caught; what it printed is in ${outputFile}`,
      cause,
    });
  }
  return new HydraException(
    "WORKER_START",
    `Job #${num} (${id}) ${how} before it came to the call of main()`,
    {
      hint: `hydra.launcher.setup, and the file up to main(), must work on the nodes; what it printed is in ${outputFile}`,
      cause,
    },
  );
}

/** What a program said at its end, shown as the cause. */
function outputError(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  return error;
}
