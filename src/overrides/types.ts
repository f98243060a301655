import { Float } from "../config/scalar.ts";
import type { Source, Span } from "../text/source.ts";

/**
 * What an override does (H-OVR-002): `key=v`, `+key=v`, `++key=v`, `~key` or `~key=v`, `key=extend_list(v)`, and
 * `key=append(v)` with its sisters. A swept override keeps the type of its prefix; its elements decide once it is expanded.
 */
export type OverrideType = "change" | "add" | "force-add" | "delete" | "extend-list" | "list-operation";

/** One argument in the override language, parsed. Nothing has been looked up. */
export interface Override {
  readonly type: OverrideType;
  /** Key or config group, without prefix and package. */
  readonly key: string;
  /** What stands behind `@`; `""` for `group@=option`, `undefined` without `@`. */
  readonly package: string | undefined;
  /** `undefined` only for `~key`. For `extend-list` it is the list of items, for `list-operation` a {@link ListOperation}. */
  readonly value: OverrideValue | undefined;
  /** The argument as typed, or as printed for a job of a sweep. */
  readonly text: string;
  /** The argument that the user gave; spans point into it. */
  readonly source: Source;
  /** Key and package, without the prefix. */
  readonly keySpan: Span;
  readonly valueSpan: Span | undefined;
}

/**
 * A parsed value. Integers are `number` when safe and `bigint` beyond; floats are always {@link Float}, so that `1` and `1.0`
 * stay apart (H-OVR-007).
 */
export type OverrideValue = ElementValue | SweepValue | ListOperation;
export type ElementValue =
  null | boolean | number | bigint | Float | string | QuotedString | ListValue | MapValue;
export type ListValue = readonly OverrideValue[];

export type Quote = "'" | '"';

/** Text written in quotes: it is never read as a number, boolean or null. */
export class QuotedString {
  readonly text: string;
  readonly quote: Quote;
  constructor(text: string, quote: Quote) {
    this.text = text;
    this.quote = quote;
  }
}

/** `{key: value}`; keys are typed like plain values (H-OVR-013). */
export class MapValue {
  readonly entries: readonly MapEntry[];
  constructor(entries: readonly MapEntry[]) {
    this.entries = entries;
  }
}
export type MapKey = null | boolean | number | bigint | Float | string;
export type MapEntry = readonly [MapKey, OverrideValue];

/** Marks that every sweep over discrete values can carry. */
export interface SweepMarks {
  /** The order is drawn when the sweep is expanded. */
  readonly shuffle: boolean;
  /** Sorted, without duplicates: hints for optimising sweepers. */
  readonly tags: readonly string[];
  /** Sweeps of one zip group advance together instead of being multiplied. */
  readonly zip: string | undefined;
}

export const noMarks: SweepMarks = { shuffle: false, tags: [], zip: undefined };

/** `a,b` (simple) or `choice(a,b)`. */
export class ChoiceSweep implements SweepMarks {
  readonly values: ListValue;
  readonly simple: boolean;
  readonly shuffle: boolean;
  readonly tags: readonly string[];
  readonly zip: string | undefined;
  constructor(values: ListValue, simple: boolean, marks: SweepMarks = noMarks) {
    this.values = values;
    this.simple = simple;
    this.shuffle = marks.shuffle;
    this.tags = marks.tags;
    this.zip = marks.zip;
  }
}

export type RangeNumber = number | bigint | Float;

/** `range(start, stop, step)`: `stop` is not included. */
export class RangeSweep implements SweepMarks {
  readonly start: RangeNumber;
  readonly stop: RangeNumber;
  readonly step: RangeNumber;
  readonly shuffle: boolean;
  readonly tags: readonly string[];
  readonly zip: string | undefined;
  constructor(start: RangeNumber, stop: RangeNumber, step: RangeNumber, marks: SweepMarks = noMarks) {
    this.start = start;
    this.stop = stop;
    this.step = step;
    this.shuffle = marks.shuffle;
    this.tags = marks.tags;
    this.zip = marks.zip;
  }
}

/** `interval(start, end)`: every number with `start <= x < end`; only optimising sweepers can use it. */
export class IntervalSweep {
  readonly start: RangeNumber;
  readonly end: RangeNumber;
  readonly tags: readonly string[];
  constructor(start: RangeNumber, end: RangeNumber, tags: readonly string[] = []) {
    this.start = start;
    this.end = end;
    this.tags = tags;
  }
}

/** `glob(include, exclude)`: the options of a config group whose names match. */
export class GlobSweep {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly zip: string | undefined;
  constructor(include: readonly string[], exclude: readonly string[], zip?: string) {
    this.include = include;
    this.exclude = exclude;
    this.zip = zip;
  }
}

export type SweepValue = ChoiceSweep | RangeSweep | IntervalSweep | GlobSweep;

export type ListOperationName = "extend_list" | "append" | "prepend" | "insert" | "remove";

/** A change of the list that a key holds already: `append(a,b)`, `insert(0,a)`, `remove(a)`. */
export class ListOperation {
  readonly name: ListOperationName;
  readonly items: ListValue;
  /** Only for `insert`: the position, counted from the end when negative. */
  readonly index: number | undefined;
  constructor(name: ListOperationName, items: ListValue, index?: number) {
    this.name = name;
    this.items = items;
    this.index = index;
  }
}

/** The kinds of values, in the words of messages and of function parameters. */
export type ValueKind =
  | "null"
  | "bool"
  | "int"
  | "float"
  | "str"
  | "list"
  | "map"
  | "choice"
  | "range"
  | "interval"
  | "glob"
  | "list-operation";

/** Kind of a value; quoted text is `str`. */
export function kindOf(value: OverrideValue): ValueKind {
  switch (typeof value) {
    case "boolean":
      return "bool";
    case "number":
    case "bigint":
      return "int";
    case "string":
      return "str";
    default:
      return value === null ? "null" : kindOfObject(value);
  }
}

function kindOfObject(value: Exclude<OverrideValue, null | boolean | number | bigint | string>): ValueKind {
  if (value instanceof Float) return "float";
  if (value instanceof QuotedString) return "str";
  if (value instanceof MapValue) return "map";
  if (value instanceof ChoiceSweep) return "choice";
  if (value instanceof RangeSweep) return "range";
  if (value instanceof IntervalSweep) return "interval";
  if (value instanceof GlobSweep) return "glob";
  if (value instanceof ListOperation) return "list-operation";
  return "list";
}

export function isSweepValue(value: OverrideValue | undefined): value is SweepValue {
  return (
    value instanceof ChoiceSweep ||
    value instanceof RangeSweep ||
    value instanceof IntervalSweep ||
    value instanceof GlobSweep
  );
}

export function isListValue(value: OverrideValue | undefined): value is ListValue {
  return Array.isArray(value);
}

/** Whether an override belongs to the hydra node or one of its groups (H-OVR-021). */
export function isHydraOverride({ key }: Pick<Override, "key">): boolean {
  return key.startsWith("hydra.") || key.startsWith("hydra/");
}
