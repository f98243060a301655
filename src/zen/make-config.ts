import type { AllFields, IsList } from "./base-fields.ts";
import {
  type BuildOptions,
  checkDefaults,
  checkFieldNames,
  checkOptions,
  type DefaultsEntry,
  invalid,
} from "./build-options.ts";
import type { Branded, Builds, ConfigFor } from "./config-types.ts";
import type { Widened } from "./config-shape.ts";
import type { Converter } from "./converter.ts";
import { fieldValue, isOpenField } from "./field-value.ts";
import { joinTargets } from "./live-targets.ts";
import { ValueConversion } from "./value-conversion.ts";
import { type ConfigSpec, type FieldValue, ZenConfig } from "./zen-config.ts";

export type ConfigOptions = Pick<BuildOptions, "recursive" | "convert" | "bases" | "defaults">;

/** What the fields of a config become when it is instantiated. */
export type InstantiatedFields<F> = { readonly [K in keyof F]: InstantiatedField<F[K]> };
type InstantiatedField<V> =
  Branded<V> extends true ? (V extends ConfigFor<infer T> ? T : unknown) : Widened<V>;

/**
 * A config without target (Z-MC): a plain set of fields. Values may be data, configs, functions and `field(…)`; a field without
 * default is mandatory.
 *
 * @example
 * class Model {}
 * const Config = makeConfig({ model: builds(Model), seed: field.int(), lr: 0.1 }, { defaults: ["_self_", { db: "mysql" }] });
 */
export function makeConfig<
  const F extends Readonly<Record<string, unknown>>,
  D = undefined,
  const B extends readonly ConfigFor<unknown>[] = readonly [],
>(
  fields: F,
  options?: ConfigOptions & {
    readonly defaults?: (D & ConfigOptions["defaults"]) | undefined;
    readonly bases?: B | undefined;
  },
): MadeConfig<AllFields<"defaults" extends keyof F ? Omit<F, "defaults"> : F, B>, OpenConfig<F, D>>;
export function makeConfig(fields: Readonly<Record<string, unknown>>, options: ConfigOptions = {}): unknown {
  return makeConfigFrom(new Map(Object.entries(fields)), options);
}

type MadeConfig<F, Open extends boolean> = Builds<
  InstantiatedFields<F>,
  F,
  { [K in keyof F]: InstantiatedField<F[K]> },
  Open
>;

/** A defaults list brings in the fields of other configs. */
type OpenConfig<F, D> =
  IsList<D> extends true ? true : F extends { readonly defaults: readonly unknown[] } ? true : false;

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
