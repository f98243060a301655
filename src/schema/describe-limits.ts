import type { JsonSchema } from "./json-schema-types.ts";

/**
 * A schema's description with its limits in words, for help texts: `learning rate (more than 0, at most 1)`. Limits are
 * checked by the schema itself, on the finished config.
 */
export function describeWithLimits(schema: JsonSchema): string | undefined {
  const limits = [...numberLimits(schema), ...sizeLimits(schema)].join(", ");
  if (limits === "") return schema.description;
  return schema.description === undefined ? limits : `${schema.description} (${limits})`;
}

function* numberLimits(schema: JsonSchema): Generator<string> {
  const least = shown(schema.minimum);
  const most = shown(schema.maximum);
  if (least !== undefined && most !== undefined) yield `${least} to ${most}`;
  else if (least !== undefined) yield `at least ${least}`;
  else if (most !== undefined) yield `at most ${most}`;
  const above = shown(schema.exclusiveMinimum);
  const below = shown(schema.exclusiveMaximum);
  if (above !== undefined) yield `more than ${above}`;
  if (below !== undefined) yield `less than ${below}`;
  if (schema.multipleOf !== undefined) yield `a multiple of ${schema.multipleOf}`;
}

function* sizeLimits(schema: JsonSchema): Generator<string> {
  yield* range(schema.minLength, schema.maxLength, "characters");
  if (schema.prefixItems === undefined) yield* range(schema.minItems, schema.maxItems, "items");
  if (schema.format !== undefined) yield schema.format;
  else if (schema.pattern !== undefined) yield `matching /${schema.pattern}/`;
}

function* range(least: number | undefined, most: number | undefined, unit: string): Generator<string> {
  if (least !== undefined && least > 0 && most !== undefined) yield `${least} to ${most} ${unit}`;
  else if (least !== undefined && least > 0) yield `at least ${least} ${unit}`;
  else if (most !== undefined) yield `at most ${most} ${unit}`;
}

/** The bounds of what JavaScript can count exactly are no limits that anybody set. */
function shown(limit: number | undefined): number | undefined {
  return limit !== undefined && Math.abs(limit) < Number.MAX_SAFE_INTEGER ? limit : undefined;
}
