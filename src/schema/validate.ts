import { dereference } from "../config/interpolation/dereference.ts";
import { hintToGive } from "../config/failures.ts";
import { childByText, splitKeyPath } from "../config/key-path.ts";
import { missingKeys } from "../config/missing.ts";
import { type ConfigNode, formatKey, isContainer, ListNode, MapNode, rootOf } from "../config/node.ts";
import type { Origin } from "../config/origin.ts";
import { spanOf } from "../config/origin-span.ts";
import { joinKeyPaths, placeAt } from "../config/place.ts";
import { toPlain } from "../config/to-object.ts";
import { MissingMandatoryValue, ValidationError } from "../errors/config-errors.ts";
import { formatPlace, type Span } from "../text/source.ts";
import type { SchemaOutput, StandardIssue, StandardSchema } from "./standard-schema.ts";

/** One thing that a schema has against a config. */
export interface SchemaIssue {
  /** Full key of the value. */
  readonly key: string;
  readonly message: string;
  readonly origin: Origin | undefined;
  readonly span: Span | undefined;
}

/** The finished config does not satisfy its schema. All issues are told together. */
export class SchemaValidationError extends ValidationError {
  static {
    this.prototype.name = "SchemaValidationError";
  }
  readonly issues: readonly SchemaIssue[];

  constructor(issues: readonly SchemaIssue[]) {
    const [first, ...others] = issues;
    const single = others.length === 0;
    super(
      "SCHEMA_VALIDATION",
      single ? describe(first) : `${issues.length} values do not satisfy the schema${listed(issues)}`,
      { key: first?.key, span: single ? first?.span : undefined },
    );
    this.issues = issues;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), issues: this.issues.map(({ key, message }) => ({ key, message })) };
  }
}

/**
 * Shows a finished config to its schema, which checks what the types of single values cannot say, and answers what the schema
 * makes of it (design D3). May wait, as schemas may.
 *
 * @throws {MissingMandatoryValue} naming all values that are still `???`.
 * @throws {SchemaValidationError} with the key and the place of everything that the schema has against the config.
 */
export async function validateWithSchema<S extends StandardSchema>(
  node: ConfigNode,
  schema: S,
): Promise<SchemaOutput<S>> {
  const result = await schema["~standard"].validate(shownToSchema(node));
  if (result.issues !== undefined)
    throw new SchemaValidationError(result.issues.map((issue) => issueAt(node, issue)));
  return result.value as SchemaOutput<S>;
}

/**
 * The plain data that a schema is shown: resolved, complete, without the fields that were not given.
 *
 * @throws {MissingMandatoryValue} naming all values that are still `???`.
 */
export function shownToSchema(node: ConfigNode): unknown {
  const missing = missingKeys(node);
  const [first] = missing;
  if (first !== undefined) {
    throw new MissingMandatoryValue(
      "VALUE_MISSING",
      missing.length === 1
        ? `Missing mandatory value: ${first}`
        : `Missing mandatory values: ${missing.join(", ")}`,
      {
        key: first,
        span: () => spanAt(node, first),
        hint: hintToGive(first),
      },
    );
  }
  const plain = toPlain(node, { resolve: true, throwOnMissing: true, enumToValue: true });
  dropOmitted(node, plain);
  return plain;
}

/** Where the `???` at a full key is written. */
function spanAt(node: ConfigNode, key: string): Span | undefined {
  let at: ConfigNode | undefined = rootOf(node);
  for (const step of splitKeyPath(key)) {
    const container: ConfigNode = dereference(at);
    at = isContainer(container) ? childByText(container, step, placeAt(key)) : undefined;
    if (at === undefined) return undefined;
  }
  return spanOf(dereference(at));
}

/** Takes out the nulls that stand for "not given". */
function dropOmitted(root: ConfigNode, shown: unknown): void {
  const open: [ConfigNode, unknown][] = [[root, shown]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [node, plain] = pair;
    if (typeof plain !== "object" || plain === null) continue;
    const target = dereference(node);
    if (target instanceof ListNode && Array.isArray(plain)) {
      for (const child of target.children()) open.push([child, plain[Number(child.key)]]);
    } else if (target instanceof MapNode) {
      for (const child of target.children()) {
        const key = formatKey(child.key);
        const value: unknown = Reflect.get(plain, key);
        if (value !== null) open.push([child, value]);
        else if (target.type.kind === "struct" && target.type.fields.get(key)?.omittable === true) {
          Reflect.deleteProperty(plain, key);
        }
      }
    }
  }
}

function issueAt(root: ConfigNode, { message, path = [] }: StandardIssue): SchemaIssue {
  let at: ConfigNode | undefined = root;
  let key = "";
  for (const segment of path) {
    const step = String(typeof segment === "object" ? segment.key : segment);
    key = at instanceof ListNode ? `${key}[${step}]` : joinKeyPaths(key, step);
    const container: ConfigNode | undefined = at === undefined ? undefined : dereference(at);
    at = isContainer(container) ? childByText(container, step, placeAt(key)) : undefined;
  }
  return { key, message, origin: at?.origin, span: at === undefined ? undefined : spanOf(at) };
}

function describe(issue: SchemaIssue | undefined): string {
  if (issue === undefined) return "The config does not satisfy the schema";
  return issue.key === "" ? issue.message : `'${issue.key}': ${issue.message}`;
}

function listed(issues: readonly SchemaIssue[]): string {
  return issues
    .map(
      (issue) => `\n  ${describe(issue)}${issue.span === undefined ? "" : ` (${formatPlace(issue.span)})`}`,
    )
    .join("");
}
