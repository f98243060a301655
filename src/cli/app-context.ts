import type { TreeContext } from "../config/context.ts";
import { defaultContext } from "../config/resolvers/default-context.ts";
import { activeHydra } from "../jobs/run-context.ts";
import { registerRunResolvers } from "../jobs/run-resolvers.ts";
import { type ComposeExtensions, resolversOf } from "./extensions.ts";

/**
 * Makes contexts for the configs of one run: the app's resolvers, those of runs, and no cached results (H-RES-005). The clock
 * stands: `${now:…}` is the same moment in all jobs of a sweep, whenever they ask (H-RES-001).
 */
export function contextsOf(
  resolvers: ComposeExtensions["resolvers"],
  startedAt: Date = new Date(),
): () => TreeContext {
  const registry = resolversOf(resolvers);
  registerRunResolvers(registry, { hydra: activeHydra, now: () => startedAt });
  return () => defaultContext(registry);
}
