import { type ConfigNode, MapNode } from "../config/node.ts";
import { mergeLasting } from "../config/merge.ts";
import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { locateInYaml } from "../config/yaml/positions.ts";
import { splitKeyPath } from "../config/select.ts";
import type { LoadedConfig } from "../sources/loaded-config.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { Span } from "../text/source.ts";
import { applyListOperations } from "./apply-list-operations.ts";
import type { DefaultsEntry } from "./defaults-list.ts";
import { hydraConfig } from "./search-path-of.ts";

/**
 * Merges configs from left to right: later ones win, mappings merge deeply, lists are replaced (H-DEF-050).
 *
 * @param config - what they are merged onto
 */
export function mergeLayers(
  entries: readonly DefaultsEntry[],
  repository: ConfigRepository,
  config: MapNode = new MapNode(),
): MapNode {
  const typed: string[] = [];
  for (const entry of entries) {
    const loaded = repository.load(entry.configPath);
    if (loaded === undefined) continue;
    if (entry.primary) assertMapping(loaded);
    const layer = loaded.at(entry.package);
    if (!entry.primary && entry.configPath !== hydraConfig) assertNoSearchPath(loaded, layer);
    mergeLayer(config, layer, loaded, entry);
    applyListOperations(config, loaded, entry.package);
    if (hasDefaultsField(loaded)) typed.push(entry.package);
  }
  for (const packageName of typed) removeDefaults(config, packageName);
  return config;
}

function mergeLayer(config: MapNode, layer: MapNode, loaded: LoadedConfig, entry: DefaultsEntry): void {
  const { configPath, package: at } = entry;
  try {
    mergeLasting(config, layer);
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    throw new ConfigCompositionException("COMPOSE_MERGE", `In '${configPath}': ${error.summary}`, {
      span: () => error.span ?? placeOfKey(error, loaded, at),
      related: () => error.related,
      hint: hydraPlaceHint(entry, error) ?? error.hint,
      key: error.key,
      cause: error,
    });
  }
}

/** Groups of these names are mostly meant for the run itself, not for the app: what was forgotten is the package (H-DEF-047). */
const hydraGroups: ReadonlySet<string> = new Set([
  "callbacks",
  "launcher",
  "sweeper",
  "job_logging",
  "hydra_logging",
]);

function hydraPlaceHint(
  { configPath, package: at }: DefaultsEntry,
  { code, key }: OrochiError,
): string | undefined {
  const group = configPath.slice(0, Math.max(0, configPath.lastIndexOf("/")));
  if (!code.startsWith("KEY_NOT_IN_") || key !== at || !hydraGroups.has(group)) return undefined;
  const option = configPath.slice(group.length + 1);
  const place = group === "callbacks" ? `hydra.callbacks.${option}` : `hydra.${group}`;
  return `to use it for the run itself, write +${group}@${place}=${option}`;
}

/** The key that could not be merged, in the file that brought it. */
function placeOfKey(
  { key, code }: OrochiError,
  { text }: LoadedConfig,
  packageName: string,
): Span | undefined {
  if (text === undefined || key === undefined) return undefined;
  const above = packageName === "" ? [] : packageName.split(".");
  const steps = splitKeyPath(key);
  if (!above.every((part, index) => steps[index] === part)) return undefined;
  return locateInYaml(text, steps.slice(above.length), code.startsWith("KEY_") ? "key" : "value");
}

function assertMapping({ path, content, text }: LoadedConfig): void {
  if (content instanceof MapNode) return;
  throw new ConfigCompositionException(
    "CONFIG_UNREADABLE",
    `The primary config '${path}' is a list, not a mapping`,
    {
      span: text === undefined ? undefined : { source: text, start: 0, end: 1 },
    },
  );
}

/** Only the primary config may say where configs are looked for (H-PTH-007). */
function assertNoSearchPath({ path, text }: LoadedConfig, layer: MapNode): void {
  const found = childOf(childOf(layer, "hydra"), "searchpath");
  if (found === undefined || found.kind === "null" || found.kind === "missing") return;
  throw new ConfigCompositionException(
    "SEARCHPATH_INVALID",
    `In '${path}': only the primary config and the command line can set hydra.searchpath`,
    {
      span:
        text === undefined
          ? undefined
          : (locateInYaml(text, ["hydra", "searchpath"], "key") ?? locateInYaml(text, ["searchpath"], "key")),
      hint: "move it to the primary config",
    },
  );
}

/** A schema with a field `defaults` brings the list back while it is merged (H-FIL-004). */
function hasDefaultsField({ content, defaults }: LoadedConfig): boolean {
  return (
    defaults !== undefined &&
    content instanceof MapNode &&
    content.type.kind === "struct" &&
    content.type.fields.has("defaults")
  );
}

function removeDefaults(config: MapNode, packageName: string): void {
  let at: ConfigNode | undefined = config;
  for (const part of packageName === "" ? [] : packageName.split(".")) at = childOf(at, part);
  if (at instanceof MapNode) at.removeChild("defaults");
}

function childOf(node: ConfigNode | undefined, key: string): ConfigNode | undefined {
  return node instanceof MapNode ? node.child(key) : undefined;
}
