import { EnumMember, PathValue } from "./scalar.ts";
import type { ScalarNode } from "./node.ts";

/** A leaf as a program reads it: an enum member is its value, a path its text. Integers beyond 2^53 are `bigint`. */
export function leafForReading(node: ScalarNode): unknown {
  const { value } = node;
  if (value instanceof EnumMember) return value.value;
  return value instanceof PathValue ? value.text : value;
}
