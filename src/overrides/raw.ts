import { isNode } from "../config/node.ts";
import { Float } from "../config/scalar.ts";
import { OverrideParseException } from "../errors/hydra-errors.ts";
import {
  isListValue,
  isSweepValue,
  ListOperation,
  type MapKey,
  MapValue,
  type OverrideValue,
  QuotedString,
} from "./types.ts";

/**
 * The value in the raw domain of `createNode`: quoted text loses its quotes, mappings become `Map`, floats that look like
 * integers stay `Float`.
 *
 * @throws {OverrideParseException} for sweeps and list operations, which are no values.
 * @example
 * const { value } = parseOverride("hosts=[a,'b c']");
 * if (value !== undefined) console.log(toRawValue(value)); // ["a", "b c"]
 */
export function toRawValue(value: OverrideValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof QuotedString) return value.text;
  if (value instanceof Float) return value;
  if (value instanceof MapValue) return new Map(value.entries.map(([key, item]) => [key, toRawValue(item)]));
  if (isListValue(value)) return value.map(toRawValue);
  throw notAnElement(value);
}

/** Sweeps and list operations where a plain value is needed. */
export function notAnElement(value: OverrideValue): OverrideParseException {
  if (value instanceof ListOperation) {
    return new OverrideParseException(
      "OVERRIDE_SYNTAX",
      `${value.name}(...) must be the whole value of an override`,
      { hint: `write key=${value.name}(...)` },
    );
  }
  return new OverrideParseException("OVERRIDE_SWEEP", "A sweep is not a value", {
    hint: "sweeps are expanded by a sweeper, one element for each job",
  });
}

/**
 * The value of the override language that stands for plain data: what a function of a {@link FunctionRegistry} returned, or
 * an override given as an object.
 *
 * @example
 * const value = fromRawValue({ lr: 0.5, tags: ["a"] });
 * if (value !== undefined) console.log(printValue(value)); // {lr:0.5,tags:[a]}
 */
export function fromRawValue(value: unknown): OverrideValue | undefined {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? value : new Float(value);
    case "object":
      return value === null ? null : fromRawObject(value);
    default:
      return undefined;
  }
}

function fromRawObject(value: object): OverrideValue | undefined {
  if (isOverrideObject(value)) return value;
  if (isNode(value) || value instanceof Uint8Array) return undefined;
  if (Array.isArray(value)) {
    const items = value.map(fromRawValue);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  const entries: [MapKey, OverrideValue][] = [];
  for (const [key, item] of value instanceof Map ? value : Object.entries(value)) {
    const converted = fromRawValue(item);
    if (converted === undefined || !isMapKey(key)) return undefined;
    entries.push([key, converted]);
  }
  return new MapValue(entries);
}

function isOverrideObject(
  value: object,
): value is Float | QuotedString | MapValue | ListOperation | Extract<OverrideValue, { tags: unknown }> {
  return (
    value instanceof Float ||
    value instanceof QuotedString ||
    value instanceof MapValue ||
    value instanceof ListOperation ||
    isSweepValue(value as OverrideValue)
  );
}

function isMapKey(key: unknown): key is MapKey {
  return (
    key === null ||
    key instanceof Float ||
    typeof key === "string" ||
    typeof key === "number" ||
    typeof key === "bigint" ||
    typeof key === "boolean"
  );
}
