import type { Builds } from "./config-types.ts";

/** The fields of the configs that a config starts from; of two with one name the first one's. */
export type BaseFields<B> = B extends readonly [infer First, ...infer Rest]
  ? AllFields<OwnFields<First>, Rest>
  : B extends readonly (infer E)[]
    ? Loose<E extends unknown ? keyof OwnFields<E> : never>
    : unknown;

/** Fields together with those of the bases that they do not replace. */
export type AllFields<F, B> = [keyof BaseFields<B>] extends [never] ? F : Joined<F, BaseFields<B>>;

type Joined<F, G> = { readonly [K in keyof F | keyof G]: K extends keyof F ? F[K] : G[K & keyof G] };
type Loose<K extends PropertyKey> = [K] extends [never] ? unknown : { readonly [P in K]?: unknown };
type OwnFields<C> = C extends Builds<unknown, infer F> ? F : unknown;

/** Whether a defaults list is given. */
export type IsList<D> = D extends readonly unknown[] ? true : false;
