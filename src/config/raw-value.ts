import { isNode, type ConfigNode } from "./node.ts";
import { formatFloat } from "./python-text.ts";
import { EnumMember, Float, PathValue, type ScalarKind } from "./scalar.ts";
import type { StructType } from "./types.ts";

/**
 * Objects that stand for a config value answer it under this symbol: a node, a struct or anything else that `createNode`
 * takes. Views of configs do, so that a view may be assigned into another config.
 */
export const configValue: unique symbol = Symbol.for("orochi.config-value");

/** What a raw value is, before any type is asked for. */
export type RawKind = Exclude<ScalarKind, "missing" | "interpolation" | "object"> | RawShape | "unsupported";
export type RawShape = "node" | "struct" | "list" | "map";

export function rawKind(value: unknown): RawKind {
  switch (typeof value) {
    case "string":
      return "str";
    case "number":
      return Number.isInteger(value) && !Object.is(value, -0) ? "int" : "float";
    case "boolean":
      return "bool";
    case "bigint":
      return "int";
    case "object":
      return value === null ? "null" : objectKind(value);
    default:
      return "unsupported";
  }
}

function objectKind(value: object): RawKind {
  if (Array.isArray(value)) return "list";
  if (isNode(value)) return "node";
  if (value instanceof Map) return "map";
  if (value instanceof Float) return "float";
  if (value instanceof EnumMember) return "enum";
  if (value instanceof PathValue) return "path";
  if (value instanceof Uint8Array) return "bytes";
  if (isStructType(value)) return "struct";
  return isPlainObject(value) ? "map" : "unsupported";
}

/** The value that an object stands for, or the value itself. */
export function unwrapValue(value: unknown): unknown {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return value;
  const standsFor: unknown = Reflect.get(value, configValue);
  return standsFor === undefined ? value : standsFor;
}

export function isStructType(value: unknown): value is StructType {
  return (
    typeof value === "object" &&
    value !== null &&
    "kind" in value &&
    value.kind === "struct" &&
    "fields" in value &&
    value.fields instanceof Map
  );
}

/** Made by `{}`, `Object.create(null)` or the like, in whichever realm. */
export function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What users call a value's kind: `str`, `list`, `Tray`. */
export function describeKind(value: unknown): string {
  const kind = rawKind(value);
  if (kind === "struct" && isStructType(value)) return value.name;
  if (kind === "node" && isNode(value)) return describeNodeKind(value);
  if (kind !== "unsupported") return kind;
  if (typeof value !== "object" || value === null) return typeof value;
  return value.constructor?.name ?? "object";
}

function describeNodeKind(node: ConfigNode): string {
  if (node.kind === "map" && node.type.kind === "struct") return node.type.name;
  return node.kind;
}

/** A value as the subject of a message, cut to a readable length: `'abc'`, `1.5 (float)`, `a list`, `a Tray`. */
export function describeValue(value: unknown): string {
  const text = leafText(value);
  const kind = describeKind(value);
  if (text === undefined) return withArticle(kind);
  const shown = text.length > 80 ? `${text.slice(0, 77)}...` : text;
  // Quotes say that it is text, and null is its own kind.
  return kind === "str" || kind === "null" ? shown : `${shown} (${kind})`;
}

function leafText(value: unknown): string | undefined {
  switch (rawKind(value)) {
    case "str":
      return `'${String(value)}'`;
    case "null":
    case "bool":
    case "int":
    case "enum":
    case "path":
      return String(value);
    case "float":
      return formatFloat(Number(value));
    default:
      return undefined;
  }
}

/** `a list`, `an int`. */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
