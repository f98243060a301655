import { readWorkerMessage, type WorkerMessage, wrapMessage } from "../job-messages.ts";
import {
  appendLine,
  endLine,
  LineTail,
  readJson,
  removeFile,
  type TaskFiles,
  writeWhole,
} from "./task-files.ts";

/** What a job of an array writes: what any worker tells, and that it is queued again since its time is over. */
export type TaskMessage = WorkerMessage | { readonly type: "requeued"; readonly num: number };

/** A message, with the facts of the line that holds it. */
export interface TaskLine {
  /** How often Slurm had started the job before: `SLURM_RESTART_COUNT`. */
  readonly restart: number;
  readonly time: Date;
  readonly message: TaskMessage;
}

/** The message of a line; `undefined` when it is none. Lines are data: nothing in them is evaluated. */
export function readTaskLine(text: string): TaskLine | undefined {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return undefined;
  }
  return taskLine(line);
}

/** How a job ended, by its result file; `undefined` while there is none. */
export function readTaskResult(file: string): Extract<WorkerMessage, { readonly type: "ended" }> | undefined {
  const message = taskLine(readJson(file))?.message;
  return message?.type === "ended" ? message : undefined;
}

function taskLine(line: unknown): TaskLine | undefined {
  if (typeof line !== "object" || line === null) return undefined;
  const { restart, time, type, num } = line as Readonly<Record<string, unknown>>;
  const message: TaskMessage | undefined =
    type === "requeued" && typeof num === "number" ? { type, num } : readWorkerMessage(line);
  if (message === undefined || typeof time !== "string") return undefined;
  return { message, time: new Date(time), restart: typeof restart === "number" ? restart : 0 };
}

/** What a job of an array has told in all its starts so far. */
export interface TaskHistory {
  readonly starts: number;
  /** How often it was queued again since its time was over. */
  readonly timeouts: number;
  readonly outputDir: string | undefined;
}

export function readHistory({ messages }: TaskFiles): TaskHistory {
  let starts = 0;
  let timeouts = 0;
  let outputDir: string | undefined;
  for (const text of new LineTail(messages).read()) {
    const message = readTaskLine(text)?.message;
    if (message?.type === "requeued") timeouts++;
    if (message?.type !== "started") continue;
    starts++;
    ({ outputDir } = message);
  }
  return { starts, timeouts, outputDir };
}

/** The side of the job: writes what it tells. */
export class TaskLog {
  readonly #files: TaskFiles;
  readonly #restart: number;

  constructor(files: TaskFiles, restart: number) {
    this.#files = files;
    this.#restart = restart;
    endLine(files.messages);
    // That of an earlier start, which Slurm broke off, is none.
    removeFile(files.result);
  }
  tell(message: TaskMessage): void {
    appendLine(this.#files.messages, this.#line(message));
  }
  /** Says how the job ended. That is its last word. */
  end(message: Extract<WorkerMessage, { readonly type: "ended" }>): void {
    writeWhole(this.#files.result, JSON.stringify(this.#line(message)));
  }
  #line(message: TaskMessage): object {
    const data = message.type === "requeued" ? message : wrapMessage(message);
    return { time: new Date().toISOString(), restart: this.#restart, ...data };
  }
}
