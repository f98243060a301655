import { fromRawValue } from "../overrides/raw.ts";
import { printValue } from "../overrides/print.ts";
import { ChoiceSweep, isListValue, MapValue, type OverrideValue, QuotedString } from "../overrides/types.ts";
import { invalidZen } from "./zen-errors.ts";

/** Overrides as texts of the override language, or as values by key. */
export type OverrideInput = readonly string[] | Readonly<Record<string, unknown>>;

const brand = Symbol.for("orochi.sweep");

/** Values for a sweep. */
export interface Sweep<T> {
  readonly [brand]: true;
  readonly values: readonly T[];
}

/** Marks values that a multirun goes through: `{ lr: sweep([0.1, 0.3]) }`. A plain array is one value, a list. */
export function sweep<T>(values: readonly T[]): Sweep<T> {
  return Object.freeze({ [brand]: true as const, values: Object.freeze([...values]) });
}

/** Values are written so that the override language reads the same values back (Z-LAUNCH-002…004). */
export function overrideTexts(given: OverrideInput): string[] {
  if (isTexts(given)) return [...given];
  return Object.entries(given).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return key.startsWith("~") && value === null
      ? [key]
      : [`${key}=${printValue(overrideValue(value, key))}`];
  });
}

function isTexts(given: OverrideInput): given is readonly string[] {
  return Array.isArray(given);
}

function overrideValue(value: unknown, key: string): OverrideValue {
  if (isSweep(value)) {
    const values = value.values.map((item) => overrideValue(item, key));
    return new ChoiceSweep(values, values.length > 1);
  }
  const converted = fromRawValue(value);
  if (converted !== undefined) return quoted(converted);
  throw invalidZen(
    `The override language cannot say the value for '${key}'`,
    "give text, numbers, booleans, null, lists and maps",
  );
}

function isSweep(value: unknown): value is Sweep<unknown> {
  return typeof value === "object" && value !== null && brand in value;
}

/** Text that would read as something else, or as several things, is put in quotes. */
function quoted(value: OverrideValue): OverrideValue {
  if (typeof value === "string") return isPlainText(value) ? value : new QuotedString(value, "'");
  if (isListValue(value)) return value.map(quoted);
  if (value instanceof MapValue) return new MapValue(value.entries.map(([key, item]) => [key, quoted(item)]));
  return value;
}

function isPlainText(text: string): boolean {
  return /^[A-Za-z_$][\w./@-]*$/.test(text) && !/^(?:null|true|false|nan|inf)$/i.test(text);
}
