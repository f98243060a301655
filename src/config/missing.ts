import { dereference } from "./interpolation/dereference.ts";
import { type ConfigNode, formatKey, fullKey, isContainer } from "./node.ts";

/**
 * Full keys of all values that are `???`, in document order, relative to the root of the tree (O-CNV-008). Interpolations to
 * containers are looked into, under the key of the interpolation.
 *
 * @throws {InterpolationResolutionError} if an interpolation cannot be resolved, or points to a missing value.
 */
export function missingKeys(node: ConfigNode): string[] {
  const found: string[] = [];
  const open: { node: ConfigNode; key: string }[] = [{ node, key: fullKey(node) }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const target = next.node.kind === "interpolation" ? dereference(next.node) : next.node;
    if (target.kind === "missing") found.push(next.key);
    else if (isContainer(target)) {
      const children = [...target.children()].map((child) => ({
        node: child,
        key: keyBelow(next.key, target, child),
      }));
      open.push(...children.reverse());
    }
  }
  return found;
}

function keyBelow(key: string, container: ConfigNode, child: ConfigNode): string {
  if (container.kind === "list") return `${key}[${String(child.key)}]`;
  const name = formatKey(child.key);
  return key === "" ? name : `${key}.${name}`;
}
