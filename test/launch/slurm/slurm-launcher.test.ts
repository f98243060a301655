import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { zen, ZenStore } from "orochi";
import { type InMemoryRun, runInMemory } from "orochi/testing";
import { accepting, type FakeCommands, FakeSlurm } from "./fake-slurm.ts";

// What a real cluster does not do at will; test/integration/slurm-jobs.test.ts has the rest.

interface Swept extends InMemoryRun {
  /** What a file in the folder of the fakes holds. */
  readonly calls: string;
  readonly directory: string;
}

const store = new ZenStore();
store({ x: 0, password: "none" }, { name: "config" });
const quick = ["hydra.launcher.poll_interval=0.05", "hydra.launcher.file_delay=0"];

async function sweep(fake: FakeSlurm, ...args: string[]): Promise<Swept> {
  const calls = path.join(fake.directory, "calls");
  const run = await runInMemory(
    () => zen(({ x }: { x: number }) => x).main({ store, configName: "config" }),
    ["-m", "hydra/launcher=slurm", "hydra.sweep.dir=sw", ...quick, ...args],
    {
      directory: fake.directory,
      env: { ...fake.env },
      script: path.join(fake.directory, "app.mjs"),
      captureConsole: false,
    },
  );
  return { ...run, directory: fake.directory, calls: existsSync(calls) ? readFileSync(calls, "utf8") : "" };
}

/** A cluster that ends every job in a state. */
const ending = (state: string, exit = "0:0"): FakeCommands => ({
  sbatch: accepting,
  squeue: `echo "42_0|${state}|None"`,
  scontrol: `case "$*" in *"show job"*) echo "JobId=1 JobState=${state} Reason=None ExitCode=${exit}";; requeue*) echo "$*" >> "$CALLS/calls";; esac`,
});

/** It knows its own settings, and no job. */
const forgetful = 'case "$*" in *config*) true;; *) exit 1;; esac';

describe("commands", () => {
  test.for<{ id: string; commands: FakeCommands; text: string }>([
    { id: "no sbatch", commands: {}, text: "There is no command sbatch on this machine" },
    {
      id: "sbatch refuses",
      commands: { sbatch: 'echo "sbatch: error: Invalid qos" >&2; exit 1' },
      text: "sbatch failed: Invalid qos",
    },
    {
      id: "sbatch says nothing",
      commands: { sbatch: "true" },
      text: "sbatch did not name the array: it said nothing",
    },
  ])("$id", async ({ commands, text }) => {
    using fake = new FakeSlurm(commands);
    const { exitCode, stderr, jobs } = await sweep(fake, "x=1");
    expect([exitCode, jobs]).toEqual([1, []]);
    expect(stderr).toContain(text);
    expect(readdirSync(path.join(fake.directory, "sw/.slurm"))).toEqual([]);
  });

  test("a queue that does not answer is asked again, and that is said once", async () => {
    const squeue =
      'echo . >> "$CALLS/calls"; [ $(wc -l < "$CALLS/calls") -gt 3 ] && echo "42_0|NODE_FAIL|None" || exit 1';
    using fake = new FakeSlurm({ ...ending("NODE_FAIL"), squeue });
    const { stdout, jobs } = await sweep(fake, "x=1");
    expect(stdout.match(/squeue failed/g)?.length).toBe(1);
    expect(jobs[0]?.error).toMatchObject({ code: "SLURM_JOB_LOST" });
  });

  test("when not all jobs can be submitted, none is left in the queue", async () => {
    using fake = new FakeSlurm({
      sbatch: 'echo . >> "$CALLS/calls"; [ $(wc -l < "$CALLS/calls") -lt 2 ] && echo "42;cluster" || exit 1',
      scontrol: 'echo "MaxArraySize            = 2"',
      scancel: 'echo "scancel $*" >> "$CALLS/calls"',
    });
    const { exitCode, calls, directory } = await sweep(fake, "x=1,2,3");
    expect([exitCode, calls]).toEqual([1, ".\n.\nscancel 42\n"]);
    const journal = readFileSync(path.join(directory, "sw/journal.jsonl"), "utf8");
    expect(journal.match(/"event":"withdrawn"/g)?.length).toBe(2);
  });
});

describe("what became of a job that left no result", () => {
  test.for([
    { state: "NODE_FAIL", code: "SLURM_JOB_LOST", text: "its node failed" },
    { state: "PREEMPTED", code: "SLURM_JOB_LOST", text: "gave its place" },
    { state: "CANCELLED", code: "SLURM_JOB_LOST", text: "was cancelled in Slurm" },
    { state: "OUT_OF_MEMORY", code: "WORKER_MEMORY", text: "needed more memory" },
    { state: "TIMEOUT", code: "JOB_TIMEOUT", text: "took longer than" },
    {
      state: "FAILED",
      exit: "3:0",
      code: "WORKER_START",
      text: "exited with code 3 before it came to the call of main()",
    },
    { state: "COMPLETED", code: "WORKER_START", text: "exited with code 0" },
    { state: "FAILED", exit: "0:11", code: "WORKER_START", text: "killed by signal 11" },
  ])("$state $exit", async ({ state, exit, code, text }) => {
    using fake = new FakeSlurm(ending(state, exit));
    const { exitCode, jobs, directory } = await sweep(fake, "x=1");
    expect([exitCode, jobs.length]).toEqual([1, 1]);
    expect(jobs[0]?.error).toMatchObject({ code, message: expect.stringContaining(text) });
    expect([jobs[0]?.status, jobs[0]?.id]).toEqual(["failed", "42_0"]);
    const record = JSON.parse(
      readFileSync(path.join(directory, "sw/0/.hydra/result.json"), "utf8"),
    ) as object;
    expect(record).toMatchObject({ status: "failed", error: { code } });
  });

  test("Slurm has forgotten it", async () => {
    using fake = new FakeSlurm({ ...ending("X"), squeue: "true", scontrol: forgetful });
    const { jobs } = await sweep(fake, "x=1");
    expect(jobs[0]?.error).toMatchObject({
      message: expect.stringContaining("Slurm does not know job #0 (42_0)"),
    });
  });

  test("the accounting knows more than the controller", async () => {
    using fake = new FakeSlurm({
      ...ending("X"),
      squeue: "true",
      scontrol: forgetful,
      sacct: 'echo "CANCELLED by 7|0:9"',
    });
    const { jobs } = await sweep(fake, "x=1");
    expect(jobs[0]?.error).toMatchObject({ message: expect.stringContaining("was cancelled in Slurm") });
  });

  test("one whose time was over before it could answer is queued again, max_num_timeout times", async () => {
    using fake = new FakeSlurm(ending("TIMEOUT"));
    const { jobs, calls } = await sweep(
      fake,
      "x=1",
      "hydra.launcher.max_num_timeout=2",
      "hydra.launcher.time=5",
    );
    expect(calls).toBe("requeue 42_0\nrequeue 42_0\n");
    expect(jobs[0]?.error).toMatchObject({ code: "JOB_TIMEOUT", message: expect.stringContaining("300 s") });
  });
});

describe("submit_only", () => {
  test("says submitted, and nothing more", async () => {
    using fake = new FakeSlurm({ sbatch: accepting });
    const { exitCode, jobs, directory, stdout } = await sweep(
      fake,
      "x=1,2",
      "hydra.launcher.submit_only=true",
    );
    expect([exitCode, jobs.map(({ status }) => status)]).toEqual([0, ["submitted", "submitted"]]);
    expect(() => jobs[0]?.returnValue).toThrow("Job #0 was submitted and has not ended");
    expect(existsSync(path.join(directory, "sw/0"))).toBe(false);
    const journal = readFileSync(path.join(directory, "sw/journal.jsonl"), "utf8").trimEnd().split("\n");
    expect(JSON.parse(journal.at(-1) ?? "")).toMatchObject({ event: "closed", status: "submitted" });
    expect(stdout).toContain("Submitted 2 jobs to Slurm as array 42");
  });

  test("no secret is left for others to read", async () => {
    using fake = new FakeSlurm({ sbatch: accepting });
    const { directory } = await sweep(
      fake,
      "x=1",
      "password=canary-7719",
      "+hydra.job.secrets=[password]",
      "hydra.launcher.submit_only=true",
    );
    const folder = path.join(directory, "sw/.slurm/1");
    expect(readdirSync(folder).toSorted()).toEqual(["0.job.json", "array.json"]);
    expect(readFileSync(path.join(folder, "array.json"), "utf8")).not.toContain("canary-7719");
    expect(readFileSync(path.join(directory, "sw/journal.jsonl"), "utf8")).not.toContain("canary-7719");
    expect(readFileSync(path.join(directory, "sbatch"), "utf8")).not.toContain("canary-7719");
  });
});
