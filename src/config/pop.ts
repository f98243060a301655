import { valueOf } from "./access.ts";
import { unknownKey } from "./closed.ts";
import { missingValue, unsupportedOperation } from "./failures.ts";
import { indexOf, positionOf } from "./list-index.ts";
import { checkKey, keyPlace, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, type ContainerNode, ListNode, type MapNode } from "./node.ts";
import { placeOf } from "./origin-span.ts";
import { assertDeletable, assertResizable, assertWritable } from "./write-guards.ts";

export interface PopOptions {
  /** Where there is no value the answer is `undefined` instead of an error, as when a default was given. */
  readonly optional?: boolean | undefined;
}

/**
 * Removes a key or item and returns what it means (O-ACC-005, O-ACC-016). What was popped still resolves its interpolations
 * where it stood.
 *
 * @param key - @defaultValue the last item of a list
 * @throws {ConfigKeyError} or {ConfigIndexError} if there is nothing.
 * @throws {ConfigTypeError} in struct mode, for a schema's key, or for a list index that is no whole number.
 */
export function popItem(
  container: ContainerNode,
  key?: unknown,
  options: PopOptions = {},
): ConfigNode | undefined {
  return container instanceof ListNode
    ? popListItem(container, key ?? -1, options)
    : popMapItem(container, key, options);
}

function popMapItem(map: MapNode, key: unknown, { optional = false }: PopOptions): ConfigNode | undefined {
  const fitting = checkKey(key, keyTypeOf(map), keyPlace(map, key));
  assertWritable(map, fitting);
  assertDeletable(map, fitting, "pop");
  const child = map.child(fitting);
  if (child === undefined) {
    if (optional) return undefined;
    throw unknownKey(map, fitting, keyPlace(map, fitting));
  }
  if (child.kind === "missing" && !optional) throw missingValue(placeOf(child));
  const value = meaning(child);
  map.removeChild(fitting);
  child.parent = map;
  return value;
}

function popListItem(
  list: ListNode,
  index: unknown,
  { optional = false }: PopOptions,
): ConfigNode | undefined {
  assertWritable(list, index);
  if (indexOf(index) === undefined) {
    throw unsupportedOperation("Items are popped by a whole number", keyPlace(list, index));
  }
  const position = positionOf(list, index);
  assertResizable(list, -1);
  const child = list.child(position);
  if (child === undefined) return undefined;
  if (child.kind === "missing" && !optional) throw missingValue(placeOf(child));
  const value = meaning(child);
  list.splice(position, 1);
  child.parent = list;
  return value;
}

function meaning(node: ConfigNode): ConfigNode | undefined {
  return node.kind === "missing" ? undefined : valueOf(node);
}
