import type { Key } from "../keys.ts";
import { type ConfigNode, isContainer, ListNode, MapNode, ScalarNode } from "../node.ts";
import { markedListOperation, markListOperation } from "./list-operation-tags.ts";

export interface TreeCopy {
  readonly node: ConfigNode;
  /** Nodes in the copy. */
  readonly count: number;
}

/**
 * An independent copy of a tree as the YAML reader builds them (no types, no flags), or the name of the limit that it would
 * break. Works with an explicit stack: documents may be deeper than the call stack.
 */
export function copyPlainTree(
  original: ConfigNode,
  maxNodes: number,
  maxDepth: number,
): TreeCopy | "nodes" | "depth" {
  const node = copyShallow(original);
  const open: { from: ConfigNode; to: ConfigNode; depth: number }[] = [
    { from: original, to: node, depth: 1 },
  ];
  let count = 1;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { from, to, depth } = next;
    if (!isContainer(from)) continue;
    if (depth > maxDepth) return "depth";
    count += from.size;
    if (count > maxNodes) return "nodes";
    for (const child of from.children()) {
      const copy = copyShallow(child);
      if (to instanceof ListNode) to.push(copy);
      else if (to instanceof MapNode) to.appendChild(child.key as Key, copy);
      if (isContainer(child)) open.push({ from: child, to: copy, depth: depth + 1 });
    }
  }
  return count > maxNodes ? "nodes" : { node, count };
}

function copyShallow(node: ConfigNode): ConfigNode {
  const copy =
    node instanceof MapNode
      ? new MapNode()
      : node instanceof ListNode
        ? new ListNode()
        : new ScalarNode(node.kind, node.value);
  copy.origin = node.origin;
  const operation = node instanceof ListNode ? markedListOperation(node) : undefined;
  if (operation !== undefined) markListOperation(copy, operation);
  return copy;
}
