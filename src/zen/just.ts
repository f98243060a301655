import { isNode } from "../config/node.ts";
import { configValue, isPlainObject, unwrapValue } from "../config/raw-value.ts";
import { type Callable, isCallable } from "../targets/target.ts";
import { invalid } from "./build-options.ts";
import type { ConfigFor, Just } from "./config-types.ts";
import { isPartialFunction } from "../instantiate/partial-function.ts";
import type { Converter } from "./converter.ts";
import { type LiveTargets, targetName } from "./live-targets.ts";
import { ValueConversion } from "./value-conversion.ts";
import { ZenConfig } from "./zen-config.ts";
import { readingOf } from "./zen-reading.ts";

/**
 * A config that instantiates to the value itself (Z-JUST). Data answers itself; functions and classes, and the objects of the
 * language that YAML has no form for, answer a config that finds or rebuilds them.
 *
 * @throws {ZenError} code `BUILD_UNSUPPORTED_VALUE`.
 */
export function just<T extends Callable>(value: T, options?: { readonly name?: string | undefined }): Just<T>;
export function just<T extends ConfigFor<unknown>>(value: T): T;
export function just<T>(value: T): T;
export function just(value: unknown, { name }: { readonly name?: string | undefined } = {}): unknown {
  return justValue(value, name);
}

/** {@link just} without its types. */
export function justValue(value: unknown, name?: string, converters: readonly Converter[] = []): unknown {
  if (isCallable(value) && !(configValue in value) && !isSpecial(value)) return justFunction(value, name);
  if (typeof value === "object" && value !== null && (isNode(value) || unwrapValue(value) !== value))
    return value;
  if (value === undefined) throw invalid("just()", "a config cannot stand for undefined");
  const conversion = new ValueConversion("just()", converters);
  const data: unknown = conversion.convert(value, "");
  if (typeof data !== "object" || data === null || (converters.length === 0 && isPlainData(value)))
    return data === null || typeof data !== "object" ? data : value;
  return data instanceof Map || Array.isArray(data) ? dataConfig(data, conversion.targets) : data;
}

/** A config has a form for this as it is (Z-JUST-004). */
function isPlainData(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return true;
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (Array.isArray(value)) return value.every(isPlainData);
  return (
    typeof value === "object" &&
    isPlainObject(value) &&
    !isNode(value) &&
    Object.values(value).every(isPlainData)
  );
}

function dataConfig(data: unknown, targets: LiveTargets): ZenConfig {
  return new ZenConfig({ ...nothing, data, targets });
}

const nothing = {
  fields: new Map(),
  meta: new Map(),
  wrappers: [],
  wrapperList: false,
  remake: () => {
    throw invalid("just()", "a config of just() has no fields");
  },
};

/** Partials and tasks are rebuilt of their parts. */
function isSpecial(value: Callable): boolean {
  return isPartialFunction(value) || readingOf(value) !== undefined;
}

function justFunction(value: Callable, given: string | undefined): unknown {
  const name = targetName(value, given, "just()");
  return new ZenConfig({
    ...nothing,
    target: { name, value },
    just: true,
    targets: new Map([[name, value]]),
  });
}
