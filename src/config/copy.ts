import type { Key } from "./keys.ts";
import { type ConfigNode, type ContainerNode, copyAlone, isContainer, MapNode } from "./node.ts";

/**
 * A deep copy without parent. Slots, types, flags, origins, shadowed values and the context stay; values are shared
 * (O-CRE-005, O-CNV-012). Depth is not limited by the stack (TS-6).
 */
export function copyNode<N extends ConfigNode>(node: N): N;
export function copyNode(node: ConfigNode): ConfigNode {
  const copy = copyAlone(node);
  if (!isContainer(node) || !isContainer(copy)) return copy;
  const open: [ContainerNode, ContainerNode][] = [[node, copy]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) copyChildren(...pair, open);
  return copy;
}

function copyChildren(from: ContainerNode, to: ContainerNode, open: [ContainerNode, ContainerNode][]): void {
  for (const child of from.children()) {
    const copy = copyAlone(child);
    if (to instanceof MapNode) to.appendChild(child.key as Key, copy);
    else to.push(copy);
    if (isContainer(child) && isContainer(copy) && child.size > 0) open.push([child, copy]);
  }
}
