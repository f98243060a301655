import { invariant } from "../errors/base.ts";
import { takesKey, unknownKey } from "./closed.ts";
import { childSlot } from "./child-slot.ts";
import { createNode } from "./create.ts";
import { missingValue, unusableIndex, unusableKey } from "./failures.ts";
import { dereference } from "./interpolation/dereference.ts";
import type { Key } from "./keys.ts";
import { indexOf, positionOf } from "./list-index.ts";
import { fitKey, keyPlace, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, type ContainerNode, effectiveFlag, ListNode, type MapNode } from "./node.ts";
import { codeOrigin, type Origin } from "./origin.ts";
import { placeOf } from "./origin-span.ts";
import { shadow } from "./shadow.ts";
import type { DeclaredStruct } from "./tree-builder.ts";
import { assertDeletable, assertResizable, assertWritable } from "./write-guards.ts";

export interface WriteOptions {
  readonly origin?: Origin | undefined;
  /** What turns classes and schemas in the value into structs. */
  readonly declared?: DeclaredStruct | undefined;
}

/**
 * What is read at a key: the child, or what it points to (O-ACC-001, O-ACC-002, O-ACC-015).
 *
 * @throws {ConfigKeyError} or {ConfigIndexError} if there is nothing.
 * @throws {MissingMandatoryValue} if the value is `???`.
 * @throws {InterpolationResolutionError} if an interpolation fails.
 */
export function getItem(container: ContainerNode, key: unknown): ConfigNode {
  return valueOf(childAt(container, key));
}

/** {@link getItem}, with `undefined` where there is no value: for `get(key, default)` (O-ACC-003). */
export function findItem(container: ContainerNode, key: unknown): ConfigNode | undefined {
  const child = findChild(container, key);
  return child === undefined || child.kind === "missing" ? undefined : valueOf(child);
}

/** A child as what it means: interpolations are followed, a missing value is an error. */
export function valueOf(node: ConfigNode): ConfigNode {
  switch (node.kind) {
    case "interpolation":
      return dereference(node);
    case "missing":
      throw missingValue(placeOf(node));
    default:
      return node;
  }
}

/** The child as it stands, without following it. */
export function childAt(container: ContainerNode, key: unknown): ConfigNode {
  if (container instanceof ListNode) return itemAt(container, key);
  const fitting = fitMapKey(container, key);
  const child = container.child(fitting);
  if (child === undefined) throw unknownKey(container, fitting, keyPlace(container, fitting));
  return child;
}

/**
 * The child as it stands, or `undefined` if there is none.
 *
 * @throws {KeyValidationError} if the container cannot have such a key.
 */
export function findChild(container: ContainerNode, key: unknown): ConfigNode | undefined {
  if (!(container instanceof ListNode)) return container.child(fitMapKey(container, key));
  const index = indexOf(key);
  if (index === undefined) throw unusableIndex(key, keyPlace(container, key));
  return container.child(index < 0 ? index + container.size : index);
}

/** Whether there is a value at the key; interpolations are not followed, `???` is no value (O-ACC-004). */
export function hasItem(container: ContainerNode, key: unknown): boolean {
  const child = container instanceof ListNode ? itemIfAny(container, key) : childIfAny(container, key);
  return child !== undefined && child.kind !== "missing";
}

/**
 * Assigns a value (O-TYP-003, O-TYP-030): it is converted to the declared type of the slot, and copied if it is a node.
 *
 * @throws {ConfigKeyError} for a new key of a closed mapping, or an index that the list does not have.
 * @throws {ReadonlyConfigError} below a read-only node.
 * @throws {ValidationError} if the value does not fit.
 */
export function setItem(
  container: ContainerNode,
  key: unknown,
  value: unknown,
  options: WriteOptions = {},
): ConfigNode {
  if (container instanceof ListNode) return setListItem(container, key, value, options);
  const fitting = fitMapKey(container, key);
  if (!takesKey(container, fitting)) throw unknownKey(container, fitting, keyPlace(container, fitting));
  assertWritable(container, fitting);
  const old = container.child(fitting);
  if (old !== undefined && old === value) return old;
  const node = nodeForSlot(container, fitting, value, old, options);
  container.setChild(fitting, node);
  return node;
}

function setListItem(list: ListNode, key: unknown, value: unknown, options: WriteOptions): ConfigNode {
  const position = positionOf(list, key);
  assertWritable(list, indexOf(key));
  const old = list.child(position);
  if (old !== undefined && old === value) return old;
  const node = nodeForSlot(list, position, value, old, options);
  list.setChild(position, node);
  return node;
}

/** A node for a value that is about to stand in a container, in the place of `old` if there is something. */
export function nodeForSlot(
  container: ContainerNode,
  key: Key | number,
  value: unknown,
  old: ConfigNode | undefined,
  { origin, declared }: WriteOptions,
): ConfigNode {
  const node = createNode(value, {
    type: old?.slot ?? childSlot(container, key),
    origin,
    declared,
    place: keyPlace(container, key),
    allowObjects: effectiveFlag(container, "allow_objects"),
  });
  // A value that code set and code replaces tells nobody anything, and a loop would gather an endless history.
  if (old !== undefined && !(old.origin === codeOrigin && old.shadowed === undefined)) shadow(node, old);
  return node;
}

/** Removes a key or item (O-FLG-004, O-FLG-005, O-STR-003). */
export function deleteItem(container: ContainerNode, key: unknown): void {
  if (container instanceof ListNode) {
    assertWritable(container, key);
    const position = positionOf(container, key);
    assertResizable(container, -1);
    container.splice(position, 1);
    return;
  }
  const fitting = fitMapKey(container, key);
  assertWritable(container, fitting);
  assertDeletable(container, fitting, "deletion");
  if (container.removeChild(fitting) === undefined) {
    throw unknownKey(container, fitting, keyPlace(container, fitting));
  }
}

function fitMapKey(map: MapNode, key: unknown): Key {
  const fitting = fitKey(key, keyTypeOf(map));
  if (fitting === undefined) throw unusableKey(key, keyTypeOf(map), keyPlace(map, key));
  return fitting;
}

function childIfAny(map: MapNode, key: unknown): ConfigNode | undefined {
  const fitting = fitKey(key, keyTypeOf(map));
  return fitting === undefined ? undefined : map.child(fitting);
}

function itemIfAny(list: ListNode, key: unknown): ConfigNode | undefined {
  const index = indexOf(key);
  return index === undefined ? undefined : list.child(index < 0 ? index + list.size : index);
}

function itemAt(list: ListNode, key: unknown): ConfigNode {
  const item = list.child(positionOf(list, key));
  invariant(item !== undefined, "a list has an item at every position");
  return item;
}
