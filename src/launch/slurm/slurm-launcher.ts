import { writeFileSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../../compose/secrets.ts";
import { MapNode, ScalarNode } from "../../config/node.ts";
import { HydraException } from "../../errors/hydra-errors.ts";
import type { JobReturn } from "../../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../../sweep/plan.ts";
import { jobLine } from "../basic-launcher.ts";
import { encodeJobConfig } from "../job-config-data.ts";
import type { LaunchContext, Launcher } from "../launcher.ts";
import { formatRole, type WorkerCommand, workerVariable } from "../worker-command.ts";
import { batchScript, sbatchArguments } from "./batch-script.ts";
import { codeStamp } from "./code-stamp.ts";
import { isActive, isWaiting, SlurmCommands, type TaskState } from "./slurm-commands.ts";
import { type SlurmLauncherConfig, type SlurmSettings, slurmSettings } from "./slurm-config.ts";
import { SlurmTask, type TaskPlace } from "./slurm-task.ts";
import { ArrayFolder, createKey, removeFile, writeOrder } from "./task-files.ts";
import { readTaskResult } from "./task-messages.ts";
import { watchTasks } from "./watch-tasks.ts";

/**
 * Runs the jobs of a sweep on a Slurm cluster, as the tasks of a job array: `hydra/launcher: slurm`. Each is the app's own file, started
 * again on a node (design D9). Jobs and their results travel as files in the directory of the sweep, which all nodes must see; Slurm
 * itself is asked for nothing but where, when and whether they run.
 *
 * @example
 * const store = new ZenStore();
 * store(builds(SlurmLauncher, { partition: "gpu", gres: "gpu:1", time: 240, array_parallelism: 16 }), {
 *   group: "hydra/launcher",
 *   name: "gpu",
 * });
 */
export class SlurmLauncher implements Launcher {
  readonly canAttach = true;
  readonly #config: SlurmLauncherConfig;

  constructor(config: SlurmLauncherConfig = {}) {
    this.#config = config;
  }

  async *launch({ jobs }: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
    const settings = slurmSettings(this.#config);
    const worker = requireWorker(context);
    const { log, signal } = context;
    for (const warning of settings.warnings) log.warning(warning);
    const slurm = new SlurmCommands(worker.env, worker.cwd);
    const root = path.resolve(worker.cwd, settings.folder ?? path.join(context.sweepDir, ".slurm"));
    const submitter = new Submitter({ settings, context, worker, slurm, root });
    const tasks: SlurmTask[] = [];
    let known: ReadonlyMap<number, TaskPlace> | undefined;
    try {
      for await (const job of jobs) {
        if (signal.aborted) break;
        const task = new SlurmTask(job, context, settings);
        tasks.push(task);
        if (job.earlier?.mayGoOn === true) {
          known ??= await knownTasks(root, slurm, context);
          task.place = known.get(job.num);
        }
        if (task.place === undefined) await submitter.add(task);
      }
      await submitter.flush();
    } catch (error) {
      await submitter.withdraw();
      throw error;
    }
    const found = tasks.length - submitter.count;
    if (found > 0) log.info(`Waiting for ${found} jobs that Slurm has already`);
    if (settings.submitOnly && context.attach !== true) {
      log.info(`The jobs are left to Slurm; --attach ${context.sweepDir} collects what they return`);
      for (const task of tasks) if (task.place !== undefined) yield task.leave();
      return;
    }
    // Those that were not handed over before Ctrl-C have nobody to wait for.
    const submitted = tasks.filter(({ place }) => place !== undefined);
    yield* watchTasks({ tasks: submitted, slurm, settings, context });
  }
}

interface SubmitParts {
  readonly settings: SlurmSettings;
  readonly context: LaunchContext;
  readonly worker: WorkerCommand;
  readonly slurm: SlurmCommands;
  /** The folder of all arrays of the sweep. */
  readonly root: string;
}

/** Submits jobs, as many in an array as there may be. */
class Submitter {
  readonly #parts: SubmitParts;
  readonly #submitted: string[] = [];
  readonly #taken: SlurmTask[] = [];
  #waiting: SlurmTask[] = [];
  #most: number | undefined;

  constructor(parts: SubmitParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#taken.length;
  }

  async add(task: SlurmTask): Promise<void> {
    this.#most ??= await this.#arraySize();
    this.#parts.context.log.info(jobLine(task.job));
    this.#waiting.push(task);
    this.#taken.push(task);
    if (this.#waiting.length >= this.#most) await this.flush();
  }

  /** Submits those that wait. */
  async flush(): Promise<void> {
    const tasks = this.#waiting;
    this.#waiting = [];
    if (tasks.length === 0 || this.#parts.context.signal.aborted) return;
    const { settings, context, worker, slurm, root } = this.#parts;
    const folder = ArrayFolder.create(root);
    const key = createKey();
    for (const [index, { job }] of tasks.entries()) writeOrder(folder.task(index).order, orderOf(job), key);
    const program = [settings.node ?? process.execPath, ...worker.nodeArgs, worker.script, ...worker.args];
    writeFileSync(folder.script, batchScript(settings, program), { mode: 0o700 });
    const { arrayParallelism } = settings;
    const words = sbatchArguments(settings, {
      size: tasks.length,
      folder: folder.directory,
      cwd: worker.cwd,
      // Arrays side by side would run more jobs at a time than was asked for.
      after: Number.isFinite(arrayParallelism) ? this.#submitted.at(-1) : undefined,
    });
    const { maxTimeouts, timeLimitMs } = settings;
    const code = codeStamp(versionOf(context.config), context.entry);
    const array = { folder: folder.directory, key, maxTimeouts, timeLimitMs, code };
    const role = formatRole({ ...worker, array });
    const id = await slurm
      .submit(words, { ...worker.env, [workerVariable]: role })
      .catch((error: unknown) => {
        folder.remove();
        throw error;
      });
    // Slurm has a copy. This one holds the command line, and what is secret in it.
    if (!Secrets.of(context.config).isEmpty) removeFile(folder.script);
    this.#submitted.push(id);
    const nums = tasks.map(({ job }) => job.num);
    const submittedAt = new Date().toISOString();
    folder.writeRecord({ version: 1, sweep: context.sweepId, id, nums, sbatch: words, submittedAt });
    for (const [index, task] of tasks.entries()) {
      task.place = { id: `${id}_${index}`, files: folder.task(index) };
      context.events.submitted(task.job, task.place.id);
    }
    const atATime = Number.isFinite(arrayParallelism) ? `, ${arrayParallelism} at a time` : "";
    context.log.info(`Submitted ${tasks.length} jobs to Slurm as array ${id}${atATime}`);
  }

  /** Not all could be submitted: then none is to run. */
  async withdraw(): Promise<void> {
    const { slurm, context } = this.#parts;
    if (this.#submitted.length > 0) await slurm.cancel(this.#submitted).catch(() => {});
    for (const { job, place } of this.#taken) {
      if (place === undefined) continue;
      removeFile(place.files.order);
      context.events.withdrawn(job);
    }
  }

  async #arraySize(): Promise<number> {
    const { settings, slurm } = this.#parts;
    const allowed = (await slurm.maxArraySize()) ?? Number.POSITIVE_INFINITY;
    return Math.min(settings.maxArraySize, allowed);
  }
}

function orderOf({ num, config, earlier }: PlannedJob): Parameters<typeof writeOrder>[1] {
  return {
    num,
    id: undefined,
    attempt: (earlier?.count ?? 0) + 1,
    config: encodeJobConfig(config),
    ...(earlier === undefined ? {} : { outputDir: earlier.outputDir }),
  };
}

/**
 * Jobs of this sweep that an earlier process submitted, by number: when they are only collected, all of them; otherwise those that still
 * wait, run, or have ended with a result.
 */
async function knownTasks(
  root: string,
  slurm: SlurmCommands,
  { sweepId, attach }: LaunchContext,
): Promise<ReadonlyMap<number, TaskPlace>> {
  const known = new Map<number, TaskPlace>();
  for (const folder of ArrayFolder.all(root)) {
    const record = folder.readRecord();
    if (record?.sweep !== sweepId) continue;
    for (const [index, num] of record.nums.entries())
      known.set(num, { id: `${record.id}_${index}`, files: folder.task(index) });
  }
  if (known.size === 0 || attach === true) return known;
  const arrays = [...new Set([...known.values()].map(({ id }) => id.split("_", 1)[0] ?? ""))];
  const states = await slurm.states(arrays);
  return new Map([...known].filter(([, place]) => goesOn(place, states.get(place.id))));
}

function goesOn({ files }: TaskPlace, state: TaskState | undefined): boolean {
  if (state !== undefined && (isWaiting(state) || isActive(state))) return true;
  const status = readTaskResult(files.result)?.result.status;
  return status === "completed" || status === "failed";
}

function versionOf(config: MapNode): string {
  const hydra = config.child("hydra");
  const runtime = hydra instanceof MapNode ? hydra.child("runtime") : undefined;
  const version = runtime instanceof MapNode ? runtime.child("version") : undefined;
  return version instanceof ScalarNode && typeof version.value === "string" ? version.value : "";
}

function requireWorker({ worker }: LaunchContext): WorkerCommand {
  const problem =
    worker === undefined
      ? "There is no program that Slurm could run: launch() was called from code"
      : worker.env[workerVariable] === undefined
        ? undefined
        : "A job of a sweep launched a sweep instead of serving jobs";
  if (worker !== undefined && problem === undefined) return worker;
  throw new HydraException("LAUNCHER_INVALID", problem ?? "", {
    key: "hydra.launcher",
    hint: "nodes start the file again that calls main(): use main() or zen(task).main(), or give launch() an `entry` that does",
  });
}
