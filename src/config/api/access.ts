import {
  deleteItem as deleteNodeItem,
  findItem,
  getItem as getNodeItem,
  hasItem as hasNodeItem,
} from "../access.ts";
import { setItem as setNodeItem } from "../access.ts";
import { copyNode } from "../copy.ts";
import type { Key } from "../keys.ts";
import { removeItem as removeNodeItem } from "../list-search.ts";
import { keysOf as keysOfMap } from "../map-operations.ts";
import { type ContainerNode, isContainer, ListNode, MapNode } from "../node.ts";
import { popItem as popNodeItem } from "../pop.ts";
import { selectNode, type SelectOptions as SelectNodeOptions } from "../select.ts";
import { updateNode } from "../update.ts";
import { nodeOf, viewOf } from "../view.ts";
import { declaredStruct } from "./input.ts";
import type { Paths, ValueAt } from "./path-type.ts";

export interface SelectOptions<Default = undefined> extends SelectNodeOptions {
  /** Answered where there is no value. */
  readonly default?: Default;
}

/**
 * The value at a key path such as `db.hosts[0].port`, interpolations followed; `undefined`, or the default, if there is none or
 * it is still missing (O-ACC-008…011, O-ACC-017). A path with leading dots is relative: `.a` to the config, `..a` to what
 * contains it.
 *
 * @throws {InterpolationResolutionError} if an interpolation on the way fails.
 */
export function select<T, const P extends Paths<T> | (string & {}), Default = undefined>(
  config: T,
  path: P,
  options: SelectOptions<Default> = {},
): ValueAt<T, P> | Default {
  const node = selectNode(nodeOf(config), path, options);
  return (node === undefined ? options.default : viewOf(node)) as ValueAt<T, P> | Default;
}

/** Whether {@link select} would find a value, null included; never throws for what is not there (O-CNV-014). */
export function canSelect(config: object, path: string): boolean {
  try {
    return selectNode(nodeOf(config), path, { throwOnResolutionFailure: false }) !== undefined;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return false;
  }
}

export interface UpdateOptions {
  /** A mapping or list is merged into the one that is there. `false`: it replaces it. @defaultValue `true` */
  readonly merge?: boolean | undefined;
  /** Adds new keys also where the config is closed. @defaultValue `false` */
  readonly forceAdd?: boolean | undefined;
}

/**
 * Sets the value at a key path, in place (O-UPD-001…003). Mappings on the way are made as they are needed.
 *
 * @throws {ConfigKeyError} for a new key of a closed config, unless `forceAdd` is set.
 */
export function update<T extends object>(
  config: T,
  path: Paths<T> | (string & {}),
  value: unknown,
  options: UpdateOptions = {},
): void {
  updateNode(containerOf(config), path, value, { ...options, declared: declaredStruct });
}

/** The value at one key or index, which may be anything that is a key, such as the number `1`. Absent keys throw (O-ACC-002). */
export function getItem(config: object, key: Key): unknown {
  return viewOf(getNodeItem(containerOf(config), key));
}

/** {@link getItem}, with a default for what is absent or missing (O-ACC-003). */
export function getItemOr(config: object, key: Key, fallback: unknown): unknown {
  const node = findItem(containerOf(config), key);
  return node === undefined ? fallback : viewOf(node);
}

/** Sets the value at one key or index. */
export function setItem(config: object, key: Key, value: unknown): void {
  setNodeItem(containerOf(config), key, value, { declared: declaredStruct });
}

/** Whether there is a value at a key; `???` is none (O-ACC-004). */
export function hasItem(config: object, key: Key): boolean {
  return hasNodeItem(containerOf(config), key);
}

/** Removes a key or item. Closed and read-only configs refuse. */
export function deleteItem(config: object, key: Key): void {
  deleteNodeItem(containerOf(config), key);
}

/** Removes a key or item and answers its value (O-ACC-005). */
export function popItem(config: object, key: Key): unknown {
  const node = popNodeItem(containerOf(config), key);
  return node === undefined ? undefined : viewOf(node);
}

/** The keys of a mapping as they are: numbers stay numbers. */
export function keysOf(config: object): Key[] {
  const node = nodeOf(config);
  return node instanceof MapNode ? [...keysOfMap(node)] : [];
}

/** A deep copy that keeps types and flags. A copied part of a config still finds what its interpolations refer to (O-CNV-012). */
export function copy<T extends object>(config: T): T {
  const node = nodeOf(config);
  const duplicate = copyNode(node);
  duplicate.parent = node.parent;
  duplicate.key = node.key;
  return viewOf(duplicate) as T;
}

function containerOf(config: object): ContainerNode {
  const node = nodeOf(config);
  if (isContainer(node)) return node;
  throw new TypeError("This is no config");
}

/**
 * Removes the first item of a list that equals a value, as {@link equals} compares: interpolations count as what they point to
 * (O-ACC-016).
 *
 * @throws {ConfigValueError} code `ITEM_NOT_FOUND`, when no item does.
 * @example
 * const cfg = create({ tags: ["a", "b"] });
 * removeItem(cfg.tags, "a"); // ["b"]
 */
export function removeItem(list: readonly unknown[], value: unknown): void {
  const node = containerOf(list);
  if (!(node instanceof ListNode)) throw new TypeError("This is no list of a config");
  removeNodeItem(node, value);
}
