import type { TreeContext } from "../config/context.ts";
import { MapNode } from "../config/node.ts";
import { defaultContext } from "../config/resolvers/default-context.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import { sourceUrl } from "../sources/config-source.ts";
import { applyOverrides } from "./apply-overrides.ts";
import { classifyOverrides } from "./classify-overrides.ts";
import { primaryNotFound } from "./defaults-errors.ts";
import { type Choice, emptyConfig } from "./defaults-item.ts";
import { flattenDefaults } from "./defaults-list.ts";
import { checkConfigName } from "./defaults-rules.ts";
import { buildDefaultsTree, checkChoicesMade, type DefaultsNode } from "./defaults-tree.ts";
import {
  fillHydraNode,
  fillLasting,
  fillOwn,
  orderBySchema,
  recordHydraOverride,
  type RuntimeFacts,
} from "./hydra-node.ts";
import { closed, type IncludedConfigs, includeOnce, keyOfChoices } from "./included-configs.ts";
import { mergeLayers } from "./merge-layers.ts";
import { configuredMode, decideMode, type RunMode, type WantedMode } from "./mode.ts";
import { Problems } from "./problems.ts";
import { hydraConfig, searchPathOf } from "./search-path-of.ts";
import { checkSweeps } from "./sweep-legality.ts";
import { sweepReach } from "./sweep-reach.ts";
import { checkAllUsed } from "./unused-overrides.ts";

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
    composition = compose(input, problems);
  });
  problems.throwIfAny();
  if (composition === undefined)
    throw new Error("Orochi broke its own rule, please report it: nothing was composed");
  return composition;
}

function compose(input: ComposeInput, problems: Problems): Composition {
  const { configName, overrides } = input;
  const context = input.context ?? defaultContext();
  const { repository, warnings } = openRepository(input, context);
  const { choices, values } = classifyOverrides(overrides, repository, problems);
  const hasHydra = repository.standing(hydraConfig) !== undefined || repository.isConfig(hydraConfig);
  const roots = [...(hasHydra ? [hydraConfig] : []), configName ?? emptyConfig];
  const skipMissing = input.mode === "auto" || input.mode === "multirun";
  const broken: string[] = [];
  const later = new Problems();
  const decidedBySweep = sweepReach(overrides, repository);
  const problemsOf = (override: Override): Problems => (decidedBySweep(override) ? later : problems);
  const include = (): IncludedConfigs => {
    const tree = buildDefaultsTree({
      repository,
      choices,
      roots,
      skipMissing,
      takeStanding: true,
      onWrongChoice: (error, item) => {
        problems.add(error);
        broken.push(item.finalPackage);
      },
    });
    const defaults = flattenDefaults(tree);
    const unused = checkAllUsed(choices, problems, problemsOf);
    return {
      tree,
      choices: choices.known,
      unused,
      merged: closed(mergeLayers(defaults, repository, standingIn(tree))),
    };
  };
  const isClean = (): boolean => problems.isEmpty && later.isEmpty;
  const apply = (to: MapNode, wanted: readonly Override[]): void => {
    const applicable = wanted.filter(({ key }) => !isBelowAny(key, broken));
    const groups = () => [...new Set([...choices.known.keys(), ...repository.groups("")])];
    applyOverrides(to, applicable, problemsOf, groups);
  };
  const facts = { choices: choices.known, configName, repository, runtime: input.runtime ?? {} };
  const common = commonOf(input);
  const prepare = (merged: MapNode): void => {
    const first = overrides.slice(0, common?.overrides);
    merged.context = context;
    apply(merged, inGivenOrder(values, first));
    const hydra = merged.child("hydra");
    if (hydra instanceof MapNode) {
      fillLasting(hydra, { ...facts, overrides: first });
      orderBySchema(hydra);
    }
    common?.prepare(merged);
  };
  const included =
    skipMissing || !isClean()
      ? include()
      : includeOnce(
          repository,
          keyOfChoices(roots, choices, overrides.slice(0, common?.overrides ?? 0)),
          include,
          isClean,
          common && prepare,
        );
  const { tree, choices: known, isPrepared = false } = included;
  values.push(...included.unused);
  const config = included.merged;
  config.context = context;
  const hydra = config.child("hydra");
  apply(config, inGivenOrder(values, isPrepared ? overrides.slice(common?.overrides) : overrides));
  const decided = decideMode(input.mode, isPrepared ? undefined : configuredMode(config));
  const isSweep = decided.mode === "multirun" && input.mode !== "job";
  if (!isSweep) problems.addAll(later);
  checkSweeps(overrides, isSweep ? "multirun" : "run", problems);
  if (skipMissing && !isSweep) checkChoicesMade(tree, repository);
  if (hydra instanceof MapNode) {
    if (isPrepared) fillOwn(hydra, facts, overrides);
    else {
      fillHydraNode(hydra, { ...facts, choices: known, overrides });
      if (input.recordMode === true && decided.byFlag)
        recordHydraOverride(hydra, ["mode"], decided.mode.toUpperCase());
      orderBySchema(hydra);
    }
  }
  if (!isPrepared) input.common?.prepare(config);
  return {
    config,
    choices: known,
    mode: decided.mode,
    repository,
    warnings: decided.warning === undefined ? warnings : [...warnings, decided.warning],
  };
}

/** The common part of a sweep's jobs, for those that have nothing to say of the hydra node themselves. */
function commonOf({ common, overrides }: ComposeInput): CommonPart | undefined {
  if (common === undefined) return undefined;
  const own = overrides.slice(common.overrides);
  return own.some((override) => override.key === "hydra" || isHydraOverride(override)) ? undefined : common;
}

/** A primary config that comes from the app's own directory needs no further look at what is there. */
function requirePrimary(configName: string | undefined, repository: ConfigRepository): void {
  if (configName !== undefined) checkConfigName(configName);
  const primary = configName === undefined ? undefined : repository.load(configName);
  if (primary?.provider === "main") return;
  repository.assertMainAvailable();
  if (configName !== undefined && primary === undefined) throw primaryNotFound(configName, repository);
}

/** Configs that are taken as they stand come first: they are the roots before the primary config. */
function standingIn({ children }: DefaultsNode): MapNode | undefined {
  return children.find(({ standing }) => standing !== undefined)?.standing?.make();
}

function openRepository(
  { repository, configName, overrides }: ComposeInput,
  context: TreeContext,
): { repository: ConfigRepository; warnings: string[] } {
  requirePrimary(configName, repository);
  const added = searchPathOf(configName, overrides, repository, context);
  const extended = repository.extend(added);
  const providers = new Set(added.map(({ provider }) => provider));
  const warnings = extended.sources
    .filter((source) => providers.has(source.provider) && !source.available())
    .map((source) => `the search path entry ${sourceUrl(source)} (${source.provider}) cannot be found`);
  return { repository: extended, warnings };
}

function inGivenOrder(values: readonly Override[], all: readonly Override[]): Override[] {
  const wanted = new Set(values);
  return all.filter((override) => wanted.has(override));
}

/** What a missing config would have brought is not there: overrides of it are not wrong for that. */
function isBelowAny(key: string, packages: readonly string[]): boolean {
  return packages.some((name) => name === "" || key === name || key.startsWith(`${name}.`));
}
