import { configValue } from "../config/raw-value.ts";
import { makeBuilds } from "./builds.ts";
import type { BuildOptions } from "./build-options.ts";
import type { FieldsFor, OptionsOf, Target } from "./config-types.ts";
import type { ZenConfig } from "./zen-config.ts";

type FieldClass = new () => object;
type FittingClass<T extends Target, C extends FieldClass> = {
  [K in keyof InstanceType<C>]: K extends keyof OptionsOf<T> ? unknown : never;
} & FieldsFor<OptionsOf<T>>;

/**
 * Class decorator: the fields of the class are a config for the target (Z-HD). The class, and its instances, can be used
 * wherever a config can. Misspelled fields do not compile.
 *
 * @throws {ZenError} when the class is defined with a field that the target does not have.
 * @example
 * @hydrated(Adam, { partial: true }) class AdamConfig { lr = 0.01; momentum = 0.9 }
 */
export function hydrated<T extends Target>(target: T, options: BuildOptions = {}) {
  return <C extends FieldClass>(
    decorated: C & (InstanceType<C> extends FittingClass<T, C> ? unknown : FittingClass<T, C>),
    _context?: ClassDecoratorContext,
  ): void => {
    const build = (instance: object): ZenConfig =>
      makeBuilds(target, new Map(Object.entries(instance)), options);
    const make: FieldClass = decorated;
    const config = build(new make());
    Object.defineProperty(decorated, configValue, { get: () => config[configValue] });
    Object.defineProperty(make.prototype, configValue, {
      get(this: object) {
        return build(this)[configValue];
      },
    });
  };
}
