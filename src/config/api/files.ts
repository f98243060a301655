import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigValueError } from "../../errors/config-errors.ts";
import { Source } from "../../text/source.ts";
import { fromDotlist as dotlistNode } from "../dotlist.ts";
import { defaultContext } from "../resolvers/default-context.ts";
import type { ResolverRegistry } from "../resolvers/registry.ts";
import { viewOf } from "../view.ts";
import type { DumpYamlOptions } from "../yaml/dump.ts";
import { configFromFile, configFromText } from "../yaml/load-config.ts";
import type { YamlLimits } from "../yaml/limits.ts";
import type { Config, UntypedConfig } from "./config-type.ts";
import { toYaml } from "./convert.ts";

export interface ReadOptions {
  /** What errors call the text. @defaultValue `YAML text`, or the path of the file */
  readonly name?: string | undefined;
  /** Resolvers that `${name:...}` may call in this config. @defaultValue those of {@link registerResolver} */
  readonly resolvers?: ResolverRegistry | undefined;
  /** How much the document may ask for (O-YML-016). @defaultValue 1,000 levels, 100,000 values by aliases, 100 million characters */
  readonly limits?: Partial<YamlLimits> | undefined;
}

/**
 * A config from YAML text, read by the rules of YAML 1.1 as OmegaConf applies them (O-CRE-002).
 *
 * @throws {YamlError} with the place of the mistake.
 */
export function fromYaml<T = UntypedConfig>(
  text: string,
  { name, resolvers, limits }: ReadOptions = {},
): Config<T> {
  const source = new Source(name ?? "YAML text", text);
  return viewOf(configFromText(text, { source, limits, context: defaultContext(resolvers) })) as Config<T>;
}

/**
 * A config from a YAML file (O-CRE-013). An empty file is an empty mapping.
 *
 * @throws {ConfigValueError} code `FILE_UNREADABLE`; {@link YamlError} with the place of the mistake.
 */
export function load<T = UntypedConfig>(
  file: string | URL,
  { name, resolvers, limits }: ReadOptions = {},
): Config<T> {
  const text = readText(file);
  const source = new Source(name ?? pathOf(file), text);
  return viewOf(configFromFile(text, { source, limits, context: defaultContext(resolvers) })) as Config<T>;
}

/**
 * Writes a config, or plain data, to a YAML file (O-CRE-014).
 *
 * @throws {ConfigValueError} code `FILE_UNWRITABLE`.
 */
export function save(config: unknown, file: string | URL, options: DumpYamlOptions = {}): void {
  const text = toYaml(config, options);
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new ConfigValueError("FILE_UNWRITABLE", `'${pathOf(file)}' cannot be written: ${reason(cause)}`, {
      cause,
    });
  }
}

/**
 * A config from entries such as `db.port=3306` (O-CRE-011). What follows the first `=` is read as YAML.
 *
 * @example fromDotlist(["db.host=localhost", "db.ports=[1, 2]"])
 */
export function fromDotlist<T = UntypedConfig>(
  entries: readonly string[],
  { resolvers }: Pick<ReadOptions, "resolvers"> = {},
): Config<T> {
  return viewOf(dotlistNode(entries, defaultContext(resolvers))) as Config<T>;
}

function readText(file: string | URL): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new ConfigValueError("FILE_UNREADABLE", `'${pathOf(file)}' cannot be read: ${reason(cause)}`, {
      cause,
    });
  }
}

function pathOf(file: string | URL): string {
  return file instanceof URL ? fileURLToPath(file) : file;
}

const reasons = new Map<unknown, string>([
  ["ENOENT", "there is no such file or directory"],
  ["EACCES", "permission is denied"],
  ["EISDIR", "it is a directory"],
  ["ENOTDIR", "a part of its path is a file"],
  ["ERR_FS_FILE_TOO_LARGE", "it is too big"],
  ["ERR_STRING_TOO_LONG", "it is too big"],
  ["ENOSPC", "the disk is full"],
]);

function reason(cause: unknown): string {
  if (!(cause instanceof Error) || !("code" in cause)) return String(cause);
  return reasons.get(cause.code) ?? String(cause.code);
}
