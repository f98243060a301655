import type { MISSING } from "../config/scalar.ts";
import type { ConfigNode } from "../config/node.ts";
import type { SchemaInput, StandardSchema } from "../schema/standard-schema.ts";
import type { Callable } from "../targets/target.ts";
import type { Branded, Builds, ConfigFor, Interpolation } from "./config-types.ts";
import type { Field } from "./field.ts";

/** What is known of a field: the value that the config gives it, and what may stand there. */
export interface Slot<Given, Wanted> {
  readonly given: Given;
  readonly wanted: Wanted;
}

/** Nothing is known of the keys. */
export interface Unknown {
  readonly unknown: true;
}

/** No value is given. */
interface Nothing {
  readonly nothing: true;
}

export type Leaf = string | number | bigint | boolean | null | undefined | Uint8Array | Callable;

/** What a config that somebody hands over says about its fields; {@link Unknown} when it says nothing. */
export type FieldsOf<C> = unknown extends C
  ? Unknown
  : C extends StandardSchema
    ? SchemaFields<SchemaInput<C>>
    : C extends ConfigNode | Leaf | readonly unknown[]
      ? Unknown
      : Branded<C> extends true
        ? BuildsFields<C>
        : string extends keyof C
          ? Unknown
          : { readonly [K in keyof C]: Slot<C[K], Widened<C[K]>> };

type SchemaFields<I> = unknown extends I
  ? Unknown
  : { readonly [K in keyof I]: Slot<NonNullable<I[K]>, I[K]> };

type BuildsFields<C> =
  C extends Builds<unknown, infer F, infer O>
    ? string extends keyof F | keyof O
      ? Unknown
      : {
          readonly [K in keyof F | keyof O]: Slot<
            K extends keyof F ? F[K] : Nothing,
            K extends keyof O ? O[K] : Widened<F[K & keyof F]>
          >;
        }
    : Unknown;

/** The fields below a field; `never` for a leaf. */
export type FieldsBelow<S> =
  S extends Slot<infer G, infer W>
    ? Branded<G> extends true
      ? ByGiven<G, W, Unknown>
      : unknown extends W
        ? ByGiven<G, W, Unknown>
        : NonNullable<W> extends Leaf
          ? never
          : ByGiven<G, W, Unknown>
    : Unknown;

/** What is built tells its own fields; of what is only wanted nothing is known, for it may be an instance of a class. */
type ByGiven<G, W, Else> = unknown extends G
  ? Else
  : G extends Field<unknown> | Interpolation | typeof MISSING | Nothing | null | undefined
    ? Else
    : Branded<G> extends true
      ? BuildsFields<G>
      : G extends Leaf
        ? never
        : G extends readonly (infer E)[]
          ? { readonly [index: number]: Slot<E, W extends readonly (infer V)[] ? V : Widened<E>> }
          : {
              readonly [K in keyof G | keyof W]: Slot<
                K extends keyof G ? G[K] : Nothing,
                K extends keyof W ? W[K] : Widened<G[K & keyof G]>
              >;
            };

/** The type that a value stands for once others may take its place: `0.1` for a number, `"${x}"` for anything. */
export type Widened<V> = V extends Interpolation | typeof MISSING | null | undefined
  ? unknown
  : V extends string
    ? string
    : V extends number
      ? number
      : V extends bigint
        ? bigint
        : V extends boolean
          ? boolean
          : V extends Callable
            ? V
            : V extends readonly (infer E)[]
              ? Widened<E>[]
              : Branded<V> extends true
                ? V extends ConfigFor<infer T>
                  ? T
                  : unknown
                : IsPlain<V> extends true
                  ? { readonly [K in keyof V]: Widened<V[K]> }
                  : V;

/** Whether a type may be that of an object literal: it has no methods of its own. */
type IsPlain<V> = V extends object
  ? Extract<V[keyof V], (...args: never[]) => unknown> extends never
    ? true
    : false
  : false;

/**
 * What a config gives to a task: the values of its fields, as they are when the task runs. `unknown` when it does not say. An
 * interpolation and a missing value fit everything.
 */
export type GivenFields<C> =
  FieldsOf<C> extends Unknown
    ? unknown
    : {
        [K in keyof FieldsOf<C>]: FieldsOf<C>[K] extends Slot<infer G, infer W> ? GivenValue<G, W> : unknown;
      };

type GivenValue<G, W> = G extends Interpolation | typeof MISSING
  ? never
  : G extends Nothing
    ? Exclude<W, undefined>
    : Branded<G> extends true
      ? G extends ConfigFor<infer T>
        ? T
        : unknown
      : G extends Leaf
        ? G
        : G extends readonly unknown[]
          ? { -readonly [K in keyof G]: GivenValue<G[K], Widened<G[K]>> }
          : IsPlain<G> extends true
            ? { [K in keyof G]: GivenValue<G[K], Widened<G[K]>> }
            : G;
