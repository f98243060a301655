import { type BigIntStats, readFileSync, statSync } from "node:fs";
import { ConfigLoadError } from "../errors/hydra-errors.ts";
import { Source } from "../text/source.ts";
import type { ConfigContent } from "./config-source.ts";

type TextContent = Extract<ConfigContent, { kind: "text" }>;

interface KnownText {
  readonly stamp: string;
  /** Whether the file was old enough when it was read, so that a later write would have changed its times. */
  readonly settled: boolean;
  readonly content: TextContent;
}

/** What was read in this process, by file name. A file is read again only when its times or size say that it changed. */
const known = new Map<string, KnownText>();
const maximumEntries = 20_000;
/** The coarsest clock of a file system in use. */
const clockStepMs = 2000n;

/**
 * The text of a file, in UTF-8. Errors call it by `name`.
 *
 * @throws {ConfigLoadError} when it is written in another encoding; what `node:fs` throws when it cannot be read.
 */
export function readText(file: string, name: string, config: string): TextContent {
  const stats = statSync(file, { bigint: true });
  const stamp = `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
  const before = known.get(file);
  if (before?.stamp === stamp && before.settled && before.content.name === name) return before.content;
  const text = decode(readFileSync(file), name, config);
  const isSame = before?.content.text === text && before.content.name === name;
  const content: TextContent = isSame ? before.content : { kind: "text", name, text };
  if (known.size >= maximumEntries) known.clear();
  known.set(file, { stamp, settled: isSettled(stats), content });
  return content;
}

function isSettled({ mtimeMs, ctimeMs }: BigIntStats): boolean {
  const latest = mtimeMs > ctimeMs ? mtimeMs : ctimeMs;
  return BigInt(Date.now()) - latest > clockStepMs;
}

/** A wrong encoding would otherwise show as odd characters somewhere in a run. */
function decode(bytes: Buffer, file: string, config: string): string {
  const text = bytes.toString("utf8");
  if (!text.includes("\uFFFD") || Buffer.from(text, "utf8").equals(bytes)) return text;
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const source = new Source(file, text);
  const start = isUtf16 ? 0 : text.indexOf("\uFFFD");
  throw new ConfigLoadError("CONFIG_UNREADABLE", `Config '${config}' is not written in UTF-8`, {
    span: { source, start, end: start + 1 },
    hint: isUtf16 ? "the file is UTF-16: save it as UTF-8" : "save the file as UTF-8",
  });
}
