import type { Callback } from "../callbacks/callback.ts";
import { ValueConversion } from "./value-conversion.ts";
import { type BuildOptions, checkDefaults, invalid } from "./build-options.ts";
import type { ConfigFor, Interpolation } from "./config-types.ts";
import { didYouMean } from "../text/nearest.ts";

/** Parts of Hydra's own config, as in YAML below `hydra:`. What is left out keeps its default. */
export interface HydraSettings {
  /** Watched by these callbacks, by name. Start hooks run in this order, end hooks in reverse. */
  readonly callbacks?: Readonly<Record<string, ConfigFor<Callback> | Interpolation | null>>;
  readonly defaults?: BuildOptions["defaults"];
  readonly mode?: "RUN" | "MULTIRUN" | null;
  readonly searchpath?: readonly string[];
  readonly run?: { readonly dir?: string };
  readonly sweep?: { readonly dir?: string; readonly subdir?: string };
  readonly job?: {
    readonly name?: string;
    readonly chdir?: boolean | null;
    readonly env_set?: Readonly<Record<string, string>>;
    readonly env_copy?: readonly string[];
    readonly [key: string]: unknown;
  };
  readonly launcher?: ConfigFor<unknown> | Readonly<Record<string, unknown>>;
  readonly sweeper?: ConfigFor<unknown> | Readonly<Record<string, unknown>>;
  readonly output_subdir?: string | null;
  readonly job_logging?: Readonly<Record<string, unknown>>;
  readonly hydra_logging?: Readonly<Record<string, unknown>>;
  readonly help?: Readonly<Record<string, unknown>>;
  readonly hydra_help?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
  readonly verbose?: boolean | string | readonly string[];
}

const known = [
  "callbacks",
  "defaults",
  "mode",
  "searchpath",
  "run",
  "sweep",
  "job",
  "launcher",
  "sweeper",
  "output_subdir",
  "job_logging",
  "hydra_logging",
  "help",
  "hydra_help",
  "env",
  "verbose",
];

/** Hydra's own configuration with some settings changed, for a store. */
export class HydraConf {
  readonly settings: HydraSettings;
  constructor(settings: HydraSettings) {
    this.settings = Object.freeze({ ...settings });
    Object.freeze(this);
  }
}

/**
 * Hydra's own configuration: `store(hydraConf({ callbacks: { timeit: builds(TimeIt) } }))` needs neither name nor group
 * (Z-STORE-020). A class without any hook of {@link Callback} does not compile.
 *
 * @throws {ZenError} for a setting that does not exist.
 */
export function hydraConf(settings: HydraSettings = {}): HydraConf {
  for (const name of Object.keys(settings))
    if (!known.includes(name))
      throw invalid(
        "hydraConf()",
        `there is no setting '${name}'`,
        didYouMean(name, known) ?? `the settings are ${known.join(", ")}`,
      );
  if (settings.defaults !== undefined) checkDefaults(settings.defaults, "hydraConf()");
  return new HydraConf(settings);
}

/** The settings in the raw domain of `createNode`, with the targets they name. */
export function convertHydraConf({ settings }: HydraConf): {
  raw: unknown;
  targets: ValueConversion["targets"];
} {
  const conversion = new ValueConversion("hydraConf()");
  const { defaults: _defaults, ...content } = settings;
  const raw = conversion.convert(content, "hydra");
  return { raw, targets: conversion.targets };
}
