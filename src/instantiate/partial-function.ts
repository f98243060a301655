import { isPlainObject } from "../config/raw-value.ts";
import { readSignature } from "../targets/signature.ts";
import { type CallableTarget, callFailure, callTarget } from "./call-target.ts";
import { ArgumentError, type CallArguments, knownNames } from "./bind-arguments.ts";

const brand = Symbol.for("orochi.partial");

/**
 * A function with some of its arguments given (H-INS-019). Called with one options object it merges it over the named values;
 * called with anything else it appends the values by position, and what follows an options object stays behind it. Its parts can be inspected, and written back into a config.
 */
export interface PartialFunction {
  (...args: never[]): unknown;
  readonly target: CallableTarget["value"];
  readonly targetName: string;
  readonly args: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  /** The call, with positional and named values told apart. */
  invoke(args: readonly unknown[], named?: Readonly<Record<string, unknown>>): unknown;
}

/** @param key - full key of the node it was made from, for messages. */
export function createPartial(target: CallableTarget, given: CallArguments, key = ""): PartialFunction {
  const invoke = (args: readonly unknown[], named: Readonly<Record<string, unknown>> = {}): unknown => {
    const merged = {
      args: [...given.args, ...args],
      named: new Map([...given.named, ...Object.entries(named)]),
    };
    try {
      return callTarget(target, merged);
    } catch (error) {
      if (error instanceof ArgumentError) throw callFailure(target, error, key);
      throw error;
    }
  };
  const call = (...args: unknown[]): unknown => {
    const [options, ...others] = args;
    if (!isOptions(target, options)) return invoke(acceptedBy(target, given, args));
    const rest = acceptedBy(target, given, args).slice(1);
    if (others.length === 0 || rest.length === 0) return invoke([], options);
    // `task({ … }, context)`: what follows the options object stays behind it.
    return createPartial(target, { args: given.args, named: new Map() }, key).invoke([
      Object.fromEntries([...given.named, ...Object.entries(options)]),
      ...rest,
    ]);
  };
  Object.defineProperty(call, "name", { value: target.value.name });
  return Object.assign(call, {
    [brand]: true,
    target: target.value,
    targetName: target.name,
    args: given.args,
    options: Object.freeze(Object.fromEntries(given.named)),
    invoke,
  });
}

export function isPartialFunction(value: unknown): value is PartialFunction {
  return typeof value === "function" && brand in value;
}

/** A partial is called as functions are, by `map` for one: arguments that the target does not take are not an error. */
function acceptedBy(
  { value, declaration }: CallableTarget,
  { args: given }: CallArguments,
  args: readonly unknown[],
): readonly unknown[] {
  if (declaration !== undefined) return args;
  const signature = readSignature(value);
  if (signature === undefined || signature.rest) return args;
  return args.slice(0, Math.max(1, signature.parameters.length - given.length));
}

/** An options object holds names that the target knows; when its names cannot be known, any plain object is one. */
function isOptions(target: CallableTarget, value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || !isPlainObject(value)) return false;
  const known = knownNames(target);
  return known === undefined || Object.keys(value).every((name) => known.includes(name));
}
