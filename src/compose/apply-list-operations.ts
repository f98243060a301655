import type { Key } from "../config/keys.ts";
import { type ConfigNode, formatKey, ListNode, MapNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { snippet } from "../config/shadow.ts";
import { locateInYaml } from "../config/yaml/positions.ts";
import { isOrochiError } from "../errors/base.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { FileListOperation } from "../sources/file-list-operations.ts";
import type { LoadedConfig } from "../sources/loaded-config.ts";
import { didYouMean } from "../text/nearest.ts";
import { changeList } from "./change-list.ts";

/** Carries out what a file says about lists of the configs before it: `tags: !append [x]`. */
export function applyListOperations(config: MapNode, loaded: LoadedConfig, packageName: string): void {
  for (const operation of loaded.listOperations) apply(config, operation, loaded, packageName);
}

function apply(
  config: MapNode,
  operation: FileListOperation,
  loaded: LoadedConfig,
  packageName: string,
): void {
  const { text, path } = loaded;
  const above: readonly Key[] = packageName === "" ? [] : packageName.split(".");
  const keys = [...above, ...operation.keys];
  const steps = keys.map(formatKey);
  const key = steps.join(".");
  const refuse = (what: string, hint?: string, cause?: unknown): ConfigCompositionException =>
    new ConfigCompositionException("COMPOSE_MERGE", `In '${path}': ${what}`, {
      span: () => text && locateInYaml(text, operation.keys.map(formatKey)),
      hint,
      key,
      cause,
    });
  if (key === "hydra.searchpath")
    throw refuse(`hydra.searchpath is read before configs are merged`, "write the whole list");
  const found = find(config, keys);
  if (!(found.node instanceof ListNode)) {
    if (keys.length === 0)
      throw refuse(
        `!${operation.name} changes a list, and the whole config is a mapping`,
        "give the config a package",
      );
    const what = found.node === undefined ? "not there" : `${snippet(found.node)}, not a list`;
    const hint =
      found.node === undefined
        ? (didYouMean(found.missing, found.names) ??
          "a config that comes before this one has to bring the list")
        : "write the whole list to replace the value";
    throw refuse(`!${operation.name} changes a list, and '${key}' is ${what}`, hint);
  }
  const origin: Origin | undefined = text && { kind: "yaml", source: text, at: packageName, config: path };
  try {
    const absent = changeList(found.node, operation, origin);
    if (absent !== undefined)
      throw refuse(`'${key}' does not hold ${snippet(absent)}`, `it holds ${snippet(found.node)}`);
  } catch (error) {
    if (!isOrochiError(error) || error instanceof ConfigCompositionException) throw error;
    throw refuse(error.summary, error.hint, error);
  }
}

interface Found {
  readonly node: ConfigNode | undefined;
  /** The first step that leads nowhere, and what there was instead. */
  readonly missing: string;
  readonly names: readonly string[];
}

function find(config: MapNode, keys: readonly Key[]): Found {
  let at: ConfigNode = config;
  for (const key of keys) {
    const child: ConfigNode | undefined = at instanceof MapNode ? at.child(key) : undefined;
    if (child === undefined) {
      const names = at instanceof MapNode ? [...at.children()].map((each) => formatKey(each.key)) : [];
      return { node: undefined, missing: formatKey(key), names };
    }
    at = child;
  }
  return { node: at, missing: "", names: [] };
}
