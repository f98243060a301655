import { findChild, setItem, valueOf, type WriteOptions } from "./access.ts";
import { unsupportedOperation } from "./failures.ts";
import type { Key } from "./keys.ts";
import { untyped } from "./list-operations.ts";
import { type ConfigNode, type ContainerNode, fullKey, MapNode } from "./node.ts";
import { describeKind, rawKind, unwrapValue, withArticle } from "./raw-value.ts";

/** Keys in insertion order; values are not touched (O-ACC-012). */
export function* keysOf(map: MapNode): Generator<Key> {
  for (const { key } of map.children()) if (key !== undefined) yield key;
}

/** Values in order, interpolations followed; the first missing or broken one throws (O-ACC-012, O-ACC-015). */
export function* valuesOf(container: ContainerNode): Generator<ConfigNode> {
  for (const child of container.children()) yield valueOf(child);
}

/** The value at a key; where there is none, the default is stored first (O-ACC-006). */
export function setDefaultItem(
  map: MapNode,
  key: unknown,
  value: unknown,
  options: WriteOptions = {},
): ConfigNode {
  const child = findChild(map, key);
  if (child !== undefined && child.kind !== "missing") return valueOf(child);
  return valueOf(setItem(map, key, value, options));
}

/** Assigns all entries of a mapping, one by one. Unlike a merge this replaces nested mappings. */
export function assignEntries(map: MapNode, entries: unknown, options: WriteOptions = {}): void {
  for (const [key, value] of entriesOf(entries, map)) setItem(map, key, value, options);
}

function entriesOf(given: unknown, map: MapNode): Iterable<readonly [unknown, unknown]> {
  const entries = unwrapValue(given);
  if (entries instanceof MapNode) {
    return [...entries.children()].map((child) => [child.key, untyped(valueOf(child))] as const);
  }
  if (entries instanceof Map) return entries;
  if (rawKind(entries) === "map" && typeof entries === "object" && entries !== null)
    return Object.entries(entries);
  throw unsupportedOperation(
    `A mapping takes entries of mappings, not of ${withArticle(describeKind(entries))}`,
    {
      fullKey: fullKey(map),
    },
  );
}
