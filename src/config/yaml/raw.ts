import type { Key } from "../keys.ts";
import { type ConfigNode, ListNode, MapNode, type ScalarNode } from "../node.ts";
import { Float } from "../scalar.ts";

/** A tree as values that `createNode` takes: maps become `Map`, so that the order and kind of keys survive. */
export function rawOf(node: ConfigNode): unknown {
  if (node instanceof MapNode) {
    return new Map([...node.children()].map((child) => [child.key as Key, rawOf(child)]));
  }
  if (node instanceof ListNode) return [...node.children()].map(rawOf);
  return rawScalar(node);
}

function rawScalar({ kind, value }: ScalarNode): unknown {
  return kind === "float" && Number.isInteger(value) ? new Float(Number(value)) : value;
}
