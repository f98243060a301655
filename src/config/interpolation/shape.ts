import { ValidationError } from "../../errors/config-errors.ts";
import { didYouMean } from "../../text/nearest.ts";
import { childSlot } from "../child-slot.ts";
import type { Key } from "../keys.ts";
import { type ConfigNode, ListNode, MapNode, formatKey } from "../node.ts";
import { TreeBuilder } from "../tree-builder.ts";
import { type ConfigType, required, type StructType } from "../types.ts";

/**
 * A container as what the builder takes for a slot of a type. Where the type wants a struct, an untyped mapping is read as its
 * fields, as when a config file is merged onto it; the rest is left to the builder.
 */
export function shapeFor(node: ConfigNode, slot: ConfigType): unknown {
  const type = required(slot);
  if (node instanceof ListNode && (type.kind === "list" || type.kind === "tuple")) {
    const list = new ListNode(type);
    return [...node.children()].map((child, index) => shapeFor(child, childSlot(list, index)));
  }
  if (!(node instanceof MapNode)) return node;
  if (type.kind === "struct") return node.type.kind === "struct" ? node : structFrom(node, type, slot);
  if (type.kind !== "map") return node;
  return new Map(
    [...node.children()].map((child) => [child.key as Key, shapeFor(child, type.value)] as const),
  );
}

function structFrom(node: MapNode, type: StructType, slot: ConfigType): MapNode {
  const sample = new MapNode(type);
  const values = new Map<string, unknown>();
  for (const child of node.children()) {
    const name = formatKey(child.key);
    if (!type.fields.has(name) && type.rest === undefined) throw unknownField(name, type);
    values.set(name, shapeFor(child, childSlot(sample, name)));
  }
  return new TreeBuilder({ literalText: true }).buildStruct(type, slot, values);
}

function unknownField(name: string, type: StructType): ValidationError {
  return new ValidationError("KEY_NOT_IN_SCHEMA", `Key '${name}' is not in '${type.name}'`, {
    hint: didYouMean(name, type.fields.keys()),
  });
}
