import type { Callable } from "../targets/target.ts";

/** Gets the whole config as a view. A zen task is one too. */
export type PreCall = (config: never) => unknown;

export interface ZenOptions {
  /** Called with the whole config before anything is instantiated, one after another (Z-ZEN-013). */
  readonly preCall?: PreCall | readonly (PreCall | null)[] | null | undefined;
  /** Parameters that are not read from the config: names, or one text with commas (Z-ZEN-012). */
  readonly exclude?: string | readonly string[] | undefined;
  /** A task with `...rest` gets all other fields too (Z-ZEN-011). @defaultValue `false` */
  readonly unpackKwargs?: boolean | undefined;
  /**
   * Interpolations are resolved before the pre-calls, so that what these change in the config, such as the state of resolvers, does
   * not change them any more (Z-ZEN-005). @defaultValue `true`
   */
  readonly resolvePreCall?: boolean | undefined;
  /**
   * Pre-calls, instantiation and task run in an asynchronous context of their own: what they set with `AsyncLocalStorage.enterWith`
   * does not leak to the caller (Z-ZEN-015). @defaultValue `false`
   */
  readonly runInContext?: boolean | undefined;
  /** Wraps the task and every target that is instantiated for it (Z-ZEN-016). */
  readonly wrapTarget?: ((target: Callable) => unknown) | undefined;
}
