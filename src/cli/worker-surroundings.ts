import type { Terminal } from "./terminal.ts";

/**
 * What a program has around it that serves jobs: the command line is that of the sweep, and who runs the sweep kills a job that does not
 * listen, so nothing here needs to break one off.
 */
export function workerSurroundings(terminal: Terminal, startedAt: Date): Terminal {
  return {
    ...terminal,
    argv: [],
    startedAt,
    program: undefined,
    interruptibly: undefined,
    beforeAwaiting: undefined,
  };
}
