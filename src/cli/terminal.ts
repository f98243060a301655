import { AsyncLocalStorage } from "node:async_hooks";
import type { JobReturn } from "../sweep/job-return.ts";
import { watchSweepOnTerminal } from "./progress/watch-sweep.ts";
import { interruptibly } from "./interruptibly.ts";
import { stopWatchingSecondInterrupt, watchSecondInterrupt } from "./last-resort.ts";
import { isTermHeard, onTerm } from "./term-signal.ts";
import type { SweepWatch } from "../jobs/app-run.ts";
import { whenMade } from "../jobs/late-streams.ts";
import { processSurroundings, type Surroundings } from "../jobs/surroundings.ts";

/**
 * Everything that the command line touches outside of itself. The process's own is used unless a program brings another one, to
 * run an app inside of a test, a notebook or a server.
 */
export interface Terminal extends Surroundings {
  /** Arguments, without the interpreter and the script. */
  readonly argv: readonly string[];
  /** File of the script that runs, or `undefined` when there is none. */
  readonly script: string | undefined;
  /** When the app was started, where that is not now: in a worker, when its sweep was. */
  readonly startedAt?: Date | undefined;
  setExitCode(code: number): void;
  /** Calls back on Ctrl-C and on SIGTERM; the answer takes the callback off again. */
  onInterrupt(listener: (name?: "SIGINT" | "SIGTERM") => void): () => void;
  /** Keeps the program from ending while nothing but a signal can go on with it; the answer lets it end. */
  readonly stayAlive?: (() => () => void) | undefined;
  /** Ends the program although something still runs, after what was written has gone out. */
  leave(code: number): Promise<void>;
  /** Shows how far a sweep is; `undefined` where lines cannot be redrawn. */
  readonly watchSweep?: (() => SweepWatch | undefined) | undefined;
  /** Told of every job that ended, in job order. */
  readonly onJobReturn?: ((jobReturn: JobReturn) => void) | undefined;
}

/** The terminal of the process itself. */
export const processTerminal: Terminal = {
  ...processSurroundings,
  watchSweep: () => watchSweepOnTerminal(),
  interruptibly,
  beforeAwaiting: watchSecondInterrupt,
  get argv() {
    return process.argv.slice(2);
  },
  get script() {
    return process.argv[1];
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
  onInterrupt: (listener) => {
    const onSigint = (): void => listener("SIGINT");
    process.on("SIGINT", onSigint);
    const stopTerm = onTerm(() => listener("SIGTERM"));
    return () => {
      process.off("SIGINT", onSigint);
      stopTerm();
      // Other runs of this process may go on.
      if (!isTermHeard()) stopWatchingSecondInterrupt();
    };
  },
  stayAlive: () => {
    const alive = setInterval(() => {}, 2 ** 30);
    return () => clearInterval(alive);
  },
  leave: async (code) => {
    await Promise.all([drained(process.stdout), drained(process.stderr)]);
    stopWatchingSecondInterrupt();
    process.exit(code);
  },
};

function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => stream.write("", () => resolve()));
}

/**
 * Lets the reader of our output go away, as in `my_app --help | head`: what is written after that is dropped, and a job that runs
 * goes on to its end. So it does when the output goes to a full disk or a terminal that is gone, but then the program fails, and says so
 * where it still can.
 */
export function tolerateLostOutput(): void {
  for (const name of ["stdout", "stderr"] as const) {
    const lost = lostOutput[name];
    whenMade(name, (stream) => {
      if (!stream.listeners("error").includes(lost)) stream.on("error", lost);
    });
  }
}

const lostOutput = {
  stdout: (error: NodeJS.ErrnoException): void => {
    if (isFirstLoss(error))
      process.stderr.write(`warning: some of the output could not be written: ${error.message}\n`);
  },
  // There is nowhere left to say so.
  stderr: (error: NodeJS.ErrnoException): void => void isFirstLoss(error),
};

let hasLostOutput = false;

function isFirstLoss({ code }: NodeJS.ErrnoException): boolean {
  if (code === "EPIPE" || hasLostOutput) return false;
  hasLostOutput = true;
  process.once("exit", () => {
    if (process.exitCode === undefined || process.exitCode === 0) process.exitCode = 1;
  });
  return true;
}

const terminals = new AsyncLocalStorage<Terminal>();

/**
 * Runs `body` with another terminal: every `main()` called inside reads its arguments from there and writes there.
 *
 * @example
 * await withTerminal({ ...processTerminal, argv: ["x=1"] }, () => main(({ x }: { x: number }) => x));
 */
export function withTerminal<T>(terminal: Terminal, body: () => T): T {
  return terminals.run(terminal, body);
}

export function currentTerminal(): Terminal {
  return terminals.getStore() ?? processTerminal;
}
