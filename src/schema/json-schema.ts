import { MISSING } from "../config/scalar.ts";
import { anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";
import { ConfigError } from "../errors/config-errors.ts";
import { describeWithLimits } from "./describe-limits.ts";
import { defaultFor } from "./infer-type.ts";
import type { JsonSchema } from "./json-schema-types.ts";
import { unionOf } from "./union-type.ts";

type Subschema = JsonSchema | boolean;

const str: ConfigType = { kind: "str" };

/** The struct that a JSON Schema of an object describes; `undefined` for any other schema. */
export function jsonSchemaToStruct(schema: JsonSchema, name: string): StructType | undefined {
  const type = new Converter(schema).typeOf(schema, name);
  return type.kind === "struct" ? type : undefined;
}

/** The config type that a JSON Schema describes. */
export function jsonSchemaToType(schema: JsonSchema, name: string): ConfigType {
  return new Converter(schema).typeOf(schema, name);
}

/** Converts one document; references are followed inside it, and recursive objects become recursive structs. */
class Converter {
  readonly #document: JsonSchema;
  readonly #structs = new Map<JsonSchema, StructType>();
  readonly #open = new Set<JsonSchema>();
  /** Structs whose fields are not complete yet: they cannot be their own fields' defaults. */
  readonly #unfinished = new Set<ConfigType>();

  constructor(document: JsonSchema) {
    this.#document = document;
  }

  typeOf(given: Subschema, name: string): ConfigType {
    const schema = this.#followed(given);
    if (schema === undefined) return anyType;
    const struct = this.#structs.get(schema);
    if (struct !== undefined) return struct;
    if (this.#open.has(schema)) return anyType;
    this.#open.add(schema);
    const type = this.#convert(schema, name);
    this.#open.delete(schema);
    return type;
  }

  #convert(schema: JsonSchema, name: string): ConfigType {
    if ("const" in schema) return literal([schema.const]);
    if (schema.enum !== undefined) return literal(schema.enum);
    const sides = schema.anyOf ?? schema.oneOf;
    if (sides !== undefined) return unionOf(sides.map((side) => this.typeOf(side, name)));
    if (schema.allOf !== undefined) return this.#intersection(schema, schema.allOf, name);
    if (Array.isArray(schema.type)) {
      return unionOf(schema.type.map((type: string) => this.#ofType(type, schema, name)));
    }
    return this.#ofType(typeof schema.type === "string" ? schema.type : undefined, schema, name);
  }

  #ofType(type: string | undefined, schema: JsonSchema, name: string): ConfigType {
    switch (type) {
      case "string":
        return str;
      case "integer":
        return { kind: "int" };
      case "number":
        return { kind: "float" };
      case "boolean":
        return { kind: "bool" };
      case "null":
        return { kind: "literal", values: [null] };
      case "array":
        return this.#array(schema, name);
      case "object":
        return this.#object(schema, name);
      default:
        return schema.properties === undefined ? anyType : this.#object(schema, name);
    }
  }

  #array(schema: JsonSchema, name: string): ConfigType {
    if (schema.prefixItems === undefined) {
      return { kind: "list", item: this.typeOf(schema.items ?? true, `${name}.item`) };
    }
    const items = schema.prefixItems.map((item, index) => this.typeOf(item, `${name}.${index}`));
    const ends = schema.items === false || (schema.items === undefined && schema.maxItems === items.length);
    if (schema.minItems !== undefined && schema.minItems < items.length)
      return { kind: "list", item: anyType };
    return ends
      ? { kind: "tuple", items }
      : { kind: "tuple", items, rest: this.typeOf(schema.items ?? true, `${name}.item`) };
  }

  #object(schema: JsonSchema, name: string): ConfigType {
    const rest = this.#restOf(schema, name);
    if (schema.properties === undefined) return { kind: "map", key: str, value: rest ?? anyType };
    const fields = new Map<string, Field>();
    const struct: StructType = {
      kind: "struct",
      name: schema.title ?? name,
      fields,
      structural: true,
      ...(rest === undefined ? {} : { rest }),
      ...(schema.description === undefined ? {} : { description: schema.description }),
    };
    this.#structs.set(schema, struct);
    this.#unfinished.add(struct);
    const required = new Set(schema.required);
    for (const [key, property] of Object.entries(schema.properties)) {
      fields.set(key, this.#field(key, property, required.has(key), `${name}.${key}`));
    }
    this.#unfinished.delete(struct);
    return struct;
  }

  #restOf(schema: JsonSchema, name: string): ConfigType | undefined {
    if (schema.patternProperties !== undefined) return anyType;
    const { additionalProperties } = schema;
    return additionalProperties === undefined || additionalProperties === false
      ? undefined
      : this.typeOf(additionalProperties, `${name}.*`);
  }

  #field(name: string, property: Subschema, isRequired: boolean, path: string): Field {
    const schema = this.#followed(property) ?? {};
    const given = typeof property === "object" ? { ...schema, ...property } : schema;
    const type = this.typeOf(property, path);
    const description = describeWithLimits(given);
    const field = { name, type, ...(description === undefined ? {} : { description }) };
    if ("default" in given) return withDefault(field, given.default);
    if (isRequired) {
      const value = this.#onlyValue(type);
      return value === undefined ? field : { ...field, default: value };
    }
    const optional = isNullable(type) ? type : ({ kind: "optional", of: type } as const);
    return { ...field, type: optional, default: null, omittable: true };
  }

  /** What a field holds that was given nothing: an object its fields' defaults, a constant itself. */
  #onlyValue(type: ConfigType): unknown {
    if (type.kind === "struct") return this.#unfinished.has(type) ? undefined : type;
    if (type.kind !== "literal" || type.values.length !== 1) return undefined;
    const [value] = type.values;
    // As a default such a text would be an interpolation.
    return typeof value === "string" && (value.includes("${") || value === MISSING) ? undefined : value;
  }

  /** Several objects in one: their properties together. Other intersections are left to the schema's own validation. */
  #intersection(schema: JsonSchema, parts: readonly Subschema[], name: string): ConfigType {
    const objects = [schema, ...parts]
      .map((part) => this.#followed(part))
      .filter((part) => part !== undefined);
    const shaped = objects.filter((part) => part.properties !== undefined);
    const others = objects.filter((part) => part !== schema && part.properties === undefined);
    if (shaped.length === 0) {
      const [only] = others;
      return only !== undefined && others.length === 1 ? this.typeOf(only, name) : anyType;
    }
    const { allOf: _, ...rest } = schema;
    return this.#object(
      {
        ...rest,
        properties: Object.assign({}, ...shaped.map((part) => part.properties)) as Record<string, Subschema>,
        required: shaped.flatMap((part) => part.required ?? []),
      },
      name,
    );
  }

  /** The schema that a reference finally means; `undefined` for `true`, `false` and references to nothing. */
  #followed(given: Subschema): JsonSchema | undefined {
    let schema: Subschema | undefined = given;
    for (let hops = 0; typeof schema === "object" && schema.$ref !== undefined && hops < 100; hops++) {
      schema = this.#pointedTo(schema.$ref);
    }
    return typeof schema === "object" ? schema : undefined;
  }

  #pointedTo(reference: string): Subschema | undefined {
    if (!reference.startsWith("#")) return undefined;
    let at: unknown = this.#document;
    for (const step of reference.split("/").slice(1)) {
      const name = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
      at = Reflect.get(at, name);
    }
    return at as Subschema;
  }
}

/** The default, made to fit where mappings stand for structs. One that does not fit the type opens the type. */
function withDefault(field: Field, value: unknown): Field {
  if (typeof value !== "object" || value === null) {
    return value === null && !isNullable(field.type)
      ? { ...field, type: { kind: "optional", of: field.type }, default: null }
      : { ...field, default: value };
  }
  try {
    return { ...field, default: defaultFor(field.type, value, field.name) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { ...field, type: anyType, default: value };
  }
}

function literal(values: readonly unknown[]): ConfigType {
  const plain = values.filter((value) => isLiteral(value));
  return plain.length === values.length ? { kind: "literal", values: plain } : anyType;
}

function isLiteral(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isNullable(type: ConfigType): boolean {
  if (type.kind === "literal") return type.values.includes(null);
  return type.kind === "any" || type.kind === "optional";
}
