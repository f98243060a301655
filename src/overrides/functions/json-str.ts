import { formatFloat } from "../../config/python-text.ts";
import { Float } from "../../config/scalar.ts";
import {
  ChoiceSweep,
  isListValue,
  type MapKey,
  MapValue,
  type OverrideValue,
  QuotedString,
} from "../types.ts";
import { FunctionError, type OverrideFunction } from "./definition.ts";

const kinds = ["null", "str", "int", "float", "bool", "list", "map", "choice"] as const;

/** `json_str(value)`: the value as JSON text (H-FUN-018). */
export const jsonStrFunction: OverrideFunction = {
  name: "json_str",
  parameters: [{ name: "values", rest: true, kinds }],
  call: ({ rest }) => {
    const [first] = rest;
    if (first === undefined) throw new FunctionError("needs a value");
    return rest.length === 1 ? convert(first) : new ChoiceSweep(rest.map(convert), true);
  },
};

function convert(value: OverrideValue): OverrideValue {
  if (!(value instanceof ChoiceSweep)) return json(value);
  return new ChoiceSweep(value.values.map(json), value.simple, value);
}

function json(value: OverrideValue): string {
  if (isListValue(value)) return `[${value.map(json).join(", ")}]`;
  if (value instanceof MapValue) {
    return `{${value.entries.map(([key, item]) => `${jsonText(keyText(key))}: ${json(item)}`).join(", ")}}`;
  }
  if (value instanceof QuotedString) return jsonText(value.text);
  if (typeof value === "string") return jsonText(value);
  if (value instanceof Float) return jsonFloat(value.value);
  if (value === null || typeof value !== "object") return String(value);
  throw new FunctionError("takes plain values only");
}

function keyText(key: MapKey): string {
  if (key instanceof Float) return jsonFloat(key.value);
  return String(key);
}

function jsonFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  return formatFloat(value);
}

/** Characters beyond ASCII are written as escapes: the text then survives every terminal and log. */
function jsonText(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
