import { type Dirent, readdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { ConfigLoadError } from "../errors/hydra-errors.ts";
import { consistsOfNameParts } from "../text/characters.ts";
import { baseNameOf, directoryOf } from "./config-path.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "./config-source.ts";
import { codeOf, readText, statOf, unlessAbsent } from "./file-text.ts";

interface Directory {
  readonly groups: ReadonlySet<string>;
  /** Without extension. */
  readonly configs: ReadonlySet<string>;
}

const extension = ".yaml";
const ignored = new Set(["__pycache__", "node_modules"]);
/** Elsewhere a file is found under names that differ from its own in case: only a listing tells its name. */
const namesAreExact = process.platform !== "darwin" && process.platform !== "win32";

/**
 * Configs in a directory on disk: `file://conf` (H-SRC-003). A config that is asked for by name is
 * simply read; each directory is listed at most once, and what it does not have is then not looked for.
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
    return statOf(this.#root)?.isDirectory() === true;
  }

  load(configPath: string): ConfigContent | undefined {
    if (this.#knownNot(configPath)) return undefined;
    const file = this.#fileOf(configPath);
    try {
      const content = readText(file, configPath);
      // One miss may be the first of many: from now on the listing answers.
      if (content === undefined) this.#directory(directoryOf(configPath));
      return content;
    } catch (cause) {
      if (cause instanceof ConfigLoadError) throw cause;
      throw unreadable(`Config '${configPath}' cannot be read from ${file}`, cause);
    }
  }

  isGroup(group: string): boolean {
    return this.#directory(group) !== undefined;
  }

  isConfig(configPath: string): boolean {
    return !this.#knownNot(configPath) && statOf(this.#fileOf(configPath))?.isFile() === true;
  }

  list(group: string, kind: EntryKind): string[] {
    const directory = this.#directory(group);
    if (directory === undefined) return [];
    const names = new Set<string>();
    if (kind !== "config") for (const name of directory.groups) names.add(name);
    if (kind !== "group") for (const name of directory.configs) names.add(name);
    return [...names].sort();
  }

  #fileOf(configPath: string): string {
    const name = configPath + extension;
    return isPlain(configPath) ? `${this.#root}/${name}` : path.join(this.#root, name);
  }

  /** Whether a listing says that there is no such config. */
  #knownNot(configPath: string): boolean {
    const group = directoryOf(configPath);
    if (namesAreExact && !this.#directories.has(group)) return false;
    return this.#directory(group)?.configs.has(baseNameOf(configPath)) !== true;
  }

  #directory(group: string): Directory | undefined {
    if (this.#directories.has(group)) return this.#directories.get(group);
    const directory = readDirectory(path.join(this.#root, group));
    this.#directories.set(group, directory);
    return directory;
  }
}

/** Whether a path needs no normalising: names with single slashes between them. */
function isPlain(configPath: string): boolean {
  const isClean = consistsOfNameParts(configPath, "-/") && !configPath.includes("//");
  return (
    isClean &&
    path.sep === "/" &&
    configPath !== "" &&
    !configPath.startsWith("/") &&
    !configPath.endsWith("/")
  );
}

function readDirectory(name: string): Directory | undefined {
  const entries = entriesOf(name);
  if (entries === undefined) return undefined;
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

function entriesOf(name: string): Dirent[] | undefined {
  try {
    // Most of what is asked for is not there, and a look costs less than a refusal.
    return unlessAbsent(() => statOf(name) && readdirSync(name, { withFileTypes: true }));
  } catch (cause) {
    throw unreadable(`The config directory ${name} cannot be read`, cause);
  }
}

function kindOf(directory: string, entry: Dirent): "directory" | "file" | undefined {
  if (entry.isDirectory()) return "directory";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return undefined;
  const target = path.join(directory, entry.name);
  try {
    const stats = statOf(target);
    if (stats?.isFile() === true) return "file";
    return stats?.isDirectory() === true && !leadsBack(target, directory) ? "directory" : undefined;
  } catch {
    // A link that leads nowhere disturbs no other config; who asks for it by name is told.
    return undefined;
  }
}

/** A link to a directory that it lies in would make groups without end. */
function leadsBack(link: string, directory: string): boolean {
  const target = realpathSync(link);
  const here = realpathSync(directory);
  return here === target || here.startsWith(target.endsWith(path.sep) ? target : target + path.sep);
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "you have no permission to read it",
  EPERM: "you have no permission to read it",
  EMFILE: "too many files are open",
};

function unreadable(summary: string, cause: unknown): ConfigLoadError {
  const reason = reasons[codeOf(cause)] ?? (cause instanceof Error ? cause.message : undefined);
  return new ConfigLoadError("CONFIG_UNREADABLE", summary, { hint: reason, cause });
}
