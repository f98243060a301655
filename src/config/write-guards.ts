import { isDeclared } from "./child-slot.ts";
import { isClosed, isSchemaClosed } from "./closed.ts";
import { countItems, readonlyConfig, unsupportedOperation } from "./failures.ts";
import type { Key } from "./keys.ts";
import { keyPlace } from "./map-keys.ts";
import { type ContainerNode, effectiveFlag, fullKey, type ListNode, type MapNode } from "./node.ts";

/** Closed mappings keep their keys; of an open schema every key may go. */
export function assertDeletable(map: MapNode, key: Key, operation: string): void {
  if (map.type.kind === "struct" && isSchemaClosed(map)) {
    throw unsupportedOperation(
      `'${map.type.name}' does not support ${operation}`,
      keyPlace(map, key),
      "its keys are those of the schema",
    );
  }
  const fieldOfSchema = map.type.kind === "struct" && map.flags?.struct !== false && isDeclared(map, key);
  if (!isClosed(map) && !fieldOfSchema) return;
  throw unsupportedOperation(
    `A config in struct mode does not support ${operation}`,
    keyPlace(map, key),
    "do it inside openStruct()",
  );
}

/** @throws {ReadonlyConfigError} if the container, or something above it, is read-only. */
export function assertWritable(container: ContainerNode, key?: unknown): void {
  if (effectiveFlag(container, "readonly") !== true) return;
  throw readonlyConfig(key === undefined ? { fullKey: fullKey(container) } : keyPlace(container, key));
}

/** Tuples keep their length, down to the items that are declared (O-24-001). */
export function assertResizable(list: ListNode, difference: number): void {
  const { type } = list;
  if (type.kind !== "tuple" || difference === 0) return;
  if (type.rest !== undefined && list.size + difference >= type.items.length) return;
  throw unsupportedOperation(
    `A tuple of ${countItems(type.items.length)} keeps its length`,
    { fullKey: fullKey(list) },
    "assign all items at once",
  );
}
