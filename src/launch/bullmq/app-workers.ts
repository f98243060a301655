import { existsSync } from "node:fs";
import type { WorkerCommand } from "../worker-command.ts";
import { WorkerPool, type WorkerPoolOptions } from "../worker-pool.ts";
import type { WorkerProcess } from "../worker-process.ts";
import type { QueuedJob } from "./queued-job.ts";

/** What is the same for all processes of one app. */
export interface AppProgram extends Pick<WorkerCommand, "script" | "args" | "nodeArgs" | "cwd" | "env"> {}

interface Group {
  readonly key: string;
  readonly pool: WorkerPool;
  running: number;
}

/** Processes of an app that stay from job to job, as long as the jobs are of one sweep and the app's file is what it was. */
export class AppWorkers {
  readonly #program: AppProgram;
  readonly #options: Omit<WorkerPoolOptions, "command">;
  #groups: Group[] = [];
  #closing: Promise<void>[] = [];

  constructor(program: AppProgram, options: Omit<WorkerPoolOptions, "command">) {
    this.#program = program;
    this.#options = options;
  }

  /**
   * Sees whether the app serves jobs at all.
   *
   * @throws {HydraException} code `WORKER_START`.
   */
  async tryOut(): Promise<void> {
    const pool = this.#createPool({ main: 0, startedAt: new Date(), cwd: this.#program.cwd });
    try {
      pool.give(await pool.take(new AbortController().signal), { isUsable: true });
    } finally {
      await pool.close();
    }
  }

  /** Runs `work` with a process that is free for this job. `work` answers whether it can be used again. */
  async use<Result>(
    job: Pick<QueuedJob, "main" | "clock" | "cwd">,
    facts: { readonly code: string; readonly shared: boolean; readonly signal: AbortSignal },
    work: (worker: WorkerProcess) => Promise<{ readonly result: Result; readonly isUsable: boolean }>,
  ): Promise<Result> {
    // Where the sweep's directory is, paths of its configs most probably lead to the same places, too.
    const cwd = facts.shared && existsSync(job.cwd) ? job.cwd : this.#program.cwd;
    const group = this.#groupOf({ main: job.main, startedAt: new Date(job.clock), cwd }, facts.code);
    group.running++;
    try {
      const worker = await group.pool.take(facts.signal);
      const { result, isUsable } = await work(worker);
      group.pool.give(worker, { isUsable });
      return result;
    } finally {
      group.running--;
      this.#closeIdle(group.key);
    }
  }

  async close(): Promise<void> {
    for (const { pool } of this.#groups.splice(0)) this.#closing.push(pool.close());
    await Promise.all(this.#closing);
  }

  #groupOf(role: Pick<WorkerCommand, "main" | "startedAt" | "cwd">, code: string): Group {
    const key = JSON.stringify([role, code]);
    const known = this.#groups.find((group) => group.key === key);
    if (known !== undefined) return known;
    const group = { key, pool: this.#createPool(role), running: 0 };
    this.#groups.push(group);
    return group;
  }

  #createPool(role: Pick<WorkerCommand, "main" | "startedAt" | "cwd">): WorkerPool {
    return new WorkerPool({ ...this.#options, command: { ...this.#program, ...role } });
  }

  /** Lets go of the processes of other sweeps. */
  #closeIdle(latest: string): void {
    const isKept = ({ key, running }: Group): boolean => running > 0 || key === latest;
    for (const group of this.#groups) {
      if (isKept(group)) continue;
      const closing = group.pool.close().finally(() => {
        this.#closing = this.#closing.filter((one) => one !== closing);
      });
      this.#closing.push(closing);
    }
    this.#groups = this.#groups.filter(isKept);
  }
}
