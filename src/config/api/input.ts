import { hasJsonSchema, isStandardSchema, schemaToType } from "../../schema/standard-schema.ts";
import { structOf } from "../../schema/class-type.ts";
import { ValidationError } from "../../errors/config-errors.ts";
import type { Place } from "../place.ts";
import type { StructType } from "../types.ts";

/** The struct that a class or schema stands for, also deep inside a value. Functions that are no class cannot stand in a config. */
export function declaredStruct(value: object, place: Place): StructType | undefined {
  const declares = typeof value === "function" || isStandardSchema(value);
  return declares ? structFor(value, place.fullKey) : undefined;
}

/** The struct that a schema or class declares. */
export function structFor(declaring: object, key = ""): StructType {
  if (isStandardSchema(declaring)) {
    const struct = schemaToType(declaring, key === "" ? "config" : key);
    if (struct !== undefined) return struct;
    throw new ValidationError("SCHEMA_UNSUPPORTED", "This schema cannot be turned into config types", {
      key,
      hint: hasJsonSchema(declaring)
        ? "the schema must describe an object"
        : "it does not tell its fields; for Valibot wrap it in toStandardJsonSchema() of @valibot/to-json-schema",
    });
  }
  if (typeof declaring === "function" && isClass(declaring)) return structOf(declaring);
  throw new ValidationError("VALUE_UNSUPPORTED", "A config cannot hold a function", {
    key,
    hint: "builds(fn) and just(fn) make configs of functions",
  });
}

function isClass(value: object): value is new () => object {
  return Function.prototype.toString.call(value).startsWith("class");
}
