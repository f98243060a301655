import { isPartialFunction } from "../instantiate/partial-function.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { type BuildOptions, checkFieldNames, checkOptions, invalid, type Wrapper } from "./build-options.ts";
import type { BaseFields, IsList } from "./base-fields.ts";
import type {
  Builds,
  ConfigFor,
  Exact,
  FieldsFor,
  OptionsOf,
  PartialBuilds,
  ResultOf,
  Target,
} from "./config-types.ts";
import type { Converter } from "./converter.ts";
import { fieldValue } from "./field-value.ts";
import { joinTargets, targetName, targetNode } from "./live-targets.ts";
import { checkAgainstSignature, exclusion, factsOf } from "./signature-check.ts";
import { ValueConversion } from "./value-conversion.ts";
import { type ConfigSpec, type FieldValue, ZenConfig } from "./zen-config.ts";

/**
 * A config for calling `target` with these values: `instantiate(builds(f, a))` answers `f(a)`. The names and types of the
 * values are checked against the target's options object, by the compiler and again from its source when the program runs.
 *
 * @throws {ZenError} for names that the target does not have and values that no config can hold.
 * @example
 * class Adam { constructor({ lr = 0.1 }: { lr?: number } = {}) {} }
 * const optim = builds(Adam, { lr: 0.3 });
 * const fast = optim.with({ lr: 3 });
 */
export function builds<
  T extends Target,
  A extends FieldsFor<OptionsOf<T>>,
  M = unknown,
  D = undefined,
  B = undefined,
>(
  target: T,
  fields: (A & Exact<OptionsOf<T>, A>) | undefined,
  options: KnownOptions<M, D, B> & { readonly partial: true },
): PartialBuilds<T, A & M & BaseFields<B>, IsList<D>>;
export function builds<
  T extends Target,
  A extends FieldsFor<OptionsOf<T>> = object,
  M = unknown,
  D = undefined,
  B = undefined,
>(
  target: T,
  fields?: A & Exact<OptionsOf<T>, A>,
  options?: KnownOptions<M, D, B> & { readonly partial?: false | undefined },
): Builds<ResultOf<T>, A & M & BaseFields<B>, OptionsOf<T>, IsList<D>>;
export function builds<
  T extends Target,
  A extends FieldsFor<OptionsOf<T>> = object,
  M = unknown,
  D = undefined,
  B = undefined,
>(
  target: T,
  fields: (A & Exact<OptionsOf<T>, A>) | undefined,
  options: KnownOptions<M, D, B>,
):
  | Builds<ResultOf<T>, A & M & BaseFields<B>, OptionsOf<T>, IsList<D>>
  | PartialBuilds<T, A & M & BaseFields<B>, IsList<D>>;
export function builds<R, F, O, A extends FieldsFor<O>, Open extends boolean>(
  base: Builds<R, F, O, Open>,
  fields?: A & Exact<O, A>,
  options?: BuildOptions,
): Builds<R, Omit<F, keyof A> & A, O, Open>;
export function builds(target: unknown, fields: object = {}, options: BuildOptions = {}): unknown {
  return makeBuilds(target, new Map(Object.entries(fields)), options);
}

/** Options, of which the type keeps what adds fields. */
type KnownOptions<M, D, B> = BuildOptions & {
  readonly meta?: M | undefined;
  readonly defaults?: (D & BuildOptions["defaults"]) | undefined;
  readonly bases?: (B & BuildOptions["bases"]) | undefined;
};

/** {@link builds} without its types. */
export function makeBuilds(
  given: unknown,
  fields: ReadonlyMap<string, unknown>,
  options: BuildOptions,
  converters: readonly Converter[] = [],
): ZenConfig {
  if (given instanceof ZenConfig) return buildOnConfig(given, fields, options, converters);
  if (isPartialFunction(given)) {
    const merged = new Map([...Object.entries(given.options), ...fields]);
    const args = [...given.args, ...(options.args ?? [])];
    return makeBuilds(given.target, merged, { ...options, args }, converters);
  }
  if (!isCallable(given)) throw invalid("builds()", "its first argument must be a function or class");
  return new ZenConfig(specFor(given, fields, options, converters));
}

/** A config as target: its target is taken over, its fields are the signature (Z-BUILD-012). */
function buildOnConfig(
  base: ZenConfig,
  fields: ReadonlyMap<string, unknown>,
  options: BuildOptions,
  converters: readonly Converter[],
): ZenConfig {
  const spec = ZenConfig.specOf(base);
  if (spec.target === undefined || spec.just === true)
    throw invalid("builds()", "this config has no target to build on");
  const inherited = [...spec.fields].map(([name, value]) => [name, value.given] as const);
  const settings = {
    ...(spec.partial === undefined ? {} : { partial: spec.partial }),
    ...options,
    name: options.name ?? spec.target.name,
  };
  return makeBuilds(spec.target.value, new Map([...inherited, ...fields]), settings, converters);
}

function specFor(
  target: Callable,
  given: ReadonlyMap<string, unknown>,
  options: BuildOptions,
  converters: readonly Converter[],
): ConfigSpec {
  const label = options.name ?? (target.name === "" ? "a function" : target.name);
  const where = `builds(${label})`;
  checkOptions(options, where);
  const bases = options.bases === undefined ? none : options.bases.map((base) => baseSpec(base, where));
  const settings = inheritSettings(bases, options);
  const own = new Map<string, unknown>();
  for (const [field, value] of given) if (value !== undefined) own.set(field, value);
  const meta = options.meta === undefined ? noValues : new Map(Object.entries(options.meta));
  const name = targetName(target, options.name, where);
  const args = settings.args ?? none;
  const facts = factsOf(target, args.length);
  if (options.populateFullSignature === true && !facts.readable)
    throw invalid(
      where,
      "the signature cannot be read, so it cannot be populated",
      "write the fields yourself",
    );
  const left = exclusion(options.exclude, facts.parameters);
  if (options.exclude !== undefined) for (const field of own.keys()) if (left.name(field)) own.delete(field);
  checkFieldNames(own.keys(), where);
  checkFieldNames(meta.keys(), where);
  for (const field of meta.keys())
    if (own.has(field)) throw invalid(where, `'${field}' is both a field and a meta field`);

  const conversion = new ValueConversion(where, converters);
  const values = inheritedFields(bases, meta);
  const wanted =
    options.populateFullSignature === true
      ? populate(facts.parameters, own, left.populated, options.partial === true)
      : own;
  for (const [field, value] of wanted) values.set(field, fieldValue(value, field, conversion));
  for (const [field, value] of own)
    if (!wanted.has(field)) values.set(field, fieldValue(value, field, conversion));
  checkAgainstSignature(target, where, { names: values.keys(), args, meta });
  const metaValues = inheritedMeta(bases, own);
  for (const [field, value] of meta) metaValues.set(field, fieldValue(value, field, conversion));
  const { wrappers, wrapperList } =
    options.wrappers === undefined ? wrappersOf(bases) : readWrappers(options.wrappers, conversion, where);

  const { partial, recursive, shared, convert, defaults } = settings;
  // Written out: an object literal with a spread in it is ten times as slow.
  return {
    partial,
    recursive,
    shared,
    convert,
    defaults,
    target: { name, value: target },
    args: args.map((value, index) => conversion.convert(value, `_args_[${index}]`)),
    fields: values,
    meta: metaValues,
    wrappers,
    wrapperList,
    targets: joinTargets(new Map([[name, target]]), conversion.targets, ...bases.map((base) => base.targets)),
    remake: (changes) =>
      new ZenConfig(specFor(target, new Map([...given, ...Object.entries(changes)]), options, converters)),
  };
}

const none: readonly never[] = [];
const noValues: ReadonlyMap<string, unknown> = new Map();

/**
 * Parameters without value first, then those with one, each in the order of the signature (Z-POP-002). A default that is no
 * literal is left to the target (D3); the literal `undefined` marks a parameter as optional.
 */
function populate(
  parameters: ReturnType<typeof factsOf>["parameters"],
  own: ReadonlyMap<string, unknown>,
  isExcluded: (name: string) => boolean,
  partial: boolean,
): Map<string, unknown> {
  const open = new Map<string, unknown>();
  const filled = new Map<string, unknown>();
  for (const { name, default: fallback } of parameters) {
    if (own.has(name)) filled.set(name, own.get(name));
    else if (isExcluded(name)) continue;
    else if (fallback === undefined) {
      if (!partial) open.set(name, undefined);
    } else if (fallback.literal?.value !== undefined) filled.set(name, fallback.literal.value);
  }
  if (open.size === 0) return filled;
  for (const [name, value] of filled) open.set(name, value);
  return open;
}

function baseSpec(base: ConfigFor<unknown>, where: string): ConfigSpec {
  if (base instanceof ZenConfig) return ZenConfig.specOf(base);
  throw invalid(where, "'bases' takes configs made by builds() and makeConfig()");
}

function inheritedFields(
  bases: readonly ConfigSpec[],
  meta: ReadonlyMap<string, unknown>,
): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>();
  if (bases.length === 0) return fields;
  for (const base of bases.toReversed())
    for (const [name, value] of base.fields) if (!meta.has(name)) fields.set(name, value);
  return fields;
}

/** Meta fields of the bases that the config does not give a value to (Z-PROP-005). */
function inheritedMeta(
  bases: readonly ConfigSpec[],
  own: ReadonlyMap<string, unknown>,
): Map<string, FieldValue> {
  if (bases.length === 0) return new Map();
  const meta = bases.toReversed().flatMap((base) => [...base.meta]);
  return new Map(meta.filter(([name]) => !own.has(name)));
}

/** Settings of the bases, the first that has one deciding, under those given (Z-INH-002, Z-PART-003). */
function inheritSettings(
  bases: readonly ConfigSpec[],
  options: BuildOptions,
): Pick<ConfigSpec, "args" | "partial" | "recursive" | "shared" | "convert" | "defaults"> {
  const first = <K extends keyof ConfigSpec>(key: K): ConfigSpec[K] | undefined =>
    bases.find((base) => base[key] !== undefined)?.[key];
  return {
    args: options.args ?? first("args"),
    partial: options.partial ?? first("partial"),
    recursive: options.recursive ?? first("recursive"),
    shared: options.shared ?? first("shared"),
    convert: options.convert ?? first("convert"),
    defaults: options.defaults ?? first("defaults"),
  };
}

function wrappersOf(bases: readonly ConfigSpec[]): Pick<ConfigSpec, "wrappers" | "wrapperList"> {
  const { wrappers = [], wrapperList = false } = bases.find((base) => base.wrappers.length > 0) ?? {};
  return { wrappers, wrapperList };
}

/** Z-WRAP-002. */
function readWrappers(
  given: BuildOptions["wrappers"],
  conversion: ValueConversion,
  where: string,
): Pick<ConfigSpec, "wrappers" | "wrapperList"> {
  const list: readonly Wrapper[] =
    given === undefined ? [] : Array.isArray(given) ? given : [given as Wrapper];
  const wrappers = list.map((wrapper, index) =>
    readWrapper(wrapper, conversion, `${where}, wrapper ${index + 1}`),
  );
  return { wrappers, wrapperList: Array.isArray(given) && list.length > 1 };
}

function readWrapper(wrapper: unknown, conversion: ValueConversion, where: string): unknown {
  if (wrapper === null || typeof wrapper === "string") return wrapper;
  if (wrapper instanceof ZenConfig) {
    const { target, just } = ZenConfig.specOf(wrapper);
    conversion.convert(wrapper, "_zen_wrappers");
    return just === true && target !== undefined ? targetNode(target.name, target.value) : wrapper;
  }
  if (isPartialFunction(wrapper)) return conversion.convert(wrapper, "_zen_wrappers");
  if (!isCallable(wrapper)) throw invalid(where, "a wrapper is a function, a config, a name or null");
  const name = targetName(wrapper, undefined, where);
  conversion.addTarget(name, wrapper);
  return targetNode(name, wrapper);
}
