import { isHydraOverride, type Override } from "../overrides/types.ts";

/** The overrides of a command line, apart by what they speak of. */
export interface SplitOverrides {
  readonly hydra: readonly Override[];
  readonly task: readonly Override[];
}

/** Those that speak of the hydra node or its groups belong to the run, the others to each job. */
export function splitOverrides(overrides: readonly Override[]): SplitOverrides {
  return {
    hydra: overrides.filter(isHydraOverride),
    task: overrides.filter((override) => !isHydraOverride(override)),
  };
}
