import {
  ChoiceSweep,
  GlobSweep,
  IntervalSweep,
  isSweepValue,
  type OverrideValue,
  RangeSweep,
} from "../types.ts";
import { type BoundArguments, FunctionError, type OverrideFunction } from "./definition.ts";

/** `tag(t1, t2, sweep)`: replaces the tags of a sweep (H-FUN-016). */
export const tagFunction: OverrideFunction = {
  name: "tag",
  parameters: [
    { name: "tags", rest: true, kinds: ["str", "choice", "range", "interval"] },
    { name: "sweep", namedOnly: true, optional: true, kinds: ["choice", "range", "interval"] },
  ],
  call: ({ rest, values }) => {
    const named = values.get("sweep");
    const sweep = named ?? rest.at(-1);
    const tags = named === undefined ? rest.slice(0, -1) : rest;
    if (!isSweepValue(sweep))
      throw new FunctionError("needs a sweep as its last value", "write tag(name, choice(a,b))");
    if (!tags.every((tag) => typeof tag === "string"))
      throw new FunctionError("takes one sweep, and texts as tags");
    return withTags(sweep, [...new Set(tags)].sort());
  },
};

function withTags(sweep: OverrideValue, tags: readonly string[]): OverrideValue {
  if (sweep instanceof ChoiceSweep)
    return new ChoiceSweep(sweep.values, sweep.simple, { ...marks(sweep), tags });
  if (sweep instanceof IntervalSweep) return new IntervalSweep(sweep.start, sweep.end, tags);
  if (sweep instanceof RangeSweep)
    return new RangeSweep(sweep.start, sweep.stop, sweep.step, { ...marks(sweep), tags });
  throw new FunctionError("cannot tag this sweep");
}

/**
 * `zip(a,b)`, `zip(sweep)`, `zip(sweep, group=name)`: all zipped sweeps of one group advance together, so `x=zip(1,2)` with
 * `y=zip(a,b)` are the two jobs `x=1 y=a` and `x=2 y=b`.
 */
export const zipFunction: OverrideFunction = {
  name: "zip",
  parameters: [
    { name: "values", rest: true },
    { name: "sweep", namedOnly: true, optional: true, kinds: ["choice", "range", "glob"] },
    { name: "group", namedOnly: true, optional: true, kinds: ["str"] },
  ],
  call: (given) => {
    const group = given.values.get("group");
    return withZip(zippedSweep(given), typeof group === "string" ? group : "");
  },
};

function zippedSweep({ rest, values }: BoundArguments): OverrideValue {
  const named = values.get("sweep");
  const [first] = rest;
  if (named !== undefined && first === undefined) return named;
  if (named !== undefined || first === undefined) throw new FunctionError("takes either values or one sweep");
  if (rest.length === 1 && isSweepValue(first)) return first;
  if (rest.some(isSweepValue)) throw new FunctionError("takes either values or one sweep");
  return new ChoiceSweep(rest, true);
}

export function withZip(sweep: OverrideValue, zip: string): OverrideValue {
  if (sweep instanceof ChoiceSweep)
    return new ChoiceSweep(sweep.values, sweep.simple, { ...marks(sweep), zip });
  if (sweep instanceof RangeSweep)
    return new RangeSweep(sweep.start, sweep.stop, sweep.step, { ...marks(sweep), zip });
  if (sweep instanceof GlobSweep) return new GlobSweep(sweep.include, sweep.exclude, zip);
  throw new FunctionError("cannot zip an interval, which has no elements to count");
}

function marks({ shuffle, tags, zip }: ChoiceSweep | RangeSweep) {
  return { shuffle, tags, zip };
}
