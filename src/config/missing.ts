import { dereference } from "./interpolation/dereference.ts";
import { type ConfigNode, type ContainerNode, formatKey, fullKey, isContainer } from "./node.ts";
import { OpenContainers } from "./open-containers.ts";

/**
 * Full keys of all values that are `???`, in document order, relative to the root of the tree (O-CNV-008). Interpolations to
 * containers are looked into, under the key of the interpolation.
 *
 * @throws {InterpolationResolutionError} if an interpolation cannot be resolved, points to a missing value or leads back into
 *   what contains it.
 */
export function missingKeys(node: ConfigNode): string[] {
  const found: string[] = [];
  const inside = new OpenContainers();
  const open: Step[] = [{ node, key: fullKey(node) }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ("leave" in next) {
      inside.leave(next.leave);
      continue;
    }
    const { node: reader, key } = next;
    const target = reader.kind === "interpolation" ? dereference(reader) : reader;
    if (target.kind === "missing") found.push(key);
    else if (isContainer(target)) {
      inside.enter(target, reader);
      const steps: Step[] = [];
      for (const child of target.children()) steps.push({ node: child, key: keyBelow(key, target, child) });
      open.push({ leave: target }, ...steps.reverse());
    }
  }
  return found;
}

/** A node to look at, or a container whose content has been looked at. */
type Step = { readonly node: ConfigNode; readonly key: string } | { readonly leave: ContainerNode };

function keyBelow(key: string, container: ConfigNode, child: ConfigNode): string {
  if (container.kind === "list") return `${key}[${String(child.key)}]`;
  const name = formatKey(child.key);
  return key === "" ? name : `${key}.${name}`;
}
