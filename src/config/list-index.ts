import { indexOutOfRange, unusableIndex } from "./failures.ts";
import { keyPlace } from "./map-keys.ts";
import type { ListNode } from "./node.ts";

/** A whole number as a list index; booleans count as 0 and 1 (O-ACC-015). */
export function indexOf(key: unknown): number | undefined {
  if (typeof key === "boolean") return key ? 1 : 0;
  if (typeof key === "bigint") return Number(key);
  return typeof key === "number" && Number.isInteger(key) ? key : undefined;
}

/**
 * The position of an index in a list; negative ones count from the end.
 *
 * @throws {KeyValidationError} if it is no whole number.
 * @throws {ConfigIndexError} if the list has no such item.
 */
export function positionOf(list: ListNode, key: unknown): number {
  const index = indexOf(key);
  if (index === undefined) throw unusableIndex(key, keyPlace(list, key));
  const position = index < 0 ? index + list.size : index;
  if (position < 0 || position >= list.size) throw indexOutOfRange(index, list.size, keyPlace(list, index));
  return position;
}
