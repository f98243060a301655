import { printKey } from "../overrides/print.ts";
import { isSweep } from "../overrides/sweep-values.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";

/**
 * Tells overrides whose place in the config is decided by a sweep: `model.depth=3` beside `model=a,b` may fit what is swept and
 * not the config of the sweep itself. Each job is checked with the options that it is composed with.
 */
export function sweepReach(
  overrides: readonly Override[],
  repository: ConfigRepository,
): (override: Override) => boolean {
  const swept = overrides.filter((override) => isSweep(override) && !isTopOfHydra(override));
  if (swept.length === 0) return () => false;
  const keys = swept.map(({ key }) => key);
  // An option may bring keys anywhere: its package is its own affair.
  const anywhere = keys.some((key) => repository.isGroup(key));
  const reached = (key: string) => anywhere || keys.some((above) => isAt(key, above));
  return (override) => reached(override.key) && !isTopOfHydra(override) && comesOnce(override, overrides);
}

function isAt(key: string, above: string): boolean {
  return key === above || key.startsWith(`${above}.`);
}

/** Of arguments with one key, jobs see the last only: they cannot check the others. */
function comesOnce(override: Override, overrides: readonly Override[]): boolean {
  const key = printKey(override);
  return overrides.every((other) => other === override || printKey(other) !== key);
}

function isTopOfHydra(override: Override): boolean {
  return override.key === "hydra" || isHydraOverride(override);
}
