import { formatFloat } from "../../config/python-text.ts";
import { Float } from "../../config/scalar.ts";
import { parseFloatText, parseInteger } from "../primitive.ts";
import {
  ChoiceSweep,
  IntervalSweep,
  isListValue,
  MapValue,
  type OverrideValue,
  QuotedString,
  RangeSweep,
  type ValueKind,
} from "../types.ts";
import { describeValue } from "./call.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";
import { checkedRange, isRangeNumber } from "./range.ts";

const notNull: readonly ValueKind[] = [
  "bool",
  "int",
  "float",
  "str",
  "list",
  "map",
  "choice",
  "range",
  "interval",
  "glob",
];

type Scalar = null | boolean | number | bigint | Float | string;
type CastName = "int" | "float" | "str" | "bool";
type Cast = (value: Scalar) => Scalar;

/** `int(...)`, `float(...)`, `str(...)`, `bool(...)` (H-FUN-017, H-FUN-023, H-FUN-024). */
export const castFunctions: readonly OverrideFunction[] = [
  castFunction("int", toInt),
  castFunction("float", toFloat),
  castFunction("str", toText),
  castFunction("bool", toBool),
];

function castFunction(name: CastName, cast: Cast): OverrideFunction {
  return {
    name,
    parameters: [
      { name: "values", rest: true },
      { name: "value", namedOnly: true, optional: true, kinds: notNull },
    ],
    call: ({ rest, values }) => {
      const named = values.get("value");
      const [first] = rest;
      if (named !== undefined && first === undefined) return castValue(name, cast, named);
      if (named !== undefined || first === undefined)
        throw new FunctionError("takes either values or value=");
      if (rest.length === 1) return castValue(name, cast, first);
      return new ChoiceSweep(
        rest.map((value) => castValue(name, cast, value)),
        true,
      );
    },
  };
}

function castValue(name: CastName, cast: Cast, value: OverrideValue): OverrideValue {
  const again = (item: OverrideValue): OverrideValue => castValue(name, cast, item);
  if (isListValue(value)) return value.map(again);
  if (value instanceof MapValue) return new MapValue(value.entries.map(([key, item]) => [key, again(item)]));
  if (value instanceof ChoiceSweep) return new ChoiceSweep(value.values.map(again), value.simple, value);
  if (value instanceof RangeSweep) return castRange(name, again, value);
  if (value instanceof IntervalSweep) return castInterval(name, again, value);
  if (value instanceof QuotedString) return cast(value.text);
  if (isScalar(value)) return cast(value);
  throw cannotCast(value);
}

function castRange(
  name: CastName,
  cast: (value: OverrideValue) => OverrideValue,
  range: RangeSweep,
): OverrideValue {
  const [start, stop, step] = [range.start, range.stop, range.step].map(cast);
  if (isText(name) || !isRangeNumber(start) || !isRangeNumber(stop) || !isRangeNumber(step))
    throw cannotCast(range);
  checkedRange(start, stop, step);
  return new RangeSweep(start, stop, step, range);
}

function castInterval(
  name: CastName,
  cast: (value: OverrideValue) => OverrideValue,
  interval: IntervalSweep,
): OverrideValue {
  const [start, end] = [interval.start, interval.end].map(cast);
  if (isText(name) || !isRangeNumber(start) || !isRangeNumber(end)) throw cannotCast(interval);
  return new IntervalSweep(start, end, interval.tags);
}

function isText(name: CastName): boolean {
  return name === "str" || name === "bool";
}

function isScalar(value: OverrideValue): value is Scalar {
  return value === null || typeof value !== "object" || value instanceof Float;
}

function toInt(value: Scalar): Scalar {
  switch (typeof value) {
    case "boolean":
      return value ? 1 : 0;
    case "number":
    case "bigint":
      return value;
    case "string": {
      const text = asciiDigits(value).trim();
      if (/^[+-]?[0-9](?:_?[0-9])*$/.test(text)) return parseInteger(text);
      throw cannotCast(value);
    }
    default:
      if (value === null || !Number.isFinite(value.value)) throw cannotCast(value);
      return integerOf(Math.trunc(value.value));
  }
}

function integerOf(whole: number): number | bigint {
  if (Number.isSafeInteger(whole)) return whole === 0 ? 0 : whole;
  return BigInt(whole);
}

const floatText =
  /^[+-]?(?:(?:[0-9](?:_?[0-9])*)?\.?(?:(?<=\.)[0-9](?:_?[0-9])*|(?<=[0-9]\.?))(?:e[+-]?[0-9](?:_?[0-9])*)?|inf|infinity|nan)$/i;

function toFloat(value: Scalar): Scalar {
  if (value === null) throw cannotCast(value);
  if (value instanceof Float) return value;
  if (typeof value !== "string") return new Float(Number(value));
  const text = asciiDigits(value).trim();
  if (!floatText.test(text)) throw cannotCast(value);
  return new Float(parseFloatText(text));
}

function toText(value: Scalar): Scalar {
  if (value === null) throw cannotCast(value);
  return value instanceof Float ? formatFloat(value.value) : String(value);
}

function toBool(value: Scalar): Scalar {
  if (value instanceof Float) return value.value !== 0;
  if (typeof value !== "string") return Boolean(value);
  const word = value.toLowerCase();
  if (word !== "true" && word !== "false") throw cannotCast(value);
  return word === "true";
}

function cannotCast(value: OverrideValue): FunctionError {
  return new FunctionError(`cannot convert ${describeValue(value)}`);
}

/** Decimal digits of any script as ASCII digits: their blocks of ten follow one another. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let start = point;
    while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--;
    return String((point - start) % 10);
  });
}
