import { isStructType } from "../config/raw-value.ts";
import { anyList, anyMap, anyType, type ConfigType, isOptional } from "../config/types.ts";
import type { TypedStruct } from "./class-type.ts";
import type { TypedEnum } from "./enum-type.ts";
import { defaultFor } from "./infer-type.ts";

/** A type that a field may be declared with, and maybe a default. Without default the field is mandatory. */
export class TypeSpec<T> {
  /** Never set: it carries the type of the values for the compiler. */
  declare readonly "~value"?: T;
  readonly type: ConfigType;
  readonly hasDefault: boolean;
  readonly defaultValue: unknown;
  readonly description: string | undefined;

  constructor(type: ConfigType, facts: { default?: unknown; description?: string | undefined } = {}) {
    this.type = type;
    this.hasDefault = "default" in facts;
    this.defaultValue = facts.default;
    this.description = facts.description;
  }

  /** The same type with a default. */
  default(fallback: NoInfer<T>): TypeSpec<T> {
    return new TypeSpec(this.type, { default: fallback, description: this.description });
  }

  /** The same type with words for help texts. */
  describe(description: string): TypeSpec<T> {
    return new TypeSpec(this.type, {
      ...(this.hasDefault ? { default: this.defaultValue } : {}),
      description,
    });
  }

  /** The same type, or null, which is also the default. */
  optional(): TypeSpec<T | null> {
    return new TypeSpec<T | null>(isOptional(this.type) ? this.type : { kind: "optional", of: this.type }, {
      default: this.hasDefault ? this.defaultValue : null,
      description: this.description,
    });
  }

  /** The default in the form in which a struct keeps it. */
  fittedDefault(name: string): unknown {
    return defaultFor(this.type, this.defaultValue, name);
  }
}
/** What stands for a type: one made with {@link t}, an enum type or a struct. */
export type TypeLike = TypeSpec<unknown> | TypedEnum<unknown> | TypedStruct<unknown>;

/** The type of the values of a {@link TypeLike}. */
export type ValueOf<L> =
  L extends TypeSpec<infer T>
    ? T
    : L extends TypedStruct<infer T>
      ? T
      : L extends TypedEnum<infer T>
        ? T
        : never;

type Scalar = string | number | bigint | boolean | null;

/** What {@link t} offers. */
export interface FieldTypes {
  readonly any: TypeSpec<unknown>;
  readonly int: TypeSpec<number>;
  readonly float: TypeSpec<number>;
  readonly bool: TypeSpec<boolean>;
  readonly str: TypeSpec<string>;
  readonly bytes: TypeSpec<Uint8Array>;
  /** A file-system path, read as text. */
  readonly path: TypeSpec<string>;
  /** One of these values, exactly. */
  literal<const V extends readonly Scalar[]>(...values: V): TypeSpec<V[number]>;
  /** The type or null, which is the default. */
  optional<L extends TypeLike>(of: L): TypeSpec<ValueOf<L> | null>;
  /** The first type that a value is of; nothing is converted. */
  union<const L extends readonly TypeLike[]>(...of: L): TypeSpec<ValueOf<L[number]>>;
  list<L extends TypeLike = TypeSpec<unknown>>(item?: L): TypeSpec<ValueOf<L>[]>;
  tuple<const L extends readonly TypeLike[]>(
    ...items: L
  ): TypeSpec<{ -readonly [I in keyof L]: ValueOf<L[I]> }>;
  /** A mapping; its keys are text unless a key type is given. */
  map<L extends TypeLike = TypeSpec<unknown>>(item?: L, key?: TypeLike): TypeSpec<Record<string, ValueOf<L>>>;
}

/**
 * The types of fields (design D3): `t.int`, `t.list(t.str)`, `t.optional(t.float)`. Values are converted as OmegaConf does:
 * `"5"` fits an int, `1` fits a float.
 */
export const t: FieldTypes = {
  any: new TypeSpec(anyType),
  int: new TypeSpec({ kind: "int" }),
  float: new TypeSpec({ kind: "float" }),
  bool: new TypeSpec({ kind: "bool" }),
  str: new TypeSpec({ kind: "str" }),
  bytes: new TypeSpec({ kind: "bytes" }),
  path: new TypeSpec({ kind: "path" }),
  literal: (...values) => new TypeSpec({ kind: "literal", values }),
  optional: <L extends TypeLike>(of: L) => new TypeSpec<ValueOf<L>>(typeOf(of)).optional(),
  union: (...of) => new TypeSpec({ kind: "union", of: of.map(typeOf) }),
  list: (item) => new TypeSpec(item === undefined ? anyList : { kind: "list", item: typeOf(item) }),
  tuple: (...items) => new TypeSpec({ kind: "tuple", items: items.map(typeOf) }),
  map: (item, key) =>
    new TypeSpec(
      item === undefined
        ? anyMap
        : { kind: "map", key: key === undefined ? { kind: "str" } : typeOf(key), value: typeOf(item) },
    ),
};

/** The config type behind a {@link TypeLike}. */
export function typeOf(like: TypeLike): ConfigType {
  return like instanceof TypeSpec ? like.type : like;
}

export function isTypeLike(given: unknown): given is TypeLike {
  return given instanceof TypeSpec || isStructType(given) || isEnumType(given);
}

function isEnumType(given: unknown): given is TypedEnum<unknown> {
  return (
    typeof given === "object" &&
    given !== null &&
    "kind" in given &&
    given.kind === "enum" &&
    "members" in given &&
    given.members instanceof Map
  );
}
