import type { MapNode } from "../config/node.ts";
import { registerResolver } from "../config/resolvers/register.ts";
import type { ResolverFunction, ResolverRegistry } from "../config/resolvers/registry.ts";
import { hydraValue, nodeVersion, overrideDirname, timeText } from "./run-values.ts";

/** What the resolvers of a run read. */
export interface RunAccess {
  /** The hydra node of the job that is running, or of the run; `undefined` outside of both. */
  readonly hydra: () => MapNode | undefined;
  /** @defaultValue the clock */
  readonly now?: () => Date;
}

/**
 * Adds `now`, `hydra`, `hydra_override_dirname`, `python_version` and `node_version` (H-RES-001…004). They replace earlier ones, so
 * that every run can register its own (H-RES-005).
 */
export function registerRunResolvers(registry: ResolverRegistry, access: RunAccess): void {
  const time = access.now ?? (() => new Date());
  const register = (name: string, call: ResolverFunction, useCache = false): void =>
    registerResolver(registry, name, call, { replace: true, useCache });
  register("now", ([format]) => timeText(format, time()), true);
  register("hydra", ([path], context) => hydraValue(path, context, access));
  register("python_version", ([level]) => nodeVersion(level));
  register("node_version", ([level]) => nodeVersion(level));
  register("hydra_override_dirname", ([options], context) =>
    overrideDirname(options, context, access, registry),
  );
}
