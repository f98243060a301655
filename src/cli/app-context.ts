import type { TreeContext } from "../config/context.ts";
import { defaultContext, defaultRegistry } from "../config/resolvers/default-context.ts";
import type { ResolverRegistry } from "../config/resolvers/registry.ts";
import { activeHydra } from "../jobs/run-context.ts";
import { registerRunResolvers } from "../jobs/run-resolvers.ts";

/** A fresh context for one composed config: the app's resolvers, those of runs, and no cached results (H-RES-005). */
export function appContext(resolvers: ResolverRegistry | undefined): TreeContext {
  const registry = (resolvers ?? defaultRegistry()).copy();
  registerRunResolvers(registry, { hydra: activeHydra });
  return defaultContext(registry);
}
