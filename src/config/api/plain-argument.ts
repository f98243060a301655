import { isNode } from "../node.ts";
import { EnumMember, Float, PathValue } from "../scalar.ts";
import { viewOf } from "../view.ts";

/** A raw value as a user's function reads it: plain data, mappings and lists of a config as configs. */
export function plainArgument(value: unknown): unknown {
  if (isNode(value)) return viewOf(value);
  if (value instanceof Float) return value.value;
  if (value instanceof PathValue) return value.text;
  if (value instanceof EnumMember) return value.value;
  if (Array.isArray(value)) return value.map(plainArgument);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries([...value].map(([key, item]) => [String(key), plainArgument(item)]));
}
