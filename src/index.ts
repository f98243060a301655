// What users import from "orochi". Configs as such are in "orochi/config".

// apps
export { main, type MainOptions } from "./cli/main.ts";
export { compose, type ComposeOptions } from "./zen/compose.ts";
export { getLogger, runContext, type RunContext } from "./jobs/run-context.ts";

// configs in code
export { builds } from "./zen/builds.ts";
export { type Converter, converterFor } from "./zen/converter.ts";
export { type Builder, type BuilderOptions, createBuilder } from "./zen/create-builder.ts";
export type { BuildOptions, DefaultsEntry, Wrapper } from "./zen/build-options.ts";
export type {
  Builds,
  Conf,
  ConfigFor,
  Instantiated,
  Interpolation,
  Just,
  OptionsOf,
  PartialBuilds,
  ResultOf,
  Target,
} from "./zen/config-types.ts";
export { field, type Field } from "./zen/field.ts";
export { hydraConf, type HydraConf, type HydraSettings } from "./zen/hydra-conf.ts";
export { hydrated } from "./zen/hydrated.ts";
export { just } from "./zen/just.ts";
export { kwargsOf } from "./zen/kwargs-of.ts";
export { type JobReturnOf, launch, type LaunchOptions } from "./zen/launch.ts";
export type { OverridesFor } from "./zen/override-types.ts";
export { choice, glob, interval, range, sweep, type Sweep } from "./zen/sweep-values.ts";
export { makeConfig, type ConfigOptions } from "./zen/make-config.ts";
export { makeCustomBuilds, type CustomBuilds, type CustomDefaults } from "./zen/make-custom-builds.ts";
export { partial } from "./zen/partial.ts";
export type { PartialFunction } from "./instantiate/partial-function.ts";
export {
  store,
  ZenStore,
  type StoreOptions,
  type ZenStoreEntry,
  type ZenStoreOptions,
} from "./zen/zen-store.ts";
export { zen, type Task, type ZenTask } from "./zen/zen.ts";
export type { PreCall, ZenOptions } from "./zen/zen-options.ts";
export type { ZenMainOptions } from "./zen/zen-main.ts";

// configs into objects
export { instantiate, instantiateSync, type InstantiateOptions } from "./zen/instantiate.ts";
export { getTarget, isBuilds, isJust, isPartialBuilds, usesZenProcessing } from "./zen/inspect.ts";
export type { TargetSources } from "./zen/target-sources.ts";
export { TargetRegistry } from "./targets/registry.ts";
export type { DeclaredParameter, TargetDeclaration } from "./targets/target.ts";

export { instantiateScope, type InstantiateScope } from "./zen/instantiate-scope.ts";
export { loadFromYaml, saveAsYaml, toYaml } from "./zen/yaml.ts";

// callbacks
export type {
  Callback,
  CallbackEvent,
  CallbackLog,
  JobEndEvent,
  JobErrorEvent,
  JobProgressEvent,
  JobStartEvent,
  MultirunEndEvent,
  MultirunStartEvent,
  RunEndEvent,
  RunStartEvent,
} from "./callbacks/callback.ts";
export type { JobReturn, JobStatus } from "./sweep/job-return.ts";
export { FailedJobError } from "./jobs/failed-jobs.ts";

// errors
export { isOrochiError, type OrochiError } from "./errors/base.ts";
export type { ErrorCode } from "./errors/codes.ts";
