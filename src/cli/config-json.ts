import { type ConfigNode, formatKey, ListNode, MapNode } from "../config/node.ts";
import { formatFloat } from "../config/python-text.ts";
import { EnumMember, PathValue, scalarText } from "../config/scalar.ts";

/**
 * A config as JSON text. Nothing is lost that JSON can say: integers keep all their digits, floats their point, keys their order.
 * Interpolations and `???` stay as text; `nan` and `inf` become text, bytes base64.
 */
export function configJson(node: ConfigNode, indent = ""): string {
  const deeper = `${indent}  `;
  if (node instanceof MapNode) {
    const entries = [...node.children()].map(
      (child) => `${JSON.stringify(formatKey(child.key))}: ${configJson(child, deeper)}`,
    );
    return enclose("{", entries, "}", indent);
  }
  if (node instanceof ListNode)
    return enclose(
      "[",
      [...node.children()].map((child) => configJson(child, deeper)),
      "]",
      indent,
    );
  return scalarJson(node);
}

/** The value of a leaf, as far as JSON has it. */
function scalarJson({ kind, value }: Exclude<ConfigNode, MapNode | ListNode>): string {
  if (kind === "int") return scalarText(value);
  if (kind === "float")
    return Number.isFinite(value) ? formatFloat(Number(value)) : `"${formatFloat(Number(value))}"`;
  if (value === null || typeof value === "boolean") return String(value);
  if (value instanceof EnumMember) return JSON.stringify(value.name);
  if (value instanceof PathValue) return JSON.stringify(value.text);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  return JSON.stringify(scalarText(value));
}

function enclose(open: string, parts: readonly string[], close: string, indent: string): string {
  if (parts.length === 0) return open + close;
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(",\n")}\n${indent}${close}`;
}
