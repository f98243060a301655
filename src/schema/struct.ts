import { isStructType } from "../config/raw-value.ts";
import type { Field, StructType } from "../config/types.ts";
import type { TypedStruct } from "./class-type.ts";
import { fieldFromDefault } from "./infer-type.ts";
import { isTypeLike, type TypeLike, typeOf, TypeSpec, type ValueOf } from "./type-spec.ts";

/** Fields by name: a type, or a plain default whose type is taken. */
export type Fields = Readonly<Record<string, unknown>>;

/** What a struct with these fields holds. */
export type ValuesOf<F extends Fields> = {
  -readonly [K in keyof F]: F[K] extends TypeLike ? ValueOf<F[K]> : Widened<F[K]>;
};

type Widened<V> = V extends string ? string : V extends number ? number : V extends boolean ? boolean : V;

export interface StructOptions<Base> {
  /** A struct whose fields come first; the new one may stand wherever it may. */
  readonly extends?: TypedStruct<Base> | undefined;
  /** Type of keys beyond the fields; without it there may be none. */
  readonly rest?: TypeLike | undefined;
  /** Values of the struct cannot be changed. @defaultValue `false` */
  readonly readonly?: boolean | undefined;
  readonly description?: string | undefined;
}

/**
 * Declares a closed mapping with typed fields: what OmegaConf calls a structured config.
 *
 * @example
 * const Db = struct("Db", { host: "localhost", port: t.int.default(3306), user: t.str });
 * const cfg = create(Db);      // cfg.user is mandatory: reading it throws until it is set
 */
export function struct<const F extends Fields, Base = unknown>(
  name: string,
  fields: F,
  options: StructOptions<Base> = {},
): TypedStruct<unknown extends Base ? ValuesOf<F> : Base & ValuesOf<F>> {
  const { extends: base, rest, readonly, description } = options;
  const all = new Map<string, Field>(base?.fields);
  const made: StructType = {
    kind: "struct",
    name,
    fields: all,
    ...(base === undefined ? {} : { base }),
    ...(rest === undefined ? {} : { rest: typeOf(rest) }),
    ...(readonly === undefined ? {} : { readonly }),
    ...(description === undefined ? {} : { description }),
  };
  for (const [key, given] of Object.entries(fields)) all.set(key, fieldFrom(key, given, `${name}.${key}`));
  return made;
}

function fieldFrom(name: string, given: unknown, path: string): Field {
  if (!isTypeLike(given)) return fieldFromDefault(name, given, path);
  if (isStructType(given)) return { name, type: given, default: given };
  if (!(given instanceof TypeSpec)) return { name, type: given };
  return {
    name,
    type: given.type,
    ...(given.hasDefault ? { default: given.fittedDefault(path) } : {}),
    ...(given.description === undefined ? {} : { description: given.description }),
  };
}
