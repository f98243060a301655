import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AppDefinition } from "../cli/app.ts";
import { runApp } from "../cli/run-app.ts";
import { type Terminal, withTerminal } from "../cli/terminal.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Task, ZenTask } from "../zen/zen.ts";
import { readingOf } from "../zen/zen-reading.ts";
import { captureConsole } from "./capture-console.ts";
import { memoryTerminal } from "./memory-terminal.ts";

/** How {@link runInMemory} runs an app. Everything is optional. */
export interface InMemoryOptions {
  /** Where the app runs and writes. @defaultValue a fresh directory, removed afterwards */
  readonly directory?: string | undefined;
  /** The app's file: configs are found beside it, jobs are named after it. @defaultValue `app.ts` in the directory */
  readonly script?: string | undefined;
  /** Variables to set for the run beside those of the process; `undefined` unsets one. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Cancels the run, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
  /** Whether `stdout` and `stderr` also get what the app prints with `console`. @defaultValue `true` */
  readonly captureConsole?: boolean | undefined;
}

/** How a run in memory ended. */
export interface InMemoryRun {
  /** What the program would exit with. */
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The return of every job, in job order. */
  readonly jobs: readonly JobReturn[];
}

/** An app in one of its forms: a definition, a task that `zen` made, or a function that calls `main()`. */
export type InMemoryApp = AppDefinition | ZenTask<Task> | (() => unknown);

/**
 * Runs an app inside of a test: with a command line, environment and directory of its own. The streams, exit code and working
 * directory of the process are left alone, so runs may go on side by side. Never rejects for what the app does wrong: it is told by
 * `exitCode` and `stderr`.
 *
 * @param app - `{ task, configPath, … }`, a `zen` task, or a function that calls `main()` or imports the module that does.
 * @param argv - the command line.
 * @throws what a function given as `app` throws besides.
 * @example
 * const app = { task: ({ x }: { x: number }) => x * 2, store: new ZenStore(), configName: "config" };
 * app.store({ x: 1 }, { name: "config" });
 * const { exitCode, jobs } = await runInMemory(app, ["-m", "x=1,2"]);
 * console.log(exitCode, jobs.map((job) => job.returnValue)); // 0 [2, 4]
 */
export async function runInMemory(
  app: InMemoryApp,
  argv: readonly string[] = [],
  options: InMemoryOptions = {},
): Promise<InMemoryRun> {
  const fresh = options.directory === undefined;
  const directory = realpathSync(options.directory ?? mkdtempSync(path.join(tmpdir(), "orochi-run-")));
  const env = { ...process.env, ...options.env };
  const memory = memoryTerminal({ directory, argv, env, script: options.script });
  const runs = new RunCount();
  const terminal = watchedTerminal(memory, runs, options.signal);
  const interrupt = (): void => memory.interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  try {
    const body = async (): Promise<void> => {
      await withTerminal(terminal, () => start(app, terminal));
      await runs.allEnded();
    };
    await (options.captureConsole === false ? body() : captureConsole(terminal, body));
    const { exitCode = 0, ...output } = memory.output();
    return { ...output, exitCode };
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
    if (fresh) rmSync(directory, { recursive: true, force: true });
  }
}

async function start(app: InMemoryApp, terminal: Terminal): Promise<void> {
  if (isZenTask(app)) await app.main();
  else if (typeof app === "function") await app();
  else await runApp(app, terminal);
}

/** A module's `main()` is rarely awaited: what shows that it runs is that it listens for Ctrl-C, and that it ended is its exit code. */
function watchedTerminal(terminal: Terminal, runs: RunCount, signal: AbortSignal | undefined): Terminal {
  return {
    ...terminal,
    onInterrupt: (listener) => {
      runs.start();
      if (signal?.aborted === true) listener();
      return terminal.onInterrupt(listener);
    },
    setExitCode: (code) => {
      terminal.setExitCode(code);
      runs.end();
    },
  };
}

class RunCount {
  #running = 0;
  #waiting: (() => void) | undefined;

  start(): void {
    this.#running++;
  }
  end(): void {
    this.#running--;
    if (this.#running === 0) this.#waiting?.();
  }
  async allEnded(): Promise<void> {
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#waiting = resolve));
  }
}

function isZenTask(app: InMemoryApp): app is ZenTask<Task> {
  return readingOf(app) !== undefined;
}
