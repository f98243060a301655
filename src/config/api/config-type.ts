import type { StructType } from "../types.ts";
import type { TypedStruct } from "../../schema/class-type.ts";
import type { SchemaOutput, StandardSchema } from "../../schema/standard-schema.ts";

/**
 * A config without a static type, such as one that comes from YAML. Everything may be read from it; say the type where you know
 * it: `load<AppConfig>("app.yaml")`.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- the type of YAML is known only to whoever wrote it
export type UntypedConfig = any;

type Leaf =
  string | number | bigint | boolean | null | undefined | Uint8Array | ((...args: never[]) => unknown);

/**
 * A config that holds data of type `T` (design D1): it reads and writes like a plain object. Interpolations are followed when
 * they are read, a value that is still `???` throws when it is read, writes are converted to the declared types and respect
 * the flags of {@link setStruct} and {@link setReadonly}.
 */
export type Config<T = UntypedConfig> =
  IsAny<T> extends true
    ? T
    : T extends Leaf
      ? T
      : T extends readonly unknown[]
        ? number extends T["length"]
          ? Config<T[number]>[]
          : { -readonly [K in keyof T]: Config<T[K]> }
        : T extends object
          ? { -readonly [K in keyof T]: Config<T[K]> }
          : T;

/** What data a value stands for: a schema or struct for what it describes, a class for its instances, text for any data. */
export type DataOf<V> = V extends string ? UntypedConfig : PartOf<V>;

/** The same inside a value, where text is just text. */
type PartOf<V> =
  IsAny<V> extends true
    ? UntypedConfig
    : V extends StandardSchema
      ? SchemaOutput<V>
      : V extends TypedStruct<infer T>
        ? T
        : V extends new () => infer T
          ? T
          : V extends Leaf
            ? V
            : V extends readonly unknown[]
              ? number extends V["length"]
                ? PartOf<V[number]>[]
                : { [K in keyof V]: PartOf<V[K]> }
              : V extends object
                ? { [K in keyof V]: PartOf<V[K]> }
                : V;

/**
 * The data of several configs merged in order. What a schema, struct or class declares keeps its type whatever is merged into
 * it: values are converted, new keys refused.
 */
export type MergedData<First, Others extends readonly unknown[]> =
  IsAny<First> extends true
    ? UntypedConfig
    : First extends StandardSchema | StructType | (new () => unknown)
      ? DataOf<First>
      : MergedInto<DataOf<First>, Others>;

type MergedInto<A, Others extends readonly unknown[]> = Others extends readonly [infer B, ...infer Rest]
  ? MergedInto<MergedPair<A, DataOf<B>>, Rest>
  : A;

type MergedPair<A, B> =
  IsAny<A> extends true
    ? A
    : IsAny<B> extends true
      ? A
      : A extends Leaf | readonly unknown[]
        ? B
        : B extends Leaf | readonly unknown[]
          ? B
          : {
              [K in keyof A | keyof B]: K extends keyof B
                ? K extends keyof A
                  ? MergedPair<A[K], B[K]>
                  : B[K]
                : K extends keyof A
                  ? A[K]
                  : never;
            };

export type IsAny<T> = 0 extends 1 & T ? true : false;
