import path from "node:path";
import type { CallbackDispatch, EmittedEvent, LaterWork } from "../callbacks/dispatch.ts";
import type { Hook } from "../callbacks/callback.ts";
import { Secrets } from "../compose/secrets.ts";
import { placeByKey } from "../config/place-error.ts";
import { setFlag } from "../config/flags.ts";
import type { MapNode } from "../config/node.ts";
import { viewOf } from "../config/view.ts";
import { JobReturn, type ReturnedConfigs } from "../sweep/job-return.ts";
import type { Background } from "./background.ts";
import type { Cancellation } from "./cancellation.ts";
import { setEnvironment } from "./environment.ts";
import { hydraLines, hydraNodeOf, hydraText, hydraValue, setHydraValue } from "./hydra-values.ts";
import { logLevels } from "./logging/levels.ts";
import type { LogTree } from "./logging/log-tree.ts";
import { creating, writesFiles } from "./output-dir.ts";
import { placeJob } from "./place-job.ts";
import { recordsDir, writeConfigRecords, writeResult } from "./records.ts";
import { callTask, failure, JobContext, type Outcome, type TaskFunction } from "./call-task.ts";
import { withActiveRun } from "./run-context.ts";
import { createLogs } from "./run-logs.ts";
import type { Surroundings } from "./surroundings.ts";
import { hydraConfigOf, taskConfigOf } from "./task-config.ts";

/** What all jobs of one app share. */
export interface JobRunner {
  readonly task: TaskFunction;
  readonly callbacks: CallbackDispatch;
  readonly surroundings: Surroundings;
  /** The engine's log; also the job's own, when `hydra.job_logging` leaves logging as it is. */
  readonly logs: LogTree;
  readonly cancellation: Cancellation;
  /** Takes what callbacks do after a job. */
  readonly background: Background;
}

export interface Job {
  /** Composed config with its hydra node; owned by the job from here on. */
  readonly config: MapNode;
  /** Where the job wants to write; when somebody else has that directory, it gets one of its own beside it. */
  readonly outputDir: string;
  /** Where the output directory was set, for messages: `hydra.run.dir` or `hydra.sweep.dir`. */
  readonly outputDirKey: string;
  /** Whether an earlier attempt at the job took the directory: this one goes on there. */
  readonly isPlaced?: boolean | undefined;
  readonly num?: number | undefined;
  readonly id?: string | undefined;
  /** Told the directory that the job got. */
  readonly onPlaced?: ((outputDir: string) => void) | undefined;
  /** Told what the task reports, before the callbacks are. */
  readonly onProgress?: ((progress: unknown) => void) | undefined;
}

/**
 * Runs one job, the only way a job runs (H-JOB-001). Never rejects for anything that goes wrong in the job: the return tells.
 */
export async function runJob(job: Job, runner: JobRunner): Promise<JobReturn> {
  const startedAt = new Date();
  const directory = runner.surroundings.cwd();
  let prepared: PreparedJob | undefined;
  let outcome: Outcome;
  try {
    prepared = placing(job.config, () => prepareJob(job, runner));
    outcome = await prepared.run();
  } catch (error) {
    outcome = { status: "failed", error };
  }
  const placed = { ...job, outputDir: prepared?.outputDir ?? job.outputDir };
  const jobReturn = describeReturn(placed, outcome, startedAt, prepared?.taskConfig);
  try {
    return (await prepared?.finish(jobReturn)) ?? jobReturn;
  } finally {
    if (runner.surroundings.cwd() !== directory) runner.surroundings.chdir(directory);
  }
}

/** The return of a job that ended in this way. */
export function describeReturn(
  job: Job,
  outcome: Outcome,
  startedAt: Date = new Date(),
  taskConfig?: MapNode,
): JobReturn {
  const { config } = job;
  let configs: ReturnedConfigs | undefined;
  // Written out: a spread makes the object slow to build, and a sweep builds thousands.
  const { status, returnValue, error } = outcome;
  const jobReturn = new JobReturn({
    status,
    returnValue,
    error,
    num: job.num,
    id: job.id,
    overrides: Secrets.of(config).overrides(hydraLines(config, "overrides.task")),
    config: undefined,
    hydraConfig: undefined,
    outputDir: job.outputDir,
    taskName: hydraText(job.config, "job.name") ?? "",
    startedAt,
    endedAt: new Date(),
  });
  jobReturn.releaseConfigs(
    () =>
      (configs ??= {
        config: viewOf(taskConfig ?? taskConfigOf(config)),
        hydraConfig: viewOf(hydraConfigOf(config)),
      }),
  );
  return jobReturn;
}

/** What cannot be prepared is told with the place where the config says so. */
function placing<Result>(config: MapNode, prepare: () => Result): Result {
  try {
    return prepare();
  } catch (error) {
    placeByKey(error, config);
    throw error;
  }
}

/** A job with its directory, logging and records in place. */
interface PreparedJob {
  readonly outputDir: string;
  readonly taskConfig: MapNode;
  run(): Promise<Outcome>;
  /** Writes the result and calls the end hooks; answers another return when a hook made the job fail. */
  finish(jobReturn: JobReturn): Promise<JobReturn | undefined>;
}

const nothingToDo = Promise.resolve();

function prepareJob(job: Job, runner: JobRunner): PreparedJob {
  const { config } = job;
  const { surroundings } = runner;
  // Hooks that nobody hears are not waited for: each promise costs a job of a long sweep something.
  const hasCallbacks = runner.callbacks.entries.length > 0;
  const outputDir = placeJob(job, runner);
  setHydraValue(config, ["runtime", "output_dir"], outputDir);
  setFlag(hydraNodeOf(config), "readonly", true);
  const taskConfig = taskConfigOf(config);
  if (hydraValue(config, "job.chdir") === true && writesFiles(config)) surroundings.chdir(outputDir);
  const ownLogs = createLogs(config, "job_logging", surroundings);
  const logs = ownLogs ?? runner.logs;
  const records = writesFiles(config) ? recordsDir(config, outputDir) : undefined;
  if (records !== undefined)
    creating(outputDir, job.outputDirKey, () => writeConfigRecords(records, { config, taskConfig }));
  let lastReport: unknown;
  const notes = new Map<string, unknown>();
  let noteFact = (name: string, fact: unknown): void => void notes.set(name, fact);
  const context = new JobContext({ ...job, outputDir }, logs, runner.cancellation, (progress) => {
    lastReport = progress;
    job.onProgress?.(progress);
    return emit("onJobProgress", { progress, outputDir });
  });
  const active = { logs, context, hydra: hydraNodeOf(config) };

  const emit: Emit = (hook, facts, onLater) => {
    if (!hasCallbacks) return nothingToDo;
    const note = (name: string, fact: unknown): void => noteFact(name, fact);
    const event: unknown = { ...facts, config: viewOf(config), signal: runner.cancellation.signal, note };
    return runner.callbacks.emit(hook, event as EmittedEvent<typeof hook>, onLater);
  };

  // The job's own log is closed when what comes later has something to say.
  const inRun = (body: () => void): void => withActiveRun({ logs: runner.logs, hydra: active.hydra }, body);

  return {
    outputDir,
    taskConfig,
    run: () =>
      withActiveRun(active, async () => {
        const restore = setEnvironment(surroundings.env, environmentOf(config));
        try {
          const call = (): Promise<Outcome> =>
            callTask(runner.task, viewOf(taskConfig), context, surroundings);
          if (!hasCallbacks) return await call();
          await emit("onJobStart", { task: runner.task, outputDir });
          return await runner.callbacks.aroundTask({ config: viewOf(config), outputDir }, call);
        } catch (error) {
          return failure(error, runner.cancellation);
        } finally {
          restore();
        }
      }),
    finish: (jobReturn) =>
      withActiveRun(active, async () => {
        noteFact = (name, fact) => jobReturn.addNote(name, fact);
        for (const [name, fact] of notes) jobReturn.addNote(name, fact);
        if (jobReturn.status === "failed") logFailure(logs, jobReturn, Secrets.of(config));
        logs.flush();
        const work: LaterWork[] = [];
        let ended = hasCallbacks
          ? await endJob(jobReturn, outputDir, emit, (later) => work.push(later))
          : jobReturn;
        const write = (): void => {
          if (records === undefined) return;
          ended =
            tryToWrite(
              records,
              (into) => writeResult(into, ended, { progress: lastReport, secrets: Secrets.of(config) }),
              ended,
              job,
            ) ?? ended;
        };
        write();
        logs.flush();
        for (const later of work) {
          if (later.entry.onError === "warn") inRun(() => runner.background.begin(later, runner.callbacks));
          else {
            const thrown = await runner.callbacks.runLater(later);
            if (thrown === undefined || ended.status !== "completed") continue;
            ended = ended.failedWith(thrown);
            write();
          }
        }
        ownLogs?.close();
        return ended === jobReturn ? undefined : ended;
      }),
  };
}

/** A result that nobody can read is not a completed job: the job fails, unless it had failed anyway. */
function tryToWrite(
  records: string,
  write: (records: string) => void,
  jobReturn: JobReturn,
  { outputDirKey }: Job,
): JobReturn | undefined {
  try {
    creating(path.dirname(records), outputDirKey, () => write(records));
    return undefined;
  } catch (error) {
    return jobReturn.status === "completed" ? jobReturn.failedWith(error) : undefined;
  }
}

type Emit = <H extends Hook>(
  hook: H,
  facts: Omit<EmittedEvent<H>, "config" | "signal" | "note">,
  onLater?: (later: LaterWork) => void,
) => Promise<void>;

/** Calls the end hooks; answers the return of the job, which is another one when a hook made the job fail. */
async function endJob(
  jobReturn: JobReturn,
  outputDir: string,
  emit: Emit,
  onLater: (later: LaterWork) => void,
): Promise<JobReturn> {
  const { status, error } = jobReturn;
  let failed: unknown;
  if (status === "failed")
    await emit("onJobError", { jobReturn, outputDir, error }).catch((thrown) => (failed ??= thrown));
  await emit("onJobEnd", { jobReturn, outputDir }, onLater).catch((thrown) => (failed ??= thrown));
  if (failed === undefined || status !== "completed") return jobReturn;
  return jobReturn.failedWith(failed);
}

function environmentOf(config: MapNode): [string, string][] {
  const variables = hydraValue(config, "job.env_set");
  if (!(variables instanceof Map)) return [];
  return [...variables].map(([name, value]) => [String(name), String(value)]);
}

/** The trace goes to the job's file; the terminal shows it at the end of the run (H-JOB-007). */
function logFailure(logs: LogTree, { error, taskName }: JobReturn, secrets: Secrets): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  logs.emitToFiles({
    name: taskName,
    level: logLevels.ERROR,
    message: secrets.text(`Job failed: ${message}`),
    time: new Date(),
  });
}
