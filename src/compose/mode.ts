import { EnumMember } from "../config/scalar.ts";
import { MapNode, ScalarNode } from "../config/node.ts";

/** One job, or a sweep of jobs. */
export type RunMode = "run" | "multirun";

/**
 * What the command line says: `--run`, `--multirun`, or nothing (`auto`), which leaves it to `hydra.mode`. `job` composes one
 * job of a sweep: everything is decided by then, as in a single run.
 */
export type WantedMode = RunMode | "auto" | "job";

export interface DecidedMode {
  readonly mode: RunMode;
  /** `hydra.mode` had nothing to say, or was overruled: the decision is worth a line in the hydra overrides. */
  readonly byFlag: boolean;
  readonly warning?: string;
}

/** Decides the mode from the flag and the config's own `hydra.mode` (H-HYD-010). A flag always wins. */
export function decideMode(wanted: WantedMode, configured: RunMode | undefined): DecidedMode {
  if (wanted === "job") return { mode: "multirun", byFlag: false };
  if (wanted === "auto") return { mode: configured ?? "run", byFlag: configured === undefined };
  if (configured === undefined || wanted === configured)
    return { mode: wanted, byFlag: configured === undefined };
  const warning = `--${wanted} was given, so hydra.mode=${configured.toUpperCase()} of the config is not used`;
  return { mode: wanted, byFlag: true, warning };
}

/** `hydra.mode` of a composed config. */
export function configuredMode(config: MapNode): RunMode | undefined {
  const hydra = config.child("hydra");
  const node = hydra instanceof MapNode ? hydra.child("mode") : undefined;
  if (!(node instanceof ScalarNode)) return undefined;
  const name = node.value instanceof EnumMember ? node.value.name : node.value;
  if (name === "RUN") return "run";
  return name === "MULTIRUN" ? "multirun" : undefined;
}
