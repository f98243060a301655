import type { Span } from "../text/source.ts";

/** One place on the search path. */
export interface SearchPathEntry {
  /** Who put it there: `hydra`, `main`, `schema`, `command-line`, the name of a plugin. */
  readonly provider: string;
  /** `file:///app/conf`, `pkg://@acme/configs/db`; without a scheme it is a directory. */
  readonly path: string;
}

/** An entry that was written somewhere. */
export interface WrittenSearchPathEntry extends SearchPathEntry {
  readonly place: () => Span | undefined;
}

/** Entries to stand before or after: a provider's name, or an entry of which only the given parts must match. */
export type SearchPathAnchor = string | Partial<SearchPathEntry>;

/**
 * Where configs are looked for, in order; the first place that has a config wins (H-PTH-001).
 *
 * @example
 * const cfg = compose({
 *   configPath: "conf",
 *   searchPath: (path: SearchPath) => path.prepend("acme", "pkg://@acme/configs", "main"),
 * });
 */
export class SearchPath {
  readonly #entries: SearchPathEntry[];

  constructor(entries: Iterable<SearchPathEntry> = []) {
    this.#entries = [...entries];
  }

  get entries(): readonly SearchPathEntry[] {
    return this.#entries;
  }

  /** Adds at the end, or after the last entry that matches `after`; without a match at the end (H-PTH-003). */
  append(provider: string, path: string, after?: SearchPathAnchor): void {
    const at = after === undefined ? -1 : this.#entries.findLastIndex((entry) => matches(entry, after));
    this.#entries.splice(at === -1 ? this.#entries.length : at + 1, 0, { provider, path });
  }

  /** Adds at the start, or before the first entry that matches `before`; without a match at the start (H-PTH-003). */
  prepend(provider: string, path: string, before?: SearchPathAnchor): void {
    const at = before === undefined ? -1 : this.#entries.findIndex((entry) => matches(entry, before));
    this.#entries.splice(at === -1 ? 0 : at, 0, { provider, path });
  }

  copy(): SearchPath {
    return new SearchPath(this.#entries);
  }
}

/** The provider of the in-code store, which always comes last (H-PTH-002). */
export const schemaProvider = "schema";

/** Built-in configs first, then the app's own directory, the in-code store last (H-PTH-002). */
export function standardSearchPath(configPath?: string): SearchPath {
  const path = new SearchPath([{ provider: "hydra", path: "builtin://orochi" }]);
  if (configPath !== undefined)
    path.append("main", configPath.includes("://") ? configPath : `file://${configPath}`);
  path.append(schemaProvider, "structured://");
  return path;
}

function matches(entry: SearchPathEntry, anchor: SearchPathAnchor): boolean {
  if (typeof anchor === "string") return entry.provider === anchor;
  return (
    (anchor.provider === undefined || anchor.provider === entry.provider) &&
    (anchor.path === undefined || anchor.path === entry.path)
  );
}
