import { fromRawValue } from "../overrides/raw.ts";
import {
  ChoiceSweep,
  GlobSweep,
  IntervalSweep,
  isListValue,
  isSweepValue,
  MapValue,
  type OverrideValue,
  QuotedString,
  RangeSweep,
  type RangeNumber,
} from "../overrides/types.ts";
import { invalidZen } from "./zen-errors.ts";

const brand: unique symbol = Symbol.for("orochi.sweep");

/** Values that a multirun goes through; made by {@link sweep}, {@link range}, {@link glob} and their like. */
export interface Sweep<out T> {
  /** Answers the sweep in the override language. */
  readonly [brand]: (toValue: (value: unknown) => OverrideValue) => OverrideValue;
  /** For the compiler alone. */
  readonly values?: readonly T[];
}

/**
 * Marks values that a multirun goes through: `{ lr: sweep([0.1, 0.3]) }`. They may come from any sequence. A plain array is one value, a
 * list (Z-LAUNCH-004).
 */
export function sweep<const T>(sequence: Iterable<T>): Sweep<T> {
  const values = [...sequence];
  const [only] = values;
  if (values.length === 0) throw invalidZen("sweep() takes at least one value");
  return mark((toValue) =>
    values.length === 1 ? toValue(only) : new ChoiceSweep(values.map(toValue), true),
  );
}

/** `choice(…)` of the override language: {@link sweep} of the values, marked as a choice for sweepers that search. */
export function choice<const T>(...values: readonly T[]): Sweep<T> {
  return mark((toValue) => new ChoiceSweep(values.map(toValue), false));
}

/** `range(start, stop, step)`: whole or broken numbers from `start` on; `stop` is not one of them. @defaultValue step `1` */
export function range(start: number, stop: number, step = 1): Sweep<number> {
  if (step === 0 || ![start, stop, step].every(Number.isFinite))
    throw invalidZen("range() takes finite numbers, and a step other than 0");
  return mark(
    (toValue) => new RangeSweep(numeric(toValue(start)), numeric(toValue(stop)), numeric(toValue(step))),
  );
}

/** `interval(start, end)`: every number between; only sweepers that search can use it. */
export function interval(start: number, end: number): Sweep<number> {
  return mark((toValue) => new IntervalSweep(numeric(toValue(start)), numeric(toValue(end))));
}

/** `glob(include, exclude)`: the options of a config group whose names match. */
export function glob(
  include: string | readonly string[],
  exclude: string | readonly string[] = [],
): Sweep<string> {
  return mark(() => new GlobSweep([include].flat(), [exclude].flat()));
}

/** The value in the override language, text in quotes where it would be read as something else. */
export function overrideValue(value: unknown, key: string): OverrideValue {
  const toValue = (item: unknown): OverrideValue => plainValue(item, key);
  return isSweep(value) ? value[brand](toValue) : plainValue(value, key);
}

function plainValue(value: unknown, key: string): OverrideValue {
  if (holdsSweep(value))
    throw invalidZen(`The value for '${key}' holds a sweep`, "a sweep is the whole value of a key");
  const converted = fromRawValue(value);
  if (converted !== undefined && !isSweepValue(converted)) return quoted(converted);
  throw invalidZen(
    `The override language cannot say the value for '${key}'`,
    "give text, numbers, booleans, null, lists and maps",
  );
}

function mark<T>(form: Sweep<T>[typeof brand]): Sweep<T> {
  return Object.freeze({ [brand]: form });
}

function isSweep(value: unknown): value is Sweep<unknown> {
  return typeof value === "object" && value !== null && brand in value;
}

function holdsSweep(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isSweep(value) || Object.values(value).some(holdsSweep);
}

function numeric(value: OverrideValue): RangeNumber {
  return value as RangeNumber;
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
