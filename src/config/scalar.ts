/** The marker text of a mandatory value that has none yet. */
export const MISSING = "???";

/**
 * A number that is to be a float although it has no fraction: `float(1)` survives as `1.0`. Bare numbers given by a program
 * are ints when they are integers and floats otherwise (TS-1).
 */
export class Float {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
  valueOf(): number {
    return this.value;
  }
}

/** A file-system path as a value kind of its own (TS-3). */
export class PathValue {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

/** A member of an enum type. Members are singletons: compare them with `===`. */
export class EnumMember {
  readonly type: { readonly name: string };
  readonly name: string;
  readonly value: unknown;
  constructor(type: { readonly name: string }, name: string, value: unknown) {
    this.type = type;
    this.name = name;
    this.value = value;
  }
  /** `Color.RED` */
  toString(): string {
    return `${this.type.name}.${this.name}`;
  }
}

/**
 * What a scalar node holds now. `null`, `missing` and `interpolation` may stand in a slot of any declared type, also one that
 * is meant for a map or list. `object` is an arbitrary JavaScript value, allowed only where the flag `allow_objects` is set.
 */
export type ScalarKind =
  | "null"
  | "missing"
  | "interpolation"
  | "bool"
  | "int"
  | "float"
  | "str"
  | "bytes"
  | "path"
  | "enum"
  | "object";

/**
 * The value that goes with a kind: `null` for null, `"???"` for missing, the text for interpolation and str, boolean for
 * bool, number (safe integer) or bigint for int, number for float, and the wrapper classes for the rest.
 */
export type ScalarValue =
  null | string | boolean | number | bigint | Uint8Array | PathValue | EnumMember | object;

/** Everything that JavaScript can write as text, arbitrary objects of a config included. */
interface Writable {
  toString(): string;
}

/** A scalar's value as JavaScript writes it: the text of an interpolation, the digits of a number, whatever an object says. */
export function scalarText(value: Writable | null | undefined): string {
  return String(value);
}
