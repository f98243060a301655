import { type Cancellation, CancellationSource } from "../jobs/cancellation.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export interface Interrupts {
  /** Watched from the first look at it on: until then, and in programs that only print, Ctrl-C ends the program at once. */
  readonly cancellation: Cancellation;
  /** Whether one came, and later than this. A task that waits for it may end in the same millisecond. */
  cameAfter(time: Date): boolean;
  /** The exit code that belongs to what came: Ctrl-C, or SIGTERM. */
  exitCode(): ExitCode;
  stop(): void;
}

/** What ends within this time after Ctrl-C needs no words. */
const silentMs = 1000;

/**
 * Turns Ctrl-C into a cancelled run; a second one leaves at once (design D6). Who has to wait for a task that read the signal is
 * told so.
 */
export function watchInterrupts(terminal: Terminal): Interrupts {
  let exitCode: ExitCode = exitCodes.cancelled;
  let cameAt: number | undefined;
  let waiting: NodeJS.Timeout | undefined;
  let letEnd: (() => void) | undefined;
  let isOver = false;
  let watched: { readonly cancellation: Cancellation; readonly stop: () => void } | undefined;
  const watch = (): NonNullable<typeof watched> => {
    // Who asks may wait for nothing but the signal: Node would end the program under it, as if all had gone well.
    const cancellation = new CancellationSource(() => {
      if (!isOver) letEnd = terminal.stayAlive?.();
    });
    const stop = terminal.onInterrupt((name) => {
      if (cancellation.aborted) {
        void terminal.leave(exitCode);
        return;
      }
      cameAt = Date.now();
      if (name === "SIGTERM") exitCode = exitCodes.terminated;
      waiting = setTimeout(() => tellWaiting(terminal, name), silentMs).unref();
      cancellation.abort();
    });
    return { cancellation, stop };
  };
  return {
    get cancellation() {
      return (watched ??= watch()).cancellation;
    },
    cameAfter: (time) => cameAt !== undefined && cameAt > time.getTime(),
    exitCode: () => exitCode,
    stop: () => {
      if (waiting !== undefined) clearTimeout(waiting);
      isOver = true;
      letEnd?.();
      watched?.stop();
    },
  };
}

function tellWaiting({ stderr }: Terminal, name: string | undefined): void {
  const again = name === "SIGTERM" ? "another signal" : "Ctrl-C again";
  stderr.write(`Waiting for the job to end by itself; ${again} leaves at once\n`);
}
