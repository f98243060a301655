import type { Key } from "../config/keys.ts";
import {
  type ConfigNode,
  type ContainerNode,
  isContainer,
  isNode,
  ListNode,
  MapNode,
  ScalarNode,
} from "../config/node.ts";
import { copyNode } from "../config/copy.ts";
import { rawKind } from "../config/raw-value.ts";
import { toPlain } from "../config/to-object.ts";
import { viewOf } from "../config/view.ts";

/** What a node turned into: still a part of a config, or a value of the program. */
export type Result = { readonly node: ConfigNode } | { readonly value: unknown };

/** The result as a target gets it: containers of a config as views, scalars as plain values. */
export function valueOfResult(result: Result): unknown {
  if ("value" in result) return result.value;
  const { node } = result;
  if (isContainer(node)) return viewOf(node);
  return node.kind === "path" || node.kind === "enum" ? toPlain(node) : node.value;
}

/** A leaf that stands for itself: there is nothing to follow, and nothing to wait for. */
export function isSettled(node: ConfigNode): node is ScalarNode {
  return node instanceof ScalarNode && node.kind !== "interpolation" && node.kind !== "missing";
}

/** The result as a child of another config container. */
function nodeOfResult(result: Result): ConfigNode {
  if ("node" in result) {
    const { node } = result;
    return node.parent === undefined && node.context === undefined ? node : detached(node);
  }
  const { value } = result;
  const kind = rawKind(value);
  if (kind === "str" || kind === "int" || kind === "float" || kind === "bool" || kind === "null")
    return new ScalarNode(kind, value as null);
  return isNode(value) ? detached(value) : new ScalarNode("object", value as object);
}

function detached(node: ConfigNode): ConfigNode {
  const copy = copyNode(node);
  copy.context = undefined;
  return copy;
}

/** A container like `like`, at its place, with other children (H-INS-020: still attached to the tree). */
export function rebuilt(
  like: ContainerNode,
  children: Iterable<readonly [Key | number, Result]>,
): ContainerNode {
  const built =
    like instanceof MapNode ? new MapNode(like.type, like.slot) : new ListNode(like.type, like.slot);
  built.origin = like.origin;
  built.flags = { ...like.flags, allow_objects: true };
  built.parent = like.parent;
  built.key = like.key;
  built.context = like.parent === undefined ? like.context : undefined;
  for (const [key, result] of children) {
    if (built instanceof MapNode) built.setChild(key, nodeOfResult(result));
    else built.push(nodeOfResult(result));
  }
  return built;
}

/** Entries as plain data: an object when all keys are text, else a Map. */
export function plainEntries(entries: readonly (readonly [unknown, unknown])[]): unknown {
  const textual = entries.every(([key]) => typeof key === "string");
  return textual ? Object.fromEntries(entries as [string, unknown][]) : new Map(entries);
}
