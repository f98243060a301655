import { readFunction } from "./signature-syntax.ts";
import { type Callable, isCallable } from "./target.ts";

/** A default value as the source has it; `value` is there when the text is a literal (D3). */
export interface DefaultValue {
  readonly text: string;
  readonly literal?: { readonly value: unknown };
}

/** A name that a config can give a value to. */
export interface NamedParameter {
  readonly name: string;
  readonly default?: DefaultValue;
}

/** A positional parameter: a plain name, or a destructured options object. */
export type PositionalParameter =
  | { readonly kind: "name"; readonly name: string; readonly default?: DefaultValue }
  | {
      readonly kind: "options";
      readonly keys: readonly NamedParameter[];
      /** `...rest` in the pattern takes every other key. */
      readonly rest: boolean;
      readonly default?: DefaultValue;
    }
  | { readonly kind: "other"; readonly default?: DefaultValue };

/** What the source of a function or class says about its parameters. */
export interface Signature {
  readonly parameters: readonly PositionalParameter[];
  /** `...values` takes every further positional value. */
  readonly rest: boolean;
}

const cache = new WeakMap<Callable, Signature | null>();

/**
 * Reads parameter names and literal defaults from a function's or class's source. A class without a constructor has its
 * parent's. Native and bound functions, and sources that cannot be parsed, answer `undefined` (Z-SIG-006).
 */
export function readSignature(target: unknown): Signature | undefined {
  if (!isCallable(target)) return undefined;
  let signature = cache.get(target);
  if (signature === undefined) {
    signature = read(target) ?? null;
    cache.set(target, signature);
  }
  return signature ?? undefined;
}

/** The parameters that a config can name, options first; `undefined` when the signature does not tell. */
export function namedParameters(signature: Signature): readonly NamedParameter[] {
  return signature.parameters.flatMap((parameter): readonly NamedParameter[] => {
    if (parameter.kind === "options") return parameter.keys;
    return parameter.kind === "name" ? [parameter] : [];
  });
}

function read(target: Callable): Signature | undefined {
  const text = Function.prototype.toString.call(target);
  if (/\{\s*\[native code\]\s*\}$/.test(text)) return undefined;
  const found = readFunction(text);
  if (found !== "inherited") return found;
  const parent: unknown = Object.getPrototypeOf(target);
  if (parent === Function.prototype) return { parameters: [], rest: false };
  return readSignature(parent);
}
