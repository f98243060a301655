import { type ConfigNode, isContainer, MapNode } from "../config/node.ts";
import type { StandardSchema } from "../schema/standard-schema.ts";
import { validateWithSchema } from "../schema/validate.ts";
import type { Validated } from "./zen-call.ts";

/**
 * Checks a finished config with its schema (D3, D16). Answers what the schema made of the values; fields with targets in them are
 * left to instantiation.
 *
 * @throws {SchemaValidationError} with all problems.
 */
export async function validateForTask(schema: StandardSchema, node: MapNode): Promise<Validated> {
  const output: unknown = await validateWithSchema(node, schema);
  const values = new Map<string, unknown>();
  if (typeof output !== "object" || output === null) return values;
  for (const child of node.children()) {
    const name = String(child.key);
    if (Object.hasOwn(output, name) && !holdsTarget(child)) values.set(name, Reflect.get(output, name));
    else if (isNotGiven(node, child)) values.set(name, undefined);
  }
  // A schema may add fields: `z.object(…).transform(…)`.
  for (const name of Object.keys(output))
    if (node.child(name) === undefined) values.set(name, Reflect.get(output, name));
  return values;
}

/** An optional field that nobody set stands in the config as null. */
function isNotGiven(node: MapNode, child: ConfigNode): boolean {
  return (
    child.kind === "null" &&
    node.type.kind === "struct" &&
    node.type.fields.get(String(child.key))?.omittable === true
  );
}

function holdsTarget(node: ConfigNode): boolean {
  if (!isContainer(node)) return false;
  if (node instanceof MapNode && node.child("_target_") !== undefined) return true;
  return [...node.children()].some(holdsTarget);
}
