import { deleteItem } from "../config/access.ts";
import { createNode } from "../config/create.ts";
import { equalNodes } from "../config/equality.ts";
import { extendItems, insertItem } from "../config/list-operations.ts";
import type { ConfigNode, ListNode } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import type { ListOperationName } from "../overrides/types.ts";

/** A change of a list, from an override or a file. */
export interface ListChange {
  readonly name: ListOperationName;
  /** Raw values or nodes. */
  readonly items: readonly unknown[];
  /** Only for `insert`. */
  readonly index: number | undefined;
}

/** Carries out `append`, `prepend`, `insert` or `remove`. Answers the first item that `remove` did not find. */
export function changeList(
  list: ListNode,
  { name, items, index }: ListChange,
  origin: Origin | undefined,
): ConfigNode | undefined {
  const options = origin === undefined ? {} : { origin };
  if (name === "remove") return removeItems(list, items);
  if (name === "append" || name === "extend_list") {
    extendItems(list, items, options);
    return undefined;
  }
  const start = name === "prepend" ? 0 : (index ?? 0);
  const at = start < 0 ? Math.max(0, start + list.size) : start;
  items.forEach((item, offset) => insertItem(list, at + offset, item, options));
  return undefined;
}

function removeItems(list: ListNode, items: readonly unknown[]): ConfigNode | undefined {
  for (const item of items) {
    const wanted = createNode(item);
    const index = [...list.children()].findIndex((child) => equalNodes(child, wanted));
    if (index === -1) return wanted;
    deleteItem(list, index);
  }
  return undefined;
}
