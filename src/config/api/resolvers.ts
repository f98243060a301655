import { createResolverRegistry } from "../resolvers/default-registry.ts";
import { defaultRegistry } from "../resolvers/default-context.ts";
import { registerResolver as register } from "../resolvers/register.ts";
import type { ResolverContext, ResolverRegistry } from "../resolvers/registry.ts";
import { fullKey } from "../node.ts";
import { viewOf } from "../view.ts";
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
  /** @defaultValue the registry of configs that are given none */
  readonly registry?: ResolverRegistry | undefined;
}

type Resolve = (...args: never[]) => unknown;

/**
 * Lets `${name:arg,...}` call a function (O-RES-001). Arguments arrive as plain values, mappings and lists of the config as
 * configs; what the function returns is the value.
 *
 * @throws {ConfigValueError} code `RESOLVER_EXISTS`, when the name is taken and `replace` is not set.
 * @example registerResolver("double", (x: number) => 2 * x);      // ${double:${a}}
 */
export function registerResolver(name: string, call: Resolve, options: RegisterResolverOptions = {}): void {
  const { registry = defaultRegistry(), withCall = false, replace, useCache } = options;
  if (typeof call !== "function") throw new TypeError(`A resolver is a function, not ${typeof call}`);
  if (withCall && useCache === true) {
    throw new TypeError("A resolver that knows where it is called from cannot be cached");
  }
  const use = call as (...args: unknown[]) => unknown;
  register(
    registry,
    name,
    (args, context) => use(...(withCall ? [callFrom(context)] : []), ...args.map(plainArgument)),
    { replace, useCache },
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

function callFrom({ node, parent, root }: ResolverContext): ResolverCall {
  return {
    key: fullKey(node),
    parent: parent === undefined ? undefined : viewOf(parent),
    root: viewOf(root),
  };
}
