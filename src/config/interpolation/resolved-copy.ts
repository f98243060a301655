import type { ConfigNode } from "../node.ts";
import { copyResolved } from "./copy-resolved.ts";
import { dereference } from "./dereference.ts";

/**
 * A copy without parent in which no interpolation is left: it can stand anywhere. Mandatory values without a value stay what
 * they are.
 *
 * @throws {InterpolationResolutionError} also when containers lead back into each other.
 */
export function resolvedCopy(node: ConfigNode): ConfigNode {
  return copyResolved(node, dereference);
}
