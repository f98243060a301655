import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export interface Interrupts {
  readonly signal: AbortSignal;
  /** The exit code that belongs to what came: Ctrl-C, or SIGTERM. */
  exitCode(): ExitCode;
  stop(): void;
}

/** Turns Ctrl-C into an aborted signal; a second one leaves at once (design D6). */
export function watchInterrupts(terminal: Terminal): Interrupts {
  const controller = new AbortController();
  let exitCode: ExitCode = exitCodes.cancelled;
  const stop = terminal.onInterrupt((name) => {
    if (controller.signal.aborted) {
      void terminal.leave(exitCode);
      return;
    }
    if (name === "SIGTERM") exitCode = exitCodes.terminated;
    controller.abort();
  });
  return { signal: controller.signal, exitCode: () => exitCode, stop };
}
