import { HydraException } from "../errors/hydra-errors.ts";
import type { WorkerCommand } from "./worker-command.ts";

/** A worker that did not come to the point of taking jobs in time. */
export function lateError({ script }: WorkerCommand, limitMs: number): HydraException {
  return new HydraException("WORKER_START", `${script} did not call main() within ${limitMs / 1000} s`, {
    key: "hydra.launcher.start_timeout",
    hint: "call main() at the top of the file, or allow more time",
  });
}

/**
 * A worker that ended, or never lived, before it took jobs.
 *
 * @param exit - `undefined`: there was no process
 * @param tail - the end of what it printed
 */
export function startError(
  { script }: WorkerCommand,
  exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined,
  tail: string,
  cause: Error,
): HydraException {
  if (exit === undefined)
    return new HydraException("WORKER_START", `No worker of ${script} could be started`, { cause });
  if (exit.code === 0) {
    return new HydraException("WORKER_START", `A worker of ${script} ended without serving a job`, {
      hint: "every worker runs the file again, with the same command line: it must come to the same call of main()",
    });
  }
  const how = exit.signal === null ? `exited with code ${exit.code}` : `was killed by ${exit.signal}`;
  const said = tail.trim();
  return new HydraException("WORKER_START", `A worker of ${script} ${how} before it served a job`, {
    hint: "every worker runs the file again, up to its call of main()",
    cause: said === "" ? undefined : outputError(said),
  });
}

/** What a process said at its end, shown as the cause. */
function outputError(text: string): Error {
  const error = new Error(text);
  error.stack = text;
  return error;
}
