import { KeyValidationError } from "../../errors/config-errors.ts";
import { scalarOf } from "../convert.ts";
import { type ConfigNode, isNode, ScalarNode } from "../node.ts";
import { rawKind, unwrapValue } from "../raw-value.ts";
import { TreeBuilder } from "../tree-builder.ts";
import { anyType } from "../types.ts";
import { resolvedCopy } from "./resolved-copy.ts";

/**
 * The node for what an interpolation gave. Nodes stay themselves. Plain data becomes nodes, so that paths can walk into it; its
 * texts are final, neither `???` nor `${` means anything in them, and it is read-only, for nobody would see a write
 * (O-INT-009).
 */
export function resultNode(given: unknown, reader: ConfigNode): ConfigNode {
  const value = unwrapValue(given);
  if (isNode(value))
    return value.parent === undefined && value.context === undefined ? standIn(value, reader) : value;
  if (typeof value === "string") return standIn(new ScalarNode("str", value), reader);
  switch (rawKind(value)) {
    case "list":
    case "map":
      return standIn(containerFor(value), reader);
    case "struct":
      return standIn(new TreeBuilder({}).build(value, anyType), reader);
    case "unsupported":
      return standIn(value === undefined ? new ScalarNode("null", null) : opaque(value), reader);
    default:
      return standIn(scalarOf(value, anyType), reader);
  }
}

/** Data that no config can hold, such as a mapping with null for a key, is passed on as it is. */
function containerFor(value: unknown): ConfigNode {
  try {
    const node = new TreeBuilder({ literalText: true, allowObjects: true }).build(settle(value), anyType);
    node.flags = { readonly: true };
    return node;
  } catch (error) {
    if (error instanceof KeyValidationError) return opaque(value);
    throw error;
  }
}

/** Nodes in plain data lose their place, so what they refer to is looked up before. */
function settle(value: unknown): unknown {
  const content = unwrapValue(value);
  if (isNode(content)) return resolvedCopy(content);
  if (Array.isArray(content)) return content.map(settle);
  if (content instanceof Map) return new Map([...content].map(([key, item]) => [key, settle(item)] as const));
  if (content === undefined) return null;
  if (rawKind(content) !== "map") return content;
  return new Map(Object.entries(content as object).map(([key, item]) => [key, settle(item)] as const));
}

function opaque(value: unknown): ScalarNode {
  return new ScalarNode("object", value as object);
}

/** Puts a node in the reader's place without making it a part of the tree. */
function standIn<N extends ConfigNode>(node: N, reader: ConfigNode): N {
  node.parent = reader.parent;
  node.key = reader.key;
  node.origin = reader.origin;
  return node;
}
