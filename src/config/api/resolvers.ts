import { ConfigTypeError } from "../../errors/config-errors.ts";
import { createResolverRegistry } from "../resolvers/default-registry.ts";
import { defaultRegistry, ensureContext } from "../resolvers/default-context.ts";
import { fitArguments } from "../resolvers/fit-arguments.ts";
import { registerResolver as register } from "../resolvers/register.ts";
import type { ResolverContext, ResolverRegistry } from "../resolvers/registry.ts";
import { fullKey } from "../node.ts";
import { nodeOf, viewOf } from "../view.ts";
import { type TypeLike, typeOf } from "../../schema/type-spec.ts";
import { plainArgument } from "./plain-argument.ts";

/** Where a resolver is called from. */
export interface ResolverCall {
  /** Full key of the value that holds the interpolation. */
  readonly key: string;
  /** The mapping or list that holds the value. */
  readonly parent: unknown;
  /** The whole config. */
  readonly root: unknown;
}

export interface RegisterResolverOptions {
  /** Takes the place of a resolver with the same name. @defaultValue `false` */
  readonly replace?: boolean | undefined;
  /** Calls the function once per config and argument text (O-RES-005). @defaultValue `false` */
  readonly useCache?: boolean | undefined;
  /** The function is given a {@link ResolverCall} before its arguments (O-RES-002). @defaultValue `false` */
  readonly withCall?: boolean | undefined;
  /**
   * Types of the arguments in order: arguments are converted to them, and what does not fit, is too much or too little is an
   * error at the interpolation. @defaultValue arguments are passed on as they are
   */
  readonly args?: readonly TypeLike[] | undefined;
  /** @defaultValue the registry of configs that are given none */
  readonly registry?: ResolverRegistry | undefined;
}

type Resolve = (...args: never[]) => unknown;

/**
 * Lets `${name:arg,...}` call a function (O-RES-001). Arguments arrive as plain values, mappings and lists of the config as
 * configs; what the function returns is the value.
 *
 * @throws {ConfigValueError} code `RESOLVER_EXISTS`, when the name is taken and `replace` is not set.
 * @example registerResolver("double", (x: number) => 2 * x, { args: [t.int] });      // ${double:${a}}
 */
export function registerResolver(name: string, call: Resolve, options: RegisterResolverOptions = {}): void {
  const { registry = defaultRegistry(), withCall = false, replace, useCache, args: types } = options;
  if (typeof call !== "function") throw new TypeError(`A resolver is a function, not ${typeof call}`);
  if (withCall && useCache === true) {
    throw new TypeError("A resolver that knows where it is called from cannot be cached");
  }
  const use = call as (...args: unknown[]) => unknown;
  register(
    registry,
    name,
    (args, context) => {
      const fitting = types === undefined ? args : fitArguments(args, types.map(typeOf));
      return settled(use(...(withCall ? [callFrom(context)] : []), ...fitting.map(plainArgument)));
    },
    { replace, useCache },
  );
}

/** A value is read at once, so nobody can wait for a promise. */
function settled(result: unknown): unknown {
  if (!(result instanceof Promise)) return result;
  result.catch(() => undefined);
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    "It answers with a promise, and reading a config does not wait",
    {
      hint: "find the value before the config is made, and let the resolver look it up",
    },
  );
}

/** Whether a resolver has this name. */
export function hasResolver(name: string, registry: ResolverRegistry = defaultRegistry()): boolean {
  return registry.get(name) !== undefined;
}

/** Removes a resolver and answers whether there was one (O-RES-006). */
export function clearResolver(name: string, registry: ResolverRegistry = defaultRegistry()): boolean {
  return registry.delete(name);
}

/** Leaves only the resolvers that ship (O-RES-006). */
export function clearResolvers(registry: ResolverRegistry = defaultRegistry()): void {
  const shipped = createResolverRegistry();
  for (const name of registry.names()) registry.delete(name);
  for (const name of shipped.names()) {
    const resolver = shipped.get(name);
    if (resolver !== undefined) registry.set(resolver);
  }
}

/** Forgets the results of cached resolvers in a config: the next reading calls them again (O-RES-005). */
export function clearCache(config: object): void {
  ensureContext(nodeOf(config)).cache.clear();
}

/** Takes the results of cached resolvers over from another config, so that both read the same (O-RES-005). */
export function copyCache(from: object, to: object): void {
  const target = ensureContext(nodeOf(to)).cache;
  target.clear();
  target.restore(ensureContext(nodeOf(from)).cache.toJSON());
}

function callFrom({ node, parent, root }: ResolverContext): ResolverCall {
  return {
    key: fullKey(node),
    parent: parent === undefined ? undefined : viewOf(parent),
    root: viewOf(root),
  };
}
