import { createNode, createStructNode } from "../config/create.ts";
import type { ConfigNode, MapNode } from "../config/node.ts";
import { anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";
import { hydraSchema } from "../jobs/hydra-schema.ts";
import { joinPath } from "../sources/config-path.ts";
import { StoreEntries } from "../sources/store-entries.ts";
import { defaultHelp, defaultHydraHelp } from "./help-templates.ts";
import { callbackConfigs } from "./callback-configs.ts";
import { colourHydraLogging, colourJobLogging } from "./colour-logging-configs.ts";
import { hydraLoggings, jobLoggings } from "./logging-configs.ts";
import { joblibLauncher } from "./joblib-config.ts";
import { slurmLauncher, submititSlurmLauncher } from "./slurm-configs.ts";

/** Groups of the hydra node and their options, in order; the schema's own fields come last (H-DEF-046). */
const defaults = [
  { output: "default" },
  { launcher: "basic" },
  { sweeper: "basic" },
  { help: "default" },
  { hydra_help: "default" },
  { hydra_logging: "default" },
  { job_logging: "default" },
  { callbacks: null },
  { env: "default" },
  "_self_",
];

const time = "${now:%Y-%m-%d}/${now:%H-%M-%S}";
const defaultOutput = {
  run: { dir: `outputs/${time}` },
  sweep: { dir: `multirun/${time}`, subdir: "${hydra.job.num}" },
};

const provider = "orochi";
/** What an app's store may put its own in the place of, as `store(hydraConf({…}))` does (H-CST-009). */
const replaceable = new Set(["hydra/launcher/basic", "hydra/sweeper/basic", "_dummy_empty_config_"]);

/** The configs that every app has: `hydra/config`, `hydra/launcher/basic`, … (H-HYD-001). */
export function builtinEntries(): StoreEntries {
  const entries = new StoreEntries();
  const add = (
    group: string,
    name: string,
    make: () => unknown,
    packageName?: string,
    listed = true,
  ): void => {
    entries.add({
      group,
      name,
      package: packageName,
      provider,
      listed,
      node: () => nodeOf(make(), group, name),
      replaceable: replaceable.has(joinPath(group, name)),
    });
  };
  entries.add({ group: "hydra", name: "config", provider, node: hydraConfigNode, replaceable: true });
  add("", "_dummy_empty_config_", () => ({}));
  add("hydra/output", "default", () => defaultOutput, "hydra");
  add("hydra/env", "default", () => ({}));
  add("hydra/launcher", "basic", () => basicLauncher);
  add("hydra/launcher", "processes", () => processesLauncher, undefined, false);
  add("hydra/launcher", "bullmq", () => bullmqLauncher, undefined, false);
  add("hydra/launcher", "concurrent", () => concurrentLauncher, undefined, false);
  add("hydra/launcher", "joblib", () => joblibLauncher, undefined, false);
  add("hydra/launcher", "slurm", () => slurmLauncher, undefined, false);
  add("hydra/launcher", "submitit_slurm", () => submititSlurmLauncher, undefined, false);
  add("hydra/sweeper", "basic", () => basicSweeper);
  add("hydra/sweeper", "rows", () => rowsSweeper, undefined, false);
  add("hydra/help", "default", () => defaultHelp);
  add("hydra/hydra_help", "default", () => defaultHydraHelp);
  for (const [name, config] of hydraLoggings) add("hydra/hydra_logging", name, () => config);
  for (const [name, config] of jobLoggings) add("hydra/job_logging", name, () => config);
  // Hydra has these in a plugin: choosing them is all it takes, and listings stay those of Hydra (H-PLG-030).
  add("hydra/hydra_logging", "colorlog", () => colourHydraLogging, undefined, false);
  add("hydra/job_logging", "colorlog", () => colourJobLogging, undefined, false);
  // Several can be chosen at once: each goes to its own key. An app's option of the same name is meant instead.
  for (const [name, config] of callbackConfigs)
    entries.add({
      group: "hydra/callbacks",
      name,
      provider,
      node: () => nodeOf({ [name]: config }, "hydra/callbacks", name),
      replaceable: true,
      listed: false,
    });
  return entries;
}

function nodeOf(value: unknown, group: string, name: string): ConfigNode {
  const config = group === "" ? name : `${group}/${name}`;
  return createNode(value, { origin: { kind: "store", config } });
}

/** Options of files may add keys of their own; on the command line they need `+` (H-APL-011). */
const basicLauncher = openStruct("BasicLauncherConf", [targetField("orochi:BasicLauncher")]);

const text: ConfigType = { kind: "str" };
const optionalText: ConfigType = { kind: "optional", of: text };
const optionalInt: ConfigType = { kind: "optional", of: { kind: "int" } };
const optionalTexts: ConfigType = { kind: "optional", of: { kind: "map", key: text, value: text } };

const float: ConfigType = { kind: "float" };
const optionalFloat: ConfigType = { kind: "optional", of: float };
const jobsAtATime: Field = { name: "n_jobs", type: optionalInt, default: null };
const maxFailures: Field = { name: "max_failures", type: optionalInt, default: null };

const processesLauncher = openStruct("ProcessesLauncherConf", [
  targetField("orochi:ProcessesLauncher"),
  jobsAtATime,
  { name: "isolate", type: { kind: "bool" }, default: false },
  { name: "timeout", type: optionalFloat, default: null },
  { name: "retries", type: { kind: "int" }, default: 0 },
  { name: "retry_on", type: text, default: "all" },
  { name: "backoff", type: float, default: 1 },
  { name: "max_backoff", type: float, default: 60 },
  { name: "memory_limit", type: optionalInt, default: null },
  maxFailures,
  { name: "recycle_after", type: optionalInt, default: null },
  { name: "grace", type: float, default: 10 },
  { name: "start_timeout", type: float, default: 60 },
  { name: "node_args", type: { kind: "list", item: text }, default: [] },
]);

const bullmqLauncher = openStruct("BullmqLauncherConf", [
  targetField("orochi:BullmqLauncher"),
  { name: "queue", type: text, default: "orochi" },
  { name: "redis", type: text, default: "${oc.env:REDIS_URL,'redis://127.0.0.1:6379'}" },
  { name: "prefix", type: text, default: "bull" },
  { name: "enqueue_only", type: { kind: "bool" }, default: false },
  { name: "in_flight", type: optionalInt, default: 1000 },
  { name: "priority", type: { kind: "int" }, default: 0 },
  { name: "at_front", type: { kind: "bool" }, default: false },
  { name: "timeout", type: optionalFloat, default: null },
  { name: "retries", type: { kind: "int" }, default: 0 },
  { name: "retry_on", type: text, default: "all" },
  { name: "backoff", type: float, default: 1 },
  { name: "max_backoff", type: float, default: 60 },
  maxFailures,
  { name: "concurrency", type: optionalInt, default: null },
  { name: "rate_limit", type: optionalInt, default: null },
  { name: "rate_period", type: float, default: 1 },
  { name: "result_ttl", type: { kind: "int" }, default: 604_800 },
  { name: "keep_jobs", type: { kind: "bool" }, default: false },
  { name: "grace", type: float, default: 20 },
  { name: "connect_timeout", type: float, default: 10 },
  { name: "reconnect_timeout", type: float, default: 300 },
  { name: "poll", type: float, default: 5 },
]);

const concurrentLauncher = openStruct("ConcurrentLauncherConf", [
  targetField("orochi:ConcurrentLauncher"),
  jobsAtATime,
  maxFailures,
]);

const maxBatchSize: Field = { name: "max_batch_size", type: optionalInt, default: null };
const params: Field = { name: "params", type: optionalTexts, default: null };
/** What our sweepers know beyond Hydra's: it shows where somebody sets it. */
const spaceFields: readonly Field[] = [
  { name: "where", type: anyType, absent: true },
  { name: "when", type: optionalTexts, absent: true },
  { name: "repeat", type: { kind: "int" }, absent: true },
  { name: "repeat_key", type: optionalText, absent: true },
  { name: "seed", type: optionalInt, absent: true },
];

const basicSweeper = openStruct("BasicSweeperConf", [
  targetField("orochi:BasicSweeper"),
  maxBatchSize,
  params,
  ...spaceFields,
  { name: "blocks", type: anyType, absent: true },
]);

const rowsSweeper = openStruct("RowsSweeperConf", [
  targetField("orochi:RowsSweeper"),
  { name: "file", type: optionalText, default: null },
  { name: "rows", type: anyType, default: null },
  maxBatchSize,
  params,
  ...spaceFields,
]);

/** The defaults list is no field of the schema: it is gone before anything is merged. */
function hydraConfigNode(): MapNode {
  const node = createStructNode(hydraSchema, { origin: { kind: "store", config: "hydra/config" } });
  node.setChild("defaults", createNode(defaults));
  return node;
}

function targetField(target: string): Field {
  return { name: "_target_", type: { kind: "str" }, default: target };
}

function openStruct(name: string, fields: readonly Field[]): StructType {
  return { kind: "struct", name, fields: new Map(fields.map((field) => [field.name, field])), rest: anyType };
}
