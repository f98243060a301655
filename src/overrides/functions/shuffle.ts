import { ChoiceSweep, isListValue, type ListValue, type OverrideValue, RangeSweep } from "../types.ts";
import { type FunctionContext, type OverrideFunction, FunctionError } from "./definition.ts";
import { singleOperand } from "./operand.ts";

const elements = ["str", "int", "float", "bool", "list", "map", "choice", "range"] as const;

/** `shuffle(a,b)`, `shuffle(sweep)`, `shuffle([...])` (H-FUN-015). Sweeps are shuffled when they are expanded, lists now. */
export const shuffleFunction: OverrideFunction = {
  name: "shuffle",
  parameters: [
    { name: "values", rest: true, kinds: elements },
    { name: "sweep", namedOnly: true, optional: true, kinds: ["choice", "range"] },
    { name: "list", namedOnly: true, optional: true, kinds: ["list"] },
  ],
  call: (given, context) => {
    const operand = singleOperand(given);
    if (operand !== undefined) return shuffled(operand, context);
    if (given.rest.some((value) => value instanceof ChoiceSweep || value instanceof RangeSweep))
      throw new FunctionError("takes either values or one sweep");
    return new ChoiceSweep(given.rest, true, { shuffle: true, tags: [], zip: undefined });
  },
};

function shuffled(value: OverrideValue, { random }: FunctionContext): OverrideValue {
  if (value instanceof ChoiceSweep) {
    return new ChoiceSweep(value.values, value.simple, { shuffle: true, tags: value.tags, zip: value.zip });
  }
  if (value instanceof RangeSweep) {
    const { start, stop, step, tags, zip } = value;
    return new RangeSweep(start, stop, step, { shuffle: true, tags, zip });
  }
  return isListValue(value) ? inRandomOrder(value, random) : [value];
}

/** A copy in an order drawn with `random` (Fisher and Yates). */
export function inRandomOrder(values: ListValue, random: () => number): OverrideValue[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const [a, b] = [result[last], result[other]];
    if (a === undefined || b === undefined) continue;
    result[last] = b;
    result[other] = a;
  }
  return result;
}
