import type { configValue } from "../config/raw-value.ts";
import type { MISSING } from "../config/scalar.ts";
import type { Callable } from "../targets/target.ts";

declare const answers: unique symbol;
declare const open: unique symbol;

/**
 * A config that instantiates to a `T`. A config of a subclass is a config of its base class. The brand exists for the compiler
 * alone.
 */
export interface ConfigFor<out T> {
  readonly [answers]?: () => T;
}

/** Whether a type is that of a config, and not of data. */
export type Branded<C> = typeof answers extends keyof C ? true : false;

/** Text such as `${model.lr}`: stands for a value of any type (what it points to is known only at run time). */
export type Interpolation = `\${${string}}`;

/** A function, or a class that can be made with `new`. */
export type Target = ((...args: never[]) => unknown) | (new (...args: never[]) => unknown);

/** What instantiating a target answers; promises are awaited. */
export type ResultOf<T> = T extends new (...args: never[]) => infer R
  ? R
  : T extends (...args: never[]) => infer R
    ? Awaited<R>
    : never;

type ParametersOf<T> = T extends new (...args: infer A) => unknown
  ? A
  : T extends (...args: infer A) => unknown
    ? A
    : never;

/** Names of positional parameters are not types: nothing can be said about them here, they are checked at run time. */
export interface AnyOptions {
  readonly [name: string]: unknown;
}
type Plain = string | number | bigint | boolean | symbol | null | undefined | readonly unknown[] | Callable;
type NoOptions = object;

/** The options object of a target: its first parameter. */
export type OptionsOf<T> =
  ParametersOf<T> extends infer A
    ? A extends readonly []
      ? NoOptions
      : A extends readonly [(infer First)?, ...unknown[]]
        ? unknown extends First
          ? AnyOptions
          : NonNullable<First> extends Plain
            ? AnyOptions
            : Distribute<NonNullable<First>>
        : AnyOptions
    : never;

/** For unions of option types: every key of any member. */
type Distribute<U> = [KeysOf<U>] extends [keyof U]
  ? U
  : { [K in KeysOf<U>]?: U extends unknown ? (K extends keyof U ? U[K] : never) : never };
type KeysOf<U> = U extends unknown ? keyof U : never;

type Brand = { readonly [answers]?: never };

/** What may stand in a config where the target wants a `V`: a value, a config for one, an interpolation, or parts of these. */
export type Conf<V> =
  | V
  | ConfigFor<V>
  | Interpolation
  | typeof MISSING
  | (V extends readonly (infer E)[] ? readonly Conf<E>[] : never)
  | (V extends Callable
      ? never
      : V extends object
        ? { readonly [K in keyof V]?: Conf<V[K]> } & Brand
        : never);

/** Values for the parameters of a target. Misspelled names and values of the wrong type do not compile. */
export type FieldsFor<O> = { readonly [K in keyof O]?: Conf<O[K]> | undefined };
/** Refuses further names, also in objects that are not written down in place. */
export type Exact<O, A> = { readonly [K in keyof A]: K extends keyof O ? unknown : never };

/**
 * A config made by {@link builds}. It is a value: frozen, and changed only by making another one. `F` are the values it gives, `O` is
 * what it may be given; with a defaults list (`Open`) other configs add more.
 */
export interface Builds<
  out T,
  F = unknown,
  O = AnyOptions,
  Open extends boolean = boolean,
> extends ConfigFor<T> {
  readonly [open]?: Open;
  /** The values of its parameters. */
  readonly fields: Readonly<F>;
  /** A config with other values for some parameters. */
  with<const A extends FieldsFor<O>>(changes: A & Exact<O, A>): Builds<T, Omit<F, keyof A> & A, O, Open>;
  readonly [configValue]: unknown;
}

/** Whether other configs add fields to a config. */
export type IsOpen<C> = C extends { readonly [open]?: true } ? true : false;

/** A config that instantiates to a function of the options that are still open. */
export type PartialBuilds<T extends Target, F, Open extends boolean = boolean> = Builds<
  (...args: OpenArguments<T, OpenOptions<T, F>>) => ResultOf<T>,
  F,
  OptionsOf<T>,
  Open
>;
/** Targets that take values by position take any here: their names are not types. */
export type OpenArguments<T extends Target, O> = string extends keyof OptionsOf<T>
  ? readonly unknown[]
  : object extends O
    ? [options?: O, ...others: OthersOf<T>]
    : [options: O, ...others: OthersOf<T>];
/** What follows the options object. */
type OthersOf<T> = ParametersOf<T> extends readonly [unknown?, ...infer Others] ? Partial<Others> : [];
export type OpenOptions<T extends Target, F> = Omit<OptionsOf<T>, keyof F> & Partial<OptionsOf<T>>;

/** A config that instantiates to the very thing. */
export interface Just<out T> extends ConfigFor<T> {
  readonly [configValue]: unknown;
}

/** What a config instantiates to. */
export type Instantiated<C> = C extends { readonly [answers]?: () => infer T }
  ? unknown extends T
    ? unknown
    : T
  : unknown;
