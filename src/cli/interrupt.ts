import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export interface Interrupts {
  /** Watched from the first look at it on: until then, and in programs that only print, Ctrl-C ends the program at once. */
  readonly signal: AbortSignal;
  /** The exit code that belongs to what came: Ctrl-C, or SIGTERM. */
  exitCode(): ExitCode;
  stop(): void;
}

/** What ends within this time after Ctrl-C needs no words. */
const silentMs = 1000;

/**
 * Turns Ctrl-C into an aborted signal; a second one leaves at once (design D6). Who has to wait for a task that read the signal is
 * told so.
 */
export function watchInterrupts(terminal: Terminal): Interrupts {
  let exitCode: ExitCode = exitCodes.cancelled;
  let waiting: NodeJS.Timeout | undefined;
  let watched: { readonly signal: AbortSignal; readonly stop: () => void } | undefined;
  const watch = (): NonNullable<typeof watched> => {
    const controller = new AbortController();
    const stop = terminal.onInterrupt((name) => {
      if (controller.signal.aborted) {
        void terminal.leave(exitCode);
        return;
      }
      if (name === "SIGTERM") exitCode = exitCodes.terminated;
      waiting = setTimeout(() => tellWaiting(terminal, name), silentMs).unref();
      controller.abort();
    });
    return { signal: controller.signal, stop };
  };
  return {
    get signal() {
      return (watched ??= watch()).signal;
    },
    exitCode: () => exitCode,
    stop: () => {
      clearTimeout(waiting);
      watched?.stop();
    },
  };
}

function tellWaiting({ stderr }: Terminal, name: string | undefined): void {
  const again = name === "SIGTERM" ? "another signal" : "Ctrl-C again";
  stderr.write(`Waiting for the job to end by itself; ${again} leaves at once\n`);
}
