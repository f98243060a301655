import type { MapNode } from "../config/node.ts";
import { viewOf } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobStatus } from "../sweep/job-return.ts";
import { hydraNodeOf, hydraText } from "./hydra-values.ts";
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

/** What a task knows of its run, and whether it asked for the signal. */
export class JobContext implements RunContext {
  readonly hydra: unknown;
  readonly log: Logger;
  readonly outputDir: string;
  readonly num: number | undefined;
  readonly report: (progress: unknown) => Promise<void>;
  signalWasRead = false;
  readonly runSignal: AbortSignal;

  constructor(
    {
      config,
      outputDir,
      num,
    }: { readonly config: MapNode; readonly outputDir: string; readonly num?: number | undefined },
    logs: LogTree,
    signal: AbortSignal,
    report: (progress: unknown) => Promise<void>,
  ) {
    this.hydra = viewOf(hydraNodeOf(config));
    this.log = new Logger(hydraText(config, "job.name") ?? "root", () => logs);
    this.outputDir = outputDir;
    this.num = num;
    this.report = report;
    this.runSignal = signal;
  }
  get signal(): AbortSignal {
    this.signalWasRead = true;
    return this.runSignal;
  }
}

/** Calls a task and waits for it, or until the run is cancelled: see {@link RunContext.signal}. Never rejects. */
export async function callTask(
  task: TaskFunction,
  config: unknown,
  context: JobContext,
  { interruptibly = (body) => body() }: Pick<Surroundings, "interruptibly"> = {},
): Promise<Outcome> {
  const { runSignal } = context;
  try {
    if (runSignal.aborted) throw cancelled();
    const call = (): Promise<unknown> => invokeTask(task, config, context);
    const running = isAsync(task) ? call() : interruptibly(call);
    return { status: "completed", returnValue: await Promise.race([running, abandoned(running, context)]) };
  } catch (error) {
    return failure(error, runSignal);
  }
}

/** An async task can be told by its signal, and must not be broken off before it listens. Others may compute to their end. */
function isAsync(task: TaskFunction): boolean {
  return Object.prototype.toString.call(task) === "[object AsyncFunction]";
}

/** In the stack of what a task throws, everything from this function on is ours: traces are cut here (H-ERR-020). */
async function invokeTask(task: TaskFunction, config: unknown, context: RunContext): Promise<unknown> {
  const result: unknown = await Reflect.apply(task, undefined, [config, context]);
  return result;
}

/** How a job ended that threw. */
export function failure(error: unknown, signal: AbortSignal): Outcome {
  // A job whose time is over was not called off by anybody: it failed.
  if (isTimeout(signal)) return { status: "failed", error: signal.reason };
  return { status: signal.aborted ? "cancelled" : "failed", error };
}

/** Rejects when the run is cancelled while a task goes on that never asked for the signal. */
function abandoned(running: Promise<unknown>, context: JobContext): Promise<never> {
  const { runSignal } = context;
  return new Promise<never>((_resolve, reject) => {
    const leave = (): void => {
      if (!context.signalWasRead) reject(cancelled());
    };
    const forget = (): void => runSignal.removeEventListener("abort", leave);
    runSignal.addEventListener("abort", leave, { once: true });
    if (runSignal.aborted) leave();
    running.then(forget, forget);
  });
}

function isTimeout({ aborted, reason }: AbortSignal): boolean {
  return aborted && isOrochiError(reason) && reason.code === "JOB_TIMEOUT";
}

function cancelled(): HydraException {
  return new HydraException("JOB_CANCELLED", "The job was cancelled");
}
