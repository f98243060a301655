import type { Job, Queue, QueueEvents } from "bullmq";
import { HydraException } from "../../errors/hydra-errors.ts";
import type { LaunchLog } from "../launcher.ts";
import { JobAdder } from "./job-adder.ts";
import { type BullMq, loadBullMq, QueueLink, type QueuePlace, type RedisClient } from "./queue-link.ts";
import type { QueuedJob } from "./queued-job.ts";
import { type QueueReport, readReport } from "./queue-report.ts";

export interface SweepQueueOptions {
  readonly place: QueuePlace;
  readonly sweep: string;
  readonly log: LaunchLog;
  /** How long Redis may be gone in the middle of the sweep. */
  readonly patienceMs: number;
  /** How often the state of jobs is asked for of which nothing was heard. */
  readonly pollMs: number;
  /** How long cancelled jobs may take to end. */
  readonly cancelMs: number;
  readonly attempts: number;
  readonly priority: number;
  readonly atFront: boolean;
  readonly resultSeconds: number;
  readonly keepsJobs: boolean;
}

/** How the queue is done with a job. */
export type QueueEnd =
  | { readonly kind: "ended"; readonly report: QueueReport }
  /** It failed without a worker's saying how. */
  | { readonly kind: "lost"; readonly reason: string }
  /** It was taken back before it ran. */
  | { readonly kind: "withdrawn" }
  /** It was told to stop, and nobody answered. */
  | { readonly kind: "silent" };

interface Expected {
  readonly job: QueuedJob;
  readonly onReport: (report: QueueReport) => void;
  readonly resolve: (end: QueueEnd) => void;
  readonly reject: (error: unknown) => void;
  isAdded: boolean;
}

/** How many jobs are asked about at a time. */
const askedAtOnce = 100;
/** How long workers hear that a sweep is cancelled. */
const cancelSeconds = 24 * 3600;

/** The key that tells workers to stop the jobs of a sweep. */
export function cancelKey({ prefix, queue }: QueuePlace, sweep: string): string {
  return `${prefix}:${queue}:orochi-cancelled-${sweep}`;
}

/** The jobs of one sweep in a queue, for who started the sweep. Each is added once, and its end is told once. */
export class SweepQueue {
  readonly #options: SweepQueueOptions;
  readonly #bullmq: BullMq;
  readonly #link: QueueLink;
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #client: RedisClient;
  readonly #adder: JobAdder;
  readonly #expected = new Map<string, Expected>();
  readonly #timer: NodeJS.Timeout;
  /** Ids of jobs to remove, since what they left is here. */
  #done: string[] = [];
  #isAsking = false;
  #isCancelled = false;

  private constructor(
    options: SweepQueueOptions,
    bullmq: BullMq,
    link: QueueLink,
    { queue, events, client }: { queue: Queue; events: QueueEvents; client: RedisClient },
  ) {
    this.#options = options;
    this.#bullmq = bullmq;
    this.#link = link;
    this.#queue = queue;
    this.#events = events;
    this.#client = client;
    const { attempts, priority, atFront, resultSeconds } = options;
    this.#adder = new JobAdder(queue, {
      attempts,
      backoff: { type: "orochi" },
      removeOnComplete: { age: resultSeconds },
      removeOnFail: { age: resultSeconds },
      stackTraceLimit: 0,
      ...(priority > 0 ? { priority } : {}),
      ...(atFront ? { lifo: true } : {}),
    });
    events.on("progress", ({ jobId, data }) => this.#hear(jobId, data));
    events.on("completed", ({ jobId, returnvalue }) => this.#settleWith(jobId, returnvalue));
    events.on("failed", ({ jobId }) => void this.#look(jobId));
    events.on("duplicated", ({ jobId }) => void this.#look(jobId));
    events.on("stalled", ({ jobId }) => this.#tellStalled(jobId));
    this.#timer = setInterval(() => void this.#lookAfterAll(), options.pollMs);
  }

  /**
   * Connects to the queue.
   *
   * @throws {HydraException} code `QUEUE_UNREACHABLE` or `PACKAGE_MISSING`.
   */
  static async open(options: SweepQueueOptions): Promise<SweepQueue> {
    const { place, sweep, log } = options;
    const link = new QueueLink(place);
    const bullmq = await loadBullMq("hydra/launcher=bullmq");
    const queue = new bullmq.Queue(place.queue, link.options);
    const client = await link.open(queue, (isUp) =>
      log.warning(isUp ? "Redis answers again" : "The connection to Redis is lost; waiting for it"),
    );
    await client.del(cancelKey(place, sweep));
    // From here on no event is missed, whenever the reader comes to read.
    const lastEventId = await client.xadd(queue.toKey("events"), "*", { event: "orochi" });
    const events = new bullmq.QueueEvents(place.queue, { ...link.options, lastEventId });
    events.on("error", () => {});
    await events.waitUntilReady();
    return new SweepQueue(options, bullmq, link, { queue, events, client });
  }

  /** Limits for all workers of the queue together. */
  async limit({
    concurrency,
    rate,
  }: {
    readonly concurrency: number | undefined;
    readonly rate: { readonly jobs: number; readonly periodMs: number } | undefined;
  }): Promise<void> {
    if (concurrency !== undefined) await this.#queue.setGlobalConcurrency(concurrency);
    if (rate !== undefined) await this.#queue.setGlobalRateLimit(rate.jobs, rate.periodMs);
  }

  /** Adds a job and waits for nothing more. */
  async submit(id: string, job: QueuedJob, { anew }: { readonly anew: boolean }): Promise<void> {
    if (anew) await this.#queue.remove(id);
    await this.#adder.add(id, job);
  }

  /**
   * Adds a job, unless the queue has it already, and waits for its end.
   *
   * @param options.anew - whether what the queue may have of it is to go first
   * @throws {HydraException} code `QUEUE_UNREACHABLE`, when Redis goes away for too long.
   */
  async run(
    id: string,
    job: QueuedJob,
    options: {
      readonly anew: boolean;
      readonly onAdded: () => void;
      readonly onReport: (report: QueueReport) => void;
    },
  ): Promise<QueueEnd> {
    return new Promise((resolve, reject) => {
      const settled = (): void => void this.#expected.delete(id);
      const expected: Expected = {
        job,
        onReport: options.onReport,
        isAdded: false,
        resolve: (end) => {
          settled();
          resolve(end);
        },
        reject: (error) => {
          settled();
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      };
      this.#expected.set(id, expected);
      this.#add(id, expected, options).catch(expected.reject);
    });
  }

  /** Takes waiting jobs back and tells those that run. Their ends are told to who waits for them. */
  async cancel(): Promise<void> {
    if (this.#isCancelled) return;
    this.#isCancelled = true;
    const { place, sweep, cancelMs } = this.#options;
    setTimeout(() => {
      for (const { resolve } of this.#expected.values()) resolve({ kind: "silent" });
    }, cancelMs).unref();
    await this.#client.set(cancelKey(place, sweep), "1", { EX: cancelSeconds });
    await inPortions([...this.#expected], ([id, expected]) => this.#withdraw(id, expected));
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (this.#link.downMs === 0) await this.#removeDone().catch(() => {});
    this.#link.willClose();
    const closing = Promise.all([this.#events.close(), this.#queue.close()]);
    // Without Redis there is nobody to say goodbye to.
    await Promise.race([
      closing.catch(() => {}),
      new Promise((resolve) => setTimeout(resolve, 2000).unref()),
    ]);
  }

  async #add(
    id: string,
    expected: Expected,
    { anew, onAdded }: { readonly anew: boolean; readonly onAdded: () => void },
  ): Promise<void> {
    await this.submit(id, expected.job, { anew });
    if (!this.#expected.has(id)) return;
    expected.isAdded = true;
    onAdded();
    if (this.#isCancelled) await this.#withdraw(id, expected);
  }

  async #withdraw(id: string, { isAdded, resolve }: Expected): Promise<void> {
    if (!isAdded || !this.#expected.has(id)) return;
    // A job that a worker has is locked, and stays.
    const isRemoved = await this.#queue.remove(id).catch(() => 0);
    if (isRemoved === 1) resolve({ kind: "withdrawn" });
  }

  #hear(id: string, data: unknown): void {
    const expected = this.#expected.get(id);
    const report = expected && readReport(data);
    if (report !== undefined) expected?.onReport(report);
  }

  #settleWith(id: string, value: unknown): void {
    const expected = this.#expected.get(id);
    if (expected === undefined) return;
    const report = readReport(value);
    if (report === undefined)
      return expected.resolve({ kind: "lost", reason: "its worker's answer cannot be read" });
    expected.onReport(report);
    expected.resolve({ kind: "ended", report });
    this.#forget(id);
  }

  #forget(id: string): void {
    if (this.#options.keepsJobs) return;
    this.#done.push(id);
    if (this.#done.length >= askedAtOnce) void this.#removeDone().catch(() => {});
  }

  async #removeDone(): Promise<void> {
    await Promise.all(this.#done.splice(0).map((id) => this.#queue.remove(id)));
  }

  #tellStalled(id: string): void {
    const num = this.#expected.get(id)?.job.order.num;
    if (num !== undefined)
      this.#options.log.warning(`The worker of job #${num} is gone; another one takes the job`);
  }

  /** What events told nothing of is asked for: they may have been dropped, or come before anybody listened. */
  async #lookAfterAll(): Promise<void> {
    const { patienceMs } = this.#options;
    if (this.#link.downMs > patienceMs) {
      const error = this.#link.lost(this.#link.downMs);
      for (const { reject } of this.#expected.values()) reject(error);
      return;
    }
    if (this.#isAsking || this.#link.downMs > 0) return;
    this.#isAsking = true;
    const added = [...this.#expected].filter(([, { isAdded }]) => isAdded).map(([id]) => id);
    await inPortions(added, (id) => this.#look(id)).catch(() => {});
    this.#isAsking = false;
  }

  /** Asks the queue for one job. */
  async #look(id: string): Promise<void> {
    if (!this.#expected.has(id)) return;
    const state = await this.#queue.getJobState(id);
    const expected = this.#expected.get(id);
    if (expected === undefined) return;
    if (state === "completed" || state === "failed") {
      const job: Job | undefined = await this.#bullmq.Job.fromId(this.#queue, id);
      if (!this.#expected.has(id)) return;
      if (state === "completed") this.#settleWith(id, job?.returnvalue);
      else await this.#settleFailed(id, expected, job);
    } else if (state === "unknown" && expected.isAdded && !this.#isCancelled) {
      this.#options.log.warning(
        `Job #${expected.job.order.num} is not in the queue any more; it is added again`,
      );
      await this.#adder.add(id, expected.job);
    }
  }

  async #settleFailed(id: string, expected: Expected, job: Job | undefined): Promise<void> {
    const report = readReport(job?.progress);
    const { outcome } = report ?? {};
    // Cancelled in an earlier start of the sweep, which did not live to hear of it.
    if (outcome?.result.status === "cancelled" && !this.#isCancelled) {
      await this.#queue.remove(id);
      await this.#adder.add(id, expected.job);
      return;
    }
    if (report === undefined || outcome === undefined)
      expected.resolve({ kind: "lost", reason: job?.failedReason ?? "it is gone" });
    else expected.resolve({ kind: "ended", report });
    this.#forget(id);
  }
}

async function inPortions<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  for (let start = 0; start < items.length; start += askedAtOnce)
    await Promise.all(items.slice(start, start + askedAtOnce).map(work));
}

export function lostInQueue(num: number, reason: string): HydraException {
  const isStalled = reason.includes("stalled");
  return new HydraException(
    "WORKER_LOST",
    isStalled ? `The workers of job #${num} were lost again and again` : `Job #${num} was lost: ${reason}`,
    { hint: isStalled ? "orochi worker --max-stalled allows more of it" : undefined },
  );
}
