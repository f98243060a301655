import { copyNode } from "../config/copy.ts";
import { createNode } from "../config/create.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import type { Key } from "../config/keys.ts";
import { mergeInto } from "../config/merge.ts";
import {
  type ConfigNode,
  fullKey,
  isContainer,
  isNode,
  ListNode,
  MapNode,
  rootOf,
  ScalarNode,
} from "../config/node.ts";
import { isPlainObject, unwrapValue } from "../config/raw-value.ts";
import { MISSING } from "../config/scalar.ts";
import { isOrochiError } from "../errors/base.ts";
import { InstantiationException } from "../errors/hydra-errors.ts";

/**
 * A private copy of the whole tree with the values given at the call, so that interpolations see them and the caller's config
 * stays as it is (H-INS-014, H-INS-015 b…f). Answers the copy of `node`.
 */
export function withCallSiteValues(node: MapNode, values: ReadonlyMap<string, unknown>): MapNode {
  const copy = copyInTree(node);
  clearFlags(copy);
  for (const [key, value] of values) setValue(copy, key, value);
  return copy;
}

function copyInTree(node: MapNode): MapNode {
  const path: (Key | number)[] = [];
  for (let at: ConfigNode = node; at.parent !== undefined; at = at.parent) path.unshift(at.key ?? "");
  let copy: ConfigNode | undefined = copyNode(rootOf(node));
  for (const key of path) {
    if (copy instanceof MapNode) copy = copy.child(key);
    else if (copy instanceof ListNode) copy = copy.child(Number(key));
  }
  if (copy instanceof MapNode) return copy;
  // `node` stands beside its parent, as the result of an interpolation: a copy of it alone does.
  const alone = copyNode(node);
  alone.parent = node.parent;
  alone.key = node.key;
  return alone;
}

function clearFlags(node: ConfigNode): void {
  for (let at: ConfigNode | undefined = node; at !== undefined; at = at.parent)
    at.flags = { allow_objects: true };
}

function setValue(parent: MapNode, key: string, value: unknown): void {
  const existing = parent.child(key);
  const mapping = asMapping(value);
  const into = mapping === undefined || existing === undefined ? undefined : mergeTarget(existing);
  if (into === undefined || mapping === undefined) return parent.setChild(key, nodeFor(value, parent, key));
  const copy = copyNode(into);
  copy.context = undefined;
  parent.setChild(key, copy);
  if (copy.type.kind === "struct" && copy.child("_target_") === undefined) {
    mergeInto(copy, createNode(mapping, { key: fullKey(copy), flags: { allow_objects: true } }));
    return;
  }
  for (const [name, item] of mapping) setValue(copy, name, item);
}

/** What a mapping given at the call is merged into: typed nodes and those with a `_target_`. Everything else it replaces. */
function mergeTarget(existing: ConfigNode): MapNode | undefined {
  try {
    const found = dereference(existing);
    if (!(found instanceof MapNode)) return undefined;
    return found.type.kind === "struct" || found.child("_target_") !== undefined ? found : undefined;
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}

function asMapping(value: unknown): Map<string, unknown> | undefined {
  if (value instanceof Map)
    return [...value.keys()].every((key) => typeof key === "string") ? value : undefined;
  if (typeof value !== "object" || value === null || isNode(value) || Array.isArray(value)) return undefined;
  return unwrapValue(value) === value && isPlainObject(value) ? new Map(Object.entries(value)) : undefined;
}

function nodeFor(value: unknown, parent: MapNode, key: string): ConfigNode {
  const place = fullKey(parent) === "" ? key : `${fullKey(parent)}.${key}`;
  checkText(value, place);
  const given = typeof value === "object" && value !== null ? unwrapValue(value) : value;
  if (isNode(given)) {
    const copy = copyNode(given);
    copy.context = undefined;
    return copy;
  }
  if (value === undefined) return new ScalarNode("null", null);
  const node = createNode(value, { key: place, flags: { allow_objects: true } });
  if (!isContainer(node)) node.flags = undefined;
  return node;
}

/** Text given by code is data: `${…}` in it is refused rather than silently resolved (H-INS-015 d). */
function checkText(value: unknown, key: string): void {
  if (typeof value === "string") {
    if (value !== MISSING && !value.includes("${")) return;
    throw new InstantiationException("INSTANTIATE_INVALID", `Text given at the call cannot hold '${value}'`, {
      key,
      hint: "put interpolations and ??? into the config, or pass a config: create({ … })",
    });
  }
  if (Array.isArray(value)) value.forEach((item, index) => checkText(item, `${key}[${index}]`));
  else for (const [name, item] of asMapping(value) ?? []) checkText(item, `${key}.${name}`);
}
