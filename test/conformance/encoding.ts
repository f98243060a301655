import type { Key } from "../../src/config/keys.ts";
import { type ConfigNode, ListNode, MapNode } from "../../src/config/node.ts";
import { formatFloat } from "../../src/config/python-text.ts";
import { EnumMember, Float, PathValue, type ScalarKind } from "../../src/config/scalar.ts";

/** A config tree as the corpus writes it (conformance README, "Value encoding"); nothing is resolved. */
export function encodeNode(node: ConfigNode): unknown {
  if (node instanceof ListNode) return [...node.children()].map(encodeNode);
  if (node instanceof MapNode)
    return encodeEntries([...node.children()].map((child) => [child.key as Key, encodeNode(child)]));
  return encodeScalar(node.kind, node.value);
}

export function encodeScalar(kind: ScalarKind, value: unknown): unknown {
  switch (kind) {
    case "float":
      return { $float: formatFloat(value as number) };
    case "int":
      return encodeInt(value as number | bigint);
    case "bytes":
      return { $bytes: Buffer.from(value as Uint8Array).toString("base64") };
    case "path":
      return { $path: (value as PathValue).text };
    case "enum":
      return { $enum: String(value) };
    default:
      return value;
  }
}

/**
 * A value in the raw domain of `create` (numbers by TS-1, `Float`, `Map`, arrays, nodes …) as the corpus writes it. For plain
 * data in which every number still knows its kind.
 */
export function encodeRaw(value: unknown): unknown {
  if (value instanceof Float) return { $float: formatFloat(value.value) };
  if (typeof value === "number") {
    return Number.isInteger(value) && !Object.is(value, -0)
      ? encodeInt(value)
      : { $float: formatFloat(value) };
  }
  if (typeof value === "bigint") return encodeInt(value);
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (value instanceof PathValue) return { $path: value.text };
  if (value instanceof EnumMember) return { $enum: String(value) };
  if (value instanceof MapNode || value instanceof ListNode) return encodeNode(value);
  if (Array.isArray(value)) return value.map(encodeRaw);
  if (value instanceof Map)
    return encodeEntries([...value].map(([key, item]) => [key as Key, encodeRaw(item)]));
  if (typeof value === "object" && value !== null) {
    return encodeEntries(Object.entries(value).map(([key, item]) => [key, encodeRaw(item)]));
  }
  return value;
}

/** A mapping whose values are encoded already. */
export function encodeEntries(entries: readonly [Key | null, unknown][]): unknown {
  if (entries.every(([key]) => typeof key === "string" && !needsDict(key)))
    return Object.fromEntries(entries);
  return { $dict: entries.map(([key, value]) => [encodeRaw(key), value]) };
}

function needsDict(key: string): boolean {
  return key.startsWith("$") || key === "__proto__" || /^(?:0|[1-9][0-9]*)$/.test(key);
}

function encodeInt(value: number | bigint): unknown {
  const big = BigInt(value);
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  return big >= -limit && big <= limit ? Number(big) : { $int: String(big) };
}

/** A corpus value as input for `create`: floats become `Float`, maps become `Map` (their order matters). */
export function decodeValue(encoded: unknown, enumMember: (name: string) => unknown = unknownEnum): unknown {
  if (Array.isArray(encoded)) return encoded.map((item) => decodeValue(item, enumMember));
  if (typeof encoded !== "object" || encoded === null) return encoded;
  const [first] = Object.entries(encoded);
  if (first !== undefined && Object.keys(encoded).length === 1) {
    const [tag, content] = first;
    if (tag === "$float") return new Float(parseFloatText(String(content)));
    if (tag === "$int") return BigInt(String(content));
    if (tag === "$bytes") return new Uint8Array(Buffer.from(String(content), "base64"));
    if (tag === "$path") return new PathValue(String(content));
    if (tag === "$enum") return enumMember(String(content));
    if (tag === "$dict") {
      return new Map(
        (content as [unknown, unknown][]).map(([key, value]) => [
          decodeValue(key, enumMember),
          decodeValue(value, enumMember),
        ]),
      );
    }
  }
  return new Map(Object.entries(encoded).map(([key, value]) => [key, decodeValue(value, enumMember)]));
}

export function parseFloatText(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return text === "nan" ? Number.NaN : Number(text);
}

function unknownEnum(name: string): never {
  throw new Error(`no enum in this case: ${name}`);
}
