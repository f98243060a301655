import { UnsupportedValueType } from "../../errors/config-errors.ts";
import { hasLineBreak } from "../../text/characters.ts";
import type { Key } from "../keys.ts";
import { formatKey, fullKey, type ScalarNode } from "../node.ts";
import { formatFloat } from "../python-text.ts";
import { EnumMember, Float, type PathValue } from "../scalar.ts";
import { isHarmless, isPlainWord, styleOfText } from "./text-style.ts";
import { type TextPlace, textWidth, writeDoubleQuoted, writePlain, writeSingleQuoted } from "./write-text.ts";

const longestSimpleKey = 127;
/** What is not longer needs no look at its width. */
const longestPlainKey = 60;
const base64LineLength = 76;

export interface WrittenKey {
  readonly text: string;
  /** Written as `key: value`; otherwise after `? ` on lines of its own (O-DMP-007). */
  readonly simple: boolean;
}

/** A key as it is written at a column. */
export function writeKey(key: Key, column: number): WrittenKey {
  if (typeof key === "string") return writeTextKey(key, column);
  if (key instanceof EnumMember) return writeTextKey(key.name, column);
  if (key instanceof Uint8Array) return { text: writeBytes(key, column + 2), simple: false };
  const text = keyLiteral(key);
  const tagLength = typeof key === "boolean" ? 6 : isFloatKey(key) ? 7 : 5;
  return { text, simple: text.length + tagLength <= longestSimpleKey };
}

/** A scalar after an indicator, at `place`. */
export function writeScalar(node: ScalarNode, place: TextPlace): string {
  const { kind, value } = node;
  switch (kind) {
    case "null":
      return "null";
    case "bool":
      return value === true ? "true" : "false";
    case "int":
      return (value as number | bigint).toString();
    case "float":
      return writeFloat(value as number);
    case "bytes":
      return writeBytes(value as Uint8Array, place.indent);
    case "enum":
      return writeText((value as EnumMember).name, place);
    case "object":
      throw new UnsupportedValueType("VALUE_UNSUPPORTED", `A ${describe(value)} cannot be written as YAML`, {
        key: fullKey(node),
        value,
      });
    default:
      return writeText((value as string | PathValue).toString(), place);
  }
}

/** Whether a scalar that is a whole document needs `...` behind it (O-DMP-001). */
export function isOpenEnded(written: string): boolean {
  return !/^['"]/.test(written) && !written.startsWith("!!");
}

function writeText(text: string, place: TextPlace, simpleKey = false): string {
  const style = styleOfText(text, simpleKey);
  if (style === "plain") return writePlain(text, place);
  return style === "single" ? writeSingleQuoted(text, place) : writeDoubleQuoted(text, place);
}

function writeTextKey(key: string, column: number): WrittenKey {
  // Most keys: short names of ASCII.
  if (key.length <= longestPlainKey && isPlainWord(key)) return { text: key, simple: true };
  const simple =
    key !== "" &&
    textWidth(key) + "!!str".length <= longestSimpleKey &&
    (isHarmless(key) || !hasLineBreak(key));
  const place = simple
    ? { column, indent: column, fold: false }
    : { column: column + 2, indent: column + 2, fold: true };
  return { text: writeText(key, place, simple), simple };
}

function keyLiteral(key: number | bigint | boolean | Float | string | Uint8Array | EnumMember): string {
  if (key instanceof Float) return writeFloat(key.value);
  if (typeof key === "number" && isFloatKey(key)) return writeFloat(key);
  return typeof key === "boolean" ? String(key) : formatKey(key);
}

function isFloatKey(key: Key): boolean {
  return key instanceof Float || (typeof key === "number" && (!Number.isInteger(key) || Object.is(key, -0)));
}

/** O-DMP-020: as text elsewhere, but always with a point, and YAML's own names. */
function writeFloat(value: number): string {
  const text = formatFloat(value);
  if (text === "nan") return ".nan";
  if (text.endsWith("inf")) return text.replace("inf", ".inf");
  return text.includes(".") ? text : text.replace("e", ".0e");
}

function writeBytes(bytes: Uint8Array, indent: number): string {
  if (bytes.length === 0) return '!!binary ""';
  const base64 = Buffer.from(bytes).toString("base64");
  let written = "!!binary |";
  for (let at = 0; at < base64.length; at += base64LineLength) {
    written += `\n${" ".repeat(indent)}${base64.slice(at, at + base64LineLength)}`;
  }
  return written;
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return typeof value;
  const prototype: unknown = Object.getPrototypeOf(value);
  const { constructor } = (prototype ?? {}) as { constructor?: { name?: unknown } };
  return typeof constructor?.name === "string" ? constructor.name : "object";
}
