import type { BulkJobOptions, Queue } from "bullmq";
import { type QueuedJob, queueData } from "./queued-job.ts";

interface Waiting {
  readonly id: string;
  readonly data: object;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Jobs of one message to Redis. */
const atOnce = 200;

/** Adds jobs to a queue, many with one message: what is added within one turn of the event loop goes together. */
export class JobAdder {
  readonly #queue: Queue;
  readonly #options: BulkJobOptions;
  #waiting: Waiting[] = [];
  #turn: NodeJS.Immediate | undefined;

  constructor(queue: Queue, options: BulkJobOptions) {
    this.#queue = queue;
    this.#options = options;
  }

  /** Settled when the queue has the job. */
  add(id: string, job: QueuedJob): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id, data: queueData(job), resolve, reject });
      if (this.#waiting.length >= atOnce) this.#send();
      else this.#turn ??= setImmediate(() => this.#send());
    });
  }

  async #addAll(sent: readonly Waiting[], jobs: Parameters<Queue["addBulk"]>[0]): Promise<void> {
    try {
      await this.#queue.addBulk(jobs);
      for (const { resolve } of sent) resolve();
    } catch (error) {
      for (const { reject } of sent) reject(error);
    }
  }

  #send(): void {
    clearImmediate(this.#turn);
    this.#turn = undefined;
    const sent = this.#waiting.splice(0);
    const jobs = sent.map(({ id, data }) => ({
      name: "orochi",
      data,
      opts: { ...this.#options, jobId: id },
    }));
    void this.#addAll(sent, jobs);
  }
}
