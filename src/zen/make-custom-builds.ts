import { makeBuilds } from "./builds.ts";
import { type BuildOptions, checkOptions, invalid } from "./build-options.ts";
import type { builds } from "./builds.ts";
import type { Converter } from "./converter.ts";
import type { Exact, FieldsFor, OptionsOf, PartialBuilds, Target } from "./config-types.ts";

/** Options that may get other defaults: all but those that belong to one config (Z-CB-001). */
export type CustomDefaults = Omit<BuildOptions, "name" | "args" | "defaults" | "bases">;

/**
 * A {@link builds} with other defaults: `makeCustomBuilds({ populateFullSignature: true })`. Options of a call replace them.
 *
 * @throws {ZenError} at once, when a default is not usable (Z-CB-002).
 */
export function makeCustomBuilds<const D extends CustomDefaults>(defaults: D): CustomBuilds<D> {
  return customBuilds(defaults, []) as CustomBuilds<D>;
}

/** {@link makeCustomBuilds} without its types. */
export function customBuilds(defaults: CustomDefaults, converters: readonly Converter[]): unknown {
  const where = "makeCustomBuilds()";
  checkOptions(defaults, where);
  for (const name of ["name", "args", "defaults", "bases"])
    if (name in defaults) throw invalid(where, `'${name}' belongs to one config and has no default`);
  return (target: unknown, fields: object = {}, options: BuildOptions = {}): unknown =>
    makeBuilds(target, new Map(Object.entries(fields)), { ...defaults, ...options }, converters);
}

/** With `partial: true` as default the result is that of a partial config. */
export type CustomBuilds<D extends CustomDefaults> = D extends { readonly partial: true }
  ? PartialBuildsFunction
  : typeof builds;

type PartialBuildsFunction = <T extends Target, A extends FieldsFor<OptionsOf<T>> = object>(
  target: T,
  fields?: A & Exact<OptionsOf<T>, A>,
  options?: BuildOptions,
) => PartialBuilds<T, A>;
