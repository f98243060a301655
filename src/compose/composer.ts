import type { TreeContext } from "../config/context.ts";
import { MapNode } from "../config/node.ts";
import { defaultContext } from "../config/resolvers/default-context.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import { sourceUrl } from "../sources/config-source.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import { applyOverrides } from "./apply-overrides.ts";
import { classifyOverrides } from "./classify-overrides.ts";
import type { CommonPart, ComposeInput, Composition } from "./compose.ts";
import type { DefaultsChoices } from "./defaults-choices.ts";
import { primaryNotFound } from "./defaults-errors.ts";
import { emptyConfig } from "./defaults-item.ts";
import { flattenDefaults } from "./defaults-list.ts";
import { checkConfigName } from "./defaults-rules.ts";
import { buildDefaultsTree, checkChoicesMade, type DefaultsNode } from "./defaults-tree.ts";
import {
  fillHydraNode,
  fillLasting,
  fillOwn,
  type HydraNodeFacts,
  orderBySchema,
  recordHydraOverride,
} from "./hydra-node.ts";
import { closed, type IncludedConfigs, includeOnce, keyOfChoices } from "./included-configs.ts";
import { mergeLayers } from "./merge-layers.ts";
import { configuredMode, type DecidedMode, decideMode } from "./mode.ts";
import { Problems } from "./problems.ts";
import { hydraConfig, searchPathOf } from "./search-path-of.ts";
import { checkSweeps } from "./sweep-legality.ts";
import { sweepReach } from "./sweep-reach.ts";
import { checkAllUsed } from "./unused-overrides.ts";

/** Composes one config, step by step: what is wrong goes into `problems`, so that all of it is told together. */
export class Composer {
  readonly #input: ComposeInput;
  readonly #problems: Problems;
  /** What is wrong with overrides that a sweep may put right: told when there is none. */
  readonly #later = new Problems();
  readonly #context: TreeContext;
  readonly #repository: ConfigRepository;
  readonly #warnings: readonly string[];
  readonly #choices: DefaultsChoices;
  /** Overrides of values. */
  readonly #values: Override[];
  readonly #roots: readonly string[];
  readonly #skipMissing: boolean;
  readonly #decidedBySweep: (override: Override) => boolean;
  readonly #common: CommonPart | undefined;
  /** Packages of configs that could not be included. */
  readonly #broken: string[] = [];

  constructor(input: ComposeInput, problems: Problems) {
    const { configName, overrides, mode } = input;
    this.#input = input;
    this.#problems = problems;
    this.#context = input.context ?? defaultContext();
    const { repository, warnings } = openRepository(input, this.#context);
    this.#repository = repository;
    this.#warnings = warnings;
    const { choices, values } = classifyOverrides(overrides, repository, problems);
    this.#choices = choices;
    this.#values = values;
    this.#roots = [...(hasHydraConfig(repository) ? [hydraConfig] : []), configName ?? emptyConfig];
    this.#skipMissing = mode === "auto" || mode === "multirun";
    this.#decidedBySweep = sweepReach(overrides, repository);
    this.#common = commonOf(input);
  }

  compose(): Composition {
    const { overrides, mode } = this.#input;
    const included = this.#skipMissing || !this.#isClean() ? this.#include() : this.#includeOnce();
    const { tree, merged: config, unused, isPrepared = false } = included;
    this.#values.push(...unused);
    config.context = this.#context;
    const hydra = config.child("hydra");
    this.#apply(config, isPrepared ? overrides.slice(this.#common?.overrides) : overrides);
    const decided = decideMode(mode, isPrepared ? undefined : configuredMode(config));
    const isSweep = decided.mode === "multirun" && mode !== "job";
    if (!isSweep) this.#problems.addAll(this.#later);
    checkSweeps(overrides, isSweep ? "multirun" : "run", this.#problems);
    if (this.#skipMissing && !isSweep) checkChoicesMade(tree, this.#repository);
    if (hydra instanceof MapNode) {
      if (isPrepared) fillOwn(hydra, this.#facts(), overrides);
      else this.#fillHydra(hydra, included, decided);
    }
    if (!isPrepared) this.#input.common?.prepare(config);
    return {
      config,
      choices: included.choices,
      mode: decided.mode,
      repository: this.#repository,
      warnings: decided.warning === undefined ? this.#warnings : [...this.#warnings, decided.warning],
    };
  }

  /** Merges what the defaults lists bring. */
  #include(): IncludedConfigs {
    const repository = this.#repository;
    const tree = buildDefaultsTree({
      repository,
      choices: this.#choices,
      roots: this.#roots,
      skipMissing: this.#skipMissing,
      takeStanding: true,
      onWrongChoice: (error, item) => {
        this.#problems.add(error);
        this.#broken.push(item.finalPackage);
      },
    });
    const defaults = flattenDefaults(tree);
    const unused = checkAllUsed(this.#choices, this.#problems, this.#problemsOf);
    const merged = closed(mergeLayers(defaults, repository, standingIn(tree)));
    return { tree, choices: this.#choices.known, unused, merged };
  }

  #includeOnce(): IncludedConfigs {
    const common = this.#common;
    return includeOnce(
      this.#repository,
      keyOfChoices(this.#roots, this.#choices, this.#input.overrides.slice(0, common?.overrides ?? 0)),
      () => this.#include(),
      () => this.#isClean(),
      common && ((merged) => this.#prepare(merged, common)),
    );
  }

  /** Does what all jobs of a sweep have in common. */
  #prepare(merged: MapNode, common: CommonPart): void {
    const first = this.#input.overrides.slice(0, common.overrides);
    merged.context = this.#context;
    this.#apply(merged, first);
    const hydra = merged.child("hydra");
    if (hydra instanceof MapNode) {
      fillLasting(hydra, { ...this.#facts(), overrides: first });
      orderBySchema(hydra);
    }
    common.prepare(merged);
  }

  /** Applies those of the overrides that speak of values, in their order. */
  #apply(config: MapNode, overrides: readonly Override[]): void {
    const values = new Set(this.#values);
    const applicable = overrides.filter(
      (override) => values.has(override) && !isBelowAny(override.key, this.#broken),
    );
    const groups = (): string[] => [
      ...new Set([...this.#choices.known.keys(), ...this.#repository.groups("")]),
    ];
    applyOverrides(config, applicable, this.#problemsOf, groups);
  }

  #fillHydra(hydra: MapNode, { choices }: IncludedConfigs, { mode, byFlag }: DecidedMode): void {
    const { overrides, recordMode } = this.#input;
    fillHydraNode(hydra, { ...this.#facts(), choices, overrides });
    if (recordMode === true && byFlag) recordHydraOverride(hydra, ["mode"], mode.toUpperCase());
    orderBySchema(hydra);
  }

  #facts(): Omit<HydraNodeFacts, "overrides"> {
    const { configName, runtime = {} } = this.#input;
    return { choices: this.#choices.known, configName, repository: this.#repository, runtime };
  }

  readonly #problemsOf = (override: Override): Problems =>
    this.#decidedBySweep(override) ? this.#later : this.#problems;

  #isClean(): boolean {
    return this.#problems.isEmpty && this.#later.isEmpty;
  }
}

function hasHydraConfig(repository: ConfigRepository): boolean {
  return repository.standing(hydraConfig) !== undefined || repository.isConfig(hydraConfig);
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

/** What a missing config would have brought is not there: overrides of it are not wrong for that. */
function isBelowAny(key: string, packages: readonly string[]): boolean {
  return packages.some((name) => name === "" || key === name || key.startsWith(`${name}.`));
}
