import { copyNode } from "../config/copy.ts";
import { type ConfigNode, isContainer } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";

/** A copy in which everything that code wrote says which entry of the store it comes from (design D2). */
export function storedAs(config: string, node: ConfigNode): ConfigNode {
  const copy = copyNode(node);
  const stored: Origin = { kind: "store", config };
  const open: ConfigNode[] = [copy];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.origin.kind === "code" && next.origin.label === undefined)
      next.origin = next.origin.target === undefined ? stored : { ...next.origin, label: labelOf(config) };
    if (isContainer(next)) open.push(...next.children());
  }
  return copy;
}

/** Origins that hold a target stay what they are, and say the same. */
function labelOf(config: string): string {
  return `the stored config ${config}`;
}
