import { ConfigValueError } from "../errors/config-errors.ts";
import { deleteItem, valueOf } from "./access.ts";
import { createNode } from "./create.ts";
import { equalNodes } from "./equality.ts";
import { type ConfigNode, fullKey, type ListNode } from "./node.ts";
import { spanOf } from "./origin-span.ts";
import { describeValue } from "./raw-value.ts";

/** Whether an item means the value; a missing item equals `???` (O-ACC-015). */
export function containsItem(list: ListNode, value: unknown): boolean {
  return positions(list, value).next().done !== true;
}

/** How many items mean the value. */
export function countItem(list: ListNode, value: unknown): number {
  return [...positions(list, value)].length;
}

/**
 * Position of the first item that means the value, from `start` up to but not including `stop`.
 *
 * @throws {ConfigValueError} code `ITEM_NOT_FOUND`.
 */
export function findIndex(list: ListNode, value: unknown, start = 0, stop: number = list.size): number {
  for (const position of positions(list, value)) if (position >= start && position < stop) return position;
  throw new ConfigValueError("ITEM_NOT_FOUND", `The list does not hold ${describeValue(value)}`, {
    key: fullKey(list),
    span: () => spanOf(list),
    hint: "ask with includes() first",
  });
}

/** Removes the first item that means the value. */
export function removeItem(list: ListNode, value: unknown): void {
  deleteItem(list, findIndex(list, value));
}

function* positions(list: ListNode, value: unknown): Generator<number> {
  const wanted = createNode(value, { allowObjects: true });
  let position = 0;
  for (const item of list.children()) {
    if (equalNodes(meaning(item), wanted)) yield position;
    position++;
  }
}

function meaning(item: ConfigNode): ConfigNode {
  return item.kind === "missing" ? item : valueOf(item);
}
