import { ConfigLoadError } from "../errors/hydra-errors.ts";

/**
 * A config's name without its extension: `db/mysql` and `db/mysql.yaml` are one config (H-SRC-006).
 * @throws {ConfigLoadError} for `.yml`.
 */
export function normalizeConfigPath(configPath: string): string {
  if (configPath.endsWith(".yaml")) return configPath.slice(0, -".yaml".length);
  if (!configPath.endsWith(".yml")) return configPath;
  throw new ConfigLoadError("CONFIG_UNREADABLE", `Config files end in '.yaml', '${configPath}' does not`, {
    hint: "rename the file",
  });
}

/** `db` of `db/mysql`; `""` of `mysql`. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** `mysql` of `db/mysql`. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Joins with `/`, leaving out empty parts. */
export function joinPath(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("/");
}
