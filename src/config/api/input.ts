import { hasJsonSchema, isStandardSchema, schemaToType } from "../../schema/standard-schema.ts";
import { structOf } from "../../schema/class-type.ts";
import { ValidationError } from "../../errors/config-errors.ts";
import { isStructType } from "../raw-value.ts";
import { joinKeyPaths } from "../place.ts";
import type { StructType } from "../types.ts";
import { findNode } from "../view.ts";

/**
 * A value with everything that declares a type turned into structs, also deep inside: schemas and classes stand for the defaults
 * that they declare. Values without any are answered as they are; parts that occur twice, or inside themselves, do so afterwards.
 */
export function withStructs(value: unknown, key = ""): unknown {
  if (isDeclaring(value)) return structFor(value, key);
  return isLiteral(value) && holdsDeclaration(value) ? replaceDeclarations(value, key) : value;
}

/** Objects, arrays and maps of literals: what a value may hold declarations in. Configs and instances take care of themselves. */
type Literal = readonly unknown[] | ReadonlyMap<unknown, unknown> | Readonly<Record<string, unknown>>;

function holdsDeclaration(root: Literal): boolean {
  const seen = new Set<Literal>([root]);
  for (const literal of seen) {
    for (const [, item] of entriesOf(literal)) {
      if (isDeclaring(item)) return true;
      // The set grows while it is walked: an explicit stack, because data may be deeper than the call stack.
      if (isLiteral(item)) seen.add(item);
    }
  }
  return false;
}

function replaceDeclarations(root: Literal, key: string): unknown {
  const copies = new Map<Literal, { readonly copy: object; readonly key: string }>();
  const copyOf = (literal: Literal, at: string): object => {
    const known = copies.get(literal) ?? { copy: emptyLike(literal), key: at };
    copies.set(literal, known);
    return known.copy;
  };
  const made = copyOf(root, key);
  for (const [literal, { copy, key: above }] of copies) {
    for (const [name, item] of entriesOf(literal)) {
      const at = Array.isArray(literal) ? `${above}[${String(name)}]` : joinKeyPaths(above, String(name));
      put(copy, name, isDeclaring(item) ? structFor(item, at) : isLiteral(item) ? copyOf(item, at) : item);
    }
  }
  return made;
}

function entriesOf(literal: Literal): Iterable<readonly [unknown, unknown]> {
  return Array.isArray(literal) || literal instanceof Map ? literal.entries() : Object.entries(literal);
}

function emptyLike(literal: Literal): object {
  return Array.isArray(literal) ? [] : literal instanceof Map ? new Map() : {};
}

function put(copy: object, key: unknown, value: unknown): void {
  if (copy instanceof Map) copy.set(key, value);
  else if (Array.isArray(copy)) copy.push(value);
  else {
    Object.defineProperty(copy, String(key), {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}

function isDeclaring(value: unknown): value is object {
  return (
    typeof value === "function" || (typeof value === "object" && value !== null && isStandardSchema(value))
  );
}

function isLiteral(value: unknown): value is Literal {
  if (typeof value !== "object" || value === null || findNode(value) !== undefined) return false;
  if (Array.isArray(value) || value instanceof Map) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !isStructType(value);
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
