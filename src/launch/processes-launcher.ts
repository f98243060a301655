import { availableParallelism } from "node:os";
import { Secrets } from "../compose/secrets.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import { jobLine } from "./basic-launcher.ts";
import { decodeError } from "./error-data.ts";
import { FailureCount } from "./failure-count.ts";
import { encodeJobConfig } from "./job-config-data.ts";
import type { JobResultData } from "./job-messages.ts";
import type { JobEnding, LaunchContext, Launcher } from "./launcher.ts";
import { lostJobError } from "./lost-job.ts";
import { checkedLimit, checkedNumber, jobCount } from "./numbers.ts";
import { pauseFor, type RetryConfig, RetryRule } from "./retry-rule.ts";
import { decodeReturn } from "./return-data.ts";
import { runInOrder } from "./run-in-order.ts";
import { Slots } from "./slots.ts";
import { type WorkerCommand, workerVariable } from "./worker-command.ts";
import { WorkerPool } from "./worker-pool.ts";
import type { AttemptEnd, WorkerProcess } from "./worker-process.ts";

/** The config of `hydra/launcher: processes`. */
export interface ProcessesLauncherConfig extends RetryConfig {
  /** Jobs that run at a time; as in joblib, -1 means one for each core and -2 one less. @defaultValue one for each core */
  readonly n_jobs?: number | null;
  /** A fresh process for every job, rather than workers that run one job after another. @defaultValue `false` */
  readonly isolate?: boolean;
  /**
   * With `isolate`: processes beyond those of running jobs that are started already, so that the next job need not wait for one. `0`
   * where no more processes than jobs may live at a time. @defaultValue `1`
   */
  readonly start_ahead?: number;
  /** Seconds that one try of a job may take. @defaultValue `null`: as long as it wants */
  readonly timeout?: number | null;
  /** MB of JavaScript heap that a worker may use. @defaultValue `null`: what Node allows by itself */
  readonly memory_limit?: number | null;
  /** After so many failed jobs no further one starts; `1` is fail fast. @defaultValue `null`: all jobs run */
  readonly max_failures?: number | null;
  /** Jobs after which a worker is replaced by a new one. @defaultValue `null`: never */
  readonly recycle_after?: number | null;
  /** Seconds that a job has to end by itself, once it was cancelled or its time is over. @defaultValue `10` */
  readonly grace?: number;
  /** Seconds that a worker has to come to the call of `main()`. @defaultValue `60` */
  readonly start_timeout?: number;
  /** Further options of Node for the workers, such as `--expose-gc`. @defaultValue none */
  readonly node_args?: readonly string[];
}

interface Settings {
  readonly atATime: number;
  readonly isolate: boolean;
  readonly startAhead: number;
  readonly timeoutMs: number;
  readonly memoryLimitMb: number;
  readonly maxFailures: number;
  readonly jobsPerWorker: number;
  readonly graceMs: number;
  readonly startTimeoutMs: number;
  readonly nodeArgs: readonly string[];
  readonly retry: RetryRule;
}

/**
 * Runs jobs side by side in processes of their own: `hydra/launcher: processes`. Each worker is the app's own file, started again
 * (design D9); the config travels as data. A worker that crashes, hangs or runs out of memory costs its job and nothing else.
 *
 * @example
 * const store = new ZenStore();
 * store(builds(ProcessesLauncher, { n_jobs: 4, timeout: 600, retries: 2 }), { group: "hydra/launcher", name: "four" });
 */
export class ProcessesLauncher implements Launcher {
  readonly #config: ProcessesLauncherConfig;
  readonly #failures = new FailureCount();
  #pool: WorkerPool | undefined;

  constructor(config: ProcessesLauncherConfig = {}) {
    this.#config = config;
  }

  /** Starts the workers that the first jobs will want. */
  prepare(size: number, context: LaunchContext): void {
    const settings = settingsOf(this.#config);
    if (settings.isolate && settings.startAhead === 0) return;
    this.#poolFor(settings, context).startAhead(Math.min(size, settings.atATime), context.signal);
  }

  async *launch({ size, jobs }: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
    const settings = settingsOf(this.#config);
    const { log, signal } = context;
    const pool = this.#poolFor(settings, context);
    this.#failures.begin(settings.maxFailures);
    const atATime = Math.min(size, settings.atATime);
    log.info(
      `Launching ${size} jobs in ${settings.isolate ? "processes of their own" : "processes"}, ${atATime} at a time`,
    );
    const slots = new Slots(settings.atATime);
    const mayBegin = (): boolean => !signal.aborted && !this.#failures.isEnough;
    let begun = 0;
    const toCome = (): number => (mayBegin() ? size - begun : 0);
    yield* runInOrder({
      jobs,
      slots,
      mayBegin,
      run: async (job) => {
        begun++;
        log.info(jobLine(job));
        const run = new JobRun(job, { settings, context, pool, slots, toCome });
        return this.#failures.count(await run.run());
      },
    });
    this.#failures.tell(log, size);
  }

  async close(): Promise<void> {
    await this.#pool?.close();
    this.#pool = undefined;
  }

  #poolFor(settings: Settings, context: LaunchContext): WorkerPool {
    const onWarning = (message: string): void => context.log.warning(message);
    return (this.#pool ??= createPool(settings, requireWorker(context), onWarning));
  }
}

interface RunParts {
  readonly settings: Settings;
  readonly context: LaunchContext;
  readonly pool: WorkerPool;
  readonly slots: Slots;
  /** Jobs of the batch that did not begin yet. */
  readonly toCome: () => number;
}

/** One job, with all attempts at it. */
class JobRun {
  readonly #job: PlannedJob;
  readonly #parts: RunParts;
  #outputDir: string | undefined;

  constructor(job: PlannedJob, parts: RunParts) {
    this.#job = job;
    this.#parts = parts;
    this.#outputDir = job.earlier?.outputDir;
  }

  async run(): Promise<JobReturn> {
    const { settings, context, slots } = this.#parts;
    const { signal, events, log } = context;
    const before = this.#job.earlier?.count ?? 0;
    for (let tries = 1; ; tries++) {
      const attempt = before + tries;
      const ending = await this.#attempt(attempt);
      const { status, error } = ending;
      const again =
        status === "failed" && !signal.aborted ? settings.retry.delayAfter(tries, error) : undefined;
      if (again === undefined) return context.endJob(this.#job, ending);
      events.retrying(this.#job, { attempt, error, delay: again });
      const seconds = (again / 1000).toFixed(1);
      log.warning(
        `Job #${this.#job.num} failed (${Secrets.of(this.#job.config).text(summaryOf(error))}) and is tried again in ${seconds} s`,
      );
      await slots.without(pauseFor(again, signal));
      if (signal.aborted) return context.endJob(this.#job, ending);
    }
  }

  async #attempt(attempt: number): Promise<JobEnding> {
    const { pool, context, toCome } = this.#parts;
    const startedAt = new Date();
    let worker: WorkerProcess;
    try {
      worker = await pool.take(context.signal, toCome());
    } catch (error) {
      // That no worker starts at all is a matter of the whole sweep; one among others costs its job.
      const isCancelled = context.signal.aborted;
      if (!isCancelled && !pool.hasServed) throw error;
      const status = isCancelled ? "cancelled" : "failed";
      return { status, error, startedAt, endedAt: new Date(), outputDir: this.#outputDir, recorded: false };
    }
    const end = await this.#runIn(worker, attempt);
    pool.give(worker, { isUsable: end.result !== undefined && end.stopped === undefined });
    this.#outputDir = end.outputDir;
    return this.#endingOf(end);
  }

  #runIn(worker: WorkerProcess, attempt: number): Promise<AttemptEnd> {
    const job = this.#job;
    const { settings, context } = this.#parts;
    const { num, config } = job;
    const outputDir = this.#outputDir;
    return worker.run(
      {
        num,
        id: String(num),
        attempt,
        config: encodeJobConfig(config),
        ...(outputDir === undefined ? {} : { outputDir }),
      },
      {
        timeoutMs: settings.timeoutMs,
        signal: context.signal,
        onStarted: (directory) => context.events.started(job, { outputDir: directory, attempt }),
        onProgress: (progress) => context.events.progressed(job, progress),
        sink: {
          line: (text, stream) => context.events.printed(job, text, stream),
          warn: (message) => context.log.warning(message),
        },
      },
    );
  }

  #endingOf(end: AttemptEnd): JobEnding {
    const { settings, context } = this.#parts;
    const { outputDir, startedAt, stopped, recorded } = end;
    const { num } = this.#job;
    if (end.result !== undefined) return resultEnding(end.result, { outputDir, recorded });
    const own = outputDir === undefined ? undefined : context.recordedEnding(this.#job, outputDir, startedAt);
    if (own?.status === "completed") return own;
    return {
      status: stopped === "cancelled" ? "cancelled" : "failed",
      error: lostJobError(end, { num, ...settings }),
      startedAt,
      endedAt: new Date(),
      outputDir,
      recorded: false,
    };
  }
}

export function resultEnding(
  { status, returnValue, error, notes, startedAt, endedAt }: JobResultData,
  facts: Pick<JobEnding, "outputDir" | "recorded">,
): JobEnding {
  const outcome =
    status === "completed"
      ? { returnValue: decodeReturn(returnValue) }
      : { error: decodeError(error ?? { message: "The job did not say what went wrong" }) };
  const noted = notes === undefined ? {} : { notes: new Map(Object.entries(notes)) };
  return {
    status,
    ...outcome,
    ...noted,
    ...facts,
    startedAt: new Date(startedAt),
    endedAt: new Date(endedAt),
  };
}

export function summaryOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0] ?? text;
}

export function requireWorker({ worker }: LaunchContext): WorkerCommand {
  if (worker === undefined) {
    throw invalidLauncher(
      "There is no program that workers could run: launch() was called from code",
      "workers start the file again that calls main(): use main() or zen(task).main(), give launch() an `entry` that does, or choose hydra/launcher=concurrent",
    );
  }
  if (worker.env[workerVariable] !== undefined) {
    throw invalidLauncher(
      "A worker launched a sweep instead of serving jobs",
      "every worker runs the file again up to its call of main(): launch() must not stand before it",
    );
  }
  return worker;
}

function invalidLauncher(summary: string, hint: string): HydraException {
  return new HydraException("LAUNCHER_INVALID", summary, { key: "hydra.launcher", hint });
}

function createPool(
  { isolate, jobsPerWorker, memoryLimitMb, nodeArgs, ...settings }: Settings,
  command: WorkerCommand,
  onWarning: (message: string) => void,
): WorkerPool {
  const limit = Number.isFinite(memoryLimitMb) ? [`--max-old-space-size=${memoryLimitMb}`] : [];
  return new WorkerPool({
    ...settings,
    command,
    onWarning,
    nodeArgs: [...nodeArgs, ...limit],
    jobsPerWorker: isolate ? 1 : jobsPerWorker,
  });
}

function settingsOf(config: ProcessesLauncherConfig): Settings {
  const { isolate = false, start_ahead = 1, grace = 10, start_timeout = 60, node_args = [] } = config;
  const whole = { least: 1, isWhole: true };
  return {
    isolate,
    startAhead: isolate ? checkedNumber(start_ahead, { name: "start_ahead", least: 0, isWhole: true }) : 0,
    nodeArgs: [...node_args],
    atATime: jobCount(config.n_jobs, availableParallelism()),
    timeoutMs: 1000 * checkedLimit(config.timeout, { name: "timeout", least: 0 }),
    memoryLimitMb: checkedLimit(config.memory_limit, { name: "memory_limit", ...whole }),
    maxFailures: checkedLimit(config.max_failures, { name: "max_failures", ...whole }),
    jobsPerWorker: checkedLimit(config.recycle_after, { name: "recycle_after", ...whole }),
    graceMs: 1000 * checkedNumber(grace, { name: "grace", least: 0 }),
    startTimeoutMs: 1000 * checkedNumber(start_timeout, { name: "start_timeout", least: 0 }),
    retry: new RetryRule(config),
  };
}
