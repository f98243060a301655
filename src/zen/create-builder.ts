import type { BuildOptions } from "./build-options.ts";
import type { Converter } from "./converter.ts";
import { type just, justValue } from "./just.ts";
import { type kwargsOf, makeKwargsOf } from "./kwargs-of.ts";
import { type ConfigOptions, type makeConfig, makeConfigFrom } from "./make-config.ts";
import { customBuilds, type CustomBuilds, type CustomDefaults } from "./make-custom-builds.ts";
import type { Callable } from "../targets/target.ts";

export interface BuilderOptions<D extends CustomDefaults> {
  /** For values beyond those that configs can hold; the first that accepts a value takes it, also deep inside lists and maps. */
  readonly converters?: readonly Converter[] | undefined;
  /** Other defaults for the options of `builds`, as for {@link makeCustomBuilds}. */
  readonly defaults?: D | undefined;
}

/** The family of {@link builds}, made to measure. */
export interface Builder<D extends CustomDefaults> {
  readonly builds: CustomBuilds<D>;
  readonly just: typeof just;
  readonly makeConfig: typeof makeConfig;
  readonly kwargsOf: typeof kwargsOf;
  /** For stores: `new ZenStore().with({ toConfig: builder.toConfig })` (Z-BFN-004). */
  readonly toConfig: (object: unknown, fields: Readonly<Record<string, unknown>>) => unknown;
}

/**
 * `builds`, `just`, `makeConfig` and `kwargsOf` that know more kinds of values (Z-BFN-001, Z-BFN-002).
 *
 * @throws {ZenError} at once, when a default is not usable.
 */
export function createBuilder<const D extends CustomDefaults = object>({
  converters = [],
  defaults,
}: BuilderOptions<D> = {}): Builder<D> {
  const builds = customBuilds(defaults ?? {}, converters) as CustomBuilds<D>;
  const family = {
    just: (value: unknown, { name }: { readonly name?: string } = {}) => justValue(value, name, converters),
    makeConfig: (fields: object, options: ConfigOptions = {}) =>
      makeConfigFrom(new Map(Object.entries(fields)), options, converters),
    kwargsOf: (target: Callable, fields?: object, options: Pick<BuildOptions, "exclude"> = {}) =>
      makeKwargsOf(target, fields, options, converters),
  };
  return {
    builds,
    just: family.just as typeof just,
    makeConfig: family.makeConfig as typeof makeConfig,
    kwargsOf: family.kwargsOf as typeof kwargsOf,
    toConfig: (object, fields) => configFor(object, fields, builds, converters),
  };
}

function configFor(
  object: unknown,
  fields: Readonly<Record<string, unknown>>,
  builds: unknown,
  converters: readonly Converter[],
): unknown {
  const isTarget = typeof object === "function" && !converters.some((one) => one.accepts(object));
  if (!isTarget) return justValue(object, undefined, converters);
  return (builds as (target: unknown, fields: object, options: BuildOptions) => unknown)(object, fields, {
    populateFullSignature: true,
  });
}
