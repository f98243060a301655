import { load, type ReadOptions, save } from "../config/api/files.ts";
import { toYaml as configToYaml } from "../config/api/convert.ts";
import type { UntypedConfig } from "../config/api/config-type.ts";
import type { DumpYamlOptions } from "../config/yaml/dump.ts";
import { invalid } from "./build-options.ts";
import { just } from "./just.ts";

/**
 * A config as YAML text. What is no config yet goes through {@link just} first, so functions, sets, dates and tasks work too
 * (Z-YAML-001). Interpolations stay as they are written unless `resolve` is set.
 *
 * @throws {ZenError} code `BUILD_UNSUPPORTED_VALUE`, for values that no config can stand for.
 * @example
 * toYaml(makeConfig({ lr: 0.1 })); // "lr: 0.1\n"
 */
export function toYaml(config: unknown, options: DumpYamlOptions = {}): string {
  return configToYaml(asConfig(config), options);
}

/**
 * Writes {@link toYaml} of a config to a file (Z-YAML-001).
 *
 * @throws {ConfigValueError} code `FILE_UNWRITABLE`.
 */
export function saveAsYaml(config: unknown, file: string | URL, options: DumpYamlOptions = {}): void {
  save(asConfig(config), file, options);
}

/**
 * The config in a YAML file (Z-YAML-003). Its targets run only if they are registered or allowed, see {@link instantiate}.
 *
 * @throws {ConfigValueError} code `FILE_UNREADABLE`; {@link YamlError} with the place of the mistake.
 */
export function loadFromYaml(file: string | URL, options: ReadOptions = {}): UntypedConfig {
  return load(file, options);
}

/** A single leaf is no config (Z-YAML-002). */
function asConfig(value: unknown): unknown {
  const config = just(value);
  if (typeof config === "object" && config !== null) return config;
  throw invalid("toYaml()", "a config is a mapping or a list", "give it a name: { value: … }");
}
