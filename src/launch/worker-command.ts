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
  /** Where its jobs come from when that is no process but a folder: one of Slurm's arrays. */
  readonly array?: ArrayRole | undefined;
  /** Written to stdout and stderr before it takes jobs: what stands before that is no job's. */
  readonly startMark?: string | undefined;
}

/** What a job of an array is told. */
export interface ArrayRole {
  /** Absolute path of the folder with its jobs. */
  readonly folder: string;
  /** What its jobs are sealed with. */
  readonly key: string;
  /** How often a job may be queued again when its time is over. */
  readonly maxTimeouts: number;
  readonly timeLimitMs?: number | undefined;
  /** Fingerprint of the app's file, and version of Orochi, where the job was planned. */
  readonly code?: string | undefined;
}

export function formatRole({ main, startedAt, array, startMark }: WorkerRole): string {
  return JSON.stringify({ protocol: 1, main, startedAt: startedAt.toISOString(), array, startMark });
}

/** `undefined` when the variable is not ours. */
export function readRole(text: string | undefined): WorkerRole | undefined {
  try {
    const role: unknown = JSON.parse(text ?? "null");
    if (typeof role !== "object" || role === null) return undefined;
    const { main, startedAt, array, startMark } = role as Partial<Record<keyof WorkerRole, unknown>>;
    if (typeof main !== "number" || typeof startedAt !== "string") return undefined;
    const mark = typeof startMark === "string" ? startMark : undefined;
    if (array === undefined) return { main, startedAt: new Date(startedAt), startMark: mark };
    return isArrayRole(array) ? { main, startedAt: new Date(startedAt), array } : undefined;
  } catch {
    return undefined;
  }
}

function isArrayRole(value: unknown): value is ArrayRole {
  if (typeof value !== "object" || value === null) return false;
  const { folder, key, maxTimeouts } = value as Partial<Record<keyof ArrayRole, unknown>>;
  return typeof folder === "string" && typeof key === "string" && typeof maxTimeouts === "number";
}
