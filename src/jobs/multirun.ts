import { contextOf, MapNode } from "../config/node.ts";
import { copyNode } from "../config/copy.ts";
import { placeByKey } from "../config/place-error.ts";
import { structurallyEqual } from "../config/equality.ts";
import { viewOf } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import {
  ConfigCompositionException,
  HydraException,
  MissingConfigException,
} from "../errors/hydra-errors.ts";
import { JobEvents } from "../launch/job-events.ts";
import type { Launcher, LaunchContext } from "../launch/launcher.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { SweepContext, Sweeper } from "../sweep/sweeper.ts";
import { type AppRun, type ComposedRun, type StartedRun, startRun } from "./app-run.ts";
import { checkedJobs } from "./check-jobs.ts";
import { hydraNodeOf, hydraText, setHydraValue } from "./hydra-values.ts";
import { Journal } from "./journal.ts";
import { creating, sweepOutputDir, writesFiles } from "./output-dir.ts";
import { placeSweep } from "./place-job.ts";
import { writeMultirunRecord } from "./records.ts";
import { withActiveRun } from "./run-context.ts";
import { endRemoteJob, recordedEnding } from "./remote-job.ts";
import { runJob } from "./run-job.ts";
import { ShowOutput } from "./show-output.ts";

/** Jobs of a batch that are composed and checked before the first one starts. Larger batches stream (design D7). */
const checkedAhead = 1000;

/** The overrides of a command line, apart by what they speak of. */
export interface SplitOverrides {
  readonly hydra: readonly Override[];
  readonly task: readonly Override[];
}

/** Those that speak of the hydra node or its groups belong to the run, the others to each job. */
export function splitOverrides(overrides: readonly Override[]): SplitOverrides {
  return {
    hydra: overrides.filter(isHydraOverride),
    task: overrides.filter((override) => !isHydraOverride(override)),
  };
}

/**
 * Composes a sweep, plans its jobs and runs them (H-SWP-001).
 *
 * @returns the returns of all jobs, in job order.
 * @throws the error of the first failed job, after its whole batch ended (H-SWP-026).
 */
export async function runMultirun(app: AppRun, overrides: readonly Override[]): Promise<JobReturn[]> {
  return runComposedMultirun(app, overrides, app.compose(overrides, "multirun"));
}

/** Runs a sweep whose own config is composed already. */
export async function runComposedMultirun(
  app: AppRun,
  overrides: readonly Override[],
  master: ComposedRun,
): Promise<JobReturn[]> {
  const run = await startRun(app, master.config);
  const event = { config: viewOf(master.config), configName: app.configName, signal: app.signal };
  const jobReturns: JobReturn[] = [];
  return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(run.config) }, async () => {
    let error: unknown;
    try {
      await run.callbacks.emit("onMultirunStart", event);
      await sweep(app, run, master, splitOverrides(overrides), jobReturns);
    } catch (thrown) {
      placeByKey(thrown, run.config);
      error = thrown;
    }
    const ending = error === undefined ? {} : { error };
    try {
      await run.callbacks.emit("onMultirunEnd", { ...event, jobReturns, ...ending });
    } finally {
      run.logs.flush();
      run.logs.close();
    }
    if (error !== undefined) throw error;
    return jobReturns;
  });
}

/** The jobs of a sweep, composed and not run; sweepers that learn from results are not told any (design D7). */
export async function* planJobs(
  app: AppRun,
  run: StartedRun,
  master: ComposedRun,
  overrides: readonly Override[],
): AsyncGenerator<PlannedJob> {
  const sweeper = await createSweeper(app, run.config);
  const split = splitOverrides(overrides);
  const batches = sweeper.sweep(split.task, sweepContext(app, run, master, split.hydra));
  for (let next = await batches.next([]); next.done !== true; next = await batches.next([]))
    yield* checkedJobs(next.value.jobs, app.task);
}

async function sweep(
  app: AppRun,
  run: StartedRun,
  master: ComposedRun,
  overrides: SplitOverrides,
  jobReturns: JobReturn[],
): Promise<void> {
  const sweeper = await createSweeper(app, run.config);
  const launcher = await createLauncher(app, run.config);
  const batches = sweeper.sweep(overrides.task, sweepContext(app, run, master, overrides.hydra));
  let next = await batches.next([]);
  const { directory, changed } = placeSweep(run.config, run);
  const files = writesFiles(run.config);
  if (files) creating(directory, "hydra.sweep.dir", () => writeMultirunRecord(directory, run.config));
  const journal = new Journal(files ? directory : undefined);
  const events = new JobEvents([journal, new ShowOutput(app.surroundings)]);
  const launching: LaunchContext = {
    config: run.config,
    sweepDir: directory,
    entry: app.entry,
    log: run.log,
    signal: app.signal,
    events,
    runJob: (job) => runPlannedJob(job, run, events),
    worker: workerCommand(app),
    endJob: (job, ending) => endRemoteJob(job, ending, run, events),
    recordedEnding,
  };
  const moved = (job: PlannedJob): void => {
    if (changed !== undefined) setHydraValue(job.config, ["sweep", "dir"], changed);
  };
  try {
    while (next.done !== true) {
      const { size, jobs } = next.value;
      const ahead = await composeAhead(checkedJobs(jobs, app.task));
      const batch = { size, jobs: planned(ahead, journal, moved) };
      const returns = await launchBatch(batch, launcher, launching, app.onJobReturn);
      jobReturns.push(...returns);
      throwFirstFailure(returns, sweeper, app.signal);
      next = await batches.next(returns);
    }
  } finally {
    await launcher.close?.();
  }
}

function workerCommand({ surroundings }: AppRun): LaunchContext["worker"] {
  const { program, env } = surroundings;
  return program === undefined ? undefined : { ...program, cwd: surroundings.cwd(), env };
}

async function launchBatch(
  batch: Batch,
  launcher: Launcher,
  context: LaunchContext,
  onJobReturn: AppRun["onJobReturn"],
): Promise<JobReturn[]> {
  const returns: JobReturn[] = [];
  for await (const jobReturn of launcher.launch(batch, context)) {
    returns.push(jobReturn);
    onJobReturn?.(jobReturn);
  }
  return returns;
}

/** Jobs of which the first ones are composed. */
interface AheadJobs {
  readonly ready: PlannedJob[];
  readonly rest: AsyncIterator<PlannedJob> | Iterator<PlannedJob> | undefined;
}

/** Takes the first jobs of a batch, so that their mistakes show before anything runs; the rest follows as it is asked for. */
async function composeAhead(jobs: Batch["jobs"]): Promise<AheadJobs> {
  const rest = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
  const ready: PlannedJob[] = [];
  while (ready.length < checkedAhead) {
    const next = await rest.next();
    if (next.done === true) return { ready, rest: undefined };
    ready.push(next.value);
  }
  return { ready, rest };
}

/** All jobs of a batch, each noted in the journal: those that are composed already at once. */
function planned(
  { ready, rest }: AheadJobs,
  journal: Journal,
  prepare: (job: PlannedJob) => void,
): AsyncIterable<PlannedJob> {
  const note = (job: PlannedJob): void => {
    prepare(job);
    journal.planned(job);
  };
  for (const job of ready) note(job);
  return (async function* () {
    yield* drain(ready);
    if (rest === undefined) return;
    for (let more = await rest.next(); more.done !== true; more = await rest.next()) {
      note(more.value);
      yield more.value;
    }
  })();
}

/** Hands items out and lets go of them: a job that has run is not kept. */
function* drain<T>(items: T[]): Generator<T> {
  items.reverse();
  for (let item = items.pop(); item !== undefined; item = items.pop()) yield item;
}

async function runPlannedJob(job: PlannedJob, run: StartedRun, events: JobEvents): Promise<JobReturn> {
  const jobReturn = await runJob(
    {
      config: job.config,
      outputDir: sweepOutputDir(job.config, run.surroundings.cwd()),
      outputDirKey: "hydra.sweep.dir",
      num: job.num,
      id: hydraText(job.config, "job.id"),
      onPlaced: (outputDir) => events.started(job, { outputDir, attempt: 1 }),
      onProgress: (progress) => events.progressed(job, progress),
    },
    run,
  );
  events.ended(job, jobReturn);
  return jobReturn;
}

function throwFirstFailure(returns: readonly JobReturn[], sweeper: Sweeper, signal: AbortSignal): void {
  const cancelled = returns.find(({ status }) => status === "cancelled");
  if (signal.aborted)
    throw cancelled?.error ?? new HydraException("JOB_CANCELLED", "The sweep was cancelled");
  if (sweeper.toleratesFailures === true) return;
  const failed = returns.find(({ status }) => status === "failed");
  if (failed !== undefined) throw new FailedJobError(failed, returns);
}

/** Says that jobs of a sweep failed, when all jobs have ended. Each was told when it did (H-ERR-021). */
export class FailedJobError extends Error {
  /** The first of them. */
  readonly jobReturn: JobReturn;
  readonly failed: readonly JobReturn[];
  /** Of the whole batch, in job order: those that ended well, too. */
  readonly jobReturns: readonly JobReturn[];
  /** How many jobs of the batch ended. */
  readonly ended: number;
  constructor(first: JobReturn, returns: readonly JobReturn[]) {
    super(`Job #${first.num ?? 0} failed`, { cause: first.error });
    this.jobReturn = first;
    this.failed = returns.filter(({ status }) => status === "failed");
    this.jobReturns = returns;
    this.ended = returns.length;
  }
}

function sweepContext(
  app: AppRun,
  run: StartedRun,
  master: ComposedRun,
  hydraOverrides: readonly Override[],
): SweepContext {
  return {
    config: run.config,
    signal: app.signal,
    options: (group) => master.repository.options(group),
    parseOverride: app.parseOverride,
    debug: (message) => run.log.debug(message),
    composeJob: (overrides, num) => composeJob(app, run.config, hydraOverrides, overrides, num),
  };
}

/** One job's config, sharing the sweep's clock: cached resolvers answer what they answered for the sweep (H-SWP-003). */
function composeJob(
  app: AppRun,
  master: MapNode,
  hydraOverrides: readonly Override[],
  overrides: readonly Override[],
  num: number,
): PlannedJob {
  const shared = contextOf(master);
  const context = shared && { resolvers: shared.resolvers, cache: shared.cache.copy() };
  const { config } = ofJob(num, overrides, () =>
    app.compose([...hydraOverrides, ...overrides], "run", context),
  );
  takeMode(config, master);
  requireSameController(master, config, "launcher");
  requireSameController(master, config, "sweeper");
  setHydraValue(config, ["job", "num"], num);
  setHydraValue(config, ["job", "id"], String(num));
  return { num, overrides, config };
}

/** Mistakes that a job is composed with are told with the job. */
function ofJob<Result>(num: number, overrides: readonly Override[], work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    const { code, key, hint, together, cause } = error;
    const summary = `Job #${num} (${overrides.map(({ text }) => text).join(" ")}): ${error.summary}`;
    const places = { span: () => error.span, related: () => error.related };
    const facts = { key, hint, together, cause, ...places };
    throw error instanceof MissingConfigException
      ? new MissingConfigException(code, summary, facts)
      : new ConfigCompositionException(code, summary, facts);
  }
}

/** A job of a sweep says that it is one, as the sweep's own config does (H-HYD-010). */
function takeMode(config: MapNode, master: MapNode): void {
  const mode = hydraNodeOf(master).child("mode");
  if (mode === undefined) return;
  hydraNodeOf(config).setChild("mode", copyNode(mode));
  const lines = hydraNodeOf(master).child("overrides");
  const own = hydraNodeOf(config).child("overrides");
  const recorded = lines instanceof MapNode ? lines.child("hydra") : undefined;
  if (recorded !== undefined && own instanceof MapNode) own.setChild("hydra", copyNode(recorded));
}

/** A job cannot choose who launches it (H-SWP-004). */
function requireSameController(master: MapNode, job: MapNode, name: "launcher" | "sweeper"): void {
  const wanted = hydraNodeOf(master).child(name);
  const got = hydraNodeOf(job).child(name);
  if (wanted === undefined || got === undefined || structurallyEqual(wanted, got)) return;
  throw new ConfigCompositionException("LAUNCHER_INVALID", `A job of a sweep changes hydra.${name}`, {
    key: `hydra.${name}`,
    hint: `hydra/${name} is chosen once for the whole sweep; remove it from the configs that the sweep selects`,
  });
}

async function createSweeper(app: AppRun, config: MapNode): Promise<Sweeper> {
  return (await createController(app, config, "sweeper", "sweep")) as Sweeper;
}

async function createLauncher(app: AppRun, config: MapNode): Promise<Launcher> {
  return (await createController(app, config, "launcher", "launch")) as Launcher;
}

async function createController(
  app: AppRun,
  config: MapNode,
  name: "launcher" | "sweeper",
  method: string,
): Promise<object> {
  const node = hydraNodeOf(config).child(name);
  const key = `hydra.${name}`;
  if (node === undefined || node.kind === "null" || node.kind === "missing") {
    throw new HydraException("LAUNCHER_INVALID", `No ${name} is configured`, {
      key,
      hint: `choose one: hydra/${name}=basic`,
    });
  }
  const controller = await app.instantiate(node);
  if (typeof controller === "object" && controller !== null && method in controller) return controller;
  throw new HydraException("LAUNCHER_INVALID", `hydra.${name} is not a ${name}`, {
    key,
    hint: `its target must have a method ${method}()`,
  });
}
