import { fstatSync, writeSync } from "node:fs";

type Name = "stdout" | "stderr";

const descriptors = { stdout: 1, stderr: 2 } as const;

/** The getters that stand in for the process's own until somebody asks for the stream. */
const waiting = new Map<Name, () => unknown>();

/**
 * Calls back with a standard stream when it is made, or at once when it is there. Node makes it for whoever asks first, which takes
 * 4 ms of a start, and most programs that only print a config never need it (design D13).
 */
export function whenMade(name: Name, callback: (stream: NodeJS.WriteStream) => void): void {
  if (!isMade(name)) return;
  const own = Object.getOwnPropertyDescriptor(process, name);
  if (own?.get === undefined || own.configurable !== true || mayBeMade()) {
    callback(process[name]);
    return;
  }
  const get = (): NodeJS.WriteStream => {
    waiting.delete(name);
    Object.defineProperty(process, name, own);
    const stream = process[name];
    callback(stream);
    return stream;
  };
  waiting.set(name, get);
  Object.defineProperty(process, name, { ...own, get });
}

/** Whether somebody asked for a standard stream; also when that cannot be known. */
export function isMade(name: Name): boolean {
  const get = waiting.get(name);
  return get === undefined || Object.getOwnPropertyDescriptor(process, name)?.get !== get;
}

/**
 * Writes to a standard stream, as it is now: programs replace it. One that was not made yet stays so.
 *
 * @returns whether more may be written at once
 */
export function writeTo(name: Name, text: string): boolean {
  const rest = isMade(name) ? text : writeDirectly(name, text);
  return rest.length === 0 || process[name].write(rest);
}

/** Whether a standard stream is a terminal. */
export function isTerminal(name: Name): boolean {
  if (!isMade(name) && !fstatSync(descriptors[name]).isCharacterDevice()) return false;
  return process[name].isTTY;
}

/** @returns what could not be written: for the stream, which waits or tells what is wrong */
function writeDirectly(name: Name, text: string): Uint8Array {
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptors[name], rest));
  } catch {
    // A full pipe, a reader that went away, a full disk.
  }
  return rest;
}

/** What a stream is made of, and what a thread has whose streams lead to its parent. */
const partsOfStreams = [
  "stream",
  "net",
  "tty",
  "internal/fs/sync_write_stream",
  "internal/process/worker_thread_only",
];

function mayBeMade(): boolean {
  const { moduleLoadList } = process as { moduleLoadList?: readonly string[] };
  if (moduleLoadList === undefined || process.platform === "win32") return true;
  return partsOfStreams.some((name) => moduleLoadList.includes(`NativeModule ${name}`));
}
