import { InterpolationToMissingValueError } from "../errors/config-errors.ts";
import { isComputed } from "./computed.ts";
import { readonlyConfig } from "./failures.ts";
import { dereference } from "./interpolation/dereference.ts";
import { resolvedCopy } from "./interpolation/resolved-copy.ts";
import type { Key } from "./keys.ts";
import {
  type ConfigNode,
  type ContainerNode,
  effectiveFlag,
  fullKey,
  isContainer,
  MapNode,
  ScalarNode,
} from "./node.ts";
import { resultOrigin } from "./origin.ts";
import { MISSING } from "./scalar.ts";
import { shadow } from "./shadow.ts";

/**
 * Replaces every interpolation by what it means (O-CNV-007). Containers that are pointed to are copied in; what points to a
 * missing value becomes missing itself.
 *
 * @throws {InterpolationResolutionError} if one fails, {@link ReadonlyConfigError} if one stands below a read-only node.
 */
export function resolveInPlace(node: ConfigNode): void {
  if (node.kind === "interpolation" && node.parent !== undefined) replace(node.parent, node);
  const open: ContainerNode[] = isContainer(node) ? [node] : [];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    const inner: ContainerNode[] = [];
    for (const child of container.children()) {
      if (child.kind === "interpolation") replace(container, child);
      else if (isContainer(child)) inner.push(child);
    }
    open.push(...inner.reverse());
  }
}

function replace(container: ContainerNode, child: ScalarNode): void {
  if (effectiveFlag(child, "readonly") === true) throw readonlyConfig({ fullKey: fullKey(child) });
  const node = meaning(child);
  node.slot = child.slot;
  node.origin = resultOrigin(child.origin);
  node.shadowed = child.shadowed;
  shadow(node, child);
  if (child.flags !== undefined) node.flags = { ...child.flags };
  if (container instanceof MapNode) container.setChild(child.key as Key, node);
  else container.setChild(Number(child.key), node);
}

function meaning(child: ScalarNode): ConfigNode {
  try {
    const target = dereference(child);
    const copy = resolvedCopy(target);
    if (isContainer(target) && isComputed(target)) copy.flags = undefined;
    return copy;
  } catch (error) {
    if (error instanceof InterpolationToMissingValueError)
      return new ScalarNode("missing", MISSING, child.slot);
    throw error;
  }
}
