import type { MapNode } from "../config/node.ts";
import { viewOf } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobStatus } from "../sweep/job-return.ts";
import type { Cancellation } from "./cancellation.ts";
import { hydraNodeOf, hydraNumber, hydraText } from "./hydra-values.ts";
import { Logger } from "./logging/logger.ts";
import type { LogTree } from "./logging/log-tree.ts";
import type { RunContext } from "./run-context.ts";
import type { Surroundings } from "./surroundings.ts";

/** A task function: gets its config and, as second argument, what it may know of its run. May be async. */
export type TaskFunction = (config: never, context: RunContext) => unknown;

/** How a task's call ended. */
export interface Outcome {
  readonly status: JobStatus;
  readonly returnValue?: unknown;
  readonly error?: unknown;
}

type Interruptibly = NonNullable<Surroundings["interruptibly"]>;

/** What a task knows of its run, and whether it asked for the signal. All that tasks see of it are properties of its own: `{ ...context }`. */
export class JobContext implements RunContext {
  declare readonly hydra: unknown;
  declare readonly log: Logger;
  declare readonly signal: AbortSignal;
  readonly outputDir: string;
  readonly num: number | undefined;
  readonly report: (progress: unknown) => Promise<void>;
  readonly #config: MapNode;
  readonly #logs: LogTree;
  #log: Logger | undefined;
  readonly #cancellation: Cancellation;
  #signalWasRead = false;
  #interruptibly: Interruptibly = (body) => body();

  constructor(
    {
      config,
      outputDir,
      num,
    }: { readonly config: MapNode; readonly outputDir: string; readonly num?: number | undefined },
    logs: LogTree,
    cancellation: Cancellation,
    report: (progress: unknown) => Promise<void>,
  ) {
    this.outputDir = outputDir;
    this.num = num;
    this.report = report;
    this.#config = config;
    this.#logs = logs;
    this.#cancellation = cancellation;
    Object.defineProperties(this, JobContext.#late);
  }
  /** Most tasks ask for none of these. */
  static readonly #late: PropertyDescriptorMap & ThisType<JobContext> = {
    hydra: {
      enumerable: true,
      get() {
        return viewOf(hydraNodeOf(this.#config));
      },
    },
    log: {
      enumerable: true,
      get() {
        return (this.#log ??= new Logger(hydraText(this.#config, "job.name") ?? "root", () => this.#logs));
      },
    },
    signal: {
      enumerable: true,
      get() {
        this.#signalWasRead = true;
        return this.#cancellation.signal;
      },
    },
  };
  /** Calls what may compute without a pause; for tasks that are wrapped in async functions, as `zen` does. */
  get interruptibly(): Interruptibly {
    return this.#interruptibly;
  }
  set interruptibly(call: Interruptibly) {
    this.#interruptibly = call;
  }
  get signalWasRead(): boolean {
    return this.#signalWasRead;
  }
  get cancellation(): Cancellation {
    return this.#cancellation;
  }
  /** How long a task that read the signal is waited for once the run is cancelled, in milliseconds. */
  get graceMs(): number {
    return 1000 * (hydraNumber(this.#config, "job.grace") ?? defaultGraceSeconds);
  }
}

/** Calls a task and waits for it, or until the run is cancelled: see {@link RunContext.signal}. Never rejects. */
export async function callTask(
  task: TaskFunction,
  config: unknown,
  context: JobContext,
  { interruptibly, beforeAwaiting }: Pick<Surroundings, "interruptibly" | "beforeAwaiting"> = {},
): Promise<Outcome> {
  const { cancellation } = context;
  if (interruptibly !== undefined) context.interruptibly = interruptibly;
  try {
    if (cancellation.aborted) throw cancelled();
    const call = (): unknown => invokeTask(task, config, context);
    const isAwaited = isAsync(task);
    if (isAwaited) beforeAwaiting?.();
    const result = isAwaited ? call() : context.interruptibly(call);
    if (!isThenable(result)) {
      if (cancellation.aborted && !context.signalWasRead) throw cancelled();
      return { status: "completed", returnValue: result };
    }
    if (!isAwaited) beforeAwaiting?.();
    return { status: "completed", returnValue: await settled(result, context) };
  } catch (error) {
    return failure(error, cancellation);
  }
}

/** An async task can be told by its signal, and must not be broken off before it listens. Others may compute to their end. */
export function isAsync(task: unknown): boolean {
  return Object.prototype.toString.call(task) === "[object AsyncFunction]";
}

/** In the stack of what a task throws, everything from this function on is ours: traces are cut here (H-ERR-020). */
function invokeTask(task: TaskFunction, config: unknown, context: RunContext): unknown {
  return Reflect.apply(task, undefined, [config, context]);
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  return value instanceof Promise || ("then" in value && typeof value.then === "function");
}

/** What an async task answers, or the error that says why it is not waited for any longer. */
function settled(result: PromiseLike<unknown>, context: JobContext): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stopWatching = watchAbandoned(context, reject);
    const end = (settle: () => void): void => {
      stopWatching();
      settle();
    };
    const fail = (error: unknown): void => end(() => reject(error));
    try {
      result.then((value) => end(() => resolve(value)), fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** How a job ended that threw. */
export function failure(error: unknown, { aborted, reason }: Cancellation): Outcome {
  // A job whose time is over was not called off by anybody: it failed.
  if (aborted && isTimeout(reason)) return { status: "failed", error: reason };
  return { status: aborted ? "cancelled" : "failed", error };
}

/**
 * Tells when the run is cancelled while a task goes on: at once when it never asked for the signal, else when the time that it has to
 * end by itself is over (`hydra.job.grace`).
 *
 * @returns what ends the watching.
 */
function watchAbandoned(context: JobContext, abandon: (why: HydraException) => void): () => void {
  const { signal } = context.cancellation;
  let patience: NodeJS.Timeout | undefined;
  const leave = (): void => {
    if (!context.signalWasRead) {
      abandon(cancelled());
      return;
    }
    const { graceMs } = context;
    if (graceMs <= longestTimer) patience = setTimeout(() => abandon(outOfTime(graceMs)), graceMs);
  };
  signal.addEventListener("abort", leave, { once: true });
  if (signal.aborted) leave();
  return () => {
    clearTimeout(patience);
    signal.removeEventListener("abort", leave);
  };
}

const defaultGraceSeconds = 30;
/** Node takes longer times for one millisecond. */
const longestTimer = 2 ** 31 - 1;

function isTimeout(reason: unknown): boolean {
  return isOrochiError(reason) && reason.code === "JOB_TIMEOUT";
}

function outOfTime(graceMs: number): HydraException {
  return new HydraException(
    "JOB_CANCELLED",
    `The job was cancelled, and did not end within ${graceMs / 1000} s`,
    {
      key: "hydra.job.grace",
      hint: "give it more time, hydra.job.grace=600, or end the task when its signal is aborted",
    },
  );
}

function cancelled(): HydraException {
  return new HydraException("JOB_CANCELLED", "The job was cancelled");
}
