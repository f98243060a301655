import { HydraException } from "../../errors/hydra-errors.ts";
import { checkedLimit, checkedNumber } from "../numbers.ts";

/** A value of an option of `sbatch`; `null` leaves it to the site. */
type Value = string | number | null;

/** The config of `hydra/launcher: slurm`. Options that are not set are left to Slurm. */
export interface SlurmLauncherConfig {
  readonly partition?: Value;
  readonly account?: Value;
  readonly qos?: Value;
  readonly constraint?: Value;
  readonly exclude?: Value;
  readonly comment?: Value;
  /** The time limit of a job, in minutes or as Slurm writes it: `2-12:00:00`. */
  readonly time?: Value;
  readonly nodes?: Value;
  readonly ntasks?: Value;
  readonly ntasks_per_node?: Value;
  readonly cpus_per_task?: Value;
  /** Memory of a node: `4G`. */
  readonly mem?: Value;
  readonly mem_per_cpu?: Value;
  readonly mem_per_gpu?: Value;
  readonly gpus?: Value;
  readonly gres?: Value;
  readonly gpus_per_node?: Value;
  readonly gpus_per_task?: Value;
  readonly cpus_per_gpu?: Value;
  /** Jobs of the sweep that run at a time. @defaultValue `null`: as many as there is room for */
  readonly array_parallelism?: number | null;
  /** @defaultValue the name of the app's file */
  readonly job_name?: string | null;
  /** Lines of shell that stand before the job, such as `module load cuda`. */
  readonly setup?: readonly string[] | null;
  /** Further options of `srun`. With them, or with more than one task or node, jobs are started by it. */
  readonly srun_args?: readonly string[] | null;
  /** Further options of `sbatch` by name: `true` for those without a value. */
  readonly additional_parameters?: Readonly<Record<string, unknown>> | null;
  /** Whether stderr goes where stdout goes. @defaultValue `false` */
  readonly stderr_to_stdout?: boolean | null;
  /** How often a job whose time is over is queued again. @defaultValue `0` */
  readonly max_num_timeout?: number | null;
  /** Seconds before the end of its time at which a job is told. @defaultValue `120` */
  readonly signal_delay_s?: number | null;
  /** Where the jobs wait for Slurm. @defaultValue `.slurm` in the directory of the sweep */
  readonly folder?: string | null;
  /** The program that runs JavaScript on the nodes. @defaultValue the one that runs here */
  readonly node?: string | null;
  /** Submits the jobs and ends; `--attach` collects what they return. @defaultValue `false` */
  readonly submit_only?: boolean | null;
  /** Jobs of one array; what is more is submitted as further arrays. @defaultValue what the cluster allows: `MaxArraySize` */
  readonly max_array_size?: number | null;
  /** Seconds between two looks at what has happened, at most. @defaultValue `10` */
  readonly poll_interval?: number | null;
  /** Seconds that files of a job that has ended may take to appear here. @defaultValue `10` */
  readonly file_delay?: number | null;

  // The names that submitit has for some of these.
  readonly timeout_min?: number | null;
  readonly mem_gb?: number | null;
  readonly tasks_per_node?: number | null;
  readonly name?: string | null;
  readonly submitit_folder?: string | null;
  readonly python?: string | null;
}

/** A {@link SlurmLauncherConfig}, checked, with all defaults. */
export interface SlurmSettings {
  /** Options of `sbatch` as words, but for those that belong to one array. */
  readonly options: readonly string[];
  readonly arrayParallelism: number;
  readonly maxArraySize: number;
  readonly setup: readonly string[];
  /** Words between `srun` and the program; `undefined`: the batch script itself runs the job. */
  readonly srun: readonly string[] | undefined;
  readonly stderrToStdout: boolean;
  readonly maxTimeouts: number;
  readonly timeLimitMs: number | undefined;
  readonly folder: string | undefined;
  readonly node: string | undefined;
  readonly submitOnly: boolean;
  readonly pollMs: number;
  readonly fileDelayMs: number;
  /** What the config asks for in vain. */
  readonly warnings: readonly string[];
}

/** Options that `sbatch` has under the same name. */
const plainOptions = [
  "partition",
  "account",
  "qos",
  "constraint",
  "exclude",
  "comment",
  "nodes",
  "ntasks",
  "ntasks_per_node",
  "cpus_per_task",
  "mem_per_cpu",
  "mem_per_gpu",
  "gpus",
  "gres",
  "gpus_per_node",
  "gpus_per_task",
  "cpus_per_gpu",
] as const satisfies readonly (keyof SlurmLauncherConfig)[];

export function slurmSettings(config: SlurmLauncherConfig): SlurmSettings {
  const { signal_delay_s, poll_interval, file_delay } = config;
  const timeLimit = either(config, "time", "timeout_min");
  const memory = either(config, "mem", "mem_gb");
  const perNode = either(config, "ntasks_per_node", "tasks_per_node");
  const name = either(config, "job_name", "name");
  const srun = srunWords(config, perNode);
  const maxTimeouts = checkedNumber(config.max_num_timeout ?? 0, {
    name: "max_num_timeout",
    least: 0,
    isWhole: true,
  });
  const delay = checkedNumber(signal_delay_s ?? 120, { name: "signal_delay_s", least: 0, isWhole: true });
  const values = new Map<string, unknown>([
    ["job_name", name],
    ["time", timeLimit],
    ["mem", isSet(config.mem_gb) ? `${String(memory)}GB` : memory],
    ...plainOptions.map((key) => [key, key === "ntasks_per_node" ? perNode : config[key]] as const),
    // Without srun the signal is for the batch script, which is the job.
    ["signal", `${srun === undefined ? "B:" : ""}USR2@${delay}`],
    ["requeue", maxTimeouts > 0 ? true : undefined],
    ...Object.entries(config.additional_parameters ?? {}),
  ]);
  const whole = { least: 1, isWhole: true };
  return {
    options: [...values].flatMap(([key, value]) => optionWords(key, value)),
    arrayParallelism: checkedLimit(config.array_parallelism, { name: "array_parallelism", ...whole }),
    maxArraySize: checkedLimit(config.max_array_size, { name: "max_array_size", ...whole }),
    setup: linesOf(config.setup, "setup"),
    srun,
    stderrToStdout: config.stderr_to_stdout === true,
    maxTimeouts,
    timeLimitMs: typeof timeLimit === "number" ? timeLimit * 60_000 : undefined,
    // submitit has a folder for each job in it.
    folder: config.folder ?? config.submitit_folder?.replace(/[/\\]?%[A-Za-z]/g, "") ?? undefined,
    node: config.node ?? undefined,
    submitOnly: config.submit_only === true,
    pollMs: 1000 * checkedNumber(poll_interval ?? 10, { name: "poll_interval", least: 0.05 }),
    fileDelayMs: 1000 * checkedNumber(file_delay ?? 10, { name: "file_delay", least: 0 }),
    warnings: isSet(config.python)
      ? ["hydra.launcher.python has no effect: hydra.launcher.node names the program that runs JavaScript"]
      : [],
  };
}

/** Options that belong to the launcher: they are no options of `sbatch` that somebody may give besides. */
const own = new Set(["array", "output", "error", "export", "chdir", "parsable", "open_mode", "wait", "wrap"]);

function optionWords(key: string, value: unknown): string[] {
  const option = key.replaceAll("_", "-");
  if (value === null || value === undefined || value === false) return [];
  if (own.has(key.replaceAll("-", "_"))) {
    throw invalid("additional_parameters", `hydra.launcher.additional_parameters cannot set --${option}`, {
      hint: "the launcher itself gives this option",
    });
  }
  const isName = /^[A-Za-z][A-Za-z0-9-]*$/.test(option);
  const isValue =
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint" ||
    typeof value === "boolean";
  if (!isName || !isValue) {
    throw invalid("additional_parameters", `--${option} is no option of sbatch with a value`, {
      hint: "names stand without dashes before them; values are texts, numbers, or true",
    });
  }
  return [value === true ? `--${option}` : `--${option}=${String(value)}`];
}

function srunWords(config: SlurmLauncherConfig, perNode: unknown): readonly string[] | undefined {
  const further = linesOf(config.srun_args, "srun_args");
  const isOne = (count: unknown): boolean => !isSet(count) || Number(count) === 1;
  const isAlone = isOne(config.nodes) && isOne(config.ntasks) && isOne(perNode);
  if (isAlone && !isSet(config.srun_args)) return undefined;
  // What sbatch was told of processors does not reach srun by itself.
  const cpus = optionWords("cpus_per_task", config.cpus_per_task);
  return ["--kill-on-bad-exit=1", ...cpus, ...further];
}

function linesOf(value: readonly string[] | null | undefined, name: string): readonly string[] {
  const lines = value ?? [];
  if (Array.isArray(lines) && lines.every((line) => typeof line === "string")) return lines;
  throw invalid(name, `hydra.launcher.${name} is no list of texts`, {
    hint: `write hydra.launcher.${name}='[…]'`,
  });
}

/** One thing under two names. */
function either<Name extends keyof SlurmLauncherConfig, Other extends keyof SlurmLauncherConfig>(
  config: SlurmLauncherConfig,
  name: Name,
  other: Other,
): SlurmLauncherConfig[Name] | SlurmLauncherConfig[Other] {
  if (!isSet(config[other])) return config[name];
  if (!isSet(config[name])) return config[other];
  throw invalid(other, `hydra.launcher.${name} and hydra.launcher.${other} mean the same`, {
    hint: "set one of them",
  });
}

function isSet(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function invalid(name: string, summary: string, { hint }: { readonly hint: string }): HydraException {
  return new HydraException("LAUNCHER_INVALID", summary, { key: `hydra.launcher.${name}`, hint });
}
