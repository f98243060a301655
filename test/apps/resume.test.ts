import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSweep } from "../../src/jobs/read-sweep.ts";
import { buildModules, eventually, modulesFolder, WorkerApp } from "../launch/worker-app.ts";

// Sweeps that are interrupted, changed and resumed, in real programs (D6, D7, D8).

const modules = modulesFolder();
beforeAll(() => buildModules(modules));
afterAll(() => rmSync(path.dirname(modules), { recursive: true, force: true }));

const files = {
  "my_app.mjs": `import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { builds, hydraConf, main, ZenStore } from "orochi";

class Last {
  onMultirunEnd({ jobReturns }) {
    const told = jobReturns.map((job) => [job.num, job.status, job.recorded, job.config.x]);
    writeFileSync("end.json", JSON.stringify(told));
  }
}
const store = new ZenStore();
store(hydraConf({ callbacks: { last: builds(Last) } }));
main(
  async ({ x, lr, wait, fail }, context) => {
    appendFileSync("runs.txt", x + " " + lr + "\\n");
    if (wait === "signal") {
      await new Promise((done) => context.signal.addEventListener("abort", done, { once: true }));
      appendFileSync("runs.txt", x + " told\\n");
      context.signal.throwIfAborted();
    }
    if (wait === "file") while (!existsSync("go")) await sleep(5);
    if (fail === x) throw new Error("no " + x);
    return x * 2;
  },
  { configPath: "conf", configName: "config", store },
);
`,
  "conf/config.yaml":
    "defaults: [{model: a}, _self_]\nx: 0\nlr: 0.1\nwait: none\nfail: -1\nwhen: ${now:%f}\n",
  "conf/model/a.yaml": "size: 1\n",
  "conf/model/b.yaml": "size: 2\n",
  "package.json": '{ "type": "module" }',
};

function states(app: WorkerApp): string[] {
  const { jobs } = readSweep(path.join(app.directory, "sw"));
  return [...jobs.values()].map(({ num, state, attempts }) => `${num} ${state} ${attempts}`);
}
const runs = (app: WorkerApp): string[] => app.read("runs.txt").trimEnd().split("\n");

describe("--resume", () => {
  test.for([
    { signal: "SIGINT", exit: 130 },
    { signal: "SIGTERM", exit: 143 },
  ] as const)(
    "after $signal: jobs are told, end hooks run, the journal is closed",
    async ({ signal, exit }) => {
      using app = new WorkerApp(modules, files);
      const program = app.start(["-m", "x=1,2,3", "wait=signal", "hydra.sweep.dir=sw"]);
      await eventually(() => app.has("runs.txt"), "start a job");
      program.child.kill(signal);
      expect((await program.ended).exitCode).toBe(exit);
      expect(states(app)).toEqual(["0 cancelled 1", "1 planned 0", "2 planned 0"]);
      expect(readSweep(path.join(app.directory, "sw"))).toMatchObject({
        status: "cancelled",
        owner: undefined,
      });
      expect(runs(app)).toEqual(["1 0.1", "1 told"]);
      expect(JSON.parse(app.read("end.json"))).toEqual([[0, "cancelled", false, 1]]);

      const refused = await app.run(["--resume", "sw", "wait=none"]);
      expect([refused.exitCode, refused.stderr]).toEqual([
        1,
        expect.stringContaining("wait=none is added to the overrides"),
      ]);
      const again = await app.run(["--resume", "last", "hydra.sweep.dir=sw", "wait=none", "--force"]);
      expect([again.exitCode, again.stderr]).toEqual([
        0,
        expect.stringContaining("0 of 3 jobs have completed"),
      ]);
    },
  );

  test("failed jobs run again when they are asked to; what has finished is finished", async () => {
    using app = new WorkerApp(modules, files);
    expect((await app.run(["-m", "x=1,2,3", "fail=2", "hydra.sweep.dir=sw"])).exitCode).toBe(1);
    const left = await app.run(["--resume", "sw"]);
    expect([left.exitCode, left.stderr]).toEqual([
      1,
      expect.stringContaining("2 of 3 jobs have completed, 1 failed"),
    ]);
    const retried = await app.run(["--resume", "sw", "--retry-failed"]);
    expect([retried.exitCode, states(app)]).toEqual([1, ["0 completed 1", "1 failed 2", "2 completed 1"]]);
    expect(JSON.parse(app.read("end.json"))).toEqual([
      [0, "completed", true, 1],
      [1, "failed", false, 2],
      [2, "completed", true, 3],
    ]);
    expect(runs(app)).toEqual(["1 0.1", "2 0.1", "3 0.1", "2 0.1"]);
    expect(app.has("sw/1_1")).toBe(false);
  });

  test("a finished sweep says so", async () => {
    using app = new WorkerApp(modules, files);
    await app.run(["-m", "x=1,2", "hydra.sweep.dir=sw"]);
    const { exitCode, stderr } = await app.run(["--resume", "sw"]);
    expect([exitCode, stderr]).toEqual([0, "The sweep in sw is finished: all 2 jobs have completed\n"]);
    expect(runs(app)).toHaveLength(2);
  });

  test("changed configs are named with old and new values", async () => {
    using app = new WorkerApp(modules, files);
    await app.run(["-m", "x=1,2", "fail=2", "hydra.sweep.dir=sw"]);
    const config = path.join(app.directory, "conf/config.yaml");
    writeFileSync(config, readFileSync(config, "utf8").replace("lr: 0.1", "lr: 0.2"));
    const { exitCode, stderr } = await app.run(["--resume", "sw", "--retry-failed"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("conf/config.yaml has changed\n  job #0: lr = 0.2 (was 0.1)\n");
    expect(stderr).toContain("--force goes on");
    await app.run(["--resume", "sw", "--retry-failed", "--force"]);
    expect(runs(app)).toEqual(["1 0.1", "2 0.1", "2 0.2"]);
  });

  test("a sweep that runs is left alone, and one whose process was killed is not", async () => {
    using app = new WorkerApp(modules, files);
    const program = app.start(["-m", "x=1,2", "wait=file", "hydra.sweep.dir=sw"]);
    await eventually(() => app.has("runs.txt"), "start a job");
    const refused = await app.run(["--resume", "sw"]);
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining(`is run by process ${program.child.pid}`),
    ]);
    expect(states(app)).toEqual(["0 running 1", "1 planned 0"]);
    program.child.kill("SIGKILL");
    await program.ended;
    expect(states(app)).toEqual(["0 interrupted 1", "1 planned 0"]);
    appendFileSync(path.join(app.directory, "sw/journal.jsonl"), '{"event":"comp');
    writeFileSync(path.join(app.directory, "go"), "");
    const { exitCode, stderr } = await app.run(["--resume", "sw"]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("0 of 2 jobs have completed")]);
    expect([states(app), app.has("sw/0_1")]).toEqual([["0 completed 2", "1 completed 1"], false]);
  });
});

test("hydra.sweep.skip_finished: jobs with a finished record do not run again", async () => {
  using app = new WorkerApp(modules, {
    ...files,
    "conf/config.yaml": "x: 0\nlr: 0.1\nwait: none\nfail: -1\n",
  });
  const fixed = ["hydra.sweep.dir=sw", "hydra.sweep.skip_finished=true"];
  await app.run(["-m", "x=1,2", "fail=2", ...fixed]);
  const { exitCode, stdout } = await app.run(["-m", "x=3,2,1", "fail=2,-1", ...fixed]);
  expect([exitCode, stdout]).toEqual([1, expect.stringContaining("1 of 6 jobs have ended before")]);
  expect(states(app)).toEqual([
    "0 completed 1",
    "1 completed 1",
    "2 failed 1",
    "3 completed 1",
    "4 skipped 0",
    "5 completed 1",
  ]);
  expect(JSON.parse(app.read("end.json"))[4]).toEqual([4, "completed", true, 1]);
});

describe("what is planned runs", () => {
  // Later batches are composed after the files were edited; an option that no job has asked for yet is among them.
  test.for([{ id: "basic" }, { id: "processes" }])("$id: edited files change nothing", async ({ id }) => {
    using app = new WorkerApp(modules, files);
    const line = [
      "-m",
      "model=a,b",
      "x=range(0,20)",
      "wait=file",
      "hydra.sweep.dir=sw",
      `hydra/launcher=${id}`,
    ];
    const program = app.start([...line, "hydra.sweeper.max_batch_size=10"]);
    await eventually(() => app.has("runs.txt"), "start a job");
    for (const name of ["config", "model/a", "model/b"]) {
      const file = path.join(app.directory, `conf/${name}.yaml`);
      writeFileSync(
        file,
        readFileSync(file, "utf8")
          .replace("lr: 0.1", "lr: 7")
          .replace(/size: \d/, "size: 7"),
      );
    }
    writeFileSync(path.join(app.directory, "go"), "");
    expect((await program.ended).exitCode).toBe(0);
    const seen = runs(app);
    expect([seen.length, seen.filter((text) => !text.endsWith(" 0.1"))]).toEqual([40, []]);
  });
});
