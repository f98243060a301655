import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { isSweep } from "../overrides/sweep-values.ts";
import { ChoiceSweep, isHydraOverride, type Override } from "../overrides/types.ts";
import type { Problems } from "./problems.ts";

/** Where sweeps may stand: nowhere in a single run, and not in the hydra node in a multirun (H-APL-003). */
export function checkSweeps(
  overrides: readonly Override[],
  mode: "run" | "multirun",
  problems: Problems,
): void {
  for (const override of overrides) {
    if (!isSweep(override)) continue;
    if (mode === "run") problems.add(sweepInRun(override));
    else if (isHydraOverride(override) || override.key === "hydra") problems.add(sweepOfHydra(override));
  }
}

function sweepInRun(override: Override): ConfigCompositionException {
  const { key, value, text, valueSpan } = override;
  if (!(value instanceof ChoiceSweep && value.simple)) {
    return new ConfigCompositionException("OVERRIDE_SWEEP", `A sweep over '${key}' needs --multirun`, {
      span: valueSpan,
    });
  }
  const prefix = text.slice(0, text.indexOf("=") + 1);
  const typed = text.slice(prefix.length);
  return new ConfigCompositionException("OVERRIDE_SWEEP", `The value of '${key}' can mean several things`, {
    span: valueSpan,
    hint: `write '${prefix}[${typed}]' for a list, "${prefix}'${typed}'" for text, or add --multirun for a sweep`,
  });
}

function sweepOfHydra({ key, valueSpan }: Override): ConfigCompositionException {
  return new ConfigCompositionException(
    "OVERRIDE_SWEEP",
    `'${key}' belongs to Hydra's own config, which is one for all jobs`,
    {
      span: valueSpan,
      hint: "give it a single value",
    },
  );
}
