import type { MISSING } from "../config/scalar.ts";
import {
  type BuildOptions,
  checkDefaults,
  checkFieldNames,
  checkOptions,
  type DefaultsEntry,
  invalid,
} from "./build-options.ts";
import type { Builds, ConfigFor, Instantiated } from "./config-types.ts";
import type { Converter } from "./converter.ts";
import type { Field } from "./field.ts";
import { fieldValue, isOpenField } from "./field-value.ts";
import { joinTargets } from "./live-targets.ts";
import { ValueConversion } from "./value-conversion.ts";
import { type ConfigSpec, type FieldValue, ZenConfig } from "./zen-config.ts";

export type ConfigOptions = Pick<BuildOptions, "recursive" | "convert" | "bases" | "defaults">;

/** What the fields of a config become when it is instantiated. */
export type InstantiatedFields<F> = {
  readonly [K in keyof F]: F[K] extends ConfigFor<unknown>
    ? F[K] extends Plain
      ? F[K]
      : Instantiated<F[K]>
    : Widened<F[K]>;
};
type Plain = string | number | bigint | boolean | null | undefined | readonly unknown[];
type Widened<V> = V extends typeof MISSING ? unknown : V;

/**
 * A config without target (Z-MC): a plain set of fields. Values may be data, configs, functions and `field(…)`; a field without
 * default is mandatory.
 *
 * @example
 * class Model {}
 * const Config = makeConfig({ model: builds(Model), seed: field.int(), lr: 0.1 }, { defaults: ["_self_", { db: "mysql" }] });
 */
export function makeConfig<F extends Readonly<Record<string, unknown>>>(
  fields: F,
  options: ConfigOptions = {},
): Builds<InstantiatedFields<F>, F, { [K in keyof F]: F[K] extends Field<infer T> ? T : F[K] }> {
  return makeConfigFrom(new Map(Object.entries(fields)), options) as never;
}

export function makeConfigFrom(
  given: ReadonlyMap<string, unknown>,
  options: ConfigOptions,
  converters: readonly Converter[] = [],
): ZenConfig {
  const where = "makeConfig()";
  checkOptions(options, where);
  const values = new Map(given);
  const inline = values.get("defaults");
  if (inline !== undefined && options.defaults !== undefined)
    throw invalid(where, "the defaults list is given twice, as field and as option");
  if (Array.isArray(inline)) {
    checkDefaults(inline, where);
    values.delete("defaults");
  }
  checkFieldNames(values.keys(), where);
  const bases = (options.bases ?? []).map((base) => specOfBase(base, where));
  const conversion = new ValueConversion(where, converters);
  const fields = new Map<string, FieldValue>(
    bases.toReversed().flatMap((base) => [...base.fields, ...base.meta]),
  );
  for (const [name, value] of ordered(values)) fields.set(name, fieldValue(value, name, conversion));
  return new ZenConfig({
    fields,
    meta: new Map(),
    wrappers: [],
    wrapperList: false,
    recursive: options.recursive ?? bases.find((base) => base.recursive !== undefined)?.recursive,
    convert: options.convert ?? bases.find((base) => base.convert !== undefined)?.convert,
    defaults: Array.isArray(inline)
      ? (inline as DefaultsEntry[])
      : (options.defaults ?? bases.find((base) => base.defaults !== undefined)?.defaults),
    targets: joinTargets(conversion.targets, ...bases.map((base) => base.targets)),
    remake: (changes) => makeConfigFrom(new Map([...given, ...Object.entries(changes)]), options, converters),
  });
}

/** Fields without default first (Z-MC-003). */
function ordered(values: ReadonlyMap<string, unknown>): [string, unknown][] {
  const entries = [...values].filter(([, value]) => value !== undefined);
  const isOpen = ([, value]: [string, unknown]): boolean => isOpenField(value);
  return [...entries.filter(isOpen), ...entries.filter((entry) => !isOpen(entry))];
}

function specOfBase(base: ConfigFor<unknown>, where: string): ConfigSpec {
  if (base instanceof ZenConfig) return ZenConfig.specOf(base);
  throw invalid(where, "'bases' takes configs made by builds() and makeConfig()");
}
