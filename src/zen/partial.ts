import { createPartial, type PartialFunction } from "../instantiate/partial-function.ts";
import { isCallable } from "../targets/target.ts";
import { invalid } from "./build-options.ts";
import type { OpenArguments, OpenOptions, OptionsOf, ResultOf, Target } from "./config-types.ts";

/** A function with options given, that a config can hold (D5: bound functions are opaque). */
export type Partial<T extends Target, A> = PartialFunction &
  ((...args: OpenArguments<T, OpenOptions<T, A>>) => ResultOf<T>);

/**
 * The target with some options given. Calls merge their options over these. Unlike `bind`, the parts stay visible, so
 * `just(partial(f, …))` and values of configs work.
 */
export function partial<T extends Target, A extends { readonly [K in keyof OptionsOf<T>]?: OptionsOf<T>[K] }>(
  target: T,
  options: A,
  ...args: readonly unknown[]
): Partial<T, A> {
  if (!isCallable(target)) throw invalid("partial()", "its first argument must be a function or class");
  const callable = { name: target.name, value: target, declaration: undefined, wrappers: [] };
  return createPartial(callable, { args, named: new Map(Object.entries(options)) }) as unknown as Partial<
    T,
    A
  >;
}
