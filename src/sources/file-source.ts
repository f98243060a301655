import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { ConfigLoadError } from "../errors/hydra-errors.ts";
import { baseNameOf, directoryOf } from "./config-path.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "./config-source.ts";

interface Directory {
  readonly groups: ReadonlySet<string>;
  /** Without extension. */
  readonly configs: ReadonlySet<string>;
}

const extension = ".yaml";
const ignored = new Set(["__pycache__", "node_modules"]);

/**
 * Configs in a directory on disk: `file://conf` (H-SRC-003). Each directory is read once; what is asked about its files is
 * then answered from that listing.
 *
 * @example
 * const source = new FileSource("conf", "main", "/app");
 * console.log(source.list("db", "config")); // ["mysql", "sqlite"]
 */
export class FileSource implements ConfigSource {
  readonly scheme: string = "file";
  readonly provider: string;
  readonly path: string;
  readonly #root: string;
  readonly #directories = new Map<string, Directory | undefined>();

  /** A relative `directory` is taken from `cwd`. */
  constructor(directory: string, provider: string, cwd: string = process.cwd()) {
    this.provider = provider;
    this.path = directory;
    this.#root = path.resolve(cwd, directory);
  }

  available(): boolean {
    return this.#directory("") !== undefined;
  }

  load(configPath: string): ConfigContent | undefined {
    if (!this.isConfig(configPath)) return undefined;
    const name = path.join(this.#root, configPath + extension);
    try {
      return { kind: "text", name: realpathSync(name), text: readFileSync(name, "utf8") };
    } catch (cause) {
      throw new ConfigLoadError("CONFIG_UNREADABLE", `Config '${configPath}' cannot be read from ${name}`, {
        cause,
      });
    }
  }

  isGroup(group: string): boolean {
    return this.#directory(group) !== undefined;
  }

  isConfig(configPath: string): boolean {
    return this.#directory(directoryOf(configPath))?.configs.has(baseNameOf(configPath)) ?? false;
  }

  list(group: string, kind: EntryKind): string[] {
    const directory = this.#directory(group);
    if (directory === undefined) return [];
    const names = new Set<string>();
    if (kind !== "config") for (const name of directory.groups) names.add(name);
    if (kind !== "group") for (const name of directory.configs) names.add(name);
    return [...names].sort();
  }

  #directory(group: string): Directory | undefined {
    if (this.#directories.has(group)) return this.#directories.get(group);
    const directory = readDirectory(path.join(this.#root, group));
    this.#directories.set(group, directory);
    return directory;
  }
}

function readDirectory(name: string): Directory | undefined {
  let entries: Dirent[];
  try {
    entries = readdirSync(name, { withFileTypes: true });
  } catch {
    return undefined;
  }
  const groups = new Set<string>();
  const configs = new Set<string>();
  for (const entry of entries) {
    const kind = kindOf(name, entry);
    if (kind === "directory" && !entry.name.startsWith(".") && !ignored.has(entry.name))
      groups.add(entry.name);
    if (kind === "file" && entry.name.endsWith(extension))
      configs.add(entry.name.slice(0, -extension.length));
  }
  return { groups, configs };
}

function kindOf(directory: string, entry: Dirent): "directory" | "file" | undefined {
  if (entry.isDirectory()) return "directory";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return undefined;
  const target = statSync(path.join(directory, entry.name), { throwIfNoEntry: false });
  return target?.isDirectory() === true ? "directory" : target?.isFile() === true ? "file" : undefined;
}
