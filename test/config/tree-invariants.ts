import { type ConfigNode, isContainer, ListNode, MapNode } from "../../src/config/node.ts";

/** What is wrong with the links of a tree: every child knows its parent and its key, and the parent finds it there. */
export function brokenLinks(root: ConfigNode): string[] {
  const problems: string[] = [];
  const seen = new Set<ConfigNode>();
  const open: ConfigNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) problems.push(`node ${String(node.key)} stands twice`);
    seen.add(node);
    if (!isContainer(node)) continue;
    let count = 0;
    for (const child of node.children()) {
      if (child.parent !== node) problems.push(`parent of ${String(child.key)}`);
      if (node instanceof ListNode && child.key !== count) problems.push(`${String(child.key)} at ${count}`);
      if (node instanceof MapNode && node.child(child.key as string) !== child) {
        problems.push(`key ${String(child.key)}`);
      }
      count++;
      open.push(child);
    }
    if (count !== node.size) problems.push(`size ${node.size} of ${count}`);
  }
  return problems;
}
