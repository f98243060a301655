import type { WorkerCommand } from "../launch/worker-command.ts";
import { isMade, isTerminal, writeTo } from "./late-streams.ts";

/** Something that takes text: a stream, or what a test puts in its place. */
export interface TextSink {
  write(text: string): unknown;
  /** Whether people read it as it comes: only then there are colours. */
  readonly isTTY?: boolean | undefined;
  /** How many characters a line holds; `undefined` where lines have no end. */
  readonly columns?: number | undefined;
  /** Settled when what was written has gone out; for those whom `write` answered `false`. */
  drained?(): Promise<void>;
}

/**
 * What a run needs of the process it lives in. Everything that would reach for `process` goes through it, so an app can also run
 * inside a test or another program without touching that program's state.
 */
export interface Surroundings {
  /** How this program can be started again, for launchers of other processes; `undefined` where it cannot be. */
  readonly program?: Omit<WorkerCommand, "cwd" | "env"> | undefined;
  /** Absolute current directory. */
  cwd(): string;
  chdir(directory: string): void;
  /** Environment variables; written by `hydra.job.env_set`. */
  readonly env: Record<string, string | undefined>;
  readonly stdout: TextSink;
  readonly stderr: TextSink;
  /**
   * Calls something that may keep the process busy, in such a way that Ctrl-C ends it.
   *
   * @defaultValue a plain call
   */
  readonly interruptibly?: (<Result>(body: () => Result) => Result) | undefined;
  /** Called before something is awaited that may keep the process busy where nothing can break it off. */
  readonly beforeAwaiting?: (() => void) | undefined;
}

/** The surroundings of the process itself. */
export const processSurroundings: Surroundings = {
  cwd: () => process.cwd(),
  chdir: (directory) => process.chdir(directory),
  env: process.env,
  stdout: processSink("stdout"),
  stderr: processSink("stderr"),
};

function processSink(name: "stdout" | "stderr"): TextSink {
  return {
    write: (text) => writeTo(name, text),
    drained: () => (isMade(name) ? drained(process[name]) : Promise.resolve()),
    get isTTY() {
      return isTerminal(name);
    },
    get columns() {
      return isTerminal(name) ? process[name].columns : undefined;
    },
  };
}

/** Streams that somebody waits for: all who do wait for the same. */
const draining = new Map<NodeJS.WriteStream, Promise<void>>();

function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve();
  let wait = draining.get(stream);
  if (wait === undefined) {
    wait = new Promise((resolve) => {
      const done = (): void => {
        stream.off("drain", done).off("close", done);
        draining.delete(stream);
        resolve();
      };
      stream.on("drain", done).on("close", done);
    });
    draining.set(stream, wait);
  }
  return wait;
}
