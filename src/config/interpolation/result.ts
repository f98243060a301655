import { KeyValidationError } from "../../errors/config-errors.ts";
import { scalarOf } from "../convert.ts";
import { type ConfigNode, isNode, ScalarNode } from "../node.ts";
import { computedOrigin, resultOrigin } from "../origin.ts";
import { rawKind, unwrapValue } from "../raw-value.ts";
import { TreeBuilder } from "../tree-builder.ts";
import { anyType } from "../types.ts";

type CopyNode = (node: ConfigNode) => ConfigNode;

/**
 * The node for what an interpolation gave. Nodes stay themselves. Plain data becomes nodes, so that paths can walk into it; its
 * texts are final, neither `???` nor `${` means anything in them, and it is read-only, for nobody would see a write
 * (O-INT-009).
 *
 * @param resolved - Copies a node that is inside plain data, with all interpolations looked up.
 */
export function resultNode(given: unknown, reader: ConfigNode, resolved: CopyNode): ConfigNode {
  const value = unwrapValue(given);
  if (isNode(value))
    return value.parent === undefined && value.context === undefined ? standIn(value, reader) : value;
  if (typeof value === "string") return textResult(value, reader);
  switch (rawKind(value)) {
    case "list":
    case "map":
      return standIn(containerFor(value, resolved), reader);
    case "struct":
      return standIn(new TreeBuilder({}).build(value, anyType), reader);
    case "unsupported":
      return standIn(value === undefined ? new ScalarNode("null", null) : opaque(value), reader);
    default:
      return standIn(scalarOf(value, anyType), reader);
  }
}

/** The node for a text that an interpolation gave. */
export function textResult(text: string, reader: ConfigNode): ScalarNode {
  return standIn(new ScalarNode("str", text), reader);
}

/** Data that no config can hold, such as a mapping with null for a key, is passed on as it is. */
function containerFor(value: unknown, resolved: CopyNode): ConfigNode {
  try {
    const settled = { literalText: true, allowObjects: true, origin: computedOrigin, resolved };
    const node = new TreeBuilder(settled).build(value, anyType);
    node.flags = { readonly: true };
    return node;
  } catch (error) {
    if (error instanceof KeyValidationError) return opaque(value);
    throw error;
  }
}

function opaque(value: unknown): ScalarNode {
  return new ScalarNode("object", value as object);
}

/** Puts a node in the reader's place without making it a part of the tree. */
function standIn<N extends ConfigNode>(node: N, reader: ConfigNode): N {
  node.parent = reader.parent;
  node.key = reader.key;
  node.origin = resultOrigin(reader.origin);
  return node;
}
