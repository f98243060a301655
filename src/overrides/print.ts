import { formatFloat } from "../config/python-text.ts";
import { Float } from "../config/scalar.ts";
import { notAnElement } from "./raw.ts";
import { printSweep } from "./print-sweep.ts";
import { printQuoted, printText } from "./print-text.ts";
import {
  isListValue,
  isSweepValue,
  ListOperation,
  type ListValue,
  type MapKey,
  MapValue,
  type Override,
  type OverrideType,
  type OverrideValue,
  QuotedString,
} from "./types.ts";

export interface PrintOptions {
  /** A blank behind commas and colons. @defaultValue `false` */
  readonly spaced?: boolean;
}

const prefixes: Readonly<Record<OverrideType, string>> = {
  change: "",
  add: "+",
  "force-add": "++",
  delete: "~",
  "extend-list": "",
  "list-operation": "",
};

/** Prefix, key and package: what tells the overrides of one command line apart (H-OVR-020). */
export function printKey({
  type,
  key,
  package: packageName,
}: Pick<Override, "type" | "key" | "package">): string {
  return packageName === undefined ? prefixes[type] + key : `${prefixes[type]}${key}@${packageName}`;
}

/**
 * The whole override as text. Parsing it answers an equal override (H-OVR-019); a bare `~key` stays bare (H-SWP-028).
 */
export function printOverride(override: Pick<Override, "type" | "key" | "package" | "value">): string {
  const { type, value } = override;
  if (value === undefined) return printKey(override);
  if (type === "extend-list" && isListValue(value)) {
    return `${printKey(override)}=${printOperation(new ListOperation("extend_list", value))}`;
  }
  return `${printKey(override)}=${printValue(value)}`;
}

/**
 * A value as text that reads back to it (H-OVR-018): `[a,b]`, `{k:v}`, quoted text with its quotes, plain text with its special
 * characters escaped, or quoted when it would read as something else.
 */
export function printValue(value: OverrideValue, options: PrintOptions = {}): string {
  return value === "" ? "" : print(value, options);
}

function print(value: OverrideValue, options: PrintOptions): string {
  if (typeof value === "string") return printText(value);
  if (value instanceof QuotedString) return printQuoted(value);
  if (isListValue(value)) return `[${printItems(value, options)}]`;
  if (value instanceof MapValue) return printMap(value, options);
  if (value instanceof ListOperation) return printOperation(value, options);
  if (isSweepValue(value)) return printSweep(value, (item) => printNested(item, options));
  return printScalar(value);
}

function printScalar(value: null | boolean | number | bigint | Float): string {
  return value instanceof Float ? formatFloat(value.value) : String(value);
}

function printNested(value: OverrideValue, options: PrintOptions): string {
  if (value instanceof ListOperation || isSweepValue(value)) throw notAnElement(value);
  return print(value, options);
}

function printItems(items: ListValue, options: PrintOptions): string {
  return items.map((item) => printNested(item, options)).join(options.spaced === true ? ", " : ",");
}

function printMap({ entries }: MapValue, options: PrintOptions): string {
  const [comma, colon] = options.spaced === true ? [", ", ": "] : [",", ":"];
  return `{${entries.map(([key, item]) => printMapKey(key) + colon + printNested(item, options)).join(comma)}}`;
}

/** Keys cannot be quoted in the language, so their text is escaped only. */
function printMapKey(key: MapKey): string {
  return typeof key === "string" ? key.replace(/[\\()[\]{}:=, \t]/g, String.raw`\$&`) : printScalar(key);
}

function printOperation({ name, items, index }: ListOperation, options: PrintOptions = {}): string {
  const position = index === undefined ? "" : `${index}${options.spaced === true ? ", " : ","}`;
  return `${name}(${position}${printItems(items, options)})`;
}
