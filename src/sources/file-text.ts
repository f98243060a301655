import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readvSync,
  realpathSync,
  type Stats,
  statSync,
} from "node:fs";
import { ConfigLoadError } from "../errors/hydra-errors.ts";
import { Source } from "../text/source.ts";
import type { ConfigContent } from "./config-source.ts";

type TextContent = Extract<ConfigContent, { kind: "text" }>;

interface KnownText {
  readonly stats: Stats;
  /** Whether the file was old enough when it was read, so that a later write would have changed its times. */
  readonly settled: boolean;
  readonly content: FileText;
}

/** What was read in this process, by file name. A file is read again only when its times or size say that it changed. */
const known = new Map<string, KnownText>();
const maximumEntries = 20_000;
/** The coarsest clock of a file system in use. */
const clockStepMs = 2000;
/** A pipe would otherwise wait for somebody to write. Windows has no such flag. */
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const bufferSize = 1 << 16;
let buffer: Buffer | undefined;

/**
 * The text of a file, in UTF-8; `undefined` when there is no such file, or something else than a file.
 *
 * @throws {ConfigLoadError} when it is written in another encoding; what `node:fs` throws when it cannot be read.
 */
export function readText(file: string, config: string): TextContent | undefined {
  const before = known.get(file);
  if (before?.settled === true && isUnchanged(before.stats, statOf(file))) return before.content;
  const descriptor = openFile(file);
  if (descriptor === undefined) return undefined;
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) return undefined;
    const text = readAll(descriptor, stats.size, file, config);
    const content = before?.content.text === text ? before.content : new FileText(file, text);
    if (known.size >= maximumEntries) known.clear();
    known.set(file, { stats, settled: isSettled(stats), content });
    return content;
  } finally {
    closeSync(descriptor);
  }
}

/** What a file name stands for, links followed; `undefined` for nothing. */
export function statOf(file: string): Stats | undefined {
  return unlessAbsent(() => statSync(file, { throwIfNoEntry: false }));
}

/** The answer of `look`; `undefined` when the name that it looks for cannot be that of anything. */
export function unlessAbsent<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (absent.has(codeOf(error))) return undefined;
    throw error;
  }
}

const absent = new Set(["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ENXIO", "ERR_INVALID_ARG_VALUE"]);

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** Errors call a file by its own name, not by that of a link to it (H-SRC-003). Nobody asks until there is an error. */
class FileText implements TextContent {
  readonly kind = "text";
  readonly text: string;
  readonly #file: string;
  #name: string | undefined = undefined;

  constructor(file: string, text: string) {
    this.#file = file;
    this.text = text;
  }
  get name(): string {
    return (this.#name ??= realNameOf(this.#file));
  }
}

function realNameOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function openFile(file: string): number | undefined {
  return unlessAbsent(() => openSync(file, flags));
}

function readAll(descriptor: number, size: number, file: string, config: string): string {
  // Files that do not know their size, as those of /proc, have none.
  if (size === 0 || size >= bufferSize) return decode(readFileSync(descriptor), file, config);
  buffer ??= Buffer.allocUnsafeSlow(bufferSize);
  let length = 0;
  for (let count = -1; count !== 0 && length < size; length += count)
    count = readvSync(descriptor, [buffer.subarray(length, size)]);
  return decode(buffer.subarray(0, length), file, config);
}

function isUnchanged(before: Stats, now: Stats | undefined): boolean {
  return (
    now !== undefined &&
    now.mtimeMs === before.mtimeMs &&
    now.ctimeMs === before.ctimeMs &&
    now.size === before.size &&
    now.ino === before.ino &&
    now.dev === before.dev
  );
}

function isSettled({ mtimeMs, ctimeMs }: Stats): boolean {
  return Date.now() - Math.max(mtimeMs, ctimeMs) > clockStepMs;
}

/** A wrong encoding would otherwise show as odd characters somewhere in a run. */
function decode(bytes: Buffer, file: string, config: string): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD") || Buffer.from(text, "utf8").equals(bytes)) return text;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const source = new Source(realNameOf(file), text);
  const start = isUtf16 ? 0 : text.indexOf("\uFFFD");
  throw new ConfigLoadError("CONFIG_UNREADABLE", `Config '${config}' is not written in UTF-8`, {
    span: { source, start, end: start + 1 },
    hint: isUtf16 ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8",
  });
}
