import type { ConfigType } from "../config/types.ts";
import { jsonSchemaToType } from "../schema/json-schema.ts";
import {
  inputSchema,
  isStandardSchema,
  type SchemaInput,
  type StandardSchema,
} from "../schema/standard-schema.ts";
import type { ConfigFor } from "./config-types.ts";

const brand: unique symbol = Symbol("orochi.field");

/** A field of a config whose type is said, with or without a default. */
export interface Field<T> extends ConfigFor<T> {
  readonly [brand]: true;
  readonly type: ConfigType | undefined;
  readonly hasDefault: boolean;
  readonly default: unknown;
}

interface FieldFunction {
  /** A field of any type; required when it has no default. */
  <T>(): Field<T>;
  /** A field of a schema's type (Standard Schema: Zod, Valibot, ArkType …). */
  <S extends StandardSchema>(
    schema: S,
    ...fallback: readonly [value?: SchemaInput<S>]
  ): Field<SchemaInput<S>>;
  readonly int: (...fallback: readonly [value?: number | bigint]) => Field<number>;
  readonly float: (...fallback: readonly [value?: number]) => Field<number>;
  readonly str: (...fallback: readonly [value?: string]) => Field<string>;
  readonly bool: (...fallback: readonly [value?: boolean]) => Field<boolean>;
  /** Any value, whatever the default says. */
  readonly any: <T>(...fallback: readonly [value?: T]) => Field<T>;
}

/**
 * Says the type of a config field where a plain value does not: `makeConfig({ seed: field.int(), lr: field(z.number(), 0.1) })`.
 */
export const field: FieldFunction = Object.assign(schemaField, {
  int: typed<number>({ kind: "int" }),
  float: typed<number>({ kind: "float" }),
  str: typed<string>({ kind: "str" }),
  bool: typed<boolean>({ kind: "bool" }),
  any: <T>(...fallback: readonly unknown[]): Field<T> => makeField<T>(undefined, fallback),
});

function schemaField<T>(...given: readonly unknown[]): Field<T> {
  const [schema, ...fallback] = given;
  if (!isStandardSchema(schema)) return makeField<T>(undefined, given);
  const json = inputSchema(schema);
  const values =
    fallback.length === 0 && json !== undefined && "default" in json ? [json["default"]] : fallback;
  return makeField<T>(json === undefined ? undefined : jsonSchemaToType(json, "Field"), values);
}

function typed<T>(type: ConfigType): (...fallback: readonly unknown[]) => Field<T> {
  return (...fallback) => makeField<T>(type, fallback);
}

function makeField<T>(type: ConfigType | undefined, fallback: readonly unknown[]): Field<T> {
  const hasDefault = fallback.length > 0 && fallback[0] !== undefined;
  return Object.freeze({ [brand]: true as const, type, hasDefault, default: fallback[0] });
}

export function isField(value: unknown): value is Field<unknown> {
  return typeof value === "object" && value !== null && brand in value;
}
