import { assertNever } from "../errors/base.ts";
import { typeMismatch } from "./failures.ts";
import { findMember } from "./map-keys.ts";
import type { Place } from "./place.ts";
import { normalizeInt, parseFloatText, parseIntText } from "./python-numbers.ts";
import { formatFloat } from "./python-text.ts";
import { rawKind } from "./raw-value.ts";
import { ScalarNode } from "./node.ts";
import { Float, MISSING, PathValue, type ScalarKind, type ScalarValue } from "./scalar.ts";
import type { ConfigType } from "./types.ts";

/** Types whose values are leaves. */
export type ScalarType = Extract<
  ConfigType,
  { kind: "int" | "float" | "bool" | "str" | "bytes" | "path" | "enum" | "literal" }
>;

const trueWords = new Set(["yes", "y", "on", "true"]);
const falseWords = new Set(["no", "n", "off", "false"]);

/**
 * The conversion matrix (O-TYP-010…016, O-24-003): a leaf for a slot of a scalar type.
 *
 * @param slot - Type of the slot that the node is for, when it is wider than `type`: `type` may be one side of a union.
 * @throws {ValidationError} if the value cannot become one of the type.
 */
export function convertScalar(value: unknown, type: ScalarType, slot: ConfigType, place: Place): ScalarNode {
  if (type.kind === "literal") {
    if (!isLiteralValue(value, type.values)) throw typeMismatch(value, slot, place);
    return scalarOf(value, slot);
  }
  const converted = convert(value, type);
  if (converted === undefined) throw typeMismatch(value, slot, place);
  return new ScalarNode(type.kind, converted, slot);
}

/** A leaf for a raw scalar of a supported kind, as it is. */
export function scalarOf(value: unknown, slot: ConfigType): ScalarNode {
  return new ScalarNode(leafKind(value), leafValue(value), slot);
}

function convert(value: unknown, type: Exclude<ScalarType, { kind: "literal" }>): ScalarValue | undefined {
  switch (type.kind) {
    case "int":
      return toInt(value);
    case "float":
      return toFloat(value);
    case "bool":
      return toBool(value);
    case "str":
      return toText(value);
    case "bytes":
      return value instanceof Uint8Array ? value : undefined;
    case "path":
      return toPath(value);
    case "enum":
      return findMember(type, value);
    default:
      return assertNever(type);
  }
}

function toInt(value: unknown): number | bigint | undefined {
  if (typeof value === "string") return parseIntText(value);
  return isInt(value) ? normalizeInt(value) : undefined;
}

function toFloat(value: unknown): number | undefined {
  if (value instanceof Float) return value.value;
  if (typeof value === "string") return parseFloatText(value);
  return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined;
}

function toBool(value: unknown): boolean | undefined {
  if (typeof value === "boolean") return value;
  if (isInt(value)) return value !== 0 && value !== 0n;
  if (typeof value !== "string") return undefined;
  const int = parseIntText(value);
  if (int !== undefined) return int !== 0;
  const word = value.toLowerCase();
  if (trueWords.has(word)) return true;
  return falseWords.has(word) ? false : undefined;
}

function toText(value: unknown): string | undefined {
  switch (rawKind(value)) {
    case "str":
    case "int":
    case "path":
    case "enum":
      return String(value);
    case "bool":
      return value === true ? "True" : "False";
    case "float":
      return formatFloat(Number(value));
    default:
      return undefined;
  }
}

function toPath(value: unknown): PathValue | undefined {
  if (value instanceof PathValue) return value;
  return typeof value === "string" ? new PathValue(value === "" ? "." : value) : undefined;
}

function isInt(value: unknown): value is number | bigint {
  return typeof value === "bigint" || (typeof value === "number" && rawKind(value) === "int");
}

/** Exact kind and value: `1`, `1.0`, `true` and `"1"` are four different literals. */
export function isLiteralValue(
  value: unknown,
  allowed: readonly (string | number | bigint | boolean | null)[],
): boolean {
  const kind = rawKind(value);
  return allowed.some((one) => rawKind(one) === kind && sameLeaf(leafValue(one), leafValue(value)));
}

function sameLeaf(a: ScalarValue, b: ScalarValue): boolean {
  return Object.is(a, b);
}

function leafKind(value: unknown): ScalarKind {
  const kind = rawKind(value);
  switch (kind) {
    case "node":
    case "struct":
    case "list":
    case "map":
    case "unsupported":
      return "object";
    default:
      return kind;
  }
}

function leafValue(value: unknown): ScalarValue {
  if (value instanceof Float) return value.value;
  if (
    (typeof value === "number" && Number.isInteger(value) && !Object.is(value, -0)) ||
    typeof value === "bigint"
  )
    return normalizeInt(value);
  return value as ScalarValue;
}

/** A leaf's content as a raw value that would make the same leaf again: floats keep being floats. */
export function rawOfScalar(node: ScalarNode): unknown {
  if (node.kind === "missing") return MISSING;
  return node.kind === "float" ? new Float(Number(node.value)) : node.value;
}

/** Whether a leaf is a value and not null, missing or an interpolation. */
export function isPlainLeaf(node: ScalarNode): boolean {
  return node.kind !== "null" && node.kind !== "missing" && node.kind !== "interpolation";
}
