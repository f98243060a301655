import { Secrets } from "../compose/secrets.ts";
import { type ConfigNode, contextOf, isContainer, MapNode } from "../config/node.ts";
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
import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { SweepContext, Sweeper } from "../sweep/sweeper.ts";
import { type AppRun, type ComposedRun, type StartedRun, startRun } from "./app-run.ts";
import { Breather } from "./breather.ts";
import { checkedJobs } from "./check-jobs.ts";
import { CompactReturns } from "./compact-returns.ts";
import { fingerprint } from "./fingerprint.ts";
import { hydraNodeOf, hydraText, setHydraValue } from "./hydra-values.ts";
import { JobsToRun } from "./jobs-to-run.ts";
import { sweepOutputDir, writesFiles } from "./output-dir.ts";
import { LastReports } from "./last-reports.ts";
import {
  JobsByIdentity,
  type PastJobs,
  type Recompose,
  ResumedJobs,
  type ResumeOptions,
} from "./past-jobs.ts";
import { withActiveRun } from "./run-context.ts";
import { endRemoteJob, recordedEnding } from "./remote-job.ts";
import type { ResultRow } from "../sweep/result-row.ts";
import { runJob } from "./run-job.ts";
import { ShowOutput } from "./show-output.ts";
import { splitOverrides, type SplitOverrides } from "./split-overrides.ts";
import { TellFailures } from "./tell-failures.ts";
import { writeResults } from "./write-results.ts";
import { SweepSession } from "./sweep-session.ts";
import { hydraConfigOf, taskConfigOf } from "./task-config.ts";

/** Jobs of a batch that are composed and checked before the first one starts. Larger batches stream (design D7). */
const checkedAhead = 1000;

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
  resume?: ResumeOptions,
): Promise<JobReturn[]> {
  const run = await startRun(app, master.config);
  const event = { config: viewOf(master.config), configName: app.configName, signal: app.signal };
  const jobReturns: JobReturn[] = [];
  const parts: SweepParts = { app, run, master, overrides: splitOverrides(overrides), resume };
  const reports = new LastReports(resume?.sweep.jobs.values());
  let session: SweepSession | undefined;
  const open = (): SweepSession => (session = new SweepSession(app, run, master, resume));
  return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(run.config) }, async () => {
    let error: unknown;
    try {
      await run.callbacks.emit("onMultirunStart", event);
      await sweep(parts, open, reports, jobReturns);
    } catch (thrown) {
      placeByKey(thrown, run.config);
      error = thrown;
    }
    const ending = error === undefined ? {} : { error };
    await run.background.settled();
    const sweepDir = session !== undefined && writesFiles(run.config) ? session.directory : undefined;
    const results = reports.rows(jobReturns, !Secrets.of(run.config).isEmpty);
    try {
      await run.callbacks.emit("onMultirunEnd", { ...event, jobReturns, ...ending, sweepDir, results });
    } finally {
      session?.close(statusOf(error, app.signal, jobReturns));
      if (session !== undefined && jobReturns.length > 0) tellResults(parts, session.directory, results);
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
  const batches = sweeper.sweep(split.task, sweepContext({ app, run, master, overrides: split }));
  for (let next = await batches.next([]); next.done !== true; next = await batches.next([]))
    yield* checkedJobs(next.value.jobs, app.task);
}

/** What a sweep is made of. */
interface SweepParts {
  readonly app: AppRun;
  readonly run: StartedRun;
  readonly master: ComposedRun;
  readonly overrides: SplitOverrides;
  readonly resume?: ResumeOptions | undefined;
}

/** Leaves the table of results in the sweep's directory. That it cannot be written does not make the sweep fail. */
function tellResults({ app, run }: SweepParts, directory: string, rows: Iterable<ResultRow>): void {
  if (writesFiles(run.config)) {
    try {
      writeResults(directory, rows);
    } catch (error) {
      run.log.warning(`The table of results was not written: ${String(error)}`);
    }
  }
  app.onResults?.(rows, directory);
}

async function sweep(
  parts: SweepParts,
  open: () => SweepSession,
  reports: LastReports,
  jobReturns: JobReturn[],
): Promise<void> {
  const { app, run, master, overrides, resume } = parts;
  const sweeper = await createSweeper(app, run.config);
  const launcher = await createLauncher(app, run.config);
  if (resume?.attach === true) requireAttachable(launcher);
  const seed = resume?.sweep.header.seed ?? Math.floor(Math.random() * 2 ** 32);
  let changedDir: string | undefined;
  const recompose = recomposer(parts, () => changedDir);
  const cwd = run.surroundings.cwd();
  const resumed = resume && new ResumedJobs(resume, cwd, recompose);
  const batches = sweeper.sweep(overrides.task, sweepContext(parts, { seed, resumed }));
  let next = await batches.next([]);
  const session = open();
  ({ changedDir } = session);
  const { journal } = session;
  const past = [
    ...(resumed === undefined ? [] : [resumed]),
    ...(session.earlier.length === 0 ? [] : [new JobsByIdentity(session.earlier, cwd, recompose)]),
  ];
  const watch = app.watchSweep?.();
  const failures = new TellFailures(app.onFailure);
  const watchers = [journal, reports, new ShowOutput(app.surroundings), failures];
  const events = new JobEvents(watch === undefined ? watchers : [...watchers, watch.watcher]);
  const launching: LaunchContext = {
    config: run.config,
    sweepDir: session.directory,
    sweepId: sweepIdOf(resume?.sweep.header.directory ?? session.directory, seed),
    entry: app.entry,
    log: run.log,
    signal: app.signal,
    events,
    runJob: (job) => runPlannedJob(job, run, events),
    worker: workerCommand(app),
    endJob: (job, ending) => endRemoteJob(job, ending, run, events),
    recordedEnding,
    attach: resume?.attach,
  };
  const compacted = new CompactReturns(recompose);
  let first = 0;
  try {
    while (next.done !== true) {
      const { size, total = size, jobs } = next.value;
      const toRun = new JobsToRun(jobs, past, app.task);
      const ahead = await composeAhead(toRun);
      if (first === 0) {
        if (resume === undefined) session.begin(total, seed, overrides);
        else session.resume(resume);
      }
      if (ahead.rest !== undefined || first + size !== total) master.repository.freeze();
      const note = (job: PlannedJob): PlannedJob => {
        for (const skipped of toRun.takeSkipped()) journal.skipped(skipped);
        if (changedDir !== undefined) setHydraValue(job.config, ["sweep", "dir"], changedDir);
        const continued = toRun.continued(job);
        session.noteSources();
        if (!past.some((jobsBefore) => jobsBefore.isPlanned(continued))) journal.planned(continued);
        compacted.expect(continued);
        return continued;
      };
      const left = sizeOf(ahead, Math.max(toRun.recorded.size, resumed?.countEnded(first, size) ?? 0), size);
      // Taken out: a job that has run is held by nobody.
      const planned = ahead.ready.splice(0).map(note);
      if (toRun.recorded.size > 0)
        run.log.info(`${size - left} of ${size} jobs have ended before and do not run again`);
      const batch = { size: left, total, jobs: inOrder(planned, ahead.rest, note) };
      events.batch(left);
      const ran =
        left === 0 && size > 0
          ? []
          : await launchBatch(batch, launcher, launching, (jobReturn) => {
              failures.take(jobReturn);
              app.onJobReturn?.(jobReturn);
              compacted.take(jobReturn);
            });
      for (const skipped of toRun.takeSkipped()) journal.skipped(skipped);
      const returns = withRecorded(ran, toRun.recorded);
      for (const jobReturn of returns) jobReturns.push(jobReturn);
      throwFirstFailure(ran, sweeper, app.signal);
      first += size;
      next = await batches.next(returns);
    }
  } finally {
    watch?.stop();
    await launcher.close?.();
  }
  if (sweeper.toleratesFailures !== true) throwFirstFailed(jobReturns);
}

function statusOf(
  error: unknown,
  signal: AbortSignal,
  jobReturns: readonly JobReturn[],
): "completed" | "failed" | "cancelled" | "submitted" {
  if (signal.aborted) return "cancelled";
  if (jobReturns.some(({ status }) => status === "submitted")) return "submitted";
  return error === undefined ? "completed" : "failed";
}

function workerCommand({ surroundings, startedAt }: AppRun): LaunchContext["worker"] {
  const { program, env } = surroundings;
  if (program === undefined) return undefined;
  return { ...program, startedAt: startedAt ?? program.startedAt, cwd: surroundings.cwd(), env };
}

async function launchBatch(
  batch: Batch,
  launcher: Launcher,
  context: LaunchContext,
  onJobReturn: (jobReturn: JobReturn) => void,
): Promise<JobReturn[]> {
  const returns: JobReturn[] = [];
  for await (const jobReturn of launcher.launch(batch, context)) {
    returns.push(jobReturn);
    onJobReturn(jobReturn);
  }
  return returns;
}

/** How many jobs of a batch are left to run, as far as is known before all are composed. */
function sizeOf({ ready, rest }: AheadJobs, ended: number, size: number): number {
  return rest === undefined ? ready.length : Math.max(ready.length, size - ended);
}

/** The returns of a batch in job order. */
function withRecorded(ran: readonly JobReturn[], recorded: ReadonlyMap<number, JobReturn>): JobReturn[] {
  if (recorded.size === 0) return [...ran];
  return [...ran, ...recorded.values()].sort((a, b) => (a.num ?? 0) - (b.num ?? 0));
}

/** Jobs of which the first ones are composed. */
interface AheadJobs {
  readonly ready: PlannedJob[];
  readonly rest: AsyncIterator<PlannedJob> | undefined;
}

/** Takes the first jobs of a batch, so that their mistakes show before anything runs; the rest follows as it is asked for. */
async function composeAhead(jobs: AsyncIterable<PlannedJob>): Promise<AheadJobs> {
  const rest = jobs[Symbol.asyncIterator]();
  const ready: PlannedJob[] = [];
  while (ready.length < checkedAhead) {
    const next = await rest.next();
    if (next.done === true) return { ready, rest: undefined };
    ready.push(next.value);
  }
  return { ready, rest };
}

/** All jobs of a batch: those that are composed already, then the others as they are asked for. */
async function* inOrder(
  ready: PlannedJob[],
  rest: AheadJobs["rest"],
  note: (job: PlannedJob) => PlannedJob,
): AsyncGenerator<PlannedJob> {
  const breather = new Breather();
  for (const job of drain(ready)) {
    yield job;
    await breather.breathe();
  }
  if (rest === undefined) return;
  for (let more = await rest.next(); more.done !== true; more = await rest.next()) {
    yield note(more.value);
    await breather.breathe();
  }
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
      outputDir: job.earlier?.outputDir ?? sweepOutputDir(job.config, run.surroundings.cwd()),
      outputDirKey: "hydra.sweep.dir",
      isPlaced: job.earlier !== undefined,
      num: job.num,
      id: hydraText(job.config, "job.id"),
      onPlaced: (outputDir) => events.started(job, { outputDir, attempt: (job.earlier?.count ?? 0) + 1 }),
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
    throw new HydraException("JOB_CANCELLED", "The sweep was cancelled", { cause: cancelled?.error });
  if (sweeper.toleratesFailures !== true) throwFirstFailed(returns);
}

function throwFirstFailed(returns: readonly JobReturn[]): void {
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
  { app, run, master, overrides }: SweepParts,
  { seed, resumed }: { readonly seed?: number; readonly resumed?: PastJobs | undefined } = {},
): SweepContext {
  const compose = (own: readonly Override[], num: number): PlannedJob =>
    composeJob(app, run.config, overrides.hydra, own, num);
  return {
    config: run.config,
    seed,
    signal: app.signal,
    options: (group) => master.repository.options(group),
    parseOverride: app.parseOverride,
    debug: (message) => run.log.debug(message),
    composeJob: (own, num) =>
      resumed?.hasEnded(num, own) === true ? composedWhenAsked(own, num, compose) : compose(own, num),
  };
}

/** A job that most probably nobody looks at. */
function composedWhenAsked(
  overrides: readonly Override[],
  num: number,
  compose: (overrides: readonly Override[], num: number) => PlannedJob,
): PlannedJob {
  let job: PlannedJob | undefined;
  return {
    num,
    overrides,
    get config() {
      return (job ??= compose(overrides, num)).config;
    },
  };
}

/** Makes the configs of a job again that were let go. */
function recomposer({ app, run, overrides }: SweepParts, changedDir: () => string | undefined): Recompose {
  return (num, texts, outputDir) => {
    const own = texts.map((text) => app.parseOverride(text));
    const { config } = composeJob(app, run.config, overrides.hydra, own, num);
    const dir = changedDir();
    if (dir !== undefined) setHydraValue(config, ["sweep", "dir"], dir);
    setHydraValue(config, ["runtime", "output_dir"], outputDir);
    return { config: viewOf(taskConfigOf(config)), hydraConfig: viewOf(hydraConfigOf(config)) };
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

/** What controllers of jobs are copied from, by the sweep's own that it was found to be equal to. */
const sameAsWanted = new WeakMap<ConfigNode, ConfigNode>();

/** A job cannot choose who launches it (H-SWP-004). */
function requireSameController(master: MapNode, job: MapNode, name: "launcher" | "sweeper"): void {
  const wanted = hydraNodeOf(master).child(name);
  const got = hydraNodeOf(job).child(name);
  if (wanted === undefined || got === undefined) return;
  // Jobs that include the same configs have one template: it is compared once.
  const template = isContainer(got) ? got.template : undefined;
  if (template !== undefined && sameAsWanted.get(wanted) === template) return;
  if (structurallyEqual(wanted, got)) {
    if (template !== undefined) sameAsWanted.set(wanted, template);
    return;
  }
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

/** Directory and seed are in the journal, so a sweep that is resumed has the same. Two sweeps in one directory differ by the seed. */
function sweepIdOf(directory: string, seed: number): string {
  return fingerprint(`${directory}\n${seed}`).slice("sha256:".length, "sha256:".length + 12);
}

function requireAttachable({ canAttach }: Launcher): void {
  if (canAttach === true) return;
  throw new HydraException(
    "LAUNCHER_INVALID",
    "This launcher leaves no jobs behind that could be collected",
    {
      key: "hydra.launcher",
      hint: "--resume goes on with a sweep whatever its launcher is",
    },
  );
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
