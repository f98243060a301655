import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { JobReturn } from "../../sweep/job-return.ts";
import type { LaunchContext } from "../launcher.ts";
import { timeoutError } from "../lost-job.ts";
import type { SlurmCommands, TaskState } from "./slurm-commands.ts";
import type { SlurmSettings } from "./slurm-config.ts";
import type { SlurmTask } from "./slurm-task.ts";
import { ArrayFolder } from "./task-files.ts";

export interface WatchParts {
  readonly tasks: readonly SlurmTask[];
  readonly slurm: SlurmCommands;
  readonly settings: SlurmSettings;
  readonly context: LaunchContext;
}

/** After Ctrl-C somebody waits. */
const impatientMs = 250;

/**
 * Waits for jobs. What became of one is told by its files; Slurm is asked now and then, for those that it ended before they could write
 * any. Returns come in job order.
 */
export async function* watchTasks(parts: WatchParts): AsyncGenerator<JobReturn> {
  const watch = new Watch(parts);
  const { tasks } = parts;
  for (let told = 0; ;) {
    await watch.look();
    for (let task = tasks[told]; task?.isOver === true; task = tasks[++told])
      if (task.jobReturn !== undefined) yield task.jobReturn;
    if (told === tasks.length) return;
    await watch.pause();
  }
}

class Watch {
  readonly #parts: WatchParts;
  readonly #shortestMs: number;
  #delayMs: number;
  #askedAt = Date.now();
  #isCancelled = false;
  #hasWarned = false;

  constructor(parts: WatchParts) {
    this.#parts = parts;
    this.#shortestMs = Math.max(50, parts.settings.pollMs / 40);
    this.#delayMs = this.#shortestMs;
  }

  get #open(): SlurmTask[] {
    return this.#parts.tasks.filter(({ isOver }) => !isOver);
  }

  async look(): Promise<void> {
    const { signal } = this.#parts.context;
    if (signal.aborted && !this.#isCancelled) await this.#cancel();
    const isNews = this.#readFiles();
    this.#delayMs = isNews ? this.#shortestMs : Math.min(this.#parts.settings.pollMs, this.#delayMs * 1.5);
    const wait = this.#isCancelled ? impatientMs : this.#parts.settings.pollMs;
    if (this.#open.length > 0 && Date.now() - this.#askedAt >= wait) await this.#ask();
  }

  async pause(): Promise<void> {
    const { signal } = this.#parts.context;
    if (this.#isCancelled) await sleep(impatientMs);
    else await sleep(this.#delayMs, undefined, { signal }).catch(() => {});
  }

  #readFiles(): boolean {
    const listed = new Map<string, ReadonlySet<string>>();
    const isThere = (file: string): boolean => {
      const folder = path.dirname(file);
      let names = listed.get(folder);
      if (names === undefined) listed.set(folder, (names = new ArrayFolder(folder).names()));
      return names.has(path.basename(file));
    };
    let isNews = false;
    for (const task of this.#open) if (task.look(isThere)) isNews = true;
    return isNews;
  }

  async #cancel(): Promise<void> {
    this.#isCancelled = true;
    this.#askedAt = 0;
    await this.#tryTo(() => this.#parts.slurm.cancel(this.#arrays()));
  }

  /** Asks Slurm about those that have not ended. */
  async #ask(): Promise<void> {
    const { slurm, settings } = this.#parts;
    const states = await this.#tryTo(() => slurm.states(this.#arrays()));
    this.#askedAt = Date.now();
    if (states === undefined) return;
    const gone: SlurmTask[] = [];
    for (const task of this.#open) {
      const since = task.hear(states.get(task.place?.id ?? ""), this.#askedAt);
      if (since === undefined) continue;
      const isKnown = task.isTold || (this.#isCancelled && !task.hasStarted);
      const patience = isKnown ? 0 : settings.fileDelayMs;
      if (Date.now() - since >= patience) gone.push(task);
    }
    if (gone.length === 0) return;
    // What they wrote at last comes before what is said of them.
    this.#readFiles();
    for (const task of gone) if (!task.isOver) await this.#conclude(task, states.get(task.place?.id ?? ""));
  }

  async #conclude(task: SlurmTask, seen: TaskState | undefined): Promise<void> {
    const { slurm, settings } = this.#parts;
    const id = task.place?.id ?? "";
    const isForgotten = this.#isCancelled && !task.hasStarted;
    const state = isForgotten ? seen : ((await slurm.describe(id)) ?? seen);
    const isTimeout = state?.state === "TIMEOUT" && task.timeouts < settings.maxTimeouts;
    if (isTimeout && !this.#isCancelled) {
      // It did not hear the signal, or had no time left to answer it.
      const isQueued = await this.#tryTo(() => slurm.requeue(id).then(() => true));
      if (isQueued === true) {
        task.requeue(timeoutError(task.job.num, settings.timeLimitMs, "time"));
        return;
      }
    }
    task.lose(state, settings.timeLimitMs);
  }

  #arrays(): string[] {
    const ids = this.#open.flatMap(({ place }) =>
      place === undefined ? [] : [place.id.split("_", 1)[0] ?? ""],
    );
    return [...new Set(ids)];
  }

  /** A controller that does not answer is asked again: the jobs and their files do not need it. */
  async #tryTo<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!this.#hasWarned)
        this.#parts.context.log.warning(error instanceof Error ? error.message : String(error));
      this.#hasWarned = true;
      return undefined;
    }
  }
}
