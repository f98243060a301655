import { describe, expect, test } from "vitest";
import { isOrochiError } from "../../../src/errors/base.ts";
import { batchScript, sbatchArguments } from "../../../src/launch/slurm/batch-script.ts";
import { type SlurmLauncherConfig, slurmSettings } from "../../../src/launch/slurm/slurm-config.ts";
import { expectGolden } from "../../golden/expect-golden.ts";

// H-PLG-032: what sbatch gets, option by option.

const array = { size: 6, folder: "/sweep/.slurm/1", cwd: "/work" };
const program = [
  "/usr/bin/node",
  "--import",
  "tsx",
  "/app/it's mine.ts",
  "-m",
  "x=1,2",
  "text='$(rm -rf ~)'",
];
const usual = sbatchArguments(slurmSettings({}), array);
const added = (config: SlurmLauncherConfig): string[] =>
  sbatchArguments(slurmSettings(config), array).filter((word) => !usual.includes(word));

const everything: SlurmLauncherConfig = {
  partition: "gpu",
  account: "lab",
  qos: "long",
  constraint: "a100|h100",
  exclude: "node[3-4]",
  comment: "a comment; with $(words) 'and' \"quotes\"\n#SBATCH --wrap=evil",
  time: "1-12:00:00",
  nodes: 2,
  ntasks: 4,
  ntasks_per_node: 2,
  cpus_per_task: 8,
  mem: "32G",
  mem_per_gpu: "16G",
  gpus: "a100:2",
  gres: "shard:1",
  gpus_per_node: 1,
  gpus_per_task: 1,
  cpus_per_gpu: 4,
  array_parallelism: 3,
  job_name: "my app",
  setup: ["module load cuda/12", "export OMP_NUM_THREADS=8"],
  srun_args: ["--cpu-bind=cores"],
  additional_parameters: { mail_type: "FAIL", exclusive: true, hold: false, nice: 10 },
  max_num_timeout: 3,
  signal_delay_s: 300,
};

test.for([
  { name: "slurm-defaults", config: {} },
  { name: "slurm-everything", config: everything },
])("$name", async ({ name, config }) => {
  const settings = slurmSettings(config);
  const words = sbatchArguments(settings, { ...array, after: "41" });
  const text = `sbatch\n${words.map((word) => `  ${JSON.stringify(word)}`).join("\n")}\n\n${batchScript(settings, program)}`;
  expect(words.at(-1)).toBe("/sweep/.slurm/1/submit.sh");
  await expectGolden(`screens/${name}`, text);
});

describe("options", () => {
  test.for<{ config: SlurmLauncherConfig; words: string[] }>([
    { config: { timeout_min: 60 }, words: ["--time=60"] },
    { config: { mem_gb: 4 }, words: ["--mem=4GB"] },
    { config: { name: "n" }, words: ["--job-name=n"] },
    { config: { tasks_per_node: 1 }, words: ["--ntasks-per-node=1"] },
    { config: { tasks_per_node: 2 }, words: ["--ntasks-per-node=2", "--signal=USR2@120"] },
    { config: { srun_args: [] }, words: ["--signal=USR2@120"] },
    { config: { signal_delay_s: 30 }, words: ["--signal=B:USR2@30"] },
    { config: { max_num_timeout: 1 }, words: ["--requeue"] },
    {
      config: { additional_parameters: { "no-kill": true, begin: "now+1hour" } },
      words: ["--no-kill", "--begin=now+1hour"],
    },
    { config: { partition: null, comment: null }, words: [] },
  ])("$config", ({ config, words }) => {
    expect(added(config)).toEqual(words);
  });

  test("stderr goes where stdout goes, when asked to", () => {
    const words = sbatchArguments(slurmSettings({ stderr_to_stdout: true }), array);
    expect(words.filter((word) => /^--(?:output|error)=/.test(word))).toEqual([
      "--output=/sweep/.slurm/1/%a.out",
    ]);
  });

  test("what Slurm replaces in names of files is none of its business", () => {
    const words = sbatchArguments(slurmSettings({}), { ...array, folder: "/sweep %j/1" });
    expect(words).toContain("--output=/sweep %%j/1/%a.out");
  });

  test("submitit's folder is one for all jobs", () => {
    expect(slurmSettings({ submitit_folder: "sw/.submitit/%j" }).folder).toBe("sw/.submitit");
  });

  test.for<{ config: SlurmLauncherConfig; key: string }>([
    { config: { time: 5, timeout_min: 5 }, key: "timeout_min" },
    { config: { mem: "1G", mem_gb: 1 }, key: "mem_gb" },
    { config: { array_parallelism: 0 }, key: "array_parallelism" },
    { config: { max_num_timeout: -1 }, key: "max_num_timeout" },
    { config: { poll_interval: 0 }, key: "poll_interval" },
    { config: { additional_parameters: { wrap: "evil" } }, key: "additional_parameters" },
    { config: { additional_parameters: { "--nice": 1 } }, key: "additional_parameters" },
    { config: { additional_parameters: { nice: { deep: 1 } } }, key: "additional_parameters" },
    { config: { additional_parameters: { "open-mode": "truncate" } }, key: "additional_parameters" },
  ])("refuses $config", ({ config, key }) => {
    let error: unknown;
    try {
      slurmSettings(config);
    } catch (thrown) {
      error = thrown;
    }
    expect(isOrochiError(error) && [error.code, error.key]).toEqual([
      "LAUNCHER_INVALID",
      `hydra.launcher.${key}`,
    ]);
  });
});
