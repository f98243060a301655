import { statSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { eventually, type WorkerApp } from "../launch/worker-app.ts";
import { describeSlurm, quick, taskName } from "./slurm-rig.ts";

// hydra/launcher=slurm on a real cluster of one node: H-PLG-032, design D6, D8, D9.

const files = {
  "my_app.mjs": `import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { main, runContext } from "orochi";

const until = async (file) => {
  while (!existsSync(file)) await sleep(20);
};
const ways = {
  value: ({ x }) => x * 10,
  meet: async ({ x }) => {
    // Two at a time: each waits for the other one of its pair.
    appendFileSync("here-" + x, "");
    await until("here-" + (x ^ 1));
    appendFileSync("order", x + " ");
    return x;
  },
  throw: ({ x }) => {
    if (x === 1) throw new RangeError("too far", { cause: new TypeError("deep") });
    return x;
  },
  exit: () => {
    console.error("out of luck");
    process.exit(5);
  },
  die: () => process.kill(process.pid, "SIGKILL"),
  where: ({ x, text }, { hydra }) => {
    console.log("drückt 🐉", x);
    return [process.cwd(), process.env.GREETING, process.env.OUTER, runContext().outputDir, hydra.job.num, hydra.job.id, text];
  },
  wait: async (_config, { signal, report }) => {
    await report({ waiting: true });
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    console.log("heard");
    signal.throwIfAborted();
  },
  deaf: async (_config, { report }) => {
    await report({ deaf: true });
    for (;;);
  },
  checkpoint: async (_config, { signal, outputDir, report }) => {
    const file = path.join(outputDir, "checkpoint");
    if (existsSync(file)) return "went on after " + readFileSync(file, "utf8");
    await report({ waiting: true });
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    writeFileSync(file, signal.reason.code);
    signal.throwIfAborted();
  },
};
main((config, context) => ways[config.how](config, context), { configPath: "conf", configName: "config" });
`,
  "conf/config.yaml": "x: 0\nhow: value\ntext: äöü\n",
};

/** How often the journal has an event of a job so far. */
function count(app: WorkerApp, num: number, wanted: string): number {
  if (!app.has("sw/journal.jsonl")) return 0;
  const lines = app.read("sw/journal.jsonl").split("\n");
  return lines.filter((line) => line.startsWith(`{"event":"${wanted}"`) && line.includes(`"num":${num},`))
    .length;
}

describeSlurm("hydra/launcher=slurm", (rig) => {
  test("runs array_parallelism jobs at a time, and answers in order", async () => {
    using app = rig.app(files);
    const { exitCode, stdout, stderr } = await rig.start(
      app,
      "how=meet",
      "x=range(6)",
      "hydra.launcher.array_parallelism=2",
    ).ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("Submitted 6 jobs to Slurm as array");
    const pairs = app.read("order").trim().split(" ").map(Number);
    expect([0, 2, 4].map((at) => pairs.slice(at, at + 2).toSorted((a, b) => a - b))).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]);
    const rows = JSON.parse(app.read("sw/results.json")) as { readonly jobs?: unknown };
    expect(JSON.stringify(rows)).toContain('"value":5');
    expect([0, 1, 2, 3, 4, 5].map((num) => app.result(`sw/${num}`).returnValue)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(app.events("sw", 3)).toEqual(["planned", "submitted", "started", "completed"]);
  });

  test("tells what became of jobs that failed, exited and were killed", async () => {
    using app = rig.app(files);
    const { exitCode, stderr } = await rig.start(app, "how=throw,exit,die,value", "x=1").ended;
    expect(exitCode).toBe(1);
    const results = [0, 1, 2, 3].map((num) => app.result(`sw/${num}`));
    expect(results.map(({ status }) => status)).toEqual(["failed", "failed", "failed", "completed"]);
    expect(results[0]?.error?.message).toBe("too far");
    expect(results[1]?.error).toMatchObject({
      code: "WORKER_LOST",
      message: expect.stringContaining("exited with code 5"),
    });
    expect(results[2]?.error).toMatchObject({
      code: "WORKER_LOST",
      message: expect.stringContaining("killed by signal 9"),
    });
    expect(stderr).toContain("caused by Error: out of luck");
    expect(stderr).toContain("3 of 4 jobs failed: #0, #1, #2");
  });

  test("chdir, env_set, the environment, hydra.job.id, texts and output", async () => {
    using app = rig.app(files);
    const program = app.start(
      [
        "-m",
        "hydra/launcher=slurm",
        "hydra.sweep.dir='ä %a sweep'",
        ...quick,
        "how=where",
        "x=1,2",
        "text='a$(b)`c` ü'",
        "hydra.job.chdir=true",
        "+hydra.job.env_set.GREETING=hallo",
        "hydra.launcher.setup=['export OUTER=\"from setup\"']",
      ],
      { env: rig.cluster.env },
    );
    const { exitCode, stdout, stderr } = await program.ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    const place = path.join(app.directory, "ä %a sweep/1");
    const [cwd, greeting, outer, outputDir, num, id, text] = app.result("ä %a sweep/1")
      .returnValue as unknown[];
    expect([cwd, greeting, outer, outputDir, num, text]).toEqual([
      place,
      "hallo",
      "from setup",
      place,
      1,
      "a$(b)`c` ü",
    ]);
    expect(id).toMatch(/^\d+_1$/);
    expect(stdout).toContain("[#1] drückt 🐉 2");
    expect(app.read("ä %a sweep/1/stdout.log")).toBe("drückt 🐉 2\n");
  });

  test("jobs wait in files that only their owner reads, and that go when they have run", async () => {
    using app = rig.app(files);
    const program = rig.start(app, "how=wait,value", "hydra.launcher.array_parallelism=1");
    await eventually(() => app.has("sw/.slurm/1/1.job.json"), "write the jobs");
    expect(statSync(path.join(app.directory, "sw/.slurm/1/1.job.json")).mode & 0o077).toBe(0);
    await eventually(() => app.has("sw/0/.hydra/config.yaml"), "start");
    program.child.kill("SIGINT");
    await program.ended;
    using other = rig.app(files);
    await rig.start(other, "how=value").ended;
    expect(other.has("sw/.slurm/1/0.result.json")).toBe(true);
    await eventually(() => !other.has("sw/.slurm/1/0.job.json"), "remove what has run");
  });

  test("a job that somebody cancelled in Slurm has failed", async () => {
    using app = rig.app(files);
    const program = rig.start(app, "how=wait", "x=1,2,3", "hydra.launcher.array_parallelism=2");
    await eventually(() => count(app, 0, "progress") === 1 && count(app, 1, "progress") === 1, "start");
    await rig.cluster.run("scancel", "--signal=KILL", "--full", taskName(app, 1));
    await rig.cluster.run("scancel", taskName(app, 0));
    await rig.cluster.run("scancel", taskName(app, 2));
    const { exitCode, stderr } = await program.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("3 of 3 jobs failed: #0, #1, #2");
    expect(app.result("sw/0").error).toMatchObject({ code: "SLURM_JOB_LOST" });
    expect(app.result("sw/2").error?.message).toContain("was cancelled in Slurm");
  });

  test("a job whose time is over is queued again, goes on in its directory, and is not queued for ever", async () => {
    using app = rig.app(files);
    const program = rig.start(
      app,
      "how=checkpoint,wait,checkpoint",
      "hydra.launcher.max_num_timeout=1",
      "hydra.launcher.time=30",
    );
    await eventually(() => [0, 1, 2].every((num) => count(app, num, "progress") === 1), "start");
    // As after a preemption.
    await rig.cluster.run("scontrol", "requeue", taskName(app, 2));
    // What Slurm sends before a time limit.
    for (const place of [0, 1])
      await rig.cluster.run("scancel", "--signal=USR2", "--batch", taskName(app, place));
    await eventually(() => count(app, 1, "progress") === 2, "start again", 60_000);
    await rig.cluster.run("scancel", "--signal=USR2", "--batch", taskName(app, 1));
    const { exitCode, stderr } = await program.ended;
    expect(exitCode).toBe(1);
    expect(app.result("sw/0")).toMatchObject({ returnValue: "went on after JOB_TIMEOUT" });
    expect(app.result("sw/2")).toMatchObject({ returnValue: "went on after JOB_CANCELLED" });
    expect(app.result("sw/1").error).toMatchObject({
      code: "JOB_TIMEOUT",
      message: expect.stringContaining("1800 s"),
    });
    expect(app.events("sw", 0)).toEqual([
      "planned",
      "submitted",
      "started",
      "progress",
      "retrying",
      "started",
      "completed",
    ]);
    expect(stderr).toContain("hydra.launcher.time");
  });

  test("Ctrl-C tells the jobs that run, and takes back those that wait", async () => {
    using app = rig.app(files);
    const program = rig.start(app, "how=wait,deaf,value", "x=1,2", "hydra.launcher.array_parallelism=3");
    await eventually(() => [0, 1, 2].every((num) => count(app, num, "progress") === 1), "start");
    program.child.kill("SIGINT");
    const { exitCode } = await program.ended;
    expect(exitCode).toBe(130);
    expect(app.result("sw/0").status).toBe("cancelled");
    expect(app.read("sw/0/stdout.log")).toContain("heard");
    expect(app.result("sw/2").status).toBe("cancelled");
    expect(app.events("sw", 5)).toEqual(["planned", "submitted", "withdrawn"]);
    expect(app.has("sw/5")).toBe(false);
    expect((await rig.cluster.run("squeue", "--noheader", `--jobs=${taskName(app, 0)}`)).trim()).toBe("");
  });

  test("more jobs than an array may have are several arrays", async () => {
    using app = rig.app(files);
    const { exitCode, stdout } = await rig.start(
      app,
      "x=range(5)",
      "hydra.launcher.max_array_size=2",
      "hydra.launcher.array_parallelism=2",
    ).ended;
    expect(exitCode).toBe(0);
    expect(stdout.match(/Submitted \d jobs/g)).toEqual([
      "Submitted 2 jobs",
      "Submitted 2 jobs",
      "Submitted 1 jobs",
    ]);
    expect([0, 1, 2, 3, 4].map((num) => app.result(`sw/${num}`).returnValue)).toEqual([0, 10, 20, 30, 40]);
  });

  test("what sbatch refuses is told, and leaves nothing in the queue", async () => {
    using app = rig.app(files);
    const { exitCode, stderr } = await rig.start(app, "hydra.launcher.partition=nowhere").ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain("invalid partition specified: nowhere");
  });

  test("several processes for a job: the first one speaks for all", async () => {
    using app = rig.app(files);
    const { exitCode, stderr, stdout } = await rig.start(app, "how=where", "x=7", "hydra.launcher.ntasks=2")
      .ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout.match(/drückt 🐉 7/g)?.length).toBe(2);
    expect(app.has("sw/0/.hydra/rank_1/config.yaml")).toBe(true);
  });

  test("TypeScript, run by tsx where the sweep is", async () => {
    using app = rig.app({
      "my_app.ts": `import { main, type RunContext } from "orochi";
enum Unit { one = 1 }
main(({ x }: { x: number }, { hydra }: RunContext) => x + Unit.one, { configPath: "conf", configName: "config" });
`,
      "conf/config.yaml": "x: 0\n",
    });
    const program = app.start(["-m", "hydra/launcher=slurm", "hydra.sweep.dir=sw", ...quick, "x=1,2"], {
      entry: "my_app.ts",
      nodeArgs: ["--import", "tsx"],
      env: rig.cluster.env,
    });
    const { exitCode, stderr } = await program.ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(app.result("sw/1").returnValue).toBe(3);
  });

  test("configs written for submitit run as they are", async () => {
    using app = rig.app({
      ...files,
      "conf/config.yaml": `defaults:
  - override hydra/launcher: submitit_slurm
  - _self_
x: 0
how: value
hydra:
  launcher:
    _target_: hydra_plugins.hydra_submitit_launcher.submitit_launcher.SlurmLauncher
    timeout_min: 5
    cpus_per_task: 1
    tasks_per_node: 1
    mem_gb: 1
    max_num_timeout: 2
    poll_interval: 0.3
    additional_parameters: { nice: 1 }
`,
    });
    const { exitCode, stderr } = await rig.startPlain(app, "-m", "x=1,2", "hydra.sweep.dir=sw").ended;
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(app.has("sw/.submitit/1/array.json")).toBe(true);
    expect(app.result("sw/1").returnValue).toBe(20);
  });
});

describeSlurm("submit_only and --attach", (rig) => {
  const submit = ["hydra.launcher.submit_only=true"];

  test("submits and ends; --attach collects, also what has failed", async () => {
    using app = rig.app(files);
    const submitted = await rig.start(app, "how=throw", "x=1,2,3", ...submit).ended;
    expect([submitted.exitCode, submitted.stderr]).toEqual([0, ""]);
    expect(submitted.stdout).toContain("--attach");
    expect(submitted.stdout).not.toContain("completed");
    expect(app.events("sw", 0)).toEqual(["planned", "submitted"]);
    const attached = await rig.startPlain(app, "--attach", "sw").ended;
    expect(attached.exitCode).toBe(1);
    expect(attached.stderr).toContain("1 of 3 jobs failed: #0");
    expect(app.events("sw", 1)).toEqual(["planned", "submitted", "started", "completed"]);
    expect(app.result("sw/2").returnValue).toBe(3);
    // What is collected is collected.
    const again = await rig.startPlain(app, "--attach", "sw").ended;
    expect([again.exitCode, app.events("sw", 1).length]).toEqual([1, 4]);
  });

  test("--resume after a kill -9 goes on with what is in Slurm, and submits none of it twice", async () => {
    using app = rig.app(files);
    const program = rig.start(app, "how=meet", "x=4,5");
    await program.printed("jobs to Slurm as array");
    program.child.kill("SIGKILL");
    await program.ended;
    const { exitCode, stderr } = await rig.startPlain(app, "--resume", "sw").ended;
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("Resuming sw")]);
    expect(app.has("sw/.slurm/2")).toBe(false);
    expect([0, 1].map((num) => app.result(`sw/${num}`).returnValue)).toEqual([4, 5]);
    expect(app.read("order").trim().split(" ").toSorted()).toEqual(["4", "5"]);
  });

  test("--attach to a sweep of another launcher says that there is nothing to wait for", async () => {
    using app = rig.app(files);
    await rig.startPlain(app, "-m", "how=throw", "x=1,2", "hydra.sweep.dir=sw").ended;
    const { exitCode, stderr } = await rig.startPlain(app, "--attach", "sw").ended;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("This launcher leaves no jobs behind")]);
  });
});
