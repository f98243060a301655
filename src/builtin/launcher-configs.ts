import type { ConfigType, Field, StructType } from "../config/types.ts";
import { openStruct, targetField } from "./open-struct.ts";

const text: ConfigType = { kind: "str" };
const optionalInt: ConfigType = { kind: "optional", of: { kind: "int" } };

const float: ConfigType = { kind: "float" };
const optionalFloat: ConfigType = { kind: "optional", of: float };
const jobsAtATime: Field = { name: "n_jobs", type: optionalInt, default: null };
const maxFailures: Field = { name: "max_failures", type: optionalInt, default: null };

/** `hydra/launcher: processes`. */
export const processesLauncher: StructType = openStruct("ProcessesLauncherConf", [
  targetField("orochi:ProcessesLauncher"),
  jobsAtATime,
  { name: "isolate", type: { kind: "bool" }, default: false },
  { name: "start_ahead", type: { kind: "int" }, default: 1 },
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

/** `hydra/launcher: bullmq`. */
export const bullmqLauncher: StructType = openStruct("BullmqLauncherConf", [
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

/** `hydra/launcher: concurrent`. */
export const concurrentLauncher: StructType = openStruct("ConcurrentLauncherConf", [
  targetField("orochi:ConcurrentLauncher"),
  jobsAtATime,
  maxFailures,
]);
