import type * as Crypto from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { type JobOrder, readJobMessage, wrapMessage } from "../job-messages.ts";

/**
 * The files of one array, the way by which its jobs and whoever waits for them speak: the scheduler carries nothing (design D8).
 *
 *     array.json          what was submitted
 *     submit.sh           what runs on the node
 *     3.job.json          the job at place 3, sealed
 *     3.messages.jsonl    what it tells while it runs, a line for each message
 *     3.result.json       how it ended, put there whole
 *     3.out  3.err        what it prints
 */
export class ArrayFolder {
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  /** A new one among those of a sweep: they are numbered. */
  static create(root: string): ArrayFolder {
    mkdirSync(root, { recursive: true });
    for (let number = numbersIn(root).length + 1; ; number++) {
      const directory = path.join(root, String(number));
      try {
        mkdirSync(directory);
        return new ArrayFolder(directory);
      } catch (error) {
        if (!isCode(error, "EEXIST")) throw error;
      }
    }
  }

  /** Those of a sweep, oldest first. */
  static all(root: string): ArrayFolder[] {
    return numbersIn(root).map((number) => new ArrayFolder(path.join(root, String(number))));
  }

  get script(): string {
    return path.join(this.directory, "submit.sh");
  }
  task(index: number): TaskFiles {
    return new TaskFiles(this.directory, index);
  }
  /** Names of the files that are there. */
  names(): ReadonlySet<string> {
    try {
      return new Set(readdirSync(this.directory));
    } catch {
      return new Set();
    }
  }
  /** As if it had never been. */
  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
  writeRecord(record: ArrayRecord): void {
    writeWhole(path.join(this.directory, "array.json"), JSON.stringify(record));
  }
  /** `undefined` when the array was never submitted. */
  readRecord(): ArrayRecord | undefined {
    const record = readJson(path.join(this.directory, "array.json"));
    return isArrayRecord(record) ? record : undefined;
  }
}

/** What is known of an array. */
export interface ArrayRecord {
  readonly version: 1;
  /** See `LaunchContext.sweepId`. */
  readonly sweep: string;
  /** Its number in Slurm. */
  readonly id: string;
  /** Numbers of its jobs in the sweep. The place in the list is that in the array. */
  readonly nums: readonly number[];
  /** The words that `sbatch` was given. */
  readonly sbatch: readonly string[];
  /** ISO time, UTC. */
  readonly submittedAt: string;
}

function isArrayRecord(value: unknown): value is ArrayRecord {
  if (typeof value !== "object" || value === null) return false;
  const { version, sweep, id, nums } = value as Partial<Record<keyof ArrayRecord, unknown>>;
  const isId = typeof id === "string" && /^\d+$/.test(id);
  return (
    version === 1 && typeof sweep === "string" && isId && Array.isArray(nums) && nums.every(Number.isInteger)
  );
}

/** The files of one job. */
export class TaskFiles {
  readonly order: string;
  readonly messages: string;
  readonly result: string;
  readonly out: string;
  readonly err: string;

  constructor(directory: string, index: number) {
    const file = (kind: string): string => path.join(directory, `${index}.${kind}`);
    this.order = file("job.json");
    this.messages = file("messages.jsonl");
    this.result = file("result.json");
    this.out = file("out");
    this.err = file("err");
  }
}

/** A key that only an array's jobs are told, by their environment: what it seals comes from the program itself. */
export function createKey(): string {
  return crypto().randomBytes(32).toString("hex");
}

/** Writes a job, for its owner alone. */
export function writeOrder(file: string, job: JobOrder, key: string): void {
  const text = JSON.stringify(wrapMessage({ type: "job", job }));
  writeFileSync(file, `${sealOf(text, key)}\n${text}\n`, { mode: 0o600 });
}

/** The job of a file; `undefined` when it is none, or not as it was written. */
export function readOrder(file: string, key: string): JobOrder | undefined {
  const [seal = "", text = ""] = readFileSync(file, "utf8").split("\n");
  const wanted = Buffer.from(sealOf(text, key));
  const found = Buffer.from(seal);
  if (wanted.length !== found.length || !crypto().timingSafeEqual(wanted, found)) return undefined;
  const message = readJobMessage(JSON.parse(text));
  return message?.type === "job" ? message.job : undefined;
}

/** Taken when needed: node:crypto costs 2 ms of every start (D13). */
function crypto(): typeof Crypto {
  return process.getBuiltinModule("node:crypto");
}

function sealOf(text: string, key: string): string {
  return crypto().createHmac("sha256", key).update(text).digest("hex");
}

/** Adds a line to a file that nobody else writes to. */
export function appendLine(file: string, value: object): void {
  appendFileSync(file, `${JSON.stringify(value)}\n`, { mode: 0o600 });
}

/** Ends half a line that a killed process left at the end of a file. */
export function endLine(file: string): void {
  const last = existsSync(file) ? readFileSync(file).at(-1) : undefined;
  if (last !== undefined && last !== 0x0a) appendFileSync(file, "\n");
}

/** Puts a file there as a whole: who reads it finds all of it or nothing. */
export function writeWhole(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${text}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

export function removeFile(file: string): void {
  rmSync(file, { force: true });
}

/** Reads what is added to a file, in whole lines. */
export class LineTail {
  readonly #file: string;
  #offset = 0;
  #rest = Buffer.alloc(0);

  constructor(file: string) {
    this.#file = file;
  }
  /** The lines that came since the last call. */
  read(): string[] {
    const lines: string[] = [];
    for (let chunk = this.#chunk(); chunk.length > 0; chunk = this.#chunk()) {
      const bytes = Buffer.concat([this.#rest, chunk]);
      let start = 0;
      for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
        lines.push(bytes.toString("utf8", start, end));
        start = end + 1;
      }
      this.#rest = bytes.subarray(start);
    }
    return lines;
  }
  /** What stands after the last line break. */
  rest(): string {
    const text = this.#rest.toString("utf8");
    this.#rest = Buffer.alloc(0);
    return text;
  }
  #chunk(): Buffer {
    let descriptor: number;
    try {
      descriptor = openSync(this.#file, "r");
    } catch {
      return Buffer.alloc(0);
    }
    try {
      const buffer = Buffer.allocUnsafe(1 << 16);
      const count = readSync(descriptor, buffer, 0, buffer.length, this.#offset);
      this.#offset += count;
      return buffer.subarray(0, count);
    } finally {
      closeSync(descriptor);
    }
  }
}

function numbersIn(root: string): number[] {
  try {
    return readdirSync(root)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  } catch {
    return [];
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
