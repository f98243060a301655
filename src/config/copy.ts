import type { Key } from "./keys.ts";
import { type ConfigNode, type ContainerNode, copyAlone, isContainer, ListNode, MapNode } from "./node.ts";

/**
 * A deep copy without parent. Slots, types, flags, origins, shadowed values and the context stay; values are shared
 * (O-CRE-005, O-CNV-012). Depth is not limited by the stack (TS-6).
 */
export function copyNode<N extends ConfigNode>(node: N): N;
export function copyNode(node: ConfigNode): ConfigNode {
  const copy = copyAlone(node);
  if (!isContainer(node) || !isContainer(copy) || shareTemplate(node, copy)) return copy;
  const open: [ContainerNode, ContainerNode][] = [[node, copy]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) copyChildren(...pair, open);
  return copy;
}

function copyChildren(from: ContainerNode, to: ContainerNode, open: [ContainerNode, ContainerNode][]): void {
  for (const child of from.children()) {
    const copy = copyAlone(child);
    if (to instanceof MapNode) to.appendChild(child.key as Key, copy);
    else to.push(copy);
    if (isContainer(child) && isContainer(copy) && child.size > 0 && !shareTemplate(child, copy))
      open.push([child, copy]);
  }
}

/** What was not asked for yet is copied when somebody asks for it in the copy. */
function shareTemplate(from: ContainerNode, to: ContainerNode): boolean {
  if (from instanceof MapNode && to instanceof MapNode && from.template !== undefined) {
    to.deferChildren(from.template);
    return true;
  }
  if (from instanceof ListNode && to instanceof ListNode && from.template !== undefined) {
    to.deferChildren(from.template);
    return true;
  }
  return false;
}
