import { anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";

const int: ConfigType = { kind: "int" };
const text: ConfigType = { kind: "str" };
const optional = (of: ConfigType): ConfigType => ({ kind: "optional", of });

const fields: readonly Field[] = [
  { name: "_target_", type: text, default: "orochi:JoblibLauncher" },
  { name: "n_jobs", type: optional(int), default: -1 },
  { name: "backend", type: optional(text), default: null },
  { name: "prefer", type: optional(text), default: "processes" },
  { name: "require", type: optional(text), default: null },
  { name: "verbose", type: int, default: 0 },
  { name: "timeout", type: optional({ kind: "float" }), default: null },
  { name: "pre_dispatch", type: text, default: "2*n_jobs" },
  { name: "batch_size", type: text, default: "auto" },
  { name: "temp_folder", type: optional(text), default: null },
  { name: "max_nbytes", type: optional(text), default: null },
  { name: "mmap_mode", type: optional(text), default: "r" },
  { name: "inner_max_num_threads", type: optional(int), absent: true },
];

/** `hydra/launcher: joblib`, with the names and defaults of Hydra's plugin (H-PLG-031). */
export const joblibLauncher: StructType = {
  kind: "struct",
  name: "JobLibLauncherConf",
  fields: new Map(fields.map((field) => [field.name, field])),
  rest: anyType,
};
