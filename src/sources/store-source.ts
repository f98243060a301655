import { baseNameOf, directoryOf } from "./config-path.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "./config-source.ts";
import type { StoreEntries, StoreEntry } from "./store-entries.ts";

export interface StoreSourceOptions extends Partial<Pick<ConfigSource, "scheme" | "provider" | "path">> {
  /** Entries that are looked at where the store itself has none: the replaceable ones among these. */
  readonly below?: StoreEntries | undefined;
  /** Leaves the replaceable entries out. @defaultValue `false` */
  readonly fixedOnly?: boolean | undefined;
}

/**
 * Configs that live in code: `structured://` (H-SRC-005).
 *
 * @example
 * const entries = new StoreEntries();
 * entries.add({ group: "db", name: "mysql", node: createNode({ port: 3306 }) });
 * const source = new StoreSource(entries);
 */
export class StoreSource implements ConfigSource {
  readonly scheme: string;
  readonly provider: string;
  readonly path: string;
  readonly #layers: readonly Layer[];

  constructor(entries: StoreEntries, options: StoreSourceOptions = {}) {
    const { scheme = "structured", provider = "schema", path = "", below, fixedOnly = false } = options;
    this.scheme = scheme;
    this.provider = provider;
    this.path = path;
    const own: Layer = { entries, shows: fixedOnly ? ({ replaceable }) => !replaceable : () => true };
    this.#layers =
      below === undefined ? [own] : [own, { entries: below, shows: ({ replaceable }) => replaceable }];
  }

  available(): boolean {
    return true;
  }

  load(configPath: string): ConfigContent | undefined {
    for (const { entries, shows } of this.#layers) {
      const entry = entries.get(directoryOf(configPath), baseNameOf(configPath));
      if (entry === undefined || !shows(entry)) continue;
      return { kind: "value", value: entries.nodeOf(entry), package: entry.package };
    }
    return undefined;
  }

  isGroup(path: string): boolean {
    return path === "" || this.#layers.some((layer) => holdsGroup(layer, path));
  }

  isConfig(configPath: string): boolean {
    return this.#layers.some(({ entries, shows }) => {
      const entry = entries.get(directoryOf(configPath), baseNameOf(configPath));
      return entry !== undefined && shows(entry);
    });
  }

  list(group: string, kind: EntryKind): string[] {
    const names = new Set<string>();
    for (const layer of this.#layers) {
      if (kind !== "config") for (const name of groupsBelow(layer, group)) names.add(name);
      if (kind !== "group") for (const name of configsIn(layer, group)) names.add(name);
    }
    return [...names].sort();
  }
}

interface Layer {
  readonly entries: StoreEntries;
  readonly shows: (entry: StoreEntry) => boolean;
}

/** A group can be chosen from when it holds a config, listed or not. */
function holdsGroup(layer: Layer, group: string): boolean {
  if (!layer.entries.hasGroup(group)) return false;
  if (shownIn(layer, group).length > 0) return true;
  return subgroups(layer, group).some((name) => holdsGroup(layer, name));
}

function groupsBelow(layer: Layer, group: string): string[] {
  const names = layer.entries.subgroups(group);
  return subgroups(layer, group).flatMap((path, index) =>
    listsGroup(layer, path) ? (names[index] ?? []) : [],
  );
}

function listsGroup(layer: Layer, group: string): boolean {
  return configsIn(layer, group).length > 0 || groupsBelow(layer, group).length > 0;
}

function subgroups({ entries }: Layer, group: string): string[] {
  const prefix = group === "" ? "" : `${group}/`;
  return entries.subgroups(group).map((name) => prefix + name);
}

function configsIn(layer: Layer, group: string): string[] {
  return shownIn(layer, group).filter((name) => layer.entries.get(group, name)?.listed === true);
}

function shownIn({ entries, shows }: Layer, group: string): string[] {
  return entries.names(group).filter((name) => {
    const entry = entries.get(group, name);
    return entry !== undefined && shows(entry);
  });
}
