import path from "node:path";
import type { Terminal } from "../cli/terminal.ts";
import type { JobReturn } from "../sweep/job-return.ts";

/** What a {@link memoryTerminal} starts from. */
export interface MemoryTerminalOptions {
  /** Absolute directory that the app runs in. */
  readonly directory: string;
  /** The command line, without program and script. @defaultValue none */
  readonly argv?: readonly string[] | undefined;
  /** Environment variables. @defaultValue a copy of those of the process */
  readonly env?: Record<string, string | undefined> | undefined;
  /** The app's file: configs are found beside it, jobs are named after it. @defaultValue `app.ts` in the directory */
  readonly script?: string | undefined;
}

/** A terminal of its own: nothing of the process is changed or written to. */
export interface MemoryTerminal extends Terminal {
  /** What happened so far. */
  output(): TerminalOutput;
  /** As Ctrl-C does. */
  interrupt(): void;
}

/** What an app wrote, and how it ended. */
export interface TerminalOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** `undefined` until the app has ended. */
  readonly exitCode: number | undefined;
  /** Every job that ended, in job order. */
  readonly jobs: readonly JobReturn[];
}

/**
 * Makes a terminal whose output stays in memory. {@link runInMemory} is easier to use and enough for most tests.
 *
 * @example
 * const terminal = memoryTerminal({ directory: "/app", argv: ["x=1"] });
 * await withTerminal(terminal, () => main(({ x }: { x: number }) => x));
 * console.log(terminal.output().exitCode);
 */
export function memoryTerminal(options: MemoryTerminalOptions): MemoryTerminal {
  let directory = options.directory;
  let stdout = "";
  let stderr = "";
  let exitCode: number | undefined;
  const jobs: JobReturn[] = [];
  const listeners = new Set<() => void>();
  return {
    argv: options.argv ?? [],
    script: options.script ?? path.join(directory, "app.ts"),
    cwd: () => directory,
    chdir: (next) => {
      directory = path.resolve(directory, next);
    },
    env: options.env ?? { ...process.env },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    setExitCode: (code) => {
      exitCode = code;
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    leave: async (code) => {
      exitCode = code;
    },
    onJobReturn: (jobReturn) => jobs.push(jobReturn),
    output: () => ({ stdout, stderr, exitCode, jobs: [...jobs] }),
    interrupt: () => {
      for (const listener of listeners) listener();
    },
  };
}
