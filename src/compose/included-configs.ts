import { setFlag } from "../config/flags.ts";
import { deferredCopy, MapNode } from "../config/node.ts";
import { invariant } from "../errors/base.ts";
import type { Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { DefaultsChoices } from "./defaults-choices.ts";
import type { Choice } from "./defaults-item.ts";
import type { DefaultsNode } from "./defaults-tree.ts";

/** What the defaults lists bring, before any value is overridden. */
export interface IncludedConfigs {
  readonly tree: DefaultsNode;
  readonly choices: ReadonlyMap<string, Choice>;
  /** Deletions that met no config: they may mean values. */
  readonly unused: readonly Override[];
  /** All configs merged. */
  readonly merged: MapNode;
  /** Whether what all jobs have in common is done in `merged` already. */
  readonly isPrepared?: boolean | undefined;
}

/** Sweeps over options come back to a few combinations: so many are kept. */
const maximumKept = 32;

/** What was composed from a repository before; `undefined` for what came once, which is not kept: a single run pays nothing. */
type Before = Map<string, IncludedConfigs | undefined>;

const before = new WeakMap<ConfigRepository, Before>();

/**
 * Jobs of a sweep that differ in values alone include the same configs: these are merged once, and each job gets a copy that costs
 * what the job touches of it. What a repository answers never changes, so what follows from it does not either (H-PRF-011).
 *
 * @param key everything else that the configs depend on
 * @param isClean whether nothing was wrong with them: mistakes are told anew each time
 * @param prepare does in the merged config what is the same for all that ask with this key
 */
export function includeOnce(
  repository: ConfigRepository,
  key: string,
  include: () => IncludedConfigs,
  isClean: () => boolean,
  prepare?: (merged: MapNode) => void,
): IncludedConfigs {
  let known = before.get(repository);
  if (known === undefined) before.set(repository, (known = new Map()));
  const found = known.get(key);
  if (found !== undefined) return withCopy(found);
  const isSecond = known.has(key);
  let included = include();
  if (!isClean() || included.unused.length > 0) return included;
  if (isSecond && prepare !== undefined) {
    prepare(included.merged);
    included = { ...included, isPrepared: true };
    if (!isClean()) return included;
  }
  known.delete(key);
  known.set(key, isSecond ? included : undefined);
  if (known.size > maximumKept) known.delete([...known.keys()][0] ?? "");
  return isSecond ? withCopy(included) : included;
}

function withCopy(included: IncludedConfigs): IncludedConfigs {
  const merged = deferredCopy(included.merged);
  invariant(merged instanceof MapNode, "a mapping is copied as a mapping");
  return { ...included, merged };
}

/** What the command line chooses, as far as the included configs depend on it, and what is prepared in them. */
export function keyOfChoices(
  roots: readonly string[],
  { registered, deletions, appended }: DefaultsChoices,
  prepared: readonly Override[] = [],
): string {
  return JSON.stringify([
    roots,
    prepared.map(({ text }) => text),
    Array.from(registered.values(), ({ key, value }) => [key, value]),
    deletions.map(({ key, of, option }) => [key, of, option === undefined ? 0 : [option]]),
    appended.map(({ group, value, package: at }) => [group, value, at === undefined ? 0 : [at]]),
  ]);
}

/** New keys need `+` (H-DEF-052); the engine writes into its own node. */
export function closed(config: MapNode): MapNode {
  setFlag(config, "struct", true);
  const hydra = config.child("hydra");
  if (hydra !== undefined) setFlag(hydra, "readonly", false);
  return config;
}
