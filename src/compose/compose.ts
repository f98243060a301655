import type { TreeContext } from "../config/context.ts";
import type { MapNode } from "../config/node.ts";
import type { Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import { Composer } from "./composer.ts";
import type { Choice } from "./defaults-item.ts";
import type { RuntimeFacts } from "./hydra-node.ts";
import type { RunMode, WantedMode } from "./mode.ts";
import { Problems } from "./problems.ts";

export interface ComposeInput {
  readonly repository: ConfigRepository;
  /** The primary config; `undefined` to start from an empty one. */
  readonly configName: string | undefined;
  readonly overrides: readonly Override[];
  /** `auto` leaves the decision to `hydra.mode` of the config. */
  readonly mode: WantedMode;
  /** Writes a mode that was decided by a flag into `hydra.mode` and the hydra overrides (H-HYD-010). @defaultValue `false` */
  readonly recordMode?: boolean | undefined;
  /** Resolvers and their cache. @defaultValue a fresh context */
  readonly context?: TreeContext | undefined;
  readonly runtime?: RuntimeFacts | undefined;
  /** For one of the jobs of a sweep. @defaultValue the config has nothing in common with others */
  readonly common?: CommonPart | undefined;
}

/** What the jobs of one sweep have in common. It is done once for those that make the same choices. */
export interface CommonPart {
  /** So many of the overrides, from the first on, are the same for all of them. */
  readonly overrides: number;
  /** What is done with the config of each job before its own overrides. */
  readonly prepare: (config: MapNode) => void;
}

/** A composed config, and how it came to be. */
export interface Composition {
  /** The whole config, the hydra node included. It is closed: new keys need `+` (H-DEF-052). */
  readonly config: MapNode;
  /** Options of config groups by override key, in order of discovery (H-DEF-045). */
  readonly choices: ReadonlyMap<string, Choice>;
  readonly mode: RunMode;
  /** The repository with the places of `hydra.searchpath` (H-PTH-011). */
  readonly repository: ConfigRepository;
  readonly warnings: readonly string[];
}

/**
 * Composes one config: a pure function of what the repository holds and the overrides (H-APL-001). Sweeps take no part in it; in a
 * single run they are refused.
 *
 * @throws {ConfigCompositionException} with all wrong overrides of the command line together.
 */
export function composeConfig(input: ComposeInput): Composition {
  const problems = new Problems();
  let composition: Composition | undefined;
  problems.attempt(() => {
    composition = new Composer(input, problems).compose();
  });
  problems.throwIfAny();
  if (composition === undefined)
    throw new Error("Orochi broke its own rule, please report it: nothing was composed");
  return composition;
}
