import type { StructType } from "../config/types.ts";
import { jsonSchemaToStruct } from "./json-schema.ts";
import type { JsonSchema } from "./json-schema-types.ts";
import { fillOmittedDefaults } from "./omitted-defaults.ts";

/** What Zod, ArkType, Valibot and others share: the parts of Standard Schema that are used here. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly jsonSchema?: {
      readonly input: (options: {
        readonly target: string;
        readonly libraryOptions?: Record<string, unknown> | undefined;
      }) => Record<string, unknown>;
    };
  };
}

export type StandardResult<Output> =
  { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly StandardIssue[] };

export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The type of what a schema takes. */
export type SchemaInput<S> = S extends { readonly "~standard": { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly input: infer Input }
    ? Input
    : unknown
  : unknown;

/** The type of what a schema gives. */
export type SchemaOutput<S> = S extends { readonly "~standard": { readonly types?: infer T } }
  ? NonNullable<T> extends { readonly output: infer Output }
    ? Output
    : unknown
  : unknown;

/** Whether a value is a schema of any library that follows Standard Schema. */
export function isStandardSchema(value: unknown): value is StandardSchema {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return false;
  const standard: unknown = Reflect.get(value, "~standard");
  return typeof standard === "object" && standard !== null && "validate" in standard && "vendor" in standard;
}

/** Whether a schema tells its structure, and not only validates. */
export function hasJsonSchema(schema: StandardSchema): boolean {
  return typeof schema["~standard"].jsonSchema?.input === "function";
}

const converted = new WeakMap<object, StructType | null>();

/**
 * The struct that a schema describes, or `undefined` if it is none, does not tell its structure, or describes something other
 * than an object. A schema gives the same struct every time, under the name that it was first asked for.
 */
export function schemaToType(schema: unknown, name: string): StructType | undefined {
  if (!isStandardSchema(schema)) return undefined;
  const known = converted.get(schema);
  if (known !== undefined) return known ?? undefined;
  const json = inputSchema(schema);
  const struct = json === undefined ? undefined : jsonSchemaToStruct(withDefaults(json, schema), name);
  converted.set(schema, struct ?? null);
  return struct;
}

/** Zod and Valibot tell all defaults themselves. */
function withDefaults(json: JsonSchema, schema: StandardSchema): JsonSchema {
  const { vendor, validate } = schema["~standard"];
  return vendor === "zod" || vendor === "valibot" ? json : fillOmittedDefaults(json, validate);
}

/** What each library wants to be told so that it leaves out what JSON Schema cannot say, instead of failing. */
const leniency: ReadonlyMap<string, Record<string, unknown>> = new Map([
  ["zod", { unrepresentable: "any" }],
  ["valibot", { errorMode: "ignore" }],
  ["arktype", { fallback: ({ base }: { base: unknown }) => base }],
]);

/** JSON Schema of what a schema takes, that is, of what stands in a config. */
export function inputSchema(schema: StandardSchema): JsonSchema | undefined {
  const { vendor, jsonSchema } = schema["~standard"];
  if (typeof jsonSchema?.input !== "function") return undefined;
  const libraryOptions = leniency.get(vendor);
  return jsonSchema.input({
    target: "draft-2020-12",
    ...(libraryOptions === undefined ? {} : { libraryOptions }),
  });
}
