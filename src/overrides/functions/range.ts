import { Float } from "../../config/scalar.ts";
import { IntervalSweep, kindOf, type OverrideValue, type RangeNumber, RangeSweep } from "../types.ts";
import { type BoundArguments, FunctionError, type OverrideFunction } from "./definition.ts";

const numbers = ["int", "float"] as const;

/** `range(stop)`, `range(start, stop, step)` (H-FUN-011). */
export const rangeFunction: OverrideFunction = {
  name: "range",
  parameters: [
    { name: "start", kinds: numbers },
    { name: "stop", kinds: numbers, optional: true },
    { name: "step", kinds: numbers, optional: true },
  ],
  call: ({ values }) => {
    const first = values.get("start");
    const stop = values.get("stop");
    const step = numberOr(values.get("step"), 1);
    if (stop === undefined) return checkedRange(0, numberOr(first, 0), step);
    return checkedRange(numberOr(first, 0), numberOr(stop, 0), step);
  },
};

/** `interval(start, end)` (H-FUN-012). */
export const intervalFunction: OverrideFunction = {
  name: "interval",
  parameters: [
    { name: "start", kinds: numbers },
    { name: "end", kinds: numbers },
  ],
  call: (given) => new IntervalSweep(bound(given, "start"), bound(given, "end")),
};

/** A range that can be enumerated: neither endless nor built on `nan`. */
export function checkedRange(start: RangeNumber, stop: RangeNumber, step: RangeNumber): RangeSweep {
  const [from, to, by] = [start, stop, step].map(Number);
  if (Number.isNaN(from) || Number.isNaN(to) || Number.isNaN(by))
    throw new FunctionError("cannot count with nan");
  const endless =
    !Number.isFinite(from) || to === (Number(by) < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  if (endless) throw new FunctionError("would never end", "give a finite start and stop");
  return new RangeSweep(start, stop, step);
}

export function isRangeNumber(value: OverrideValue | undefined): value is RangeNumber {
  return value !== undefined && (kindOf(value) === "int" || kindOf(value) === "float");
}

function numberOr(value: OverrideValue | undefined, otherwise: number): RangeNumber {
  return isRangeNumber(value) ? value : otherwise;
}

function bound({ values }: BoundArguments, name: string): Float {
  return new Float(Number(numberOr(values.get(name), 0)));
}
