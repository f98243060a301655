import { ProcessGuard } from "./process-guard.ts";
import { type WorkerOptions, WorkerProcess } from "./worker-process.ts";

export interface WorkerPoolOptions extends Omit<WorkerOptions, "guard"> {
  /** Jobs after which a worker is replaced. */
  readonly jobsPerWorker: number;
  /** Workers that are started before there is a job for them, so that no job waits for one to start. */
  readonly startAhead: number;
}

interface StartingWorker {
  readonly worker: WorkerProcess;
  readonly ready: Promise<WorkerProcess>;
}

/** Workers that wait for jobs. They are started when they are needed, and kept from batch to batch. */
export class WorkerPool {
  /** Whether any worker ever came to the point of taking jobs. */
  hasServed = false;
  readonly #options: WorkerPoolOptions;
  readonly #guard = new ProcessGuard();
  readonly #idle: WorkerProcess[] = [];
  /** Workers that wait for their first job, or will. */
  readonly #ahead: StartingWorker[] = [];
  readonly #leaving = new Set<Promise<void>>();
  /** That of the last batch. */
  #signal = new AbortController().signal;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /**
   * A worker that is free, or a new one.
   *
   * @param toCome - further jobs that will want one
   */
  async take(signal: AbortSignal, toCome = 0): Promise<WorkerProcess> {
    this.#signal = signal;
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop())
      if (worker.isAlive) return worker;
    const starting = this.#ahead.shift() ?? this.#start(signal);
    while (this.#ahead.length < Math.min(this.#options.startAhead, toCome))
      this.#ahead.push(this.#start(signal));
    const worker = await starting.ready;
    this.hasServed = true;
    // It may have ended while it waited.
    return worker.isAlive ? worker : this.#start(signal).ready;
  }

  /** Starts workers until so many are there, or on their way. */
  startAhead(count: number, signal: AbortSignal): void {
    this.#signal = signal;
    while (this.#idle.length + this.#ahead.length < count) this.#ahead.push(this.#start(signal));
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
    const unused = this.#ahead.splice(0).map(({ worker }) => worker);
    for (const worker of unused) if (!worker.isReady) worker.kill();
    const idle = [...unused, ...this.#idle.splice(0)];
    await Promise.all([...this.#leaving, ...idle.map((worker) => worker.stop(this.#signal))]);
    this.#guard.close();
  }

  #start(signal: AbortSignal): StartingWorker {
    const worker = new WorkerProcess({ ...this.#options, guard: this.#guard });
    const ready = worker.ready(signal);
    // Whoever takes it hears what went wrong; perhaps nobody does.
    ready.catch(() => {});
    return { worker, ready };
  }
}
