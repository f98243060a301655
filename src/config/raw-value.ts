import { isNode, type ConfigNode } from "./node.ts";
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
  if (typeof value !== "object" || value === null) return value;
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

/** A value as messages show it, cut to a readable length. */
export function describeValue(value: unknown): string {
  const text = valueText(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function valueText(value: unknown): string {
  switch (rawKind(value)) {
    case "str":
      return `'${String(value)}'`;
    case "bytes":
    case "unsupported":
      return describeKind(value);
    case "list":
    case "map":
      return `a ${describeKind(value)}`;
    case "node":
      return isNode(value) && "value" in value ? valueText(value.value) : `a ${describeKind(value)}`;
    case "struct":
      return describeKind(value);
    case "float":
      return String(value instanceof Float ? value.value : value);
    default:
      return String(value);
  }
}
