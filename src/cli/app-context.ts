import type { TreeContext } from "../config/context.ts";
import { defaultContext, defaultRegistry } from "../config/resolvers/default-context.ts";
import type { ResolverRegistry } from "../config/resolvers/registry.ts";
import { activeHydra } from "../jobs/run-context.ts";
import { registerRunResolvers } from "../jobs/run-resolvers.ts";

/**
 * Makes contexts for the configs of one run: the app's resolvers, those of runs, and no cached results (H-RES-005). The clock
 * stands: `${now:…}` is the same moment in all jobs of a sweep, whenever they ask (H-RES-001).
 */
export function contextsOf(resolvers: ResolverRegistry | undefined): () => TreeContext {
  const startedAt = new Date();
  const registry = (resolvers ?? defaultRegistry()).copy();
  registerRunResolvers(registry, { hydra: activeHydra, now: () => startedAt });
  return () => defaultContext(registry);
}
