import { copyAlone } from "../copy.ts";
import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, isContainer, MapNode } from "../node.ts";
import { dereference } from "./dereference.ts";

/**
 * A copy without parent in which no interpolation is left: it can stand anywhere. Mandatory values without a value stay what
 * they are.
 */
export function resolvedCopy(node: ConfigNode): ConfigNode {
  const source = dereference(node);
  const copy = copyAlone(source);
  copy.context = undefined;
  const open: [ContainerNode, ContainerNode][] =
    isContainer(source) && isContainer(copy) ? [[source, copy]] : [];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) copyChildren(...pair, open);
  return copy;
}

function copyChildren(from: ContainerNode, to: ContainerNode, open: [ContainerNode, ContainerNode][]): void {
  for (const child of from.children()) {
    const source = dereference(child);
    const copy = copyAlone(source);
    if (to instanceof MapNode) to.setChild(child.key as Key, copy);
    else to.push(copy);
    if (isContainer(source) && isContainer(copy)) open.push([source, copy]);
  }
}
