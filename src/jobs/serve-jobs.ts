import type { TreeContext } from "../config/context.ts";
import type { MapNode } from "../config/node.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { encodeError } from "../launch/error-data.ts";
import { decodeJobConfig } from "../launch/job-config-data.ts";
import type { JobMessage, JobOrder, JobResultData, WorkerMessage } from "../launch/job-messages.ts";
import { timeoutError } from "../launch/lost-job.ts";
import { encodeReturn } from "../launch/return-data.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import { type AppRun, startRun } from "./app-run.ts";
import type { Background } from "./background.ts";
import { type Cancellation, CancellationSource } from "./cancellation.ts";
import { hydraNodeOf, hydraText, setHydraValue } from "./hydra-values.ts";
import { sweepOutputDir, writesFiles } from "./output-dir.ts";
import { withActiveRun } from "./run-context.ts";
import { runJob } from "./run-job.ts";

export interface JobServerOptions {
  readonly app: AppRun;
  /** Makes the context of a job's config. */
  readonly context: () => TreeContext;
  readonly send: (message: WorkerMessage) => void;
  /** May change the config of a job that has arrived. */
  readonly prepare?: ((config: MapNode) => void) | undefined;
  /** Called when a job has ended, before that is told: to write its end mark, and let all its output go out. */
  readonly onJobOver?: ((job: JobOrder) => Promise<void>) | undefined;
}

/**
 * The side of a worker: takes jobs as messages, runs them as a sweep in one process would, and answers with messages. It does not
 * know by which way messages travel. Callbacks of a job are made here, from the job's own config (H-CBK-006).
 */
export class JobServer {
  readonly #options: JobServerOptions;
  readonly #running = new Map<number, CancellationSource>();
  /** What callbacks of jobs that have ended are still doing. */
  readonly #later = new Map<Background, number>();

  constructor(options: JobServerOptions) {
    this.#options = options;
  }

  /** Settled when everything is done that callbacks left for later: a worker waits for it before it leaves. Never rejects. */
  async settled(): Promise<void> {
    for (const background of this.#later.keys()) await background.settled();
  }

  /** Never rejects: what goes wrong is told in the job's result. Settled when the job has ended. */
  async receive(message: JobMessage): Promise<void> {
    if (message.type === "job") await this.#run(message.job);
    else this.#running.get(message.num)?.abort(stopError(message));
  }

  async #run(job: JobOrder): Promise<void> {
    const { send, onJobOver } = this.#options;
    const { num, attempt } = job;
    const cancellation = new CancellationSource();
    this.#running.set(num, cancellation);
    const startedAt = new Date();
    let recorded = false;
    let result: JobResultData;
    try {
      const jobReturn = await this.#runJob(job, cancellation);
      result = resultOf(jobReturn);
      recorded = true;
    } catch (error) {
      result = failedBefore(error, startedAt);
    }
    this.#running.delete(num);
    await onJobOver?.(job);
    send({ type: "ended", num, attempt, recorded, result });
  }

  async #runJob(order: JobOrder, cancellation: Cancellation): Promise<JobReturn> {
    const { app, context, send } = this.#options;
    const { num, outputDir } = order;
    const config = decodeJobConfig(order.config, context());
    this.#options.prepare?.(config);
    if (order.sweepDir !== undefined) setHydraValue(config, ["sweep", "dir"], order.sweepDir);
    const onBackground = (pending: number): void => {
      if (pending === 0) this.#later.delete(run.background);
      else this.#later.set(run.background, pending);
      send({ type: "later", pending: [...this.#later.values()].reduce((sum, count) => sum + count, 0) });
    };
    const onWarning = (message: string): void => {
      // Beside a job, its output is where people look; between jobs nobody reads the output of a worker.
      if (this.#running.has(num)) app.surroundings.stderr.write(`warning: ${message}\n`);
      else send({ type: "warning", message: `Job #${num}: ${message}` });
    };
    const run = await startRun({ ...app, cancellation, onBackground, onWarning }, config);
    return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(config) }, async () => {
      try {
        return await runJob(
          {
            config,
            num,
            id: order.id ?? hydraText(config, "job.id"),
            outputDir: outputDir ?? sweepOutputDir(config, app.surroundings.cwd()),
            outputDirKey: "hydra.sweep.dir",
            isPlaced: outputDir !== undefined,
            onPlaced: (directory) =>
              send({ type: "started", num, outputDir: directory, files: writesFiles(config) }),
            onProgress: (progress) => send({ type: "progress", num, progress: toJsonValue(progress) }),
          },
          run,
        );
      } finally {
        run.logs.flush();
        run.logs.close();
      }
    });
  }
}

function resultOf(jobReturn: JobReturn): JobResultData {
  const { status, error, startedAt, endedAt, outputDir, notes } = jobReturn;
  return {
    status,
    ...(status === "completed"
      ? { returnValue: encodeReturn(jobReturn.returnValue) }
      : { error: encodeError(error) }),
    ...(notes.size === 0 ? {} : { notes: toJsonValue(Object.fromEntries(notes)) as Record<string, unknown> }),
    startedAt: startedAt.toISOString(),
    endedAt: endedAt.toISOString(),
    outputDir,
  };
}

/** A job that did not come so far as to have a directory. */
function failedBefore(error: unknown, startedAt: Date): JobResultData {
  return {
    status: "failed",
    error: encodeError(error),
    startedAt: startedAt.toISOString(),
    endedAt: new Date().toISOString(),
  };
}

function stopError({
  num,
  reason,
  limitMs,
  option,
}: Extract<JobMessage, { readonly type: "cancel" }>): HydraException {
  if (reason === "timeout") return timeoutError(num, limitMs, option);
  return new HydraException("JOB_CANCELLED", `Job #${num} was cancelled`);
}
