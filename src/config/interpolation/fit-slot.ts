import { ConfigError } from "../../errors/config-errors.ts";
import { mergeInto } from "../merge.ts";
import { type ConfigNode, type ContainerNode, fullKey, isContainer, ListNode, MapNode } from "../node.ts";
import { TreeBuilder } from "../tree-builder.ts";
import { type ConfigType, required } from "../types.ts";
import { fitsExactly } from "../union.ts";
import { resultDoesNotFit } from "./failures.ts";
import type { Scope } from "./scope.ts";

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
    if (error instanceof ConfigError) throw resultDoesNotFit(error, scope);
    throw error;
  }
}

function convertTo(slot: ConfigType, result: ConfigNode, reader: ConfigNode): ConfigNode {
  const target = isContainer(result) ? emptyContainer(required(slot), slot) : undefined;
  if (target === undefined || !isContainer(result)) {
    const builder = new TreeBuilder({ key: fullKey(reader), literalText: true, origin: result.origin });
    return place(builder.build(result, slot), reader);
  }
  place(target, result.parent === undefined ? reader : result);
  mergeInto(target, result);
  return target;
}

/** What a container can be merged into, so that its content is converted the way a config file's would be. */
function emptyContainer(type: ConfigType, slot: ConfigType): ContainerNode | undefined {
  switch (type.kind) {
    case "struct":
      return new TreeBuilder({}).buildStruct(type, slot, new Map());
    case "map":
      return new MapNode(type, slot);
    case "list":
      return new ListNode(type, slot);
    default:
      return undefined;
  }
}

/** Relative references in a converted copy go on working from the place of the original. */
function place<N extends ConfigNode>(node: N, at: ConfigNode): N {
  node.parent = at.parent;
  node.key = at.key;
  return node;
}
