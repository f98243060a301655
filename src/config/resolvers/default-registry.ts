import { callBuiltIn } from "./built-in/call.ts";
import { ResolverRegistry } from "./registry.ts";

/**
 * A new registry that holds the built-in `oc.*` resolvers.
 *
 * @example
 * const resolvers = createResolverRegistry();
 * registerResolver("double", (x: number) => 2 * x, { registry: resolvers });
 * const cfg = compose({ configPath: "conf", resolvers });
 */
export function createResolverRegistry(): ResolverRegistry {
  const registry = new ResolverRegistry();
  restoreBuiltIns(registry);
  return registry;
}

/** Removes every resolver but the built-in ones, which come back if they were replaced (O-RES-006). */
export function clearResolvers(registry: ResolverRegistry): void {
  for (const name of registry.names()) registry.delete(name);
  restoreBuiltIns(registry);
}

const builtIns = [
  "oc.create",
  "oc.decode",
  "oc.deprecated",
  "oc.dict.keys",
  "oc.dict.values",
  "oc.env",
  "oc.select",
] as const;

/** Name of a resolver that every registry has. */
export type BuiltIn = (typeof builtIns)[number];

function restoreBuiltIns(registry: ResolverRegistry): void {
  for (const name of builtIns)
    registry.set({ name, useCache: false, call: (args, context) => callBuiltIn(name, args, context) });
}
