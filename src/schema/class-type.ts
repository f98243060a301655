import type { Field, StructType } from "../config/types.ts";
import { ConfigValueError } from "../errors/config-errors.ts";
import { fieldFromDefault } from "./infer-type.ts";

type Constructor = new () => object;

/** A struct whose instances are of type `T`. */
export interface TypedStruct<T> extends StructType {
  readonly [instance]?: T;
}
declare const instance: unique symbol;

const structs = new WeakMap<object, StructType>();

/**
 * The struct that a class declares by the initial values of its fields. Classes that extend it are its extensions. Plain data is
 * turned back into an instance by `toObject(cfg, { structs: "instantiate" })`.
 *
 * @example
 * class Db {
 *   host = "localhost";
 *   port = 3306;
 *   user: string = MISSING;
 * }
 * const cfg = create(structOf(Db));
 */
export function structOf<T extends object>(type: new () => T): TypedStruct<T> {
  const known = structs.get(type);
  if (known !== undefined) return known;
  const base = baseOf(type);
  const fields = new Map<string, Field>();
  for (const [name, value] of Object.entries(sampleOf(type))) {
    fields.set(name, fieldFromDefault(name, value, `${type.name}.${name}`));
  }
  const struct: TypedStruct<T> = {
    kind: "struct",
    name: type.name,
    fields,
    ...(base === undefined ? {} : { base: structOf(base) }),
    construct: (values) => assignAll(new type(), values),
  };
  structs.set(type, struct);
  return struct;
}

/** Setters of the class are called; a key `__proto__` is a key like others and leaves the prototype alone. */
function assignAll<T extends object>(instance: T, values: Readonly<Record<string, unknown>>): T {
  for (const [key, value] of Object.entries(values)) {
    if (key === "__proto__")
      Object.defineProperty(instance, key, { value, enumerable: true, configurable: true, writable: true });
    else Reflect.set(instance, key, value);
  }
  return instance;
}

function sampleOf(type: Constructor): object {
  try {
    return new type();
  } catch (error) {
    throw new ConfigValueError("SCHEMA_UNSUPPORTED", `'${type.name}' cannot be made without arguments`, {
      cause: error,
      hint: "give its fields initial values and its constructor no parameters, or declare a struct()",
    });
  }
}

function baseOf(type: Constructor): Constructor | undefined {
  const parent: unknown = Object.getPrototypeOf(type);
  return typeof parent === "function" && parent !== Function.prototype ? (parent as Constructor) : undefined;
}
