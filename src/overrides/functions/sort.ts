import { Float } from "../../config/scalar.ts";
import { firstAndLast, rangeLength, subtract } from "../range-values.ts";
import {
  ChoiceSweep,
  isListValue,
  kindOf,
  type ListValue,
  type OverrideValue,
  QuotedString,
  RangeSweep,
} from "../types.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";
import { singleOperand } from "./operand.ts";

/** `sort(c,a,b)`, `sort(sweep)`, `sort([...])`, each with `reverse=true` (H-FUN-014, H-FUN-022). */
export const sortFunction: OverrideFunction = {
  name: "sort",
  parameters: [
    { name: "values", rest: true, kinds: ["str", "int", "float", "bool", "list", "map", "choice", "range"] },
    { name: "sweep", namedOnly: true, optional: true, kinds: ["choice", "range"] },
    { name: "list", namedOnly: true, optional: true, kinds: ["list"] },
    { name: "reverse", namedOnly: true, optional: true, kinds: ["bool"] },
  ],
  call: (given) => {
    const reverse = given.values.get("reverse") === true;
    const operand = singleOperand(given);
    if (operand !== undefined) return sortOperand(operand, reverse);
    return new ChoiceSweep(sortPrimitives(given.rest, reverse), true);
  },
};

function sortOperand(value: OverrideValue, reverse: boolean): OverrideValue {
  if (value instanceof ChoiceSweep)
    return new ChoiceSweep(sortValues(value.values, reverse), value.simple, value);
  if (value instanceof RangeSweep) return sortRange(value, reverse);
  return isListValue(value) ? sortValues(value, reverse) : value;
}

function sortPrimitives(values: ListValue, reverse: boolean): OverrideValue[] {
  const odd = values.find((value) => typeof value === "object" && !(value instanceof Float));
  if (odd !== undefined) throw new FunctionError("takes several values only when they are numbers or texts");
  return sortValues(values, reverse);
}

function sortValues(values: ListValue, reverse: boolean): OverrideValue[] {
  if (values.length > 1) for (const value of values) compare(value, values[0]);
  return values.toSorted((a, b) => (reverse ? compare(b, a) : compare(a, b)));
}

/** A range that runs in the wanted direction over the same elements; its end is one step beyond the last of them. */
function sortRange(range: RangeSweep, reverse: boolean): RangeSweep {
  if (rangeLength(range) < 2 || Number(range.step) < 0 === reverse) return range;
  const { first, last } = firstAndLast(range);
  return new RangeSweep(last, subtract(first, range.step), subtract(0, range.step), range);
}

/** Order of two values; texts by code point, lists item by item. Other pairs have none. */
function compare(a: OverrideValue | undefined, b: OverrideValue | undefined): number {
  const [left, right] = [orderable(a), orderable(b)];
  if (typeof left === "string" && typeof right === "string") return compareText(left, right);
  if (isListValue(left) && isListValue(right)) return compareLists(left, right);
  if (isNumeric(left) && isNumeric(right)) return left < right ? -1 : left > right ? 1 : 0;
  throw new FunctionError(`cannot order ${kindName(a)} and ${kindName(b)}`);
}

function kindName(value: OverrideValue | undefined): string {
  return value === undefined ? "nothing" : kindOf(value);
}

function orderable(value: OverrideValue | undefined): OverrideValue | undefined {
  if (value instanceof QuotedString) return value.text;
  if (value instanceof Float) return value.value;
  return typeof value === "boolean" ? Number(value) : value;
}

function isNumeric(value: OverrideValue | undefined): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}

function compareLists(a: ListValue, b: ListValue): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const order = compare(a[index], b[index]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareText(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
