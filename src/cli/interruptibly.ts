import { Script } from "node:vm";
import { HydraException } from "../errors/hydra-errors.ts";
import { watchSecondInterrupt } from "./last-resort.ts";
import { leaveTermUnheard } from "./term-signal.ts";

/** Where the call in hand is found by the script below. */
const callInHand = Symbol.for("orochi.call");

let script: Script | undefined;

/**
 * Calls something that may compute without a pause: no handler of a signal runs in that time, but a script can be broken off by Ctrl-C.
 * Afterwards the handlers of Ctrl-C run as if it had come when the call was over. SIGTERM cannot break it off: it ends the program at
 * once, as it does any program that does not listen.
 */
export function interruptibly<Result>(body: () => Result): Result {
  let result: { readonly value: Result } | undefined;
  const call = (): void => {
    result = { value: body() };
  };
  Object.defineProperty(globalThis, callInHand, { value: call, configurable: true });
  leaveTermUnheard();
  try {
    // Named like a part of Node, so that traces leave it out, and errors of the task stay as they are.
    script ??= new Script('globalThis[Symbol.for("orochi.call")]()', { filename: "node:orochi" });
    script.runInThisContext({ breakOnSigint: true, displayErrors: false });
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    // End hooks are next: where one computes without a pause, nothing else hears the second.
    watchSecondInterrupt(1);
    process.emit("SIGINT", "SIGINT");
  }
  if (result === undefined) throw new HydraException("JOB_CANCELLED", "The job was cancelled");
  return result.value;
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}
