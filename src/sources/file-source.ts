import { type Dirent, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { ConfigLoadError } from "../errors/hydra-errors.ts";
import { baseNameOf, directoryOf } from "./config-path.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "./config-source.ts";
import { readText } from "./file-text.ts";

interface Directory {
  /** With links followed. */
  readonly real: string;
  /** File names that are links. */
  readonly links: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** Without extension. */
  readonly configs: ReadonlySet<string>;
}

const extension = ".yaml";
const ignored = new Set(["__pycache__", "node_modules"]);
/** Elsewhere a file is found under names that differ from its own in case: only a listing tells its name. */
const namesAreExact = process.platform !== "darwin" && process.platform !== "win32";

/**
 * Configs in a directory on disk: `file://conf` (H-SRC-003). Each directory is listed at most once; what is asked about its files
 * is then answered from that listing. A file that is asked for by name needs none.
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
  readonly #realDirectories = new Map<string, string>();
  /** Real names of files that were asked for before their directory was listed. */
  readonly #files = new Map<string, string | undefined>();

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
    const name = path.join(this.#root, configPath + extension);
    try {
      const realName = this.#realName(configPath, name);
      return realName === undefined ? undefined : readText(name, realName, configPath);
    } catch (cause) {
      if (cause instanceof ConfigLoadError) throw cause;
      throw unreadable(`Config '${configPath}' cannot be read from ${name}`, cause);
    }
  }

  isGroup(group: string): boolean {
    return this.#directory(group) !== undefined;
  }

  isConfig(configPath: string): boolean {
    return this.#probe(configPath) !== undefined || this.#isListed(configPath);
  }

  list(group: string, kind: EntryKind): string[] {
    const directory = this.#directory(group);
    if (directory === undefined) return [];
    const names = new Set<string>();
    if (kind !== "config") for (const name of directory.groups) names.add(name);
    if (kind !== "group") for (const name of directory.configs) names.add(name);
    return [...names].sort();
  }

  #realName(configPath: string, name: string): string | undefined {
    const found = this.#probe(configPath);
    if (found !== undefined) return found;
    if (!this.#isListed(configPath)) return undefined;
    const directory = this.#directory(directoryOf(configPath));
    const file = baseNameOf(configPath) + extension;
    if (directory === undefined || directory.links.has(file)) return realpathSync(name);
    return path.join(directory.real, file);
  }

  /** The real name of a config that is a plain file; `undefined` when it takes a listing to tell. */
  #probe(configPath: string): string | undefined {
    const group = directoryOf(configPath);
    if (!namesAreExact || this.#directories.has(group)) return undefined;
    if (this.#files.has(configPath)) return this.#files.get(configPath);
    const file = isPlainFile(path.join(this.#root, configPath + extension))
      ? path.join(this.#realDirectory(group), baseNameOf(configPath) + extension)
      : undefined;
    this.#files.set(configPath, file);
    return file;
  }

  #realDirectory(group: string): string {
    const known = this.#realDirectories.get(group);
    if (known !== undefined) return known;
    const real = this.#knownReal(group) ?? realpathSync(path.join(this.#root, group));
    this.#realDirectories.set(group, real);
    return real;
  }

  #isListed(configPath: string): boolean {
    return this.#directory(directoryOf(configPath))?.configs.has(baseNameOf(configPath)) ?? false;
  }

  #directory(group: string): Directory | undefined {
    if (this.#directories.has(group)) return this.#directories.get(group);
    const directory = readDirectory(path.join(this.#root, group), this.#knownReal(group));
    this.#directories.set(group, directory);
    return directory;
  }

  /** Where a group lies when its parent was read already and it is no link: then the disk need not be asked. */
  #knownReal(group: string): string | undefined {
    const parent = group === "" ? undefined : this.#directories.get(directoryOf(group));
    const name = baseNameOf(group);
    return parent?.groups.has(name) === true && !parent.links.has(name)
      ? path.join(parent.real, name)
      : undefined;
  }
}

function isPlainFile(name: string): boolean {
  try {
    return lstatSync(name, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

function readDirectory(name: string, knownReal: string | undefined): Directory | undefined {
  let entries: Dirent[];
  try {
    entries = readdirSync(name, { withFileTypes: true });
  } catch (cause) {
    if (["ENOENT", "ENOTDIR", "ELOOP", "ENAMETOOLONG", "ERR_INVALID_ARG_VALUE"].includes(codeOf(cause)))
      return undefined;
    throw unreadable(`The config directory ${name} cannot be read`, cause);
  }
  const groups = new Set<string>();
  const configs = new Set<string>();
  const links = new Set<string>();
  for (const entry of entries) {
    if (entry.isSymbolicLink()) links.add(entry.name);
    const kind = kindOf(name, entry);
    if (kind === "directory" && !entry.name.startsWith(".") && !ignored.has(entry.name))
      groups.add(entry.name);
    if (kind === "file" && entry.name.endsWith(extension))
      configs.add(entry.name.slice(0, -extension.length));
  }
  return { real: knownReal ?? realpathSync(name), links, groups, configs };
}

function kindOf(directory: string, entry: Dirent): "directory" | "file" | undefined {
  if (entry.isDirectory()) return "directory";
  if (entry.isFile()) return "file";
  if (!entry.isSymbolicLink()) return undefined;
  const target = path.join(directory, entry.name);
  try {
    const stats = statSync(target, { throwIfNoEntry: false });
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
  ENOENT: "it is gone since the directory was listed",
  EISDIR: "it is a directory",
};

function unreadable(summary: string, cause: unknown): ConfigLoadError {
  const reason = reasons[codeOf(cause)] ?? (cause instanceof Error ? cause.message : undefined);
  return new ConfigLoadError("CONFIG_UNREADABLE", summary, { hint: reason, cause });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
