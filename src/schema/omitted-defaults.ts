import type { JsonSchema } from "./json-schema-types.ts";

/**
 * Some libraries leave defaults out of their JSON Schema (ArkType does). A schema without any default but with properties that
 * may be left out is asked in another way: an example that has only what is required is validated, and what comes out in
 * addition are the defaults.
 */
export function fillOmittedDefaults(json: JsonSchema, validate: Validate): JsonSchema {
  if (!hasOpenProperties(json)) return json;
  const result = validated(validate, example(json));
  return result === undefined ? json : withDefaults(json, result);
}

/** The `validate` of a Standard Schema. */
type Validate = (value: unknown) => { value?: unknown; issues?: unknown } | Promise<unknown>;

function validated(validate: Validate, value: unknown): unknown {
  try {
    const result = validate(value);
    return result instanceof Promise || result.issues !== undefined ? undefined : result.value;
  } catch {
    return undefined;
  }
}

function hasOpenProperties(schema: JsonSchema | boolean): boolean {
  if (typeof schema === "boolean" || schema.properties === undefined) return false;
  const required = new Set(schema.required);
  return Object.entries(schema.properties).some(
    ([name, property]) =>
      (!required.has(name) && typeof property === "object" && !("default" in property)) ||
      hasOpenProperties(property),
  );
}

function withDefaults(schema: JsonSchema, value: unknown): JsonSchema {
  if (schema.properties === undefined || !isRecord(value)) return schema;
  const required = new Set(schema.required);
  const properties = Object.entries(schema.properties).map(([name, property]) => {
    if (typeof property === "boolean" || "default" in property) return [name, property] as const;
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (required.has(name)) return [name, withDefaults(property, given)] as const;
    return [name, given === undefined ? property : { ...property, default: given }] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

/** A value with only what a schema requires. */
function example(schema: JsonSchema | boolean): unknown {
  if (typeof schema === "boolean") return {};
  if ("const" in schema) return schema.const;
  if ("default" in schema) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const sides = schema.anyOf ?? schema.oneOf;
  if (sides?.[0] !== undefined) return example(sides[0]);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "string":
      return exampleText(schema);
    case "integer":
    case "number":
      return exampleNumber(schema);
    case "boolean":
      return false;
    case "array":
      return exampleList(schema);
    case "object":
      return exampleObject(schema);
    default:
      return null;
  }
}

function exampleObject(schema: JsonSchema): unknown {
  const names = schema.required ?? [];
  return Object.fromEntries(names.map((name) => [name, example(schema.properties?.[name] ?? true)]));
}

function exampleList(schema: JsonSchema): unknown[] {
  const first = (schema.prefixItems ?? []).map(example);
  const item = schema.items === undefined || schema.items === false ? true : schema.items;
  while (first.length < (schema.minItems ?? 0)) first.push(example(item));
  return first;
}

function exampleNumber(schema: JsonSchema): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  if (exclusiveMinimum !== undefined) {
    return exclusiveMaximum === undefined
      ? exclusiveMinimum + (multipleOf ?? 1)
      : (exclusiveMinimum + exclusiveMaximum) / 2;
  }
  return minimum ?? maximum ?? (exclusiveMaximum === undefined ? (multipleOf ?? 1) : exclusiveMaximum - 1);
}

const exampleFormats = new Map([
  ["uri", "https://example.org/"],
  ["email", "a@example.org"],
  ["uuid", "123e4567-e89b-42d3-a456-426614174000"],
  ["date", "2000-01-01"],
  ["date-time", "2000-01-01T00:00:00Z"],
  ["time", "00:00:00Z"],
  ["ipv4", "127.0.0.1"],
  ["ipv6", "::1"],
]);

function exampleText(schema: JsonSchema): string {
  return exampleFormats.get(schema.format ?? "") ?? "x".repeat(schema.minLength ?? 0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
