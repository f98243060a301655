import { closeSync, openSync, readSync } from "node:fs";
import { HydraException } from "../errors/hydra-errors.ts";
import { type JournalLine, journalVersion } from "./journal-lines.ts";

const chunkSize = 1 << 20;
const lineBreak = 0x0a;

/**
 * The lines of a journal, one at a time, however many there are. Half a line at the end, as a killed process leaves it, is left out.
 *
 * @throws {HydraException} code `JOURNAL_INVALID` with the line, when the journal is damaged or from a later version; code
 *   `FILE_UNREADABLE`, when it cannot be read.
 */
export function* readJournal(file: string): Generator<JournalLine> {
  let number = 0;
  // The last line is allowed to be broken: whether a line is the last shows when the next one comes.
  let broken: HydraException | undefined;
  for (const text of linesOf(file)) {
    number++;
    if (broken !== undefined) throw broken;
    if (text === "") continue;
    const line = parseLine(text);
    if (line === undefined) broken = damaged(file, number);
    else yield checkedVersion(line, file);
  }
}

/** Where the last whole line of a file ends. */
export function completeLength(descriptor: number, size: number): number {
  const buffer = Buffer.allocUnsafe(Math.min(size, 1 << 16));
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - buffer.length);
    const count = readSync(descriptor, buffer, 0, end - start, start);
    const at = buffer.subarray(0, count).lastIndexOf(lineBreak);
    if (at !== -1) return start + at + 1;
    end = start;
  }
  return 0;
}

function* linesOf(file: string): Generator<string> {
  const descriptor = opened(file);
  try {
    const buffer = Buffer.allocUnsafe(chunkSize);
    let rest = Buffer.alloc(0);
    for (let count = fill(descriptor, buffer, file); count > 0; count = fill(descriptor, buffer, file)) {
      const bytes = Buffer.concat([rest, buffer.subarray(0, count)]);
      let start = 0;
      for (let end = bytes.indexOf(lineBreak); end !== -1; end = bytes.indexOf(lineBreak, start)) {
        yield bytes.toString("utf8", start, end);
        start = end + 1;
      }
      rest = bytes.subarray(start);
    }
  } finally {
    closeSync(descriptor);
  }
}

function opened(file: string): number {
  try {
    return openSync(file, "r");
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function fill(descriptor: number, buffer: Buffer, file: string): number {
  try {
    return readSync(descriptor, buffer, 0, buffer.length, null);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

function unreadable(file: string, cause: unknown): HydraException {
  return new HydraException("FILE_UNREADABLE", `The journal ${file} cannot be read`, { cause });
}

function parseLine(text: string): JournalLine | undefined {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line !== "object" || line === null || !("event" in line)) return undefined;
    return typeof line.event === "string" ? (line as JournalLine) : undefined;
  } catch {
    return undefined;
  }
}

function checkedVersion(line: JournalLine, file: string): JournalLine {
  if (line.event !== "sweep" || line.version === journalVersion) return line;
  throw new HydraException("JOURNAL_INVALID", `${file} is a journal of version ${line.version}`, {
    hint: `this is version ${journalVersion}: use the version of Orochi that began the sweep`,
  });
}

function damaged(file: string, line: number): HydraException {
  return new HydraException("JOURNAL_INVALID", `Line ${line} of ${file} is damaged`, {
    hint: "every line is a JSON object; remove the damaged line to go on without what it says",
  });
}
