import { hostname } from "node:os";
import type { OutputStream } from "../job-output.ts";
import { encodeReport, type QueueEvent, type QueueOutcome, type QueueReport } from "./queue-report.ts";

export interface ReporterOptions {
  readonly attempt: number;
  readonly shared: boolean;
  /** What an earlier attempt took. */
  readonly outputDir: string | undefined;
  readonly send: (report: object) => Promise<void>;
}

/** Many things that happen shortly after each other are one message. */
const firstPauseMs = 30;
const pauseMs = 100;
/** A job that writes faster than Redis takes it has to wait. */
const mostWaiting = 1000;

/** Tells in the queue what happens to one job. */
export class JobReporter {
  outputDir: string | undefined;
  readonly #options: ReporterOptions;
  #events: QueueEvent[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;
  #hasSent = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.outputDir = options.outputDir;
  }

  started(outputDir: string): void {
    this.outputDir = outputDir;
    this.#add({ type: "started", outputDir });
  }
  progressed(progress: unknown): void {
    this.#add({ type: "progress", progress });
  }
  printed(text: string, stream: OutputStream): void | Promise<void> {
    this.#add({ type: "line", text, stream });
    if (this.#events.length < mostWaiting) return undefined;
    return this.#send();
  }
  /** Tells of the end of an attempt after which there is another one. */
  async retrying(event: Omit<Extract<QueueEvent, { type: "retrying" }>, "type">): Promise<void> {
    this.#add({ type: "retrying", ...event });
    await this.#send();
  }
  /** The last report, with all that was not sent yet. */
  async last(outcome: QueueOutcome): Promise<object> {
    clearTimeout(this.#timer);
    await this.#sending;
    return encodeReport({ ...this.#report(this.#events.splice(0)), outcome });
  }

  #add(event: QueueEvent): void {
    this.#events.push(event);
    this.#timer ??= setTimeout(() => void this.#send(), this.#hasSent ? pauseMs : firstPauseMs);
  }

  async #send(): Promise<void> {
    await this.#sending;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#hasSent = true;
    const events = this.#events.splice(0);
    if (events.length === 0) return;
    this.#sending = this.#options.send(encodeReport(this.#report(events)));
    await this.#sending;
  }

  #report(events: readonly QueueEvent[]): QueueReport {
    const { attempt, shared } = this.#options;
    return { attempt, shared, host: hostname(), outputDir: this.outputDir, events };
  }
}
