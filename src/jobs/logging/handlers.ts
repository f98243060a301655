import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import path from "node:path";
import type { TextSink } from "../surroundings.ts";
import { type Formatter, plainFormatter } from "./formatter.ts";
import type { LogRecord } from "./record.ts";

/** A place where log lines go. */
export interface Handler {
  level: number;
  formatter: Formatter;
  /** Files also get the traces of failed jobs, which the terminal shows anyway (H-JOB-007). */
  readonly isFile: boolean;
  handle(record: LogRecord): void;
  flush(): void;
  close(): void;
}

/** Writes to the terminal. */
export class StreamHandler implements Handler {
  level = 0;
  formatter: Formatter = plainFormatter;
  readonly isFile = false;
  readonly #sink: TextSink;
  readonly #wantsColour: () => boolean;
  #inColour: boolean | undefined;
  /** `wantsColour` is asked when there is something to write. */
  constructor(sink: TextSink, wantsColour: () => boolean = () => false) {
    this.#sink = sink;
    this.#wantsColour = wantsColour;
  }
  handle(record: LogRecord): void {
    if (record.level < this.level) return;
    this.#inColour ??= this.#wantsColour();
    this.#sink.write(`${this.formatter(record, this.#inColour)}\n`);
  }
  flush(): void {}
  close(): void {}
}

export interface FileHandlerOptions {
  /** Absolute path. */
  readonly file: string;
  /** `a` appends, `w` starts anew. */
  readonly mode: string;
  /** Open the file with the first record rather than at once. */
  readonly delay: boolean;
  /** Rotate before a file grows beyond this; 0 for never. */
  readonly maxSizeBytes?: number;
  /** How many rotated files are kept: `app.log.1`, … */
  readonly backups?: number;
  /** Told when the file cannot be written. */
  readonly warn?: (message: string) => void;
}

/** Writes to a file, synchronously: what was logged is on disk when a process dies. */
export class FileHandler implements Handler {
  level = 0;
  formatter: Formatter = plainFormatter;
  readonly isFile = true;
  readonly #options: FileHandlerOptions;
  #descriptor: number | undefined;
  #complained = false;

  constructor(options: FileHandlerOptions) {
    this.#options = options;
    if (!options.delay) this.#open(options.mode);
  }
  handle(record: LogRecord): void {
    if (record.level < this.level) return;
    const line = `${this.formatter(record)}\n`;
    try {
      this.#rotateFor(line);
      writeSync(this.#descriptor ?? this.#open(this.#options.mode), line);
    } catch (error) {
      this.#complain(error);
    }
  }
  flush(): void {}
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  /** A log that cannot be written, on a full disk, is no reason to lose the work of the task; it is said once. */
  #complain(error: unknown): void {
    if (this.#complained) return;
    this.#complained = true;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.warn?.(`the log ${this.#options.file} is not complete: ${reason}`);
  }

  #open(mode: string): number {
    const { file } = this.#options;
    const flag = mode.startsWith("w") ? "w" : "a";
    try {
      this.#descriptor = openSync(file, flag);
    } catch {
      mkdirSync(path.dirname(file), { recursive: true });
      this.#descriptor = openSync(file, flag);
    }
    return this.#descriptor;
  }
  #rotateFor(line: string): void {
    const { file, maxSizeBytes = 0, backups = 0 } = this.#options;
    if (maxSizeBytes <= 0 || backups <= 0 || !existsSync(file)) return;
    if (statSync(file).size + Buffer.byteLength(line) < maxSizeBytes) return;
    this.close();
    for (let number = backups - 1; number >= 1; number--) {
      if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
    }
    renameSync(file, `${file}.1`);
    this.#open("w");
  }
}

/** Takes records and drops them. */
export class NullHandler implements Handler {
  level = 0;
  formatter: Formatter = plainFormatter;
  readonly isFile = false;
  handle(): void {}
  flush(): void {}
  close(): void {}
}
