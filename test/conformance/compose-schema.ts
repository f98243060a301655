import { EnumMember } from "../../src/config/scalar.ts";
import {
  anyType,
  type ConfigType,
  type EnumType,
  type Field,
  type StructType,
} from "../../src/config/types.ts";
import { decodeValue } from "./encoding.ts";

/** `S` of README-compose: a struct by its fields. */
export interface ComposeSchema {
  readonly name?: string;
  readonly fields: Readonly<Record<string, FieldSchema>>;
}
/** `T` of README-compose. */
interface FieldSchema {
  readonly type?: "int" | "float" | "str" | "bool" | "any";
  readonly enum?: readonly string[];
  readonly optional?: FieldSchema;
  readonly list?: FieldSchema;
  readonly dict?: { readonly key: "str" | "int"; readonly value: FieldSchema };
  readonly union?: readonly (FieldSchema | NonNullable<FieldSchema["type"]>)[];
  readonly struct?: ComposeSchema;
  readonly default?: unknown;
}

export function structOf({ name, fields }: ComposeSchema): StructType {
  const built = Object.entries(fields).map(([field, schema]): [string, Field] => [
    field,
    fieldOf(field, schema),
  ]);
  return { kind: "struct", name: name ?? "Schema", fields: new Map(built) };
}

function fieldOf(name: string, schema: FieldSchema): Field {
  const type = typeOf(schema);
  if ("default" in schema) return { name, type, default: decodeDefault(schema.default, type) };
  return type.kind === "struct" ? { name, type, default: type } : { name, type };
}

function typeOf(schema: FieldSchema): ConfigType {
  if (schema.enum !== undefined) return enumOf(schema.enum);
  if (schema.optional !== undefined) return { kind: "optional", of: typeOf(schema.optional) };
  if (schema.list !== undefined) return { kind: "list", item: typeOf(schema.list) };
  if (schema.dict !== undefined) {
    return { kind: "map", key: { kind: schema.dict.key }, value: typeOf(schema.dict.value) };
  }
  if (schema.union !== undefined) {
    return {
      kind: "union",
      of: schema.union.map((of) => typeOf(typeof of === "string" ? { type: of } : of)),
    };
  }
  if (schema.struct !== undefined) return structOf(schema.struct);
  return schema.type === undefined || schema.type === "any" ? anyType : { kind: schema.type };
}

function enumOf(names: readonly string[]): EnumType {
  const members = new Map<string, EnumMember>();
  const type: EnumType = { kind: "enum", name: "Choice", members };
  names.forEach((name, index) => members.set(name, new EnumMember(type, name, index + 1)));
  return type;
}

/** Members of enums are written by name. */
function decodeDefault(encoded: unknown, type: ConfigType): unknown {
  const known = enumIn(type);
  const value = decodeValue(encoded, (name) => known?.members.get(name.split(".").at(-1) ?? ""));
  return typeof value === "string" && known !== undefined ? (known.members.get(value) ?? value) : value;
}

function enumIn(type: ConfigType): EnumType | undefined {
  if (type.kind === "enum") return type;
  if (type.kind === "optional") return enumIn(type.of);
  if (type.kind === "list") return enumIn(type.item);
  return type.kind === "map" ? enumIn(type.value) : undefined;
}
