import { ConfigError } from "../../errors/config-errors.ts";
import { type ConfigNode, fullKey, isContainer } from "../node.ts";
import { TreeBuilder } from "../tree-builder.ts";
import type { ConfigType } from "../types.ts";
import { fitsExactly } from "../union.ts";
import { resultDoesNotFit } from "./failures.ts";
import type { Scope } from "./scope.ts";
import { shapeFor } from "./shape.ts";

/**
 * The result of an interpolation as the reader's type wants it (O-INT-007): the node itself when it fits as it is, otherwise a
 * converted copy. Containers and unions are checked like everything else.
 *
 * @throws {InterpolationValidationError} when it cannot be converted.
 */
export function fitSlot(result: ConfigNode, scope: Scope): ConfigNode {
  const { slot } = scope.reader;
  if (slot.kind === "any" || fitsExactly(result, slot)) return result;
  try {
    return convertTo(slot, result, scope.reader);
  } catch (error) {
    if (error instanceof ConfigError) throw resultDoesNotFit(error, scope, result);
    throw error;
  }
}

/** Relative references in a converted copy go on working from the place of the original. */
function convertTo(slot: ConfigType, result: ConfigNode, reader: ConfigNode): ConfigNode {
  const builder = new TreeBuilder({ key: fullKey(reader), literalText: true, origin: result.origin });
  const converted = builder.build(shapeFor(result, slot), slot);
  const place = isContainer(result) && result.parent !== undefined ? result : reader;
  converted.parent = place.parent;
  converted.key = place.key;
  return converted;
}
