import { existsSync, symlinkSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { MapNode } from "../config/node.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraText, setHydraValue } from "../jobs/hydra-values.ts";
import { JobServer } from "../jobs/serve-jobs.ts";
import { encodeError } from "../launch/error-data.ts";
import type { JobOrder, StopReason, WorkerMessage } from "../launch/job-messages.ts";
import { codeStamp } from "../launch/slurm/code-stamp.ts";
import { SlurmCommands } from "../launch/slurm/slurm-commands.ts";
import { ArrayFolder, LineTail, readOrder, removeFile, type TaskFiles } from "../launch/slurm/task-files.ts";
import { readHistory, readTaskLine, type TaskHistory, TaskLog } from "../launch/slurm/task-messages.ts";
import type { ArrayRole, WorkerRole } from "../launch/worker-command.ts";
import { withTargets } from "../targets/active-targets.ts";
import { CancellationSource } from "../jobs/cancellation.ts";
import { createAppRun } from "./app-run.ts";
import { type App, type AppDefinition, openApp } from "./app.ts";
import { exitCodes } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";
import type { AppOutcome } from "./run-app.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { workerSurroundings } from "./worker-surroundings.ts";

type Ended = Extract<WorkerMessage, { readonly type: "ended" }>;

/**
 * Runs one job of an array of Slurm: takes it from the array's folder, and leaves there what becomes of it. Does not return: what a
 * program does after `main()` is for the process that runs the sweep.
 */
export function serveArrayTask(
  definition: AppDefinition,
  terminal: Terminal,
  { array, startedAt }: Required<Pick<WorkerRole, "array" | "startedAt">>,
): Promise<AppOutcome> {
  const surroundings = workerSurroundings(terminal, startedAt);
  void run().catch((error: unknown) => terminal.leave(reportError(error, terminal)));
  return new Promise(() => {});

  async function run(): Promise<void> {
    if (array === undefined) return;
    const place = placeInArray(terminal.env);
    const task = new ArrayTask(array, place, surroundings);
    const code = await task.run(() => openApp(definition, {}, surroundings));
    await terminal.leave(code);
  }
}

/** What Slurm tells a job of itself. */
interface PlaceInArray {
  readonly index: number;
  /** `12_3`. Its number alone may stand for the whole array. */
  readonly id: string;
  /** How often Slurm has started it before. */
  readonly restart: number;
  /** Which of several processes of the job this is: the first one speaks for all. */
  readonly rank: number;
  readonly isShared: boolean;
}

function placeInArray(env: Terminal["env"]): PlaceInArray {
  const array = env["SLURM_ARRAY_JOB_ID"];
  const index = Number(env["SLURM_ARRAY_TASK_ID"]);
  if (array === undefined || !Number.isInteger(index)) {
    throw new HydraException("LAUNCHER_INVALID", "A job of a Slurm array was started outside of Slurm", {
      hint: "sbatch starts it: submit the sweep again",
    });
  }
  return {
    index,
    id: `${array}_${index}`,
    restart: Number(env["SLURM_RESTART_COUNT"] ?? 0),
    rank: Number(env["SLURM_PROCID"] ?? 0),
    isShared: Number(env["SLURM_NTASKS"] ?? 1) > 1,
  };
}

class ArrayTask {
  readonly #role: ArrayRole;
  readonly #place: PlaceInArray;
  readonly #terminal: Terminal;
  readonly #files: TaskFiles;
  #stopped: StopReason | undefined;

  constructor(role: ArrayRole, place: PlaceInArray, terminal: Terminal) {
    this.#role = role;
    this.#place = place;
    this.#terminal = terminal;
    this.#files = new ArrayFolder(role.folder).task(place.index);
  }

  /** Answers the exit code. */
  async run(open: () => App): Promise<number> {
    const history = readHistory(this.#files);
    const order = readOrder(this.#files.order, this.#role.key);
    if (order === undefined) {
      throw new HydraException("LAUNCHER_INVALID", `${this.#files.order} is not the job that was submitted`, {
        hint: "somebody has changed it: submit the sweep again",
      });
    }
    if (this.#place.rank > 0) return this.#follow(order, open);
    const log = new TaskLog(this.#files, this.#place.restart);
    const ended = await this.#serve(order, history, log, open);
    if (await this.#isQueuedAgain(ended, history, log)) return exitCodes.failure;
    log.end(ended);
    // Slurm may start a job again that it broke off; nobody starts one that has ended.
    if (ended.result.status !== "cancelled" && !this.#place.isShared) removeFile(this.#files.order);
    return exitCodeOf(ended);
  }

  async #serve(order: JobOrder, history: TaskHistory, log: TaskLog, open: () => App): Promise<Ended> {
    const outputDir = history.outputDir ?? order.outputDir;
    const attempt = order.attempt + history.starts;
    const job = { ...order, attempt, id: this.#place.id, ...(outputDir === undefined ? {} : { outputDir }) };
    try {
      const app = open();
      this.#compareCode(app, log);
      return await withTargets(app.targets, () =>
        this.#runJob(job, app, (message) => {
          if (message.type === "started" && message.files) this.#linkOutput(message.outputDir);
          log.tell(message);
        }),
      );
    } catch (error) {
      // Without an app there is no job to speak of: what is wrong is for the user to read where results are collected.
      reportError(error, this.#terminal);
      const now = new Date().toISOString();
      const result = { status: "failed", error: encodeError(error), startedAt: now, endedAt: now } as const;
      return { type: "ended", num: order.num, attempt, recorded: false, result };
    }
  }

  /** Settled when the job has ended, and whatever its callbacks left for later is done. */
  async #runJob(
    job: JobOrder,
    app: App,
    tell: (message: WorkerMessage) => void,
    prepare: (config: MapNode) => void = () => {},
  ): Promise<Ended> {
    const { id } = this.#place;
    let ended: Ended | undefined;
    const server = new JobServer({
      app: createAppRun(app, this.#terminal, new CancellationSource()),
      context: () => app.context(),
      prepare: (config) => {
        setHydraValue(config, ["job", "id"], id);
        prepare(config);
      },
      send: (message) => {
        if (message.type === "ended") ended = message;
        else tell(message);
      },
    });
    const stop = (reason: StopReason): void => {
      this.#stopped ??= reason;
      const { timeLimitMs } = this.#role;
      void server.receive({ type: "cancel", num: job.num, reason, limitMs: timeLimitMs, option: "time" });
    };
    // A task may wait for nothing but the signal: Node would end the program under it.
    setInterval(() => {}, 2 ** 30);
    process.on("SIGUSR2", () => stop("timeout"));
    process.on("SIGTERM", () => stop("cancelled"));
    process.on("SIGINT", () => stop("cancelled"));
    await server.receive({ type: "job", job });
    await server.settled();
    if (ended === undefined) throw new HydraException("WORKER_LOST", `Job #${job.num} ended without a word`);
    return ended;
  }

  /** Whether Slurm starts the job once more: its time was over, and it did not come to its end. */
  async #isQueuedAgain({ num, result }: Ended, { timeouts }: TaskHistory, log: TaskLog): Promise<boolean> {
    const isOver = result.error?.code === "JOB_TIMEOUT" && this.#stopped === "timeout";
    if (!isOver || timeouts >= this.#role.maxTimeouts) return false;
    log.tell({ type: "requeued", num });
    try {
      const terminal = this.#terminal;
      await new SlurmCommands(terminal.env, terminal.cwd()).requeue(this.#place.id);
    } catch (error) {
      reportError(error, this.#terminal);
      return false;
    }
    // Slurm ends this process now. An end of its own would look like one of the job.
    const ended = new AbortController();
    process.on("SIGTERM", () => ended.abort());
    await sleep(requeuePatienceMs, undefined, { signal: ended.signal }).catch(() => {});
    return true;
  }

  /** One of several processes of a job: it runs the task in the directory of the first, with records of its own. */
  async #follow(order: JobOrder, open: () => App): Promise<number> {
    const outputDir = await this.#directoryOfFirst();
    const app = open();
    const { rank, id } = this.#place;
    const ended = await withTargets(app.targets, () =>
      this.#runJob(
        { ...order, id, outputDir },
        app,
        () => {},
        (config) => {
          const records = hydraText(config, "output_subdir");
          if (records !== undefined)
            setHydraValue(config, ["output_subdir"], path.posix.join(records, `rank_${rank}`));
        },
      ),
    );
    return exitCodeOf(ended);
  }

  async #directoryOfFirst(): Promise<string> {
    const tail = new LineTail(this.#files.messages);
    for (;;) {
      for (const text of tail.read()) {
        const line = readTaskLine(text);
        if (line?.message.type === "started" && line.restart === this.#place.restart)
          return line.message.outputDir;
      }
      await sleep(100);
    }
  }

  #compareCode(app: App, log: TaskLog): void {
    const { code } = this.#role;
    if (code === undefined || code === codeStamp(version, app.entry)) return;
    const message = `Job ${this.#place.id} runs other code than was submitted: Orochi or the app's file has changed since`;
    this.#terminal.stderr.write(`warning: ${message}\n`);
    log.tell({ type: "warning", message });
  }

  /** What Slurm collects of the job's output is found in its directory, too. */
  #linkOutput(outputDir: string): void {
    for (const [name, file] of [
      ["stdout.log", this.#files.out],
      ["stderr.log", this.#files.err],
    ] as const) {
      try {
        if (existsSync(file)) symlinkSync(path.relative(outputDir, file), path.join(outputDir, name));
      } catch {
        // It is there from an earlier start, or the file system has no links.
      }
    }
  }
}

/** How long Slurm may take to end a job that it queues again. */
const requeuePatienceMs = 120_000;

/** Slurm shows it: a failed job is `FAILED` there. */
function exitCodeOf({ result: { status } }: Ended): number {
  if (status === "completed") return exitCodes.ok;
  return status === "cancelled" ? exitCodes.cancelled : exitCodes.failure;
}
