import { missingValue } from "../config/failures.ts";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, fullKey } from "../config/node.ts";
import { spanOf } from "../config/origin-span.ts";
import { LatePlace } from "../config/place.ts";
import { InterpolationToMissingValueError } from "../errors/config-errors.ts";

/**
 * The node behind an interpolation, or the node itself.
 *
 * @throws {MissingMandatoryValue} for `???`, here or at the end of the interpolation (H-INS-018).
 */
export function reach(node: ConfigNode): ConfigNode {
  const found = follow(node);
  if (found === undefined || found.kind === "missing") {
    throw missingValue(new LatePlace({ fullKey: () => fullKey(node), span: () => spanOf(found ?? node) }));
  }
  return found;
}

export function isMissing(node: ConfigNode): boolean {
  const found = follow(node);
  return found === undefined || found.kind === "missing";
}

function follow(node: ConfigNode): ConfigNode | undefined {
  try {
    return dereference(node);
  } catch (error) {
    if (error instanceof InterpolationToMissingValueError) return undefined;
    throw error;
  }
}
