import { existsSync, readFileSync } from "node:fs";
import { Secrets } from "../../compose/secrets.ts";
import type { JobReturn } from "../../sweep/job-return.ts";
import type { PlannedJob } from "../../sweep/plan.ts";
import { decodeError } from "../error-data.ts";
import type { JobEnding, LaunchContext } from "../launcher.ts";
import { timeoutError } from "../lost-job.ts";
import type { WorkerMessage } from "../job-messages.ts";
import { decodeReturn } from "../return-data.ts";
import { lostTaskError } from "./lost-task.ts";
import { isActive, isWaiting, type TaskState } from "./slurm-commands.ts";
import type { SlurmSettings } from "./slurm-config.ts";
import { LineTail, removeFile, type TaskFiles } from "./task-files.ts";
import { readTaskLine, readTaskResult, type TaskMessage } from "./task-messages.ts";

type Ended = Extract<WorkerMessage, { readonly type: "ended" }>;

/** How much of what a lost job printed is told. */
const tailLength = 4096;

/** What a job is called in Slurm, and where its files are. */
export interface TaskPlace {
  readonly id: string;
  readonly files: TaskFiles;
}

/** One job of an array, seen from the process that waits for it. */
export class SlurmTask {
  readonly job: PlannedJob;
  /** `undefined` until it was submitted. */
  place: TaskPlace | undefined;
  /** Set when the job is over and has a return. */
  jobReturn: JobReturn | undefined;
  isOver = false;
  /** Whether it has said how it ended. */
  isTold = false;
  /** How often its time was over and Slurm queued it again. */
  timeouts = 0;
  readonly #context: LaunchContext;
  #tails: Tails | undefined;
  #attempt: number;
  #outputDir: string | undefined;
  #startedAt: Date | undefined;
  /** When Slurm was first heard to say that it is over. */
  #overSince: number | undefined;
  /** Whether several processes may work on it: then it is over when all are, which Slurm tells. */
  readonly #isShared: boolean;

  constructor(job: PlannedJob, context: LaunchContext, { srun }: Pick<SlurmSettings, "srun">) {
    this.job = job;
    this.#isShared = srun !== undefined;
    this.#context = context;
    this.#attempt = job.earlier?.count ?? 0;
  }

  get hasStarted(): boolean {
    return this.#startedAt !== undefined;
  }

  /** Reads what is new. `names` are the files that there are. Answers whether there was anything. */
  look(names: (file: string) => boolean): boolean {
    if (this.place === undefined || this.isOver) return false;
    const { files } = this.place;
    this.#tails ??= tailsOf(files);
    const lines = names(files.messages) ? this.#tails.messages.read() : [];
    for (const text of lines) {
      const line = readTaskLine(text);
      if (line !== undefined) this.#take(line.message, line.time);
    }
    const hasPrinted = this.#print(names);
    const result = names(files.result) ? readTaskResult(files.result) : undefined;
    // A job that was broken off may be started again by Slurm, who knows more.
    const isLast =
      result !== undefined && (result.result.status !== "cancelled" || this.#context.signal.aborted);
    if (isLast && !this.#isShared) this.#endWith(result);
    if (isLast) this.isTold = true;
    return lines.length > 0 || hasPrinted || isLast;
  }

  /** Takes what Slurm says. Answers since when the job seems to be over. */
  hear(state: TaskState | undefined, now: number): number | undefined {
    const isAlive = state !== undefined && (isWaiting(state) || isActive(state));
    if (isAlive) this.#overSince = undefined;
    else this.#overSince ??= now;
    return this.#overSince;
  }

  /** Slurm queued it again: what it left is no end. */
  requeue(error: unknown): void {
    const { events, log } = this.#context;
    const { num } = this.job;
    this.timeouts++;
    events.retrying(this.job, { attempt: this.#attempt, error, delay: 0 });
    log.warning(`Job #${num} took longer than it may; Slurm has queued it again`);
    if (this.place !== undefined) removeFile(this.place.files.result);
    this.#overSince = undefined;
  }

  /** Slurm has ended the job, or lost it. */
  lose(state: TaskState | undefined, timeLimitMs: number | undefined): void {
    if (this.place === undefined || this.isOver) return;
    const { id, files } = this.place;
    const { signal } = this.#context;
    // What never ran because the sweep was cancelled is for another day.
    if (signal.aborted && !this.hasStarted) {
      this.isOver = true;
      removeFile(files.order);
      this.#context.events.withdrawn(this.job);
      return;
    }
    const left = readTaskResult(files.result);
    if (left !== undefined && (signal.aborted || left.result.status !== "cancelled")) {
      this.#endWith(left);
      return;
    }
    const startedAt = this.#startedAt ?? new Date();
    const own =
      this.#outputDir === undefined
        ? undefined
        : this.#context.recordedEnding(this.job, this.#outputDir, startedAt);
    if (own?.status === "completed") {
      this.#end({ ...own, id });
      return;
    }
    const isApart = existsSync(files.err);
    this.#end({
      status: signal.aborted ? "cancelled" : "failed",
      error: lostTaskError({
        num: this.job.num,
        id,
        state,
        hasStarted: this.hasStarted,
        tail: tailOf(isApart ? files.err : files.out),
        outputFile: isApart ? files.err : files.out,
        timeLimitMs,
      }),
      id,
      startedAt,
      endedAt: new Date(),
      outputDir: this.#outputDir,
      recorded: false,
    });
  }

  /** It is left where it is. */
  leave(): JobReturn {
    const now = new Date();
    const id = this.place?.id;
    const facts = { id, startedAt: now, endedAt: now, outputDir: undefined, recorded: false };
    return this.#context.endJob(this.job, { status: "submitted", ...facts });
  }

  #take(message: TaskMessage, time: Date): void {
    const { events, log } = this.#context;
    if (message.type === "progress") events.progressed(this.job, message.progress);
    else if (message.type === "warning") log.warning(message.message);
    else if (message.type === "requeued") this.requeue(timeoutError(this.job.num, undefined, "time"));
    else if (message.type === "started") {
      this.#attempt++;
      this.#startedAt = time;
      this.#outputDir = message.outputDir;
      events.started(this.job, { outputDir: message.outputDir, attempt: this.#attempt });
    }
  }

  #print(names: (file: string) => boolean): boolean {
    if (this.place === undefined || this.#tails === undefined) return false;
    const { out, err } = this.place.files;
    let hasPrinted = false;
    for (const [stream, file] of [
      ["stdout", out],
      ["stderr", err],
    ] as const) {
      if (!names(file)) continue;
      for (const line of this.#tails[stream].read()) {
        hasPrinted = true;
        void this.#context.events.printed(this.job, shown(line), stream);
      }
    }
    return hasPrinted;
  }

  #endWith({ result, recorded }: Ended): void {
    const { status, returnValue, error, notes, startedAt, endedAt, outputDir = this.#outputDir } = result;
    const outcome =
      status === "completed"
        ? { returnValue: decodeReturn(returnValue) }
        : { error: decodeError(error ?? { message: "The job did not say what went wrong" }) };
    this.#end({
      status,
      ...outcome,
      ...(notes === undefined ? {} : { notes: new Map(Object.entries(notes)) }),
      id: this.place?.id,
      startedAt: new Date(startedAt),
      endedAt: new Date(endedAt),
      outputDir,
      recorded,
    });
  }

  /** What a job with secrets said is in its records, without them. */
  #clear(): void {
    if (this.place === undefined) return;
    const { order, messages, result } = this.place.files;
    const isSecret = !Secrets.of(this.job.config).isEmpty;
    for (const file of isSecret ? [order, messages, result] : [order]) removeFile(file);
  }

  #end(ending: JobEnding): void {
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = this.#tails?.[stream].rest() ?? "";
      if (rest !== "") void this.#context.events.printed(this.job, shown(rest), stream);
    }
    this.isOver = true;
    this.#tails = undefined;
    this.#clear();
    this.jobReturn = this.#context.endJob(this.job, ending);
  }
}

interface Tails {
  readonly messages: LineTail;
  readonly stdout: LineTail;
  readonly stderr: LineTail;
}

function tailsOf({ messages, out, err }: TaskFiles): Tails {
  return { messages: new LineTail(messages), stdout: new LineTail(out), stderr: new LineTail(err) };
}

function tailOf(file: string): string {
  try {
    return readFileSync(file, "utf8").trim().slice(-tailLength);
  } catch {
    return "";
  }
}

/** Without the characters that would do something to a terminal besides colouring it. */
function shown(line: string): string {
  const last = line.slice(line.replace(/\r$/, "").lastIndexOf("\r") + 1);
  // oxlint-disable-next-line no-control-regex
  return last.replace(/[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F]/g, "");
}
