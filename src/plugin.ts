// For authors of launchers, sweepers, callbacks and config sources.

// launchers
export { BasicLauncher, jobLine } from "./launch/basic-launcher.ts";
export { type ConfigData, decodeConfig, encodeConfig } from "./launch/config-data.ts";
export type { LaunchContext, Launcher, LaunchLog } from "./launch/launcher.ts";

// sweepers
export { BasicSweeper, type BasicSweeperConfig } from "./sweep/basic-sweeper.ts";
export { JobReturn, type JobReturnFacts, type JobStatus } from "./sweep/job-return.ts";
export type { Batch, PlannedJob } from "./sweep/plan.ts";
export type { SweepContext, Sweeper } from "./sweep/sweeper.ts";

// callbacks
export type { Callback, CallbackEvents, CallbackLog, Hook } from "./callbacks/callback.ts";
export { LogJobReturn } from "./callbacks/log-job-return.ts";
export { SaveJobInfo } from "./callbacks/save-job-info.ts";

// config sources
export type { ConfigContent, ConfigSource, EntryKind } from "./sources/config-source.ts";
export { SearchPath, type SearchPathAnchor, type SearchPathEntry } from "./sources/search-path.ts";
export { type SourceFactory, SourceSchemes } from "./sources/source-schemes.ts";

// running an app inside of another program
export { type AppDefinition } from "./cli/app.ts";
export { type AppOutcome, runApp } from "./cli/run-app.ts";
export { processTerminal, type Terminal, withTerminal } from "./cli/terminal.ts";
export type { Surroundings, TextSink } from "./jobs/surroundings.ts";
