import path from "node:path";
import { fileURLToPath } from "node:url";
import { openApp } from "../cli/app.ts";
import type { AppExtensions } from "../cli/extensions.ts";
import { createAppRun } from "../cli/app-run.ts";
import { cancelledBy, CancellationSource } from "../jobs/cancellation.ts";
import { currentTerminal, type Terminal } from "../cli/terminal.ts";
import { runMultirun } from "../jobs/multirun.ts";
import { runSingle } from "../jobs/single-run.ts";
import { isStandardSchema } from "../schema/standard-schema.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { withTargets } from "../targets/active-targets.ts";
import { isCallable } from "../targets/target.ts";
import { overrideTexts } from "./override-text.ts";
import type { OverridesFor, RunMode } from "./override-types.ts";
import { invalidZen } from "./zen-errors.ts";
import { zenTaskFunction } from "./zen-main.ts";
import { ZenStore } from "./zen-store.ts";
import { readingOf, zenTaskTarget } from "./zen-reading.ts";
import { type Task, zenFromConfig, type ZenTask } from "./zen.ts";

export interface LaunchOptions<C = unknown, Mode extends RunMode = RunMode> extends Omit<
  AppExtensions,
  "store"
> {
  /**
   * As on the command line, or values by key: `{ "model.lr": 0.1, "+seed": sweep([1, 2]) }`. Keys that the config's type does not have
   * do not compile. A Map takes keys that only the program knows.
   */
  readonly overrides?: readonly string[] | OverridesFor<C, Mode> | ReadonlyMap<string, unknown> | undefined;
  /** Further configs, for groups. */
  readonly store?: ZenStore | undefined;
  /** Directory of config files. */
  readonly configPath?: string | undefined;
  /** @defaultValue `zen_launch` */
  readonly configName?: string | undefined;
  /** @defaultValue `zen_launch` */
  readonly jobName?: string | undefined;
  /**
   * The app's file, for relative specifiers. With `hydra/launcher=processes` it is what the workers run, and its `main()` serves the
   * jobs: there is nothing to start again for a launch that gives none. @defaultValue the script that runs
   */
  readonly entry?: string | undefined;
  /** Cancels the run. */
  readonly signal?: AbortSignal | undefined;
}

/** How a job ended, with what its task returns. */
export type JobReturnOf<F extends Task> = JobReturn & {
  readonly returnValue: F extends (...args: never[]) => infer R ? Awaited<R> : never;
};

/**
 * Runs jobs from code, as the command line would (Z-LAUNCH-001): one job, or with `multirun` one per combination of swept values.
 * Launches may run inside each other and side by side.
 *
 * @returns how the job ended; in a multirun, how each did, in job order.
 * @throws what the task threw, after the end hooks ran.
 * @example
 * const Config = makeConfig({ lr: 0.1, db: builds(({ port }: { port: number }) => port, { port: 1 }, { name: "db" }) });
 * const task = zen(({ lr }: { lr: number }) => lr * 2);
 * const job = await launch(Config, task, { overrides: { lr: 0.2, "db.port": 3306 } });
 * const jobs = await launch(Config, task, { multirun: true, overrides: { lr: sweep([0.1, 0.2]) } });
 */
export function launch<const C, F extends Task, M extends boolean = false>(
  config: C,
  task: F | ZenTask<F>,
  options?: LaunchOptions<C, M extends true ? "multirun" : "single"> & { readonly multirun?: M | undefined },
): Promise<M extends true ? JobReturnOf<F>[] : JobReturnOf<F>>;
export async function launch(
  config: unknown,
  task: Task | ZenTask<Task>,
  options: LaunchOptions & { readonly multirun?: boolean | undefined } = {},
): Promise<JobReturn | JobReturn[]> {
  const { configName = "zen_launch", jobName = "zen_launch", signal } = options;
  const store = options.store?.copy() ?? new ZenStore();
  store(config, { name: configName, overwrite: true });
  store.registerTarget(zenTaskTarget, zenFromConfig);
  const definition = {
    ...options,
    task: taskFunction(task, config),
    configName,
    jobName,
    store,
  };
  const terminal = { ...currentTerminal(), argv: [], program: programOf(options.entry) };
  const app = openApp(definition, {}, terminal);
  const overrides = app.parse(overrideTexts(options.overrides ?? []));
  const cancellation = signal === undefined ? new CancellationSource() : cancelledBy(signal);
  // Whoever calls from code gets the returns, and prints what it wants of them.
  const run = { ...createAppRun(app, terminal, cancellation), onResults: undefined };
  return withTargets(app.targets, async () => {
    if (options.multirun === true) return runMultirun(run, overrides);
    const jobReturn = await runSingle(run, overrides);
    if (jobReturn.status !== "completed") throw jobReturn.error;
    return jobReturn;
  });
}

function taskFunction(task: Task | ZenTask<Task>, config: unknown): ReturnType<typeof zenTaskFunction> {
  const reading = readingOf(task);
  if (reading !== undefined)
    return zenTaskFunction(reading, () => (isStandardSchema(config) ? config : undefined));
  if (!isCallable(task)) throw invalidZen("launch() takes a config and a task");
  return async (...args) => await Reflect.apply(task, undefined, args);
}

/** What workers of a launch run: only a file that was named, for the script that runs would launch again. */
function programOf(entry: string | undefined): Terminal["program"] {
  if (entry === undefined) return undefined;
  const script = entry.startsWith("file:") ? fileURLToPath(entry) : path.resolve(entry);
  return { script, args: [], nodeArgs: process.execArgv, main: 0, startedAt: new Date() };
}
