import { runInThisContext } from "node:vm";
import { HydraException } from "../errors/hydra-errors.ts";

/** Where the call in hand is found by the script below. */
const callInHand = Symbol.for("orochi.call");

/**
 * Calls something that may compute without a pause: no handler of a signal runs in that time, but a script can be broken off. Afterwards the handlers of Ctrl-C run as if it had come when the call was over.
 */
export function interruptibly<Result>(body: () => Result): Result {
  let result: { readonly value: Result } | undefined;
  const call = (): void => {
    result = { value: body() };
  };
  Object.defineProperty(globalThis, callInHand, { value: call, configurable: true });
  try {
    runInThisContext('globalThis[Symbol.for("orochi.call")]()', { breakOnSigint: true });
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    process.emit("SIGINT", "SIGINT");
  }
  if (result === undefined) throw new HydraException("JOB_CANCELLED", "The job was cancelled");
  return result.value;
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
