import type { Batch, JobReturn, LaunchContext, Launcher } from "orochi/plugin";

/** Runs several jobs at a time in this process: for tasks that mostly wait. */
export class ManyAtATime implements Launcher {
  readonly #jobs: number;

  constructor({ jobs = 4 }: { jobs?: number } = {}) {
    this.#jobs = jobs;
  }

  async *launch({ size, jobs }: Batch, { log, runJob, signal }: LaunchContext): AsyncGenerator<JobReturn> {
    log.info(`Launching ${size} jobs, ${this.#jobs} at a time`);
    const running: Promise<JobReturn>[] = [];
    for await (const job of jobs) {
      if (signal.aborted) break;
      running.push(runJob(job));
      const [first] = running;
      if (running.length < this.#jobs || first === undefined) continue;
      running.shift();
      yield await first;
    }
    for (const last of running) yield await last;
  }
}
