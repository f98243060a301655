import type { SchemaOutput, StandardSchema } from "../../schema/standard-schema.ts";
import { validateWithSchema } from "../../schema/validate.ts";
import { nodeOf } from "../view.ts";

/**
 * Shows a finished config to its schema and answers what the schema makes of it: refinements, transformations and rules across
 * fields apply here. All problems are told together, each with its key and, where it has one, its place in a file.
 *
 * @throws {MissingMandatoryValue} naming all values that are still `???`.
 * @throws {SchemaValidationError} with all issues.
 */
export function validate<S extends StandardSchema>(config: object, schema: S): Promise<SchemaOutput<S>> {
  return validateWithSchema(nodeOf(config), schema);
}
