import { ConfigValueError } from "../errors/config-errors.ts";
import { createNode } from "../config/create.ts";
import { adoptNode } from "../config/merge-containers.ts";
import { isStructType, rawKind, unwrapValue } from "../config/raw-value.ts";
import { MISSING } from "../config/scalar.ts";
import { anyList, anyMap, anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";

/** How deep the objects may nest that fields are inferred from; types are looked through on the call stack. */
const maxDepth = 500;

const numberType: ConfigType = { kind: "union", of: [{ kind: "int" }, { kind: "float" }] };

/**
 * The field that a plain default value declares. Text stays text, booleans booleans, a number with a fraction is a float; a
 * whole number only says "number", for that is all that JavaScript knows. Objects become structs, null and `???` leave the
 * field open.
 */
export function fieldFromDefault(name: string, given: unknown, path: string, depth = 0): Field {
  const value = unwrapValue(given);
  if (value === MISSING) return { name, type: anyType };
  if (isStructType(value)) return { name, type: value, default: value };
  switch (rawKind(value)) {
    case "str":
      return { name, type: { kind: "str" }, default: value };
    case "bool":
      return { name, type: { kind: "bool" }, default: value };
    case "int":
      return { name, type: numberType, default: value };
    case "float":
      return { name, type: { kind: "float" }, default: value };
    case "list":
      return { name, type: anyList, default: value };
    case "map":
      return mapField(name, value, path, depth + 1);
    default:
      return { name, type: anyType, default: value === undefined ? null : value };
  }
}

function mapField(name: string, value: unknown, path: string, depth: number): Field {
  if (value instanceof Map) return { name, type: anyMap, default: value };
  const type = structFromObject(path, value as Readonly<Record<string, unknown>>, depth);
  return { name, type, default: type };
}

/** The struct that an object with defaults declares. */
export function structFromObject(
  name: string,
  defaults: Readonly<Record<string, unknown>>,
  depth = 0,
): StructType {
  if (depth > maxDepth) {
    throw new ConfigValueError(
      "SCHEMA_UNSUPPORTED",
      `Defaults nest deeper than ${maxDepth} levels, or contain themselves`,
      { key: name, hint: "declare the field as t.any or t.map() and give it the value as its default" },
    );
  }
  const fields = new Map<string, Field>();
  for (const [key, value] of Object.entries(defaults)) {
    fields.set(key, fieldFromDefault(key, value, `${name}.${key}`, depth));
  }
  return { kind: "struct", name, fields, structural: true };
}

/** A default as a value that fits the type where mappings stand for structs; others stay as they are. */
export function defaultFor(type: ConfigType, value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || isStructType(value)) return value;
  const origin = { kind: "schema", name } as const;
  const site = { parent: undefined, key: undefined };
  return adoptNode(createNode(value, { origin }), type, site, { rootKey: "", fresh: true });
}
