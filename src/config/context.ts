import type { ResolverCache } from "./resolvers/cache.ts";
import type { ResolverRegistry } from "./resolvers/registry.ts";

/**
 * What a whole tree shares, carried by its root node: the resolvers it may call and the results of the cached ones. Nothing
 * here is global (design D4); two trees may have different resolvers.
 */
export interface TreeContext {
  readonly resolvers: ResolverRegistry;
  readonly cache: ResolverCache;
}
