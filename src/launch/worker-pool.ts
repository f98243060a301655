import { ProcessGuard } from "./process-guard.ts";
import { type WorkerOptions, WorkerProcess } from "./worker-process.ts";

export interface WorkerPoolOptions extends Omit<WorkerOptions, "guard"> {
  /** Jobs after which a worker is replaced. */
  readonly jobsPerWorker: number;
}

/** Workers that wait for jobs. They are started when they are needed, and kept from batch to batch. */
export class WorkerPool {
  /** Whether any worker ever came to the point of taking jobs. */
  hasServed = false;
  readonly #options: WorkerPoolOptions;
  readonly #guard = new ProcessGuard();
  readonly #idle: WorkerProcess[] = [];
  readonly #leaving = new Set<Promise<void>>();
  /** That of the last batch. */
  #signal = new AbortController().signal;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** A worker that is free, or a new one. */
  async take(signal: AbortSignal): Promise<WorkerProcess> {
    this.#signal = signal;
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop())
      if (worker.isAlive) return worker;
    const worker = await WorkerProcess.start({ ...this.#options, guard: this.#guard }, signal);
    this.hasServed = true;
    return worker;
  }

  /** Takes a worker back after a job. One that was told to stop may still be busy with it: it is not used again. */
  give(worker: WorkerProcess, { isUsable }: { readonly isUsable: boolean }): void {
    if (isUsable && worker.isAlive && worker.jobCount < this.#options.jobsPerWorker) {
      this.#idle.push(worker);
      return;
    }
    if (!isUsable) worker.kill();
    const leaving = worker.stop(this.#signal).finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#leaving, ...this.#idle.splice(0).map((worker) => worker.stop(this.#signal))]);
    this.#guard.close();
  }
}
