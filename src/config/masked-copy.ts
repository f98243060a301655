import { ConfigTypeError, ConfigValueError } from "../errors/config-errors.ts";
import { copyNode } from "./copy.ts";
import { type Key } from "./keys.ts";
import { type ConfigNode, fullKey, MapNode } from "./node.ts";
import { rawKind } from "./raw-value.ts";

/**
 * A new mapping with only some of a mapping's keys, in the order of the mapping. Keys that are not there are ignored, values
 * stay as they are, unresolved (O-CNV-009).
 */
export function maskedCopy(node: ConfigNode, keys: Key | readonly Key[]): MapNode {
  if (!(node instanceof MapNode)) {
    throw new ConfigValueError(
      "OPERATION_NOT_SUPPORTED",
      `A ${node.kind} has no masked copy, only a mapping`,
      {
        key: fullKey(node),
      },
    );
  }
  const copy = new MapNode();
  copy.origin = node.origin;
  copy.context = node.context;
  for (const key of keyList(keys)) {
    const child = node.child(key);
    if (child !== undefined) copy.setChild(key, copyNode(child));
  }
  return inOrderOf(node, copy);
}

function keyList(keys: unknown): readonly Key[] {
  if (typeof keys === "string") return [keys];
  if (Array.isArray(keys)) return keys as Key[];
  throw new ConfigTypeError("KEY_TYPE", `Keys are given as text or a list, not as ${rawKind(keys)}`);
}

function inOrderOf(node: MapNode, copy: MapNode): MapNode {
  const wanted = new Set([...copy.children()].map((child) => child.key));
  const children = [...node.children()]
    .filter((child) => wanted.has(child.key))
    .map((child) => copy.child(child.key as Key));
  copy.clear();
  for (const child of children) if (child !== undefined) copy.setChild(child.key as Key, child);
  return copy;
}
