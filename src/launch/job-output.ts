import { closeSync, openSync, writeSync } from "node:fs";
import path from "node:path";
import { StringDecoder } from "node:string_decoder";

export type OutputStream = "stdout" | "stderr";

/** What becomes of what a job writes. */
export interface OutputSink {
  /** A whole line, without its line break. A promise asks to wait before more is read. */
  readonly line: (text: string, stream: OutputStream) => void | Promise<void>;
  /** Told once when the output cannot be written to its file. */
  readonly warn: (message: string) => void;
}

/** How much of the end of stderr is kept, to tell what a worker died of. */
const tailLength = 4096;
/** A line is cut when it gets longer than this: a progress bar or binary data need not end a line ever. */
const longestLine = 64 * 1024;

/**
 * The output of one job: into `stdout.log` and `stderr.log` of its directory, byte for byte, and line by line to those who watch. The
 * files are made with the first byte. What comes before the job has a directory is kept until it has one.
 */
export class JobOutput {
  readonly #sink: OutputSink;
  readonly #streams: Readonly<Record<OutputStream, StreamOutput>>;

  constructor(sink: OutputSink) {
    this.#sink = sink;
    this.#streams = { stdout: new StreamOutput("stdout", sink), stderr: new StreamOutput("stderr", sink) };
  }
  /** The end of what was written to stderr, as text. */
  get errorTail(): string {
    return this.#streams.stderr.tail;
  }
  /** Names the directory; `undefined`: nothing may be written. */
  place(directory: string | undefined): void {
    for (const stream of Object.values(this.#streams)) stream.place(directory);
  }
  write(stream: OutputStream, chunk: Buffer): void | Promise<void> {
    return this.#streams[stream].write(chunk);
  }
  end(): void {
    for (const stream of Object.values(this.#streams)) stream.end(this.#sink);
  }
}

class StreamOutput {
  tail = "";
  readonly #name: OutputStream;
  readonly #sink: OutputSink;
  readonly #decoder = new StringDecoder("utf8");
  #partial = "";
  #file: string | undefined;
  #descriptor: number | undefined;
  /** Chunks that wait for a directory; `undefined` once it is known whether there is one. */
  #early: Buffer[] | undefined = [];

  constructor(name: OutputStream, sink: OutputSink) {
    this.#name = name;
    this.#sink = sink;
  }
  place(directory: string | undefined): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#file = directory === undefined ? undefined : path.join(directory, `${this.#name}.log`);
    for (const chunk of early) this.#writeFile(chunk);
  }
  write(chunk: Buffer): void | Promise<void> {
    if (this.#early === undefined) this.#writeFile(chunk);
    else this.#early.push(chunk);
    const text = this.#decoder.write(chunk);
    this.tail = `${this.tail}${text}`.slice(-tailLength);
    const lines = `${this.#partial}${text}`.split("\n");
    this.#partial = lines.pop() ?? "";
    if (this.#partial.length > longestLine) {
      lines.push(this.#partial);
      this.#partial = "";
    }
    let wait: void | Promise<void> = undefined;
    for (const line of lines) wait = this.#sink.line(shown(line), this.#name) ?? wait;
    return wait;
  }
  end({ line }: OutputSink): void {
    const last = `${this.#partial}${this.#decoder.end()}`;
    this.#partial = "";
    if (last !== "") void line(shown(last), this.#name);
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#file = undefined;
  }
  /** At once: what a job wrote is on disk when this process dies, and a slow disk slows the job rather than filling the memory. */
  #writeFile(chunk: Buffer): void {
    if (this.#file === undefined) return;
    try {
      this.#descriptor ??= openSync(this.#file, "a");
      for (let written = 0; written < chunk.length;) written += writeSync(this.#descriptor, chunk, written);
    } catch (error) {
      this.#sink.warn(
        `${this.#file} is not complete: ${error instanceof Error ? error.message : String(error)}`,
      );
      this.#file = undefined;
    }
  }
}

/** Of a progress bar, its last state; without the characters that would do something to a terminal besides colouring it. */
function shown(line: string): string {
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  const last = text.slice(text.lastIndexOf("\r") + 1);
  // oxlint-disable-next-line no-control-regex
  return last.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001A\u001C-\u001F\u007F]/g, "");
}
