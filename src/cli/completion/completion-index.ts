import { mkdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { writeWhole } from "../../text/write-whole.ts";
import { version } from "../version.ts";
import type { GroupListing } from "./complete-groups.ts";
import type { KeyTree } from "./complete-keys.ts";
import { isCurrent, type Stamps } from "./stamps.ts";

/** A value is its text (null for none), a section its children, and what must be worked out by the app is `0`. */
export type IndexedKeys = string | null | 0 | readonly (readonly [name: string, child: IndexedKeys])[];

/** What an app answered for one beginning of a command line. */
export interface IndexEntry {
  /** The words before the one that is completed. */
  readonly words: readonly string[];
  readonly cwd: string;
  /** Options and groups by group. */
  readonly groups: Readonly<
    Record<string, { readonly options: readonly string[]; readonly groups: readonly string[] }>
  >;
  /** `null`: these words do not compose. */
  readonly keys: IndexedKeys | null;
}

/** Everything that is known of an app, good as long as its files are what they were. */
interface IndexFile {
  readonly version: string;
  readonly entry: string;
  readonly stamps: Stamps;
  /** Newest first. */
  readonly entries: readonly IndexEntry[];
}

const maxEntries = 24;

/** Something that the index does not know: the app must be asked. */
export class NotIndexed extends Error {}

/** The entry for a line, when no file of the app has changed since it was written. */
export function readIndexEntry(
  app: string,
  words: readonly string[],
  cwd: string,
  env: Env,
): IndexEntry | undefined {
  const index = readIndex(app, env);
  if (index === undefined || !isCurrent(index.stamps)) return undefined;
  return index.entries.find((entry) => isFor(entry, words, cwd));
}

/** Keeps an entry. An index that cannot be written is no loss: the app answers then. */
export function writeIndexEntry(app: string, entry: IndexEntry, stamps: Stamps, env: Env): void {
  const known = readIndex(app, env);
  const kept = known !== undefined && isCurrent(known.stamps) ? known.entries : [];
  const others = kept.filter((other) => !isFor(other, entry.words, entry.cwd));
  const file: IndexFile = {
    version,
    entry: app,
    stamps: others.length === 0 ? stamps : { ...known?.stamps, ...stamps },
    entries: [entry, ...others].slice(0, maxEntries),
  };
  try {
    mkdirSync(indexDirectory(env), { recursive: true });
    writeWhole(indexPath(app, env), JSON.stringify(file));
  } catch {
    // Read-only homes are common in containers.
  }
}

export function listingOf({ groups }: IndexEntry): GroupListing {
  return {
    options: (group) => [...(groups[group]?.options ?? [])],
    groups: (parent) => [...(groups[parent]?.groups ?? [])],
  };
}

/** The keys of an entry, as completion looks at them. */
export function keysOf(keys: IndexedKeys): KeyTree {
  return {
    isSection: Array.isArray(keys),
    children: () => {
      if (keys === 0) throw new NotIndexed();
      return Array.isArray(keys)
        ? (keys as readonly (readonly [string, IndexedKeys])[]).map(
            ([name, child]) => [name, keysOf(child)] as const,
          )
        : undefined;
    },
    value: () => {
      if (keys === 0) throw new NotIndexed();
      return typeof keys === "string" ? keys : undefined;
    },
  };
}

type Env = Readonly<Record<string, string | undefined>>;

function isFor(entry: IndexEntry, words: readonly string[], cwd: string): boolean {
  return entry.cwd === cwd && JSON.stringify(entry.words) === JSON.stringify(words);
}

function readIndex(app: string, env: Env): IndexFile | undefined {
  try {
    const index = JSON.parse(readFileSync(indexPath(app, env), "utf8")) as IndexFile;
    return index.version === version && index.entry === app ? index : undefined;
  } catch {
    return undefined;
  }
}

function indexPath(app: string, env: Env): string {
  return path.join(indexDirectory(env), `${hash(app)}.json`);
}

function indexDirectory(env: Env): string {
  const base = env["XDG_CACHE_HOME"] ?? env["LOCALAPPDATA"] ?? path.join(env["HOME"] ?? homedir(), ".cache");
  return path.join(base, "orochi", "completion");
}

/** Names of index files; that two apps share one is found out by the `entry` inside. */
function hash(text: string): string {
  let [low, high] = [0x811c9dc5, 0x1b873593];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ code, 0x85ebca6b);
  }
  return `${(low >>> 0).toString(16)}${(high >>> 0).toString(16)}`;
}
