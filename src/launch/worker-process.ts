import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import { HydraException } from "../errors/hydra-errors.ts";
import {
  type JobMessage,
  type JobOrder,
  type JobResultData,
  readWorkerMessage,
  type StopReason,
  type WorkerMessage,
  wrapMessage,
} from "./job-messages.ts";
import { JobOutput, type OutputSink, type OutputStream } from "./job-output.ts";
import { MarkedStream } from "./marked-stream.ts";
import { killGroup, type ProcessGuard } from "./process-guard.ts";
import { formatRole, type WorkerCommand, workerVariable } from "./worker-command.ts";
import { lateError, startError } from "./worker-start-error.ts";

export interface WorkerOptions {
  readonly command: WorkerCommand;
  readonly guard: ProcessGuard;
  /** Further options of Node, after those of this process. */
  readonly nodeArgs: readonly string[];
  readonly startTimeoutMs: number;
  /** Told what a worker says between jobs. */
  readonly onWarning: (message: string) => void;
  /** How long a job may go on after it was told to stop. */
  readonly graceMs: number;
}

export interface AttemptOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onStarted: (outputDir: string) => void;
  readonly onProgress: (progress: unknown) => void;
  readonly sink: OutputSink;
}

/** How a worker ended that should not have. */
export interface WorkerExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of its stderr. */
  readonly errorTail: string;
}

/** How an attempt at a job ended: as the worker tells, or with the worker. */
export interface AttemptEnd {
  readonly startedAt: Date;
  readonly outputDir: string | undefined;
  /** What the job was told to stop for, when it was. */
  readonly stopped: StopReason | undefined;
  readonly result?: JobResultData;
  readonly recorded: boolean;
  readonly exit?: WorkerExit;
}

/** How long the output of a job may take to arrive after the job has ended: a program that it left behind may hold the pipe. */
const outputPatienceMs = 2000;

interface Running {
  readonly job: JobOrder;
  readonly options: AttemptOptions;
  readonly output: JobOutput;
  readonly startedAt: Date;
  readonly finish: (end: AttemptEnd) => void;
  outputDir: string | undefined;
  stopped: StopReason | undefined;
  ended: Extract<WorkerMessage, { readonly type: "ended" }> | undefined;
  /** Streams in which the end of the job has not come yet. */
  readonly open: Set<OutputStream>;
  readonly timers: Set<NodeJS.Timeout>;
}

/** A process that runs jobs of the app, one at a time. */
export class WorkerProcess {
  /** Jobs that it has run. */
  jobCount = 0;
  /** Whether it came to the point of taking jobs. */
  isReady = false;
  readonly #child: ChildProcess;
  readonly #options: WorkerOptions;
  readonly #streams: Readonly<Record<OutputStream, MarkedStream>> = {
    stdout: new MarkedStream(),
    stderr: new MarkedStream(),
  };
  /** Streams in which its start mark has not come yet. */
  readonly #starting = new Set<OutputStream>(["stdout", "stderr"]);
  /** What it writes before and between jobs: shown only when it cannot start. */
  #idleTail = "";
  #exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined;
  #running: Running | undefined;
  /** What callbacks of jobs that have ended are still doing there. */
  #pending = 0;
  #onSettled: (() => void) | undefined;
  #onReady: (() => void) | undefined;
  #onFailed: ((error: Error) => void) | undefined;
  readonly #gone: Promise<void>;

  /** Starts it. */
  constructor(options: WorkerOptions) {
    this.#options = options;
    const { command, guard, nodeArgs } = options;
    // Taken when needed: most programs never start another one (D13).
    const { fork } = process.getBuiltinModule("node:child_process");
    const startMark = newMark("start");
    for (const stream of Object.values(this.#streams)) stream.expect(startMark);
    guard.open();
    this.#child = fork(command.script, command.args, {
      cwd: command.cwd,
      env: { ...command.env, [workerVariable]: formatRole({ ...command, startMark }) },
      execArgv: [...withoutInspector(command.nodeArgs), ...nodeArgs],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // A group of its own: Ctrl-C reaches this process alone, which tells the jobs; and what a job started can be killed with it.
      detached: process.platform !== "win32",
    });
    const { pid } = this.#child;
    if (pid !== undefined) guard.add(pid);
    this.#listen("stdout");
    this.#listen("stderr");
    this.#child.on("message", (message) => this.#receive(readWorkerMessage(message)));
    this.#child.on("error", (error) => this.#onFailed?.(error));
    this.#gone = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => {
        this.#exit = { code, signal };
        // What it left running is of no use to anybody, unless it ended well.
        if (pid !== undefined && (code !== 0 || this.#running !== undefined)) killGroup(pid);
        if (pid !== undefined) guard.remove(pid);
        resolve();
        const { stdout, stderr } = this.#child;
        const closed = Promise.all([closeOf(stdout), closeOf(stderr)]);
        void settled(closed, outputPatienceMs).then(() => this.#onGone());
      });
      this.#child.once("error", () => {
        if (this.#child.pid === undefined) resolve();
      });
    });
  }

  /**
   * Waits until it can take jobs; kills it when that goes wrong.
   *
   * @throws {HydraException} code `WORKER_START`.
   */
  async ready(signal: AbortSignal): Promise<this> {
    const { startTimeoutMs, command } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    let leave: (() => void) | undefined;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#onReady = resolve;
        this.#onFailed = (cause) => reject(startError(command, this.#exit, this.#idleTail, cause));
        leave = () => reject(new HydraException("JOB_CANCELLED", "The job was cancelled"));
        signal.addEventListener("abort", leave, { once: true });
        if (signal.aborted) leave();
        // Timers come first: what the worker said while this process was busy is read before it counts as late.
        const giveUp = (): void =>
          void setImmediate(() => setImmediate(() => reject(lateError(command, startTimeoutMs))));
        timer = setTimeout(giveUp, Math.min(startTimeoutMs, longestTimerMs));
      });
      return this;
    } catch (error) {
      this.kill();
      throw error;
    } finally {
      clearTimeout(timer);
      if (leave !== undefined) signal.removeEventListener("abort", leave);
      this.#onReady = undefined;
      this.#onFailed = undefined;
    }
  }

  get isAlive(): boolean {
    return this.#exit === undefined && this.#child.connected;
  }

  /** Runs one attempt at a job. Never rejects. */
  run(job: Omit<JobOrder, "endMark">, options: AttemptOptions): Promise<AttemptEnd> {
    this.jobCount++;
    return new Promise((resolve) => {
      const endMark = newMark(String(this.jobCount));
      const running: Running = {
        job,
        options,
        output: new JobOutput(options.sink),
        startedAt: new Date(),
        outputDir: job.outputDir,
        stopped: undefined,
        ended: undefined,
        open: new Set(["stdout", "stderr"]),
        timers: new Set(),
        finish: (end) => {
          for (const timer of running.timers) clearTimeout(timer);
          options.signal.removeEventListener("abort", cancel);
          this.#running = undefined;
          running.output.end();
          resolve(end);
        },
      };
      const cancel = (): void => this.#stop(running, "cancelled");
      this.#running = running;
      this.#streams.stdout.expect(endMark);
      this.#streams.stderr.expect(endMark);
      this.#send({ type: "job", job: { ...job, endMark } });
      if (options.timeoutMs !== Number.POSITIVE_INFINITY)
        this.#later(running, options.timeoutMs, () => this.#stop(running, "timeout"));
      options.signal.addEventListener("abort", cancel, { once: true });
      if (options.signal.aborted) cancel();
    });
  }

  /** Lets the worker end by itself, when callbacks are done with its jobs, and kills it if it does not. */
  async stop(signal: AbortSignal): Promise<void> {
    await this.#settled(signal);
    if (this.#child.connected) this.#child.disconnect();
    if (this.#exit === undefined && !(await settled(this.#gone, this.#options.graceMs))) this.kill();
    await this.#gone;
  }

  /** Waits for what callbacks do, which may take long; not so after Ctrl-C. */
  async #settled(signal: AbortSignal): Promise<void> {
    if (this.#pending === 0 || !this.isAlive) return;
    let limit: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#onSettled = resolve;
      const hurry = (): void => {
        limit ??= setTimeout(resolve, Math.min(this.#options.graceMs, longestTimerMs));
      };
      void this.#gone.then(resolve);
      signal.addEventListener("abort", hurry, { once: true });
      if (signal.aborted) hurry();
    });
    clearTimeout(limit);
  }

  /** At once, with everything that it has started. */
  kill(): void {
    const { pid } = this.#child;
    if (this.#exit === undefined && pid !== undefined) killGroup(pid);
  }

  #receive(message: WorkerMessage | undefined): void {
    if (message === undefined) return;
    if (message.type === "ready") {
      this.isReady = true;
      this.#onReady?.();
      return;
    }
    if (message.type === "warning") return this.#options.onWarning(message.message);
    if (message.type === "later") {
      this.#pending = message.pending;
      if (message.pending === 0) this.#onSettled?.();
      return;
    }
    const running = this.#running;
    if (running === undefined || message.num !== running.job.num) return;
    const { options } = running;
    if (message.type === "progress") options.onProgress(message.progress);
    else if (message.type === "started") {
      running.outputDir = message.outputDir;
      running.output.place(message.files ? message.outputDir : undefined);
      options.onStarted(message.outputDir);
    } else {
      running.ended = message;
      this.#later(running, outputPatienceMs, () => this.#finish(running));
      if (running.open.size === 0) this.#finish(running);
    }
  }

  #listen(name: OutputStream): void {
    const stream = this.#child[name];
    stream?.on("error", () => {});
    stream?.on("data", (chunk: Buffer) => {
      const running = this.#running;
      const marked = this.#streams[name];
      let { before, after } = marked.read(chunk);
      if (this.#starting.has(name)) {
        this.#keepIdle(before);
        if (after === undefined) return;
        this.#starting.delete(name);
        ({ before, after } = marked.read(after));
      }
      const wait = this.#write(running, name, before);
      if (wait !== undefined) pause(stream, wait);
      if (after === undefined) return;
      running?.open.delete(name);
      if (after.length > 0) this.#keepIdle(after);
      if (running?.ended !== undefined && running.open.size === 0) this.#finish(running);
    });
  }

  #write(running: Running | undefined, name: OutputStream, chunk: Buffer): Promise<void> | undefined {
    if (chunk.length === 0) return undefined;
    if (running === undefined || !running.open.has(name)) {
      this.#keepIdle(chunk);
      return undefined;
    }
    return running.output.write(name, chunk) ?? undefined;
  }

  #keepIdle(chunk: Buffer): void {
    this.#idleTail = `${this.#idleTail}${chunk.toString()}`.slice(-4096);
  }

  #finish(running: Running): void {
    const { ended, startedAt, stopped, outputDir } = running;
    if (ended === undefined || this.#running !== running) return;
    this.#flush(running);
    const { result, recorded } = ended;
    running.finish({ result, recorded, startedAt, stopped, outputDir: result.outputDir ?? outputDir });
  }

  /** The process is gone and all its output is here. */
  #onGone(): void {
    const exit = this.#exit ?? { code: null, signal: null };
    // A program that a job left behind may hold the pipes for as long as it likes: this one need not stay for it.
    for (const stream of [this.#child.stdout, this.#child.stderr])
      (stream as Partial<Socket> | null)?.unref?.();
    this.#onFailed?.(new Error("the process ended"));
    const running = this.#running;
    if (running === undefined) return;
    if (running.ended !== undefined) {
      this.#finish(running);
      return;
    }
    this.#flush(running);
    const { startedAt, stopped, outputDir, output } = running;
    const errorTail = output.errorTail;
    running.finish({ exit: { ...exit, errorTail }, recorded: false, startedAt, stopped, outputDir });
  }

  #flush(running: Running): void {
    for (const name of ["stdout", "stderr"] as const) {
      const rest = this.#streams[name].rest();
      if (this.#starting.has(name)) this.#keepIdle(rest);
      else if (running.open.has(name)) void this.#write(running, name, rest);
    }
  }

  /** First a word, then force. */
  #stop(running: Running, reason: StopReason): void {
    if (running.stopped !== undefined) return;
    running.stopped = reason;
    const limit = reason === "timeout" ? { limitMs: running.options.timeoutMs } : {};
    this.#send({ type: "cancel", num: running.job.num, reason, ...limit });
    this.#later(running, this.#options.graceMs, () => this.kill());
  }

  #later(running: Running, delayMs: number, act: () => void): void {
    running.timers.add(setTimeout(act, Math.min(delayMs, longestTimerMs)));
  }

  #send(message: JobMessage): void {
    // That it cannot be sent shows in the end of the process.
    if (this.#child.connected) this.#child.send(wrapMessage(message), () => {});
  }
}

/** A text that nobody else writes. */
function newMark(name: string): string {
  return `\u0000orochi ${name} ${Math.random()}\u0000\n`;
}

/** Timers of Node cannot be longer: 24.8 days. */
const longestTimerMs = 2 ** 31 - 1;

function pause(stream: Readable, wait: Promise<void>): void {
  stream.pause();
  const go = (): void => void stream.resume();
  wait.then(go, go);
}

/** The `close` event of a process does not come when its channel was closed from here. */
function closeOf(stream: Readable | null): Promise<void> {
  if (stream === null || stream.closed) return Promise.resolve();
  return new Promise((resolve) => stream.once("close", () => resolve()));
}

/** Whether the promise was settled in time. */
async function settled(promise: Promise<unknown>, withinMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), Math.min(withinMs, longestTimerMs));
  });
  try {
    return await Promise.race([promise.then(() => true as const), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One debugger listens on one port. */
function withoutInspector(nodeArgs: readonly string[]): string[] {
  return nodeArgs.filter((word) => !/^--inspect(?:-brk|-wait|-port)?(?:=|$)/.test(word));
}
