import { MissingConfigException } from "../errors/hydra-errors.ts";
import { takeApart } from "./config-cache.ts";
import { directoryOf, joinPath, normalizeConfigPath } from "./config-path.ts";
import { type ConfigSource, type EntryKind, sourceUrl } from "./config-source.ts";
import type { LoadedConfig } from "./loaded-config.ts";
import {
  schemaProvider,
  type SearchPath,
  type SearchPathEntry,
  type WrittenSearchPathEntry,
} from "./search-path.ts";
import type { StandingConfig } from "./standing-config.ts";
import type { Source } from "../text/source.ts";
import type { SourceSchemes } from "./source-schemes.ts";

/** Sources of the configs that ship and of the app's own store. */
const codeSchemes: ReadonlySet<string> = new Set(["builtin", "structured"]);

/** Larger trees of directories are not worth reading for a sweep that mostly needs a few files of them. */
const maximumFrozen = 5000;

/**
 * All configs of a run: the sources of a search path, each asked once for anything (H-PRF-001, H-PRF-002). What it has seen
 * stays as it was, so that a long sweep composes all its jobs from the same files (H-PRF-011).
 */
export class ConfigRepository {
  readonly searchPath: SearchPath;
  readonly #schemes: SourceSchemes;
  readonly #snapshots: readonly SourceSnapshot[];
  readonly #loaded = new Map<string, LoadedConfig | undefined>();
  readonly #extended = new Map<string, ConfigRepository>();
  readonly #used: UsedTexts;
  #isMainThere = false;

  constructor(
    searchPath: SearchPath,
    schemes: SourceSchemes,
    known: readonly SourceSnapshot[] = [],
    used: UsedTexts = { named: new Map(), unnamed: [] },
  ) {
    this.searchPath = searchPath;
    this.#used = used;
    this.#schemes = schemes;
    this.#snapshots = searchPath.entries.map(
      (entry) =>
        known.find((snapshot) => isSame(snapshot.entry, entry)) ??
        new SourceSnapshot(entry, schemes.open(entry)),
    );
  }

  get sources(): readonly ConfigSource[] {
    return this.#snapshots.map(({ source }) => source);
  }

  /** The config of the first source that has it. */
  load(configPath: string): LoadedConfig | undefined {
    const path = normalizeConfigPath(configPath);
    const known = this.#loaded.get(path);
    if (known !== undefined || this.#loaded.has(path)) return known;
    let loaded: LoadedConfig | undefined;
    for (const snapshot of this.#snapshots) if ((loaded = snapshot.load(path)) !== undefined) break;
    this.#loaded.set(path, loaded);
    if (loaded?.text !== undefined) this.#used.unnamed.push(loaded.text);
    return loaded;
  }

  /** The texts that were asked for so far, by file name: of this repository and of those that extend it or that it extends. */
  get usedTexts(): ReadonlyMap<string, string> {
    const { named, unnamed } = this.#used;
    for (const { name, text } of unnamed.splice(0)) named.set(name, text);
    return named;
  }

  /**
   * Reads all files of the sources, so that what is composed later is composed from them as they are now (design D7). Trees of more
   * than 5,000 directories and files are read in part.
   */
  freeze(): void {
    const budget = { left: maximumFrozen };
    for (const snapshot of this.#snapshots) snapshot.freeze(budget);
  }

  isConfig(configPath: string): boolean {
    const path = normalizeConfigPath(configPath);
    return this.#snapshots.some((snapshot) => snapshot.isConfig(path));
  }

  isGroup(path: string): boolean {
    return this.#snapshots.some((snapshot) => snapshot.isGroup(path));
  }

  /** What a config that ships comes to, as long as no source has anything of its own in the config's group. */
  standing(configPath: string): StandingConfig | undefined {
    const standing = this.#schemes.standing(configPath);
    if (standing === undefined) return undefined;
    const group = directoryOf(configPath);
    const isElsewhere = this.#snapshots.some(
      (snapshot) => !codeSchemes.has(snapshot.source.scheme) && snapshot.isGroup(group),
    );
    return isElsewhere ? undefined : standing;
  }

  /** Options of a group from all sources, sorted (H-SRC-007). */
  options(group: string): string[] {
    return this.#list(group, "config");
  }

  /** Groups directly below a group, from all sources, sorted. */
  groups(parent: string): string[] {
    return this.#list(parent, "group");
  }

  /** Full paths of all groups that hold at least one config, sorted (H-CLI-033). */
  allGroups(): string[] {
    const found: string[] = [];
    const open = [""];
    for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
      for (const name of this.groups(parent)) {
        const group = joinPath(parent, name);
        if (this.options(group).length > 0) found.push(group);
        open.push(group);
      }
    }
    return found.sort();
  }

  /** The same repository with more places to look, before the in-code store (H-PTH-006). What was read is not read again. */
  extend(entries: readonly (SearchPathEntry & Partial<WrittenSearchPathEntry>)[]): ConfigRepository {
    if (entries.length === 0) return this;
    const id = JSON.stringify(entries.map(({ provider, path }) => [provider, path]));
    const known = this.#extended.get(id);
    if (known !== undefined) return known;
    const added = entries.map((entry) => new SourceSnapshot(entry, this.#schemes.open(entry)));
    const searchPath = this.searchPath.copy();
    for (const { provider, path } of entries) {
      const hasSchema = searchPath.entries.some((entry) => entry.provider === schemaProvider);
      if (hasSchema) searchPath.prepend(provider, path, schemaProvider);
      else searchPath.append(provider, path);
    }
    const extended = new ConfigRepository(
      searchPath,
      this.#schemes,
      [...this.#snapshots, ...added],
      this.#used,
    );
    this.#extended.set(id, extended);
    return extended;
  }

  /** `provider=main, path=file:///app/conf`, one line for each source, for errors. */
  describe(): string[] {
    return this.sources.map((source) => `provider=${source.provider}, path=${sourceUrl(source)}`);
  }

  /**
   * @throws {MissingConfigException} code `CONFIG_DIR_MISSING`, when the app's own config directory is not there (H-PTH-009).
   */
  assertMainAvailable(): void {
    if (this.#isMainThere) return;
    for (const source of this.sources) {
      if (source.provider !== "main" || source.available()) continue;
      const what =
        source.scheme === "pkg" ? "package or directory cannot be found" : "directory does not exist";
      throw new MissingConfigException("CONFIG_DIR_MISSING", `The config ${what}: ${sourceUrl(source)}`, {
        hint: "check configPath, or give --config-path",
      });
    }
    this.#isMainThere = true;
  }

  #list(group: string, kind: EntryKind): string[] {
    const names = new Set(this.#snapshots.flatMap((snapshot) => snapshot.list(group, kind)));
    // A source that lists itself under an empty name would never come to an end.
    names.delete("");
    return [...names].sort();
  }
}

/** Texts that were asked for. Names are found when somebody wants them: a file's takes a look at the disk. */
interface UsedTexts {
  readonly named: Map<string, string>;
  readonly unnamed: Source[];
}

function isSame(a: SearchPathEntry, b: SearchPathEntry): boolean {
  return a.provider === b.provider && a.path === b.path;
}

/** A source whose answers are kept. */
class SourceSnapshot {
  readonly entry: SearchPathEntry;
  readonly source: ConfigSource;
  readonly #loaded = new Map<string, LoadedConfig | undefined>();
  readonly #groups = new Map<string, boolean>();
  readonly #configs = new Map<string, boolean>();
  readonly #lists = new Map<string, string[]>();

  constructor(entry: SearchPathEntry, source: ConfigSource) {
    this.entry = entry;
    this.source = source;
  }
  load(path: string): LoadedConfig | undefined {
    if (this.#configs.get(path) === false) return undefined;
    return remember(this.#loaded, path, () => {
      const content = this.source.load(path);
      return content === undefined ? undefined : takeApart(path, this.source, content);
    });
  }
  isGroup(path: string): boolean {
    return remember(this.#groups, path, () => this.source.isGroup(path));
  }
  isConfig(path: string): boolean {
    return remember(
      this.#configs,
      path,
      () => this.#loaded.get(path) !== undefined || this.source.isConfig(path),
    );
  }
  list(group: string, kind: EntryKind): string[] {
    return remember(this.#lists, `${kind}:${group}`, () => this.source.list(group, kind));
  }

  freeze(budget: { left: number }): void {
    if (this.source.scheme !== "file" && this.source.scheme !== "pkg") return;
    const open = [""];
    for (let group = open.shift(); group !== undefined && budget.left > 0; group = open.shift()) {
      for (const name of attempt(() => this.list(group, "group")) ?? []) open.push(joinPath(group, name));
      for (const name of attempt(() => this.list(group, "config")) ?? []) {
        attempt(() => this.load(joinPath(group, name)));
        budget.left--;
      }
      budget.left--;
    }
  }
}

function remember<T>(cache: Map<string, T>, key: string, compute: () => T): T {
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (cache.has(key)) return known as T;
  const value = compute();
  cache.set(key, value);
  return value;
}

/** What cannot be read is told when a config needs it. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
