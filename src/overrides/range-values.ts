import { formatFloat } from "../config/python-text.ts";
import { Float } from "../config/scalar.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { RangeNumber, RangeSweep } from "./types.ts";

/** A number as `digits / 10^scale`, exactly as its shortest text says. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

/** How many elements a range has, without enumerating it. */
export function rangeLength(range: RangeSweep): number {
  if (isInfinite(range.step)) return compareNumbers(range.start, range.stop, Number(range.step) > 0) ? 1 : 0;
  if (isInfinite(range.stop)) return 0;
  const { start, stop, step } = align(range);
  if (step === 0n) throw emptyStep();
  const distance = step > 0n ? stop - start : start - stop;
  const size = step > 0n ? step : -step;
  return distance <= 0n ? 0 : Number((distance + size - 1n) / size);
}

/** The elements of a range in its own order, one at a time: `start + i * step`, exact in decimals (H-FUN-021). */
export function* rangeValues(range: RangeSweep): Generator<RangeNumber> {
  const count = rangeLength(range);
  if (count === 0) return;
  const asFloat = isFloatRange(range);
  if (count === 1) {
    yield asFloat ? new Float(Number(range.start)) : range.start;
    return;
  }
  const { start, step, scale } = align(range);
  for (let index = 0; index < count; index++) {
    yield fromDecimal({ digits: start + BigInt(index) * step, scale }, asFloat);
  }
}

/** First and last element of a range that is not empty. */
export function firstAndLast(range: RangeSweep): { first: RangeNumber; last: RangeNumber } {
  const { start, step, scale } = align(range);
  const last = start + BigInt(rangeLength(range) - 1) * step;
  return { first: range.start, last: fromDecimal({ digits: last, scale }, isFloatRange(range)) };
}

/** `a - b`, exact in decimals; an integer when both are. */
export function subtract(a: RangeNumber, b: RangeNumber): RangeNumber {
  const [left, right] = [toDecimal(a), toDecimal(b)];
  const scale = Math.max(left.scale, right.scale);
  const digits = rescale(left, scale) - rescale(right, scale);
  return fromDecimal({ digits, scale }, a instanceof Float || b instanceof Float);
}

function isFloatRange({ start, stop, step }: RangeSweep): boolean {
  return start instanceof Float || stop instanceof Float || step instanceof Float;
}

function align({ start, stop, step }: RangeSweep): {
  start: bigint;
  stop: bigint;
  step: bigint;
  scale: number;
} {
  const decimals = [start, stop, step].map(toDecimal);
  const scale = Math.max(...decimals.map((decimal) => decimal.scale));
  const [from = 0n, to = 0n, by = 0n] = decimals.map((decimal) => rescale(decimal, scale));
  return { start: from, stop: to, step: by, scale };
}

function toDecimal(value: RangeNumber): Decimal {
  if (!(value instanceof Float)) return { digits: BigInt(value), scale: 0 };
  const [mantissa = "0", exponent = "0"] = formatFloat(value.value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function rescale({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

function fromDecimal({ digits, scale }: Decimal, asFloat: boolean): RangeNumber {
  if (asFloat) return new Float(Number(`${digits}e-${scale}`));
  const value = Number(digits);
  return Number.isSafeInteger(value) ? value : digits;
}

function isInfinite(value: RangeNumber): boolean {
  return value instanceof Float && !Number.isFinite(value.value);
}

function compareNumbers(a: RangeNumber, b: RangeNumber, ascending: boolean): boolean {
  return ascending ? Number(a) < Number(b) : Number(a) > Number(b);
}

function emptyStep(): HydraException {
  return new HydraException("OVERRIDE_SWEEP", "A range with step 0 would never end", {
    hint: "give a step other than 0",
  });
}
