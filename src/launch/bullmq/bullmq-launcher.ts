import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../../compose/secrets.ts";
import { HydraException } from "../../errors/hydra-errors.ts";
import type { JobReturn } from "../../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../../sweep/plan.ts";
import { jobLine } from "../basic-launcher.ts";
import { decodeError } from "../error-data.ts";
import { FailureCount } from "../failure-count.ts";
import type { JobEnding, LaunchContext, Launcher } from "../launcher.ts";
import { checkedLimit, checkedNumber } from "../numbers.ts";
import { requireWorker, resultEnding, summaryOf } from "../processes-launcher.ts";
import { type RetryConfig, RetryRule } from "../retry-rule.ts";
import { runInOrder } from "../run-in-order.ts";
import { Slots } from "../slots.ts";
import type { WorkerCommand } from "../worker-command.ts";
import { fileStamp } from "./app-stamp.ts";
import { encodeQueuedJob, hydraText, type QueuedSweep } from "./queued-job.ts";
import type { QueueReport } from "./queue-report.ts";
import { markDirectory } from "./shared-directory.ts";
import { lostInQueue, type QueueEnd, SweepQueue } from "./sweep-queue.ts";

/** The config of `hydra/launcher: bullmq`. */
export interface BullmqLauncherConfig extends RetryConfig {
  /** Name of the queue: `orochi worker` is given the same. @defaultValue `orochi` */
  readonly queue?: string;
  /** Where Redis is. @defaultValue the variable `REDIS_URL`, or `redis://127.0.0.1:6379` */
  readonly redis?: string;
  /** Begins all keys in Redis. @defaultValue `bull` */
  readonly prefix?: string;
  /** Hands the jobs over and ends, with the status `submitted`; `--attach DIR` collects what they return. @defaultValue `false` */
  readonly enqueue_only?: boolean;
  /** Jobs in the queue at a time; `null`: as many as there are. @defaultValue `1000` */
  readonly in_flight?: number | null;
  /** Lower numbers come first, from 1 on; 0 comes before all of them. @defaultValue `0` */
  readonly priority?: number;
  /** Puts jobs before those that wait already. @defaultValue `false` */
  readonly at_front?: boolean;
  /** Seconds that one try of a job may take. @defaultValue `null`: as long as it wants */
  readonly timeout?: number | null;
  /** After so many failed jobs no further one is added; `1` is fail fast. @defaultValue `null`: all jobs run */
  readonly max_failures?: number | null;
  /** Jobs that all workers of the queue run at a time. @defaultValue `null`: as many as the workers take */
  readonly concurrency?: number | null;
  /** Jobs that all workers of the queue begin within `rate_period` seconds. @defaultValue `null`: any number */
  readonly rate_limit?: number | null;
  /** @defaultValue `1` */
  readonly rate_period?: number;
  /** Seconds that Redis keeps the result of a job that nobody collected. @defaultValue a week */
  readonly result_ttl?: number;
  /** Leaves jobs in the queue when their result was collected. @defaultValue `false` */
  readonly keep_jobs?: boolean;
  /** Seconds that cancelled jobs have to end. @defaultValue `20` */
  readonly grace?: number;
  /** Seconds that Redis has to answer at first. @defaultValue `10` */
  readonly connect_timeout?: number;
  /** Seconds that Redis may be gone in the middle of a sweep. @defaultValue `300` */
  readonly reconnect_timeout?: number;
  /** Seconds after which a job is asked for of which nothing was heard. @defaultValue `5` */
  readonly poll?: number;
}

const week = 7 * 24 * 3600;
const usualInFlight = 1000;

interface Settings {
  readonly enqueueOnly: boolean;
  readonly inFlight: number;
  readonly maxFailures: number;
  readonly timeoutMs: number | undefined;
  readonly retry: RetryConfig;
  readonly limits: Parameters<SweepQueue["limit"]>[0];
  readonly queue: Omit<Parameters<typeof SweepQueue.open>[0], "sweep" | "log">;
}

/**
 * Runs jobs by way of a BullMQ queue in Redis: `hydra/launcher: bullmq` (H-PLG-033). Workers on any machine, `orochi worker ./my_app.ts`,
 * take them. Needs the packages `bullmq` and `ioredis`.
 *
 * @example
 * const store = new ZenStore();
 * store(builds(BullmqLauncher, { queue: "gpu", retries: 2 }), { group: "hydra/launcher", name: "gpu" });
 */
export class BullmqLauncher implements Launcher {
  readonly canAttach = true;
  readonly #config: BullmqLauncherConfig;
  readonly #failures = new FailureCount();
  #queue: SweepQueue | undefined;

  constructor(config: BullmqLauncherConfig = {}) {
    this.#config = config;
  }

  async *launch({ size, jobs }: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
    const settings = settingsOf(this.#config);
    const { log, signal, sweepId, sweepDir } = context;
    const sweep = sweepOf(settings, context, requireWorker(context));
    const { place } = settings.queue;
    if (this.#queue === undefined) {
      this.#queue = await SweepQueue.open({ ...settings.queue, sweep: sweepId, log });
      await this.#queue.limit(settings.limits);
      markDirectory(sweepDir, sweepId);
    }
    const queue = this.#queue;
    const submitsOnly = settings.enqueueOnly && context.attach !== true;
    this.#failures.begin(settings.maxFailures);
    log.info(`Launching ${size} jobs through the queue ${place.queue}`);
    const run = new QueueRun(queue, context, sweep);
    const cancel = (): void => void queue.cancel().catch(() => {});
    if (!submitsOnly) signal.addEventListener("abort", cancel, { once: true });
    try {
      const returns = runInOrder({
        jobs,
        slots: new Slots(settings.inFlight),
        mayBegin: () => !signal.aborted && !this.#failures.isEnough,
        run: async (job) => {
          log.info(jobLine(job));
          const jobReturn = submitsOnly ? await run.submit(job) : await run.run(job);
          return { jobReturn: jobReturn && this.#failures.count(jobReturn) };
        },
      });
      for await (const { jobReturn } of returns) if (jobReturn !== undefined) yield jobReturn;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
    this.#failures.tell(log, size);
    if (submitsOnly)
      log.info(
        `Submitted to the queue ${place.queue}; --attach ${path.relative(sweep.cwd, sweepDir) || "."} collects the results`,
      );
  }

  async close(): Promise<void> {
    await this.#queue?.close();
    this.#queue = undefined;
  }
}

/** Runs one job after another through the queue. */
class QueueRun {
  readonly #queue: SweepQueue;
  readonly #context: LaunchContext;
  readonly #sweep: QueuedSweep;

  constructor(queue: SweepQueue, context: LaunchContext, sweep: QueuedSweep) {
    this.#queue = queue;
    this.#context = context;
    this.#sweep = sweep;
  }

  async submit(job: PlannedJob): Promise<JobReturn> {
    const { endJob, events } = this.#context;
    const done = this.#endedUnheard(job);
    if (done !== undefined) return endJob(job, done);
    const { id, queued } = encodeQueuedJob(this.#sweep, job);
    await this.#queue.submit(id, queued, { anew: isToRunAnew(job) });
    events.submitted(job, id);
    const now = new Date();
    const outputDir = this.#wantedDirectory(job);
    return endJob(job, { status: "submitted", id, startedAt: now, endedAt: now, outputDir, recorded: true });
  }

  /** `undefined` for a job that was taken back. */
  async run(job: PlannedJob): Promise<JobReturn | undefined> {
    const { endJob, events } = this.#context;
    const done = this.#endedUnheard(job);
    if (done !== undefined) return endJob(job, done);
    const { id, queued } = encodeQueuedJob(this.#sweep, job);
    const begunAt = new Date();
    const end = await this.#queue.run(id, queued, {
      anew: isToRunAnew(job),
      onAdded: () => events.submitted(job, id),
      onReport: (report) => this.#tell(job, report),
    });
    if (end.kind === "withdrawn") {
      events.withdrawn(job);
      return undefined;
    }
    return endJob(job, { id, ...this.#endingOf(job, end, begunAt) });
  }

  /** What an earlier start of the sweep began may have ended while nobody listened. */
  #endedUnheard(job: PlannedJob): JobEnding | undefined {
    const { earlier } = job;
    if (earlier === undefined || isToRunAnew(job)) return undefined;
    const own = this.#context.recordedEnding(job, earlier.outputDir, new Date(0));
    return own?.status === "completed" ? own : undefined;
  }

  #tell(job: PlannedJob, { attempt, shared, events: told }: QueueReport): void {
    const { events, log } = this.#context;
    for (const event of told) {
      if (event.type === "started")
        events.started(job, { attempt, outputDir: shared ? event.outputDir : this.#wantedDirectory(job) });
      else if (event.type === "progress") events.progressed(job, event.progress);
      else if (event.type === "line") void events.printed(job, event.text, event.stream);
      else {
        const error = decodeError(event.error);
        events.retrying(job, { attempt, error, delay: event.delay });
        const seconds = (event.delay / 1000).toFixed(1);
        const told = Secrets.of(job.config).text(summaryOf(error));
        log.warning(`Job #${job.num} failed (${told}) and is tried again in ${seconds} s`);
      }
    }
  }

  #endingOf(job: PlannedJob, end: Exclude<QueueEnd, { kind: "withdrawn" }>, begunAt: Date): JobEnding {
    const { num, earlier } = job;
    // Of an earlier attempt, if that came so far as to make it.
    const ownDir = earlier !== undefined && existsSync(earlier.outputDir) ? earlier.outputDir : undefined;
    if (end.kind === "ended" && end.report.outcome !== undefined) {
      const { outcome, shared, host, outputDir } = end.report;
      const ending = resultEnding(outcome.result, {
        // A directory elsewhere is none of ours: the record is written here.
        outputDir: shared ? (outcome.result.outputDir ?? outputDir) : ownDir,
        recorded: shared && outcome.recorded,
      });
      if (shared) return ending;
      return { ...ending, notes: new Map([...(ending.notes ?? []), ["worker", { host, outputDir }]]) };
    }
    const facts = { startedAt: begunAt, endedAt: new Date(), outputDir: ownDir, recorded: false };
    if (end.kind === "silent") {
      return {
        ...facts,
        status: "cancelled",
        error: new HydraException("JOB_CANCELLED", `Job #${num} was told to stop, and no worker answered`),
      };
    }
    const reason = end.kind === "lost" ? end.reason : "its worker did not say how it ended";
    return { ...facts, status: "failed", error: lostInQueue(num, reason) };
  }

  #wantedDirectory({ config, earlier }: PlannedJob): string {
    if (earlier !== undefined) return earlier.outputDir;
    return path.join(this.#context.sweepDir, hydraText(config, "sweep.subdir"));
  }
}

/** Whether the queue may still have what a job left that is to run again all the same. */
function isToRunAnew({ earlier }: PlannedJob): boolean {
  return earlier?.mayGoOn === false;
}

function sweepOf(
  { timeoutMs, retry }: Settings,
  { config, sweepDir, sweepId }: LaunchContext,
  { script, main, startedAt, cwd }: WorkerCommand,
): QueuedSweep {
  return {
    sweep: sweepId,
    app: fileStamp(realpathSync(script), hydraText(config, "runtime.version")),
    main,
    clock: startedAt.toISOString(),
    cwd,
    sweepDir,
    timeoutMs,
    retry,
  };
}

function settingsOf(config: BullmqLauncherConfig): Settings {
  const { enqueue_only = false, retries = 0, retry_on = "all", backoff = 1, max_backoff = 60 } = config;
  const { queue = "orochi", redis = "redis://127.0.0.1:6379", prefix = "bull" } = config;
  const { priority = 0, at_front = false, keep_jobs = false, rate_period = 1 } = config;
  const { grace = 20, connect_timeout = 10, reconnect_timeout = 300, poll = 5, result_ttl = week } = config;
  const { in_flight = usualInFlight } = config;
  const retry = { retries, retry_on, backoff, max_backoff };
  // For what it says of settings that make no sense.
  void new RetryRule(retry);
  requireName(queue);
  const whole = { least: 1, isWhole: true };
  const timeoutMs = 1000 * checkedLimit(config.timeout, { name: "timeout", least: 0 });
  const rate = checkedLimit(config.rate_limit, { name: "rate_limit", ...whole });
  const concurrency = checkedLimit(config.concurrency, { name: "concurrency", ...whole });
  const periodMs = 1000 * checkedNumber(rate_period, { name: "rate_period", least: 0.001 });
  const milliseconds = (value: number, name: string): number =>
    1000 * checkedNumber(value, { name, least: 0 });
  return {
    enqueueOnly: enqueue_only,
    inFlight: checkedLimit(in_flight, { name: "in_flight", ...whole }),
    maxFailures: checkedLimit(config.max_failures, { name: "max_failures", ...whole }),
    timeoutMs: Number.isFinite(timeoutMs) ? timeoutMs : undefined,
    retry,
    limits: {
      concurrency: Number.isFinite(concurrency) ? concurrency : undefined,
      rate: Number.isFinite(rate) ? { jobs: rate, periodMs } : undefined,
    },
    queue: {
      place: {
        queue,
        url: redis,
        prefix,
        connectTimeoutMs: milliseconds(connect_timeout, "connect_timeout"),
      },
      patienceMs: milliseconds(reconnect_timeout, "reconnect_timeout"),
      pollMs: 1000 * checkedNumber(poll, { name: "poll", least: 0.1 }),
      cancelMs: milliseconds(grace, "grace"),
      attempts: retries + 1,
      priority: checkedNumber(priority, { name: "priority", least: 0, isWhole: true }),
      atFront: at_front,
      resultSeconds: checkedNumber(result_ttl, { name: "result_ttl", ...whole }),
      keepsJobs: keep_jobs,
    },
  };
}

function requireName(queue: string): void {
  if (queue !== "" && !queue.includes(":")) return;
  throw new HydraException("LAUNCHER_INVALID", `hydra.launcher.queue cannot be '${queue}'`, {
    key: "hydra.launcher.queue",
    hint: "the name of a queue is not empty and has no colon",
  });
}
