import { hasJsonSchema, isStandardSchema, schemaToType } from "../../schema/standard-schema.ts";
import { structOf } from "../../schema/class-type.ts";
import { ValidationError } from "../../errors/config-errors.ts";
import { isStructType } from "../raw-value.ts";
import type { StructType } from "../types.ts";

/**
 * A value with everything that declares a type turned into structs, also deep inside: schemas and classes stand for the defaults
 * that they declare. Values without any are answered as they are.
 */
export function withStructs(value: unknown, key = ""): unknown {
  if (typeof value === "function" || (typeof value === "object" && value !== null && "~standard" in value)) {
    return structFor(value, key);
  }
  if (Array.isArray(value)) return changed(value, (item, index) => withStructs(item, `${key}[${index}]`));
  if (!isPlain(value) || isStructType(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [name, item] of Object.entries(value)) {
    const replaced = withStructs(item, key === "" ? name : `${key}.${name}`);
    if (replaced === item) continue;
    copy ??= { ...value };
    Object.defineProperty(copy, name, {
      value: replaced,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy ?? value;
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

function changed(
  items: readonly unknown[],
  change: (item: unknown, index: number) => unknown,
): readonly unknown[] {
  const replaced = items.map(change);
  return replaced.some((item, index) => item !== items[index]) ? replaced : items;
}

/** Objects of literals only: views, nodes and instances take care of themselves. */
function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
