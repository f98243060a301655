import { createStructNode } from "../../src/config/create.ts";
import { EnumMember } from "../../src/config/scalar.ts";
import {
  anyList,
  anyMap,
  type ConfigType,
  type EnumType,
  type Field,
  type StructType,
} from "../../src/config/types.ts";
import { decodeValue, encodeRaw } from "./encoding.ts";

/** The schemas of `typed.jsonl` (conformance README, "the schema language"). */
export interface CaseSchema {
  readonly enums?: Readonly<Record<string, Readonly<Record<string, number | string>>>>;
  readonly structs: Readonly<Record<string, CaseStruct>>;
  readonly root: string;
}
interface CaseStruct {
  readonly extends?: string;
  readonly fields: Readonly<Record<string, { readonly type: CaseType; readonly default?: unknown }>>;
}
type CaseType =
  | "int"
  | "float"
  | "bool"
  | "str"
  | "bytes"
  | "path"
  | "any"
  | "list"
  | "dict"
  | { readonly enum: string }
  | { readonly optional: CaseType }
  | { readonly list: CaseType }
  | { readonly dict: { readonly key: CaseType; readonly value: CaseType } }
  | { readonly tuple: readonly CaseType[] }
  | { readonly union: readonly CaseType[] }
  | { readonly struct: string };

/** What `construct` of the corpus' structs makes. */
export class CaseInstance {
  readonly of: string;
  readonly fields: Record<string, unknown>;
  constructor(of: string, fields: Record<string, unknown>) {
    this.of = of;
    this.fields = fields;
  }
}

/** The types of one case, and the values that name them. */
export class CaseTypes {
  readonly #schema: CaseSchema;
  readonly #enums = new Map<string, EnumType>();
  readonly #structs = new Map<string, StructType>();

  constructor(schema: CaseSchema) {
    this.#schema = schema;
    for (const [name, members] of Object.entries(schema.enums ?? {}))
      this.#enums.set(name, enumOf(name, members));
  }

  get root(): StructType {
    return this.struct(this.#schema.root);
  }

  struct(name: string): StructType {
    const known = this.#structs.get(name);
    if (known !== undefined) return known;
    const definition = this.#schema.structs[name];
    if (definition === undefined) throw new Error(`no struct ${name}`);
    const base = definition.extends === undefined ? undefined : this.struct(definition.extends);
    const fields = new Map(base?.fields);
    const struct: StructType = {
      kind: "struct",
      name,
      fields,
      ...(base === undefined ? {} : { base }),
      construct: (values) => new CaseInstance(name, values),
    };
    this.#structs.set(name, struct);
    for (const [field, { type, default: value }] of Object.entries(definition.fields)) {
      fields.set(field, this.#field(field, type, value));
    }
    return struct;
  }

  /** A corpus value in the raw domain of `createNode`. */
  decode(encoded: unknown): unknown {
    if (Array.isArray(encoded)) return encoded.map((item) => this.decode(item));
    if (typeof encoded !== "object" || encoded === null) return encoded;
    const tagged = encoded as Readonly<Record<string, unknown>>;
    if (typeof tagged["$class"] === "string") return this.struct(tagged["$class"]);
    if (tagged["$struct"] !== undefined) {
      const { of, args } = tagged["$struct"] as { of: string; args: Record<string, unknown> };
      return createStructNode(this.struct(of), { values: this.#decodeEntries(args) });
    }
    if (tagged["$dict"] !== undefined) {
      const entries = tagged["$dict"] as [unknown, unknown][];
      return new Map(entries.map(([key, value]) => [this.decode(key), this.decode(value)]));
    }
    if (Object.keys(tagged).some((key) => key.startsWith("$")))
      return decodeValue(tagged, (text) => this.#member(text));
    return this.#decodeEntries(tagged);
  }

  #decodeEntries(entries: Readonly<Record<string, unknown>>): Map<string, unknown> {
    return new Map(Object.entries(entries).map(([key, value]) => [key, this.decode(value)]));
  }

  #field(name: string, type: CaseType, value: unknown): Field {
    const decode = () => this.decode(value);
    return {
      name,
      type: this.#type(type),
      get default() {
        return decode();
      },
    };
  }

  #type(type: CaseType): ConfigType {
    if (type === "list") return anyList;
    if (type === "dict") return anyMap;
    if (typeof type === "string") return { kind: type };
    if ("enum" in type) return this.#enum(type.enum);
    if ("struct" in type) return this.struct(type.struct);
    if ("optional" in type) return { kind: "optional", of: this.#type(type.optional) };
    if ("list" in type) return { kind: "list", item: this.#type(type.list) };
    if ("dict" in type)
      return { kind: "map", key: this.#type(type.dict.key), value: this.#type(type.dict.value) };
    if ("tuple" in type) return { kind: "tuple", items: type.tuple.map((item) => this.#type(item)) };
    return { kind: "union", of: type.union.map((member) => this.#type(member)) };
  }

  #enum(name: string): EnumType {
    const known = this.#enums.get(name);
    if (known === undefined) throw new Error(`no enum ${name}`);
    return known;
  }

  #member(text: string): EnumMember {
    const [type = "", name = ""] = text.split(".");
    const member = this.#enum(type).members.get(name);
    if (member === undefined) throw new Error(`no enum member ${text}`);
    return member;
  }
}

/** Plain data with instances, as the corpus writes it. */
export function encodeObject(value: unknown): unknown {
  if (value instanceof CaseInstance) {
    const fields = Object.entries(value.fields).map(([name, field]) => [name, encodeObject(field)]);
    return { $object: { of: value.of, fields: Object.fromEntries(fields) } };
  }
  if (Array.isArray(value)) return value.map(encodeObject);
  if (value instanceof Map && [...value.keys()].every((key) => typeof key === "string")) {
    return Object.fromEntries([...value].map(([key, item]) => [key, encodeObject(item)]));
  }
  return encodeRaw(value);
}

function enumOf(name: string, members: Readonly<Record<string, number | string>>): EnumType {
  const made = Object.entries(members).map(
    ([member, value]) => [member, new EnumMember({ name }, member, value)] as const,
  );
  return { kind: "enum", name, members: new Map(made) };
}
