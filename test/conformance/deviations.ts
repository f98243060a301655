import type { Deviation } from "./deviation.ts";
import { accessDeviations } from "./deviations/access.ts";
import { callbacksDeviations } from "./deviations/callbacks.ts";
import { cliDeviations } from "./deviations/cli.ts";
import { completionDeviations } from "./deviations/completion.ts";
import { composeDeviations } from "./deviations/compose.ts";
import { foundingDeviations } from "./deviations/founding.ts";
import { instantiateDeviations } from "./deviations/instantiate.ts";
import { interpolationDeviations } from "./deviations/interpolation.ts";
import { mergeDeviations } from "./deviations/merge.ts";
import { multirunDeviations } from "./deviations/multirun.ts";
import { overridesDeviations } from "./deviations/overrides.ts";
import { typedDeviations } from "./deviations/typed.ts";
import { yamlDumpDeviations } from "./deviations/yaml-dump.ts";
import { yamlLoadDeviations } from "./deviations/yaml-load.ts";

/** Every deliberate deviation, by family. Kept in step with `docs/compatibility.md`. */
export const deviations: Readonly<Record<string, readonly Deviation[]>> = {
  overrides: overridesDeviations,
  yaml_load: yamlLoadDeviations,
  yaml_dump: yamlDumpDeviations,
  interpolation: interpolationDeviations,
  merge: mergeDeviations,
  typed: typedDeviations,
  access: accessDeviations,
  compose: composeDeviations,
  multirun: multirunDeviations,
  cli: cliDeviations,
  completion: completionDeviations,
  instantiate: instantiateDeviations,
  callbacks: callbacksDeviations,
  founding: foundingDeviations,
};
