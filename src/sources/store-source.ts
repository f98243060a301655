import { baseNameOf, directoryOf } from "./config-path.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "./config-source.ts";
import type { StoreEntries } from "./store-entries.ts";

/** Configs that live in code: `structured://` (H-SRC-005). */
export class StoreSource implements ConfigSource {
  readonly scheme: string;
  readonly provider: string;
  readonly path: string;
  readonly #entries: StoreEntries;

  constructor(
    entries: StoreEntries,
    {
      scheme = "structured",
      provider = "schema",
      path = "",
    }: Partial<Pick<ConfigSource, "scheme" | "provider" | "path">> = {},
  ) {
    this.#entries = entries;
    this.scheme = scheme;
    this.provider = provider;
    this.path = path;
  }

  available(): boolean {
    return true;
  }

  load(configPath: string): ConfigContent | undefined {
    const entry = this.#entries.get(directoryOf(configPath), baseNameOf(configPath));
    if (entry === undefined) return undefined;
    return { kind: "value", value: this.#entries.nodeOf(entry), package: entry.package };
  }

  isGroup(path: string): boolean {
    return path === "" || this.#entries.hasGroup(path);
  }

  isConfig(configPath: string): boolean {
    return this.#entries.has(directoryOf(configPath), baseNameOf(configPath));
  }

  list(group: string, kind: EntryKind): string[] {
    const names = new Set<string>();
    if (kind !== "config") for (const name of this.#entries.subgroups(group)) names.add(name);
    if (kind !== "group") for (const name of this.#entries.names(group)) names.add(name);
    return [...names].sort();
  }
}
