import { type ConfigNode, isContainer, MapNode } from "../config/node.ts";
import { Secrets } from "../compose/secrets.ts";
import { pythonStr } from "../config/python-text.ts";
import { resolveInPlace } from "../config/resolve-in-place.ts";
import { selectNode } from "../config/select.ts";
import { dumpYaml } from "../config/yaml/dump.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraConfigOf, taskConfigOf } from "../jobs/task-config.ts";
import type { OutputFormat } from "./command.ts";
import { configJson } from "./config-json.ts";

export interface ShowConfigOptions {
  /** `job`, `hydra` or `all`. */
  readonly what: string;
  readonly package: string | undefined;
  readonly resolve: boolean;
  /** @defaultValue `text` */
  readonly format?: OutputFormat | undefined;
}

/** The text of `--cfg` (H-CLI-040…043). `config` is used up. */
export function showConfig(composed: MapNode, options: ShowConfigOptions): string {
  const config = Secrets.of(composed).config(composed, { everything: options.resolve });
  const write = (node: ConfigNode): string =>
    options.format === "json" ? `${configJson(node)}\n` : dumpYaml(node);
  const shown = options.what === "job" ? taskConfigOf(config) : config;
  if (options.package !== undefined && options.package !== "_global_") {
    return showPackage(shown, options.package, options);
  }
  if (options.what !== "hydra") {
    if (options.resolve) resolveInPlace(shown);
    return write(shown);
  }
  const hydra = config.child("hydra");
  if (hydra instanceof MapNode) {
    hydra.removeChild("help");
    hydra.removeChild("hydra_help");
    // Resolved while the app's keys are still there to be pointed at (oddity 6).
    if (options.resolve) resolveInPlace(hydra);
  }
  return write(hydraConfigOf(config));
}

function showPackage(
  config: MapNode,
  packageName: string,
  { what, resolve, format }: ShowConfigOptions,
): string {
  const node = selectPackage(config, packageName, what);
  if (resolve && format === "json" && isContainer(node)) resolveInPlace(node);
  if (format === "json") return `${configJson(node)}\n`;
  if (!isContainer(node)) return `${pythonStr(node)}\n`;
  if (resolve) resolveInPlace(node);
  return `# @package ${packageName}\n${dumpYaml(node)}`;
}

function selectPackage(config: MapNode, packageName: string, what: string): ConfigNode {
  const first = packageName.split(/[.[]/, 1)[0] ?? "";
  const isShown = config.child(first) !== undefined && (what !== "hydra" || first === "hydra");
  const node = isShown ? selectNode(config, packageName) : undefined;
  if (node !== undefined && node.kind !== "null") return node;
  throw new HydraException("KEY_NOT_FOUND", `Package '${packageName}' is not in the ${what} config`, {
    key: packageName,
    hint: `--cfg ${what} shows what there is`,
  });
}
