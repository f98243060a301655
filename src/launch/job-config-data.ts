import type { TreeContext } from "../config/context.ts";
import { setFlag } from "../config/flags.ts";
import type { Key } from "../config/keys.ts";
import { type ConfigNode, contextOf, ListNode, MapNode, ScalarNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { type ConfigData, decodeConfig, encodeConfig } from "./config-data.ts";

/** A job's config on its way to another process. */
export interface JobConfigData {
  readonly tree: ConfigData;
  /**
   * Where the app's own code names a target: it goes on being trusted there (design D5). Not for messages that come from somewhere
   * else than the program itself.
   */
  readonly trusted: readonly (readonly (string | number)[])[];
  /** What cached resolvers answered so far: they answer the same in the job (H-SWP-003). */
  readonly resolved: readonly (readonly [key: string, result: unknown])[];
}

export function encodeJobConfig(config: MapNode): JobConfigData {
  return {
    tree: encodeConfig(config),
    trusted: trustedPlaces(config),
    resolved: (contextOf(config)?.cache.toJSON() ?? []).filter(([, result]) => isPlain(result)),
  };
}

/** The config as the job gets it: closed, as it was composed. */
export function decodeJobConfig({ tree, trusted, resolved }: JobConfigData, context: TreeContext): MapNode {
  context.cache.restore(resolved);
  const node = decodeConfig(tree, context);
  if (!(node instanceof MapNode) || !(node.child("hydra") instanceof MapNode))
    throw new HydraException("LAUNCHER_INVALID", "A job arrived without its config");
  setFlag(node, "struct", true);
  for (const place of trusted) trust(node, place);
  return node;
}

/** Nodes and values that only a config can hold are found anew. */
function isPlain(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

const ownCode: Origin = { kind: "code", label: "the app" };

function trust(root: MapNode, place: readonly Key[]): void {
  let at: ConfigNode | undefined = root;
  for (const key of place) {
    if (at instanceof MapNode) at = at.child(key);
    else at = at instanceof ListNode && typeof key === "number" ? [...at.children()][key] : undefined;
  }
  if (at instanceof ScalarNode) at.origin = ownCode;
}

/** Texts under keys such as `_target_`, put there by code. */
function trustedPlaces(root: MapNode): (string | number)[][] {
  const places: (string | number)[][] = [];
  const walk = (node: ConfigNode, place: (string | number)[], named: boolean): void => {
    if (node instanceof ScalarNode) {
      if (named && typeof node.value === "string" && isCode(node.origin)) places.push(place);
      return;
    }
    if (node instanceof ListNode) {
      let index = 0;
      for (const child of node.children()) walk(child, [...place, index++], named);
      return;
    }
    for (const child of node.children()) {
      const { key } = child;
      if (typeof key === "string") walk(child, [...place, key], key.startsWith("_"));
    }
  };
  walk(root, [], false);
  return places;
}

function isCode({ kind }: Origin): boolean {
  return kind === "code" || kind === "store" || kind === "schema";
}
