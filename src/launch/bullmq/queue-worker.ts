import { existsSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import type { Job, Worker } from "bullmq";
import { decodeError, encodeError } from "../error-data.ts";
import type { JobResultData } from "../job-messages.ts";
import { lostJobError } from "../lost-job.ts";
import { RetryRule } from "../retry-rule.ts";
import type { AttemptEnd, WorkerProcess } from "../worker-process.ts";
import { mismatch, WatchedStamp } from "./app-stamp.ts";
import { type AppProgram, AppWorkers } from "./app-workers.ts";
import { CancelledSweeps } from "./cancelled-sweeps.ts";
import { JobReporter } from "./job-reporter.ts";
import { type BullMq, loadBullMq, QueueLink, type QueuePlace } from "./queue-link.ts";
import { type QueuedJob, readQueuedJob } from "./queued-job.ts";
import { type QueueOutcome, readReport } from "./queue-report.ts";
import { endedBefore, ownDirectory } from "./earlier-attempt.ts";
import { isSharedDirectory } from "./shared-directory.ts";

/** What a queue worker is told. */
export interface QueueWorkerOptions {
  readonly place: QueuePlace;
  readonly program: AppProgram;
  /** Version of Orochi. */
  readonly version: string;
  /** Jobs that run at a time. */
  readonly concurrency: number;
  /** How long the lock of a job holds that is not renewed: after that the job is taken for lost. */
  readonly lockMs: number;
  /** How often it is looked for jobs that were lost. */
  readonly stalledIntervalMs: number;
  /** How often a job may be lost before it fails. */
  readonly maxStalled: number;
  /** Jobs that this worker begins within a time. */
  readonly rate: { readonly max: number; readonly duration: number } | undefined;
  /** Runs jobs although they were planned with other code. */
  readonly toleratesMismatch: boolean;
  /** Absolute directory for the jobs of sweeps whose directory is not here. */
  readonly directory: string;
  readonly jobsPerProcess: number;
  readonly nodeArgs: readonly string[];
  readonly memoryLimitMb: number;
  readonly graceMs: number;
  readonly startTimeoutMs: number;
  readonly tell: (message: string) => void;
}

/** A failed attempt, for BullMQ. */
class AttemptFailed extends Error {
  readonly delayMs: number;
  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

/**
 * Takes jobs from a queue and runs each in a process of the app. This process only renews locks and passes messages on, so that a
 * job which computes without a pause keeps its lock.
 */
export class QueueWorker {
  readonly #options: QueueWorkerOptions;
  readonly #bullmq: BullMq;
  readonly #workers: AppWorkers;
  readonly #stamp: WatchedStamp;
  #worker: Worker | undefined;
  #cancelled: CancelledSweeps | undefined;

  private constructor(options: QueueWorkerOptions, bullmq: BullMq) {
    const { program, version, memoryLimitMb, nodeArgs, jobsPerProcess, graceMs, startTimeoutMs, tell } =
      options;
    this.#options = options;
    this.#bullmq = bullmq;
    this.#stamp = new WatchedStamp(program.script, version);
    const limit = Number.isFinite(memoryLimitMb) ? [`--max-old-space-size=${memoryLimitMb}`] : [];
    this.#workers = new AppWorkers(program, {
      nodeArgs: [...nodeArgs, ...limit],
      jobsPerWorker: jobsPerProcess,
      startAhead: 0,
      graceMs,
      startTimeoutMs,
      onWarning: tell,
    });
  }

  /**
   * Begins to take jobs.
   *
   * @throws {HydraException} code `QUEUE_UNREACHABLE`, `PACKAGE_MISSING` or `WORKER_START`.
   */
  static async start(options: QueueWorkerOptions): Promise<QueueWorker> {
    const bullmq = await loadBullMq("orochi worker");
    const started = new QueueWorker(options, bullmq);
    await started.#open();
    return started;
  }

  /** Takes no more jobs, and waits for those that run. */
  async close(): Promise<void> {
    await this.#worker?.close();
    this.#cancelled?.close();
    await this.#workers.close();
  }

  async #open(): Promise<void> {
    const { place, concurrency, lockMs, stalledIntervalMs, maxStalled, rate, tell } = this.#options;
    const link = new QueueLink(place);
    const queue = new this.#bullmq.Queue(place.queue, link.options);
    const client = await link.open(queue, (isUp) =>
      tell(isUp ? "Redis answers again" : "the connection to Redis is lost; waiting for it"),
    );
    this.#cancelled = new CancelledSweeps(client, place);
    await this.#workers.tryOut();
    const worker = new this.#bullmq.Worker(place.queue, (job) => this.#process(job), {
      ...link.options,
      concurrency,
      lockDuration: lockMs,
      stalledInterval: stalledIntervalMs,
      maxStalledCount: maxStalled,
      ...(rate === undefined ? {} : { limiter: rate }),
      settings: {
        backoffStrategy: (_attempts, _type, error) => (error instanceof AttemptFailed ? error.delayMs : 0),
      },
    });
    this.#worker = worker;
    worker.on("error", (error) => {
      if (/lock|Missing key/i.test(error.message)) tell(error.message);
    });
    worker.on("stalled", (id) => tell(`the worker of job ${id} is gone; the job runs again`));
    worker.once("closed", () => {
      link.willClose();
      void queue.close().catch(() => {});
    });
    await worker.waitUntilReady();
  }

  async #process(job: Job): Promise<object> {
    const { tell, toleratesMismatch, directory } = this.#options;
    const { UnrecoverableError } = this.#bullmq;
    const queued = readQueuedJob(job.data);
    if (queued === undefined) {
      tell(`ignored ${job.id ?? "a job"}: it is no job of Orochi`);
      throw new UnrecoverableError("This is no job of Orochi");
    }
    const { sweep, order, app } = queued;
    const shared = isSharedDirectory(queued.sweepDir, sweep);
    const before = readReport(job.progress);
    const isHere = before !== undefined && before.shared === shared && (shared || before.host === hostname());
    const sweepDir = shared ? queued.sweepDir : path.join(directory, sweep);
    const earlierDir =
      (isHere ? before.outputDir : undefined) ??
      (shared ? order.outputDir : undefined) ??
      (job.attemptsStarted > 1 ? ownDirectory(queued, sweepDir) : undefined);
    const reporter = new JobReporter({
      attempt: order.attempt + job.attemptsStarted,
      shared,
      outputDir: earlierDir,
      send: (report) => job.updateProgress(report).catch((error: unknown) => tell(String(error))),
    });
    const stamp = this.#stamp.now;
    const wrong = mismatch(order.num, app, stamp);
    if (wrong !== undefined && !toleratesMismatch) {
      tell(wrong.message);
      await job.updateProgress(await reporter.last(failedOutcome(wrong)));
      throw new UnrecoverableError(wrong.summary);
    }
    if (wrong !== undefined) tell(`warning: ${wrong.summary}`);
    const isRepeated = job.attemptsStarted > 1 && earlierDir !== undefined;
    const done = isRepeated ? endedBefore(queued, earlierDir, job.timestamp) : undefined;
    if (done !== undefined) return reporter.last(done);
    const outcome = await this.#run(queued, { reporter, sweepDir, shared, code: stamp.code, earlierDir });
    return this.#settle(job, queued, outcome, reporter);
  }

  /** Returns what completed; throws what did not, as BullMQ wants it. */
  async #settle(
    job: Job,
    { retry, hasSecrets }: QueuedJob,
    outcome: QueueOutcome,
    reporter: JobReporter,
  ): Promise<object> {
    const { status, error = { message: status } } = outcome.result;
    if (status === "completed") return reporter.last(outcome);
    const shown = hasSecrets ? `The job ${status}; its record tells why` : error.message;
    const tries = job.attemptsMade + 1;
    const again = status === "failed" && tries < (job.opts.attempts ?? 1);
    const delay = again ? new RetryRule(retry).delayAfter(tries, decodeError(error)) : undefined;
    if (delay !== undefined) {
      await reporter.retrying({ error, delay });
      throw new AttemptFailed(shown, delay);
    }
    await job.updateProgress(await reporter.last(outcome));
    throw new this.#bullmq.UnrecoverableError(shown);
  }

  async #run(
    queued: QueuedJob,
    facts: {
      readonly reporter: JobReporter;
      readonly sweepDir: string;
      readonly shared: boolean;
      readonly code: string;
      readonly earlierDir: string | undefined;
    },
  ): Promise<QueueOutcome> {
    const { reporter, shared, code } = facts;
    const watch = await this.#cancelled?.watch(queued.sweep);
    const signal = watch?.signal ?? new AbortController().signal;
    try {
      return await this.#workers.use(queued, { code, shared, signal }, async (worker) => {
        const end = await this.#attempt(worker, queued, { ...facts, signal });
        const isUsable = end.result !== undefined && end.stopped === undefined;
        return { result: this.#outcomeOf(queued, end), isUsable };
      });
    } catch (error) {
      const status = signal.aborted ? "cancelled" : "failed";
      return failedOutcome(error, { status, outputDir: reporter.outputDir });
    } finally {
      watch?.done();
    }
  }

  #attempt(
    worker: WorkerProcess,
    { order, timeoutMs }: QueuedJob,
    {
      reporter,
      sweepDir,
      earlierDir,
      signal,
    }: {
      readonly reporter: JobReporter;
      readonly sweepDir: string;
      readonly earlierDir: string | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<AttemptEnd> {
    const outputDir = earlierDir !== undefined && existsSync(earlierDir) ? earlierDir : undefined;
    return worker.run(
      { ...order, attempt: order.attempt + 1, sweepDir, outputDir },
      {
        timeoutMs: timeoutMs ?? Number.POSITIVE_INFINITY,
        signal,
        onStarted: (directory) => reporter.started(directory),
        onProgress: (progress) => reporter.progressed(progress),
        sink: {
          line: (text, stream) => reporter.printed(text, stream),
          warn: this.#options.tell,
        },
      },
    );
  }

  #outcomeOf({ order, timeoutMs }: QueuedJob, end: AttemptEnd): QueueOutcome {
    if (end.result !== undefined) return { result: end.result, recorded: end.recorded };
    const { graceMs, memoryLimitMb } = this.#options;
    const limits = { timeoutMs: timeoutMs ?? Number.POSITIVE_INFINITY, graceMs, memoryLimitMb };
    return failedOutcome(lostJobError(end, { num: order.num, ...limits }), {
      status: end.stopped === "cancelled" ? "cancelled" : "failed",
      outputDir: end.outputDir,
      startedAt: end.startedAt,
    });
  }
}

function failedOutcome(
  error: unknown,
  {
    status = "failed",
    outputDir,
    startedAt = new Date(),
  }: {
    readonly status?: "failed" | "cancelled";
    readonly outputDir?: string | undefined;
    readonly startedAt?: Date;
  } = {},
): QueueOutcome {
  const result: JobResultData = {
    status,
    error: encodeError(error),
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
    outputDir,
  };
  return { result, recorded: false };
}
