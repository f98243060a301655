import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/** Turns Ctrl-C into an aborted signal; a second one leaves at once (design D6). */
export function watchInterrupts(terminal: Terminal): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const stop = terminal.onInterrupt(() => {
    if (controller.signal.aborted) void terminal.leave(exitCodes.cancelled);
    else controller.abort();
  });
  return { signal: controller.signal, stop };
}
