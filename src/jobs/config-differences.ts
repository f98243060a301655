import { type ConfigNode, fullKey, isContainer } from "../config/node.ts";
import { snippet } from "../config/shadow.ts";

/** What one config has that the other has not, a line for each key: `lr = 0.2 (was 0.1)`, `+ new = 1`, `- old = 2`. */
export function configDifferences(before: ConfigNode, after: ConfigNode): string[] {
  const old = leavesOf(before);
  const now = leavesOf(after);
  const keys = new Set([...old.keys(), ...now.keys()]);
  return [...keys].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was === is) return [];
    if (was === undefined) return [`+ ${key} = ${is}`];
    return [is === undefined ? `- ${key} = ${was}` : `${key} = ${is} (was ${was})`];
  });
}

/** Everything that is no section, by full key. Empty sections count. */
function leavesOf(node: ConfigNode, found = new Map<string, string>()): Map<string, string> {
  if (!isContainer(node) || node.size === 0) {
    if (node.parent !== undefined) found.set(fullKey(node), snippet(node));
  } else {
    for (const child of node.children()) leavesOf(child, found);
  }
  return found;
}
