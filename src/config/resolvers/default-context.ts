import type { TreeContext } from "../context.ts";
import { type ConfigNode, rootOf } from "../node.ts";
import { ResolverCache } from "./cache.ts";
import { createResolverRegistry } from "./default-registry.ts";
import type { ResolverRegistry } from "./registry.ts";

let shared: ResolverRegistry | undefined;

/** The resolvers of trees that are given none. What an app registers without naming a registry goes here. */
export function defaultRegistry(): ResolverRegistry {
  return (shared ??= createResolverRegistry());
}

/** A context for a new tree: no cached results, and the default registry unless another is given. */
export function defaultContext(resolvers: ResolverRegistry = defaultRegistry()): TreeContext {
  return { resolvers, cache: new ResolverCache() };
}

/** The context of the node's tree; a tree without one is given the default. */
export function ensureContext(node: ConfigNode): TreeContext {
  const root = rootOf(node);
  return (root.context ??= defaultContext());
}
