import { anyType, type ConfigType, type Field, type StructType } from "../config/types.ts";

const int: ConfigType = { kind: "int" };
const float: ConfigType = { kind: "float" };
const bool: ConfigType = { kind: "bool" };
const text: ConfigType = { kind: "str" };
const optional = (of: ConfigType): ConfigType => ({ kind: "optional", of });
const texts = optional({ kind: "list", item: text });

/** Without a value the option is left to Slurm. */
function unset(type: ConfigType, names: readonly string[]): Field[] {
  return names.map((name) => ({ name, type: optional(type), default: null }));
}

/** Known, and shown where somebody sets it. */
function absent(type: ConfigType, names: readonly string[]): Field[] {
  return names.map((name) => ({ name, type: optional(type), absent: true }));
}

const target: Field = { name: "_target_", type: text, default: "orochi:SlurmLauncher" };
const jobName = "${hydra.job.name}";
/** What the launcher itself has to know, besides the options of `sbatch`. */
const waiting: readonly Field[] = [
  { name: "node", type: optional(text), default: null },
  { name: "submit_only", type: bool, default: false },
  { name: "max_array_size", type: optional(int), default: null },
  { name: "poll_interval", type: float, default: 10 },
  { name: "file_delay", type: float, default: 10 },
];
const places = ["partition", "account", "qos", "constraint", "exclude", "comment"];

/** `hydra/launcher: slurm`. */
export const slurmLauncher: StructType = struct("SlurmLauncherConf", [
  target,
  ...unset(text, places),
  ...unset(anyType, ["time"]),
  ...unset(anyType, ["nodes"]),
  ...unset(int, ["ntasks", "ntasks_per_node", "cpus_per_task"]),
  ...unset(anyType, ["mem", "mem_per_cpu", "mem_per_gpu", "gpus", "gres", "gpus_per_node", "gpus_per_task"]),
  ...unset(int, ["cpus_per_gpu", "array_parallelism"]),
  { name: "job_name", type: optional(text), default: jobName },
  { name: "setup", type: texts, default: null },
  { name: "srun_args", type: texts, default: null },
  { name: "additional_parameters", type: anyType, default: {} },
  { name: "stderr_to_stdout", type: bool, default: false },
  { name: "max_num_timeout", type: int, default: 0 },
  { name: "signal_delay_s", type: int, default: 120 },
  { name: "folder", type: optional(text), default: null },
  ...waiting,
  ...absent(int, ["timeout_min", "tasks_per_node"]),
  ...absent(float, ["mem_gb"]),
  ...absent(text, ["name", "submitit_folder"]),
]);

/** `hydra/launcher: submitit_slurm`, with the names and defaults of Hydra's plugin (H-PLG-032). */
export const submititSlurmLauncher: StructType = struct("SubmititSlurmLauncherConf", [
  { name: "submitit_folder", type: optional(text), default: "${hydra.sweep.dir}/.submitit/%j" },
  { name: "timeout_min", type: int, default: 60 },
  { name: "cpus_per_task", type: optional(int), default: null },
  { name: "gpus_per_node", type: optional(int), default: null },
  { name: "tasks_per_node", type: int, default: 1 },
  { name: "mem_gb", type: optional(int), default: null },
  { name: "nodes", type: int, default: 1 },
  { name: "name", type: text, default: jobName },
  { name: "stderr_to_stdout", type: bool, default: false },
  target,
  ...unset(text, ["partition", "qos", "comment", "constraint", "exclude", "gres"]),
  ...unset(int, ["cpus_per_gpu", "gpus_per_task"]),
  ...unset(text, ["mem_per_gpu", "mem_per_cpu", "account"]),
  { name: "signal_delay_s", type: int, default: 120 },
  { name: "max_num_timeout", type: int, default: 0 },
  { name: "python", type: optional(text), default: null },
  { name: "additional_parameters", type: anyType, default: {} },
  { name: "array_parallelism", type: int, default: 256 },
  { name: "setup", type: texts, default: null },
  { name: "srun_args", type: texts, default: null },
  ...waiting,
]);

/** Options of files may add keys of their own; on the command line they need `+` (H-APL-011). */
function struct(name: string, fields: readonly Field[]): StructType {
  return { kind: "struct", name, fields: new Map(fields.map((field) => [field.name, field])), rest: anyType };
}
