import { isNode, type ConfigNode, ListNode, MapNode } from "../config/node.ts";
import { toPlain } from "../config/to-object.ts";
import { ValidationError } from "../errors/config-errors.ts";
import type { StandardIssue, StandardSchema } from "../schema/standard-schema.ts";
import type { Validated } from "./zen-call.ts";

/**
 * Checks a finished config with its schema, for what config types cannot say: refinements and rules across fields (D3). Answers
 * what the schema made of the values; fields with targets in them are left to instantiation.
 *
 * @throws {ValidationError} code `SCHEMA_VALIDATION`, with all problems.
 */
export async function validateWithSchema(schema: StandardSchema, node: MapNode): Promise<Validated> {
  const plain = toPlain(node, { resolve: true, throwOnMissing: true, enumToValue: true }) as Record<
    string,
    unknown
  >;
  const result = await schema["~standard"].validate(plain);
  if (result.issues !== undefined) throw failure(result.issues);
  const output: unknown = result.value;
  if (typeof output !== "object" || output === null) return new Map();
  const entries = Object.entries(output).filter(([name]) => {
    const child = node.child(name);
    return child !== undefined && !holdsTarget(child);
  });
  return new Map(entries);
}

function holdsTarget(node: ConfigNode): boolean {
  if (!isNode(node) || (node.kind !== "map" && node.kind !== "list")) return node.kind === "interpolation";
  if (node instanceof MapNode && node.child("_target_") !== undefined) return true;
  return (node instanceof ListNode || node instanceof MapNode) && [...node.children()].some(holdsTarget);
}

function failure(issues: readonly StandardIssue[]): ValidationError {
  const lines = issues.map((issue) => {
    const key = keyOf(issue);
    return key === "" ? issue.message : `${key}: ${issue.message}`;
  });
  const [first] = issues;
  const summary =
    lines.length === 1
      ? `The config does not satisfy its schema: ${lines[0] ?? ""}`
      : `The config does not satisfy its schema:\n  ${lines.join("\n  ")}`;
  return new ValidationError("SCHEMA_VALIDATION", summary, {
    key: first === undefined ? undefined : keyOf(first),
  });
}

function keyOf({ path = [] }: StandardIssue): string {
  return path.reduce<string>((key, step) => {
    const name = typeof step === "object" ? step.key : step;
    if (typeof name === "number") return `${key}[${name}]`;
    return key === "" ? String(name) : `${key}.${String(name)}`;
  }, "");
}
