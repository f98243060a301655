import { builtInTarget } from "../targets/built-in-targets.ts";
import type { Callable } from "../targets/target.ts";
import { makeBuilds } from "./builds.ts";
import { type BuildOptions, invalid } from "./build-options.ts";
import type { Builds, Exact, FieldsFor, OptionsOf, Target } from "./config-types.ts";
import type { Converter } from "./converter.ts";
import { checkAgainstSignature, exclusion, factsOf } from "./signature-check.ts";
import type { ZenConfig } from "./zen-config.ts";

/** Answers its named values. */
const objectTarget = "orochi:object";

/**
 * A config of a target's parameters that instantiates to an object with their values, without calling the target (Z-KW).
 *
 * @throws {ZenError} when the signature cannot be read, or a value is for no parameter.
 */
export function kwargsOf<T extends Target, A extends FieldsFor<OptionsOf<T>> = object>(
  target: T,
  fields?: A & Exact<OptionsOf<T>, A>,
  options: Pick<BuildOptions, "exclude"> = {},
): Builds<OptionsOf<T>, A, OptionsOf<T>> {
  return makeKwargsOf(target, fields, options) as never;
}

/** {@link kwargsOf} without its types. */
export function makeKwargsOf(
  callable: Callable,
  fields: object | undefined,
  { exclude }: Pick<BuildOptions, "exclude">,
  converters: readonly Converter[] = [],
): ZenConfig {
  const where = `kwargsOf(${callable.name})`;
  const facts = factsOf(callable, 0);
  if (!facts.readable) throw invalid(where, "the signature cannot be read");
  const given = new Map(Object.entries(fields ?? {}));
  checkAgainstSignature(callable, where, { names: given.keys(), args: [], meta: new Set() });
  const left = exclusion(exclude, facts.parameters);
  const values = new Map<string, unknown>();
  for (const { name, default: fallback } of facts.parameters) {
    if (left.populated(name)) continue;
    if (given.has(name)) values.set(name, given.get(name));
    else if (fallback === undefined) values.set(name, "???");
    else if (fallback.literal?.value !== undefined) values.set(name, fallback.literal.value);
  }
  for (const [name, value] of given) if (!left.name(name)) values.set(name, value);
  return makeBuilds(builtInTarget(objectTarget)?.value, values, { name: objectTarget }, converters);
}
