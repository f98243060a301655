import { createResolver } from "./built-in/create.ts";
import { decodeResolver } from "./built-in/decode.ts";
import { deprecatedResolver } from "./built-in/deprecated.ts";
import { dictKeysResolver, dictValuesResolver } from "./built-in/dict.ts";
import { envResolver } from "./built-in/env.ts";
import { selectResolver } from "./built-in/select.ts";
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

function restoreBuiltIns(registry: ResolverRegistry): void {
  registry.set(createResolver);
  registry.set(decodeResolver);
  registry.set(deprecatedResolver);
  registry.set(dictKeysResolver);
  registry.set(dictValuesResolver);
  registry.set(envResolver);
  registry.set(selectResolver);
}
