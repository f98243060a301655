import { formatFloat } from "../config/python-text.ts";
import { Float } from "../config/scalar.ts";
import { assertNever } from "../errors/base.ts";
import { printText } from "./print-text.ts";
import {
  ChoiceSweep,
  GlobSweep,
  IntervalSweep,
  type OverrideValue,
  type RangeNumber,
  RangeSweep,
  type SweepValue,
} from "./types.ts";

/** A sweep as text: the call that makes it, with its marks around it. */
export function printSweep(sweep: SweepValue, printItem: (item: OverrideValue) => string): string {
  if (sweep instanceof ChoiceSweep) return printChoice(sweep, printItem);
  if (sweep instanceof RangeSweep) {
    return printMarks(sweep, `range(${[sweep.start, sweep.stop, sweep.step].map(printNumber).join(",")})`);
  }
  if (sweep instanceof IntervalSweep) {
    return printTags(sweep.tags, `interval(${printNumber(sweep.start)},${printNumber(sweep.end)})`);
  }
  if (sweep instanceof GlobSweep) return printZip(sweep.zip, printGlob(sweep));
  return assertNever(sweep);
}

function printChoice(sweep: ChoiceSweep, printItem: (item: OverrideValue) => string): string {
  const items = sweep.values.map(printItem).join(",");
  const marked = sweep.shuffle || sweep.tags.length > 0 || sweep.zip !== undefined;
  if (sweep.simple && sweep.values.length > 1 && !marked) return items;
  return printMarks(sweep, `choice(${items})`);
}

function printMarks({ shuffle, tags, zip }: ChoiceSweep | RangeSweep, text: string): string {
  return printZip(zip, printTags(tags, shuffle ? `shuffle(${text})` : text));
}

function printTags(tags: readonly string[], text: string): string {
  return tags.length === 0 ? text : `tag(${tags.map(printText).join(",")},${text})`;
}

function printZip(zip: string | undefined, text: string): string {
  if (zip === undefined) return text;
  return zip === "" ? `zip(${text})` : `zip(${text},group=${printText(zip)})`;
}

function printGlob({ include, exclude }: GlobSweep): string {
  const lists = exclude.length === 0 ? [include] : [include, exclude];
  return `glob(${lists.map(printPatterns).join(",")})`;
}

function printPatterns(patterns: readonly string[]): string {
  const [only] = patterns;
  if (patterns.length === 1 && only !== undefined) return printText(only);
  return `[${patterns.map(printText).join(",")}]`;
}

function printNumber(value: RangeNumber): string {
  return value instanceof Float ? formatFloat(value.value) : String(value);
}
