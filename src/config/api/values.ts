import { Float, PathValue } from "../scalar.ts";

/**
 * A number that is a float also when it has no fraction: `float(1)` is written `1.0` (TS-1). In a config it reads as a number.
 *
 * @example create({ lr: float(1) })
 */
export function float(value: number): number {
  return new Float(value) as unknown as number;
}

/**
 * A whole number. Numbers that JavaScript cannot count exactly are given as `bigint` or as text.
 *
 * @throws {RangeError} for a number with a fraction, or one that is too big to be exact.
 */
export function int(value: number | bigint | string): number {
  const exact = typeof value === "number" && !Number.isSafeInteger(value) ? undefined : BigInt(value);
  if (exact === undefined) throw new RangeError(`${value} is no exact whole number; give big ones as bigint`);
  const small = Number(exact);
  return Number.isSafeInteger(small) ? small : (exact as unknown as number);
}

/** A file-system path, a kind of value of its own (TS-3). In a config it reads as text. */
export function path(text: string): string {
  return new PathValue(text) as unknown as string;
}

/** The interpolation of a key: `II("db.port")` is `${db.port}`, of whatever type the place wants (O-CRE-015). */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- inferred from the place that the value is given to
export function II<T>(key: string): T {
  return `\${${key}}` as T;
}
