import type { ConfigContent, ConfigSource, EntryKind } from "orochi/plugin";

/** Configs in one object: `{ "db/mysql": "port: 3306" }`. */
export class MemorySource implements ConfigSource {
  readonly scheme = "memory";
  readonly path: string;
  readonly provider: string;
  readonly #texts: ReadonlyMap<string, string>;

  constructor(texts: ReadonlyMap<string, string>, path = "", provider = "memory") {
    this.#texts = texts;
    this.path = path;
    this.provider = provider;
  }
  available(): boolean {
    return true;
  }
  load(configPath: string): ConfigContent | undefined {
    const text = this.#texts.get(configPath);
    return text === undefined ? undefined : { kind: "text", name: `memory:${configPath}`, text };
  }
  isConfig(configPath: string): boolean {
    return this.#texts.has(configPath);
  }
  isGroup(path: string): boolean {
    return path === "" || [...this.#texts.keys()].some((key) => key.startsWith(`${path}/`));
  }
  list(group: string, kind: EntryKind): string[] {
    const prefix = group === "" ? "" : `${group}/`;
    const names = new Set<string>();
    for (const key of this.#texts.keys()) {
      if (!key.startsWith(prefix)) continue;
      const rest = key.slice(prefix.length);
      const isConfig = !rest.includes("/");
      if (kind === "all" || (kind === "config") === isConfig) names.add(rest.split("/")[0] ?? rest);
    }
    return [...names].sort();
  }
}
