import type { Key } from "./keys.ts";
import { type ContainerNode, MapNode } from "./node.ts";

/** Whether a container holds plain data that a resolver returned: a read-only value in a reader's place, no part of the tree. */
export function isComputed(node: ContainerNode): boolean {
  const { parent, key } = node;
  const inTree =
    parent instanceof MapNode ? parent.child(key as Key) === node : parent?.child(Number(key)) === node;
  return !inTree && node.flags?.readonly === true;
}
