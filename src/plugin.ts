// For authors of launchers, sweepers, callbacks, config sources, override functions and resolvers.

// launchers
export { BasicLauncher, jobLine } from "./launch/basic-launcher.ts";
export { decodeConfig, encodeConfig } from "./launch/config-data.ts";
export type { ConfigData } from "./launch/config-data.ts";
export { JobEvents } from "./launch/job-events.ts";
export type { JobWatcher } from "./launch/job-events.ts";
export { BullmqLauncher } from "./launch/bullmq/bullmq-launcher.ts";
export { ConcurrentLauncher } from "./launch/concurrent-launcher.ts";
export { JoblibLauncher } from "./launch/joblib-launcher.ts";
export type { JoblibLauncherConfig } from "./launch/joblib-launcher.ts";
export { ProcessesLauncher } from "./launch/processes-launcher.ts";
export type { BullmqLauncherConfig } from "./launch/bullmq/bullmq-launcher.ts";
export { SlurmLauncher } from "./launch/slurm/slurm-launcher.ts";
export type { SlurmLauncherConfig } from "./launch/slurm/slurm-config.ts";
export type { ConcurrentLauncherConfig } from "./launch/concurrent-launcher.ts";
export type { JobEnding, LaunchContext, Launcher, LaunchLog } from "./launch/launcher.ts";
export type { ProcessesLauncherConfig } from "./launch/processes-launcher.ts";
export type { RetryConfig } from "./launch/retry-rule.ts";
export type { WorkerCommand } from "./launch/worker-command.ts";

// sweepers
export { BasicSweeper } from "./sweep/basic-sweeper.ts";
export { RowsSweeper } from "./sweep/rows-sweeper.ts";
export type { RowsSweeperConfig } from "./sweep/rows-sweeper.ts";
export type { SpaceConfig } from "./sweep/sweep-space.ts";
export { describeJob } from "./sweep/describe-job.ts";
export { configIdentity } from "./sweep/identity.ts";
export { expandOverride, isSweep, sweepElements, sweepLength } from "./overrides/sweep-values.ts";
export { JobReturn } from "./sweep/job-return.ts";
export type { BasicSweeperConfig } from "./sweep/basic-sweeper.ts";
export type { JobDescription } from "./sweep/describe-job.ts";
export type { ExpandOptions, SweptOverride } from "./overrides/sweep-values.ts";
export type { JobReturnFacts, JobStatus } from "./sweep/job-return.ts";
export type { Batch, PlannedJob } from "./sweep/plan.ts";
export type { SweepContext, Sweeper } from "./sweep/sweeper.ts";

// callbacks
export { Environment } from "./callbacks/environment.ts";
export { Git } from "./callbacks/git.ts";
export { Latest } from "./callbacks/latest.ts";
export { LogJobReturn } from "./callbacks/log-job-return.ts";
export { Notify } from "./callbacks/notify.ts";
export { Otel } from "./callbacks/otel.ts";
export { Profile } from "./callbacks/profile.ts";
export { Resources } from "./callbacks/resources.ts";
export { SaveJobInfo } from "./callbacks/save-job-info.ts";
export { Summary } from "./callbacks/summary.ts";
export { TimeIt } from "./callbacks/time-it.ts";
export { Upload } from "./callbacks/upload.ts";
export type { EnvironmentConfig } from "./callbacks/environment.ts";
export type { GitConfig } from "./callbacks/git.ts";
export type { LatestConfig } from "./callbacks/latest.ts";
export type { NotifyConfig } from "./callbacks/notify.ts";
export type { OtelConfig } from "./callbacks/otel.ts";
export type { ProfileConfig } from "./callbacks/profile.ts";
export type { ResourcesConfig } from "./callbacks/resources.ts";
export type { SummaryConfig } from "./callbacks/summary.ts";
export type { UploadConfig } from "./callbacks/upload.ts";
export type { TimeItConfig } from "./callbacks/time-it.ts";
export type { JobState, Metric, ResultRow } from "./sweep/result-row.ts";
export type {
  Callback,
  CallbackEvent,
  CallbackEvents,
  CallbackLog,
  Hook,
  HookEvent,
  JobEndEvent,
  JobErrorEvent,
  JobEvent,
  JobProgressEvent,
  JobStartEvent,
  MultirunEndEvent,
  MultirunStartEvent,
  RunEndEvent,
  RunStartEvent,
} from "./callbacks/callback.ts";

// config sources
export { FileSource } from "./sources/file-source.ts";
export { PackageSource } from "./sources/package-source.ts";
export { SearchPath } from "./sources/search-path.ts";
export { StoreEntries } from "./sources/store-entries.ts";
export { StoreSource } from "./sources/store-source.ts";
export type { ConfigContent, ConfigSource, EntryKind } from "./sources/config-source.ts";
export type { SearchPathAnchor, SearchPathEntry } from "./sources/search-path.ts";
export type { SourceFactory } from "./sources/source-schemes.ts";
export type { StoreEntry, StoreEntryInput } from "./sources/store-entries.ts";
export type { StoreSourceOptions } from "./sources/store-source.ts";

// the override language
export { parseOverride, parseOverrides } from "./overrides/parse.ts";
export { printKey, printOverride, printValue } from "./overrides/print.ts";
export { fromRawValue, toRawValue } from "./overrides/raw.ts";
export {
  ChoiceSweep,
  GlobSweep,
  IntervalSweep,
  isHydraOverride,
  isSweepValue,
  kindOf,
  ListOperation,
  MapValue,
  QuotedString,
  RangeSweep,
} from "./overrides/types.ts";
export { FunctionError } from "./overrides/functions/definition.ts";
export { createFunctionRegistry, FunctionRegistry } from "./overrides/functions/registry.ts";
export type { ParseOptions } from "./overrides/parse.ts";
export type { Override, OverrideType, OverrideValue, SweepValue, ValueKind } from "./overrides/types.ts";
export type {
  BoundArguments,
  FunctionContext,
  FunctionParameter,
  OverrideFunction,
} from "./overrides/functions/definition.ts";

// resolvers that work on nodes; `registerResolver` of orochi/config is enough for most
export { createResolverRegistry } from "./config/resolvers/default-registry.ts";
export { registerResolver as registerNodeResolver } from "./config/resolvers/register.ts";
export { ResolverRegistry } from "./config/resolvers/registry.ts";
export type { Resolver, ResolverContext, ResolverFunction } from "./config/resolvers/registry.ts";

// configs as nodes
export { createNode } from "./config/create.ts";
export { isNode, ListNode, MapNode, ScalarNode } from "./config/node.ts";
export { EnumMember, Float, PathValue } from "./config/scalar.ts";
export { selectNode } from "./config/select.ts";
export { toPlain } from "./config/to-object.ts";
export { nodeOf, viewOf } from "./config/view.ts";
export { dumpYaml } from "./config/yaml/dump.ts";
export type { ConfigNode, ContainerNode } from "./config/node.ts";

// errors that point at a place
export { isOrochiError, OrochiError } from "./errors/base.ts";
export {
  ConfigCompositionException,
  ConfigLoadError,
  HydraException,
  InstantiationException,
  MissingConfigException,
  OverrideParseException,
  SearchPathException,
} from "./errors/hydra-errors.ts";
export { didYouMean, nearest } from "./text/nearest.ts";
export { Source } from "./text/source.ts";
export type { ErrorFacts } from "./errors/base.ts";
export type { ErrorCode } from "./errors/codes.ts";
export type { Span } from "./text/source.ts";

// what apps give to main(), launch() and compose()
export type { AppExtensions, ComposeExtensions, ConfigStore, NamedFunctions } from "./cli/extensions.ts";

// running an app inside of another program
export { runApp } from "./cli/run-app.ts";
export { processTerminal, withTerminal } from "./cli/terminal.ts";
export type { AppDefinition } from "./cli/app.ts";
export type { AppOutcome } from "./cli/run-app.ts";
export type { Terminal } from "./cli/terminal.ts";
export type { Surroundings, TextSink } from "./jobs/surroundings.ts";
