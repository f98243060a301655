/**
 * How to start the program again as a worker: with the same words, so that a program which chooses among several apps chooses the
 * same one (design D9).
 */
export interface WorkerCommand {
  /** File of the script that runs. */
  readonly script: string;
  /** The command line. A worker reads none of it; what the program does before `main()` may. */
  readonly args: readonly string[];
  /** Options of Node itself, such as `--import tsx`. */
  readonly nodeArgs: readonly string[];
  /** Which call of `main()` in this program runs the sweep, from 0. */
  readonly main: number;
  /** When the app was started: `${now:…}` is that moment in every job. */
  readonly startedAt: Date;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The variable that makes `main()` serve jobs instead of reading the command line. It is gone once the jobs are served. */
export const workerVariable = "OROCHI_WORKER";

/** What a worker is told by its environment. */
export interface WorkerRole {
  readonly main: number;
  readonly startedAt: Date;
}

export function formatRole({ main, startedAt }: WorkerRole): string {
  return JSON.stringify({ protocol: 1, main, startedAt: startedAt.toISOString() });
}

/** `undefined` when the variable is not ours. */
export function readRole(text: string | undefined): WorkerRole | undefined {
  try {
    const role: unknown = JSON.parse(text ?? "null");
    if (typeof role !== "object" || role === null) return undefined;
    const { main, startedAt } = role as { readonly main?: unknown; readonly startedAt?: unknown };
    if (typeof main !== "number" || typeof startedAt !== "string") return undefined;
    return { main, startedAt: new Date(startedAt) };
  } catch {
    return undefined;
  }
}
