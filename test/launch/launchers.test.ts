import { describe, expect, test } from "vitest";
import { builds, type JobReturn, zen, ZenStore } from "orochi";
import { BasicLauncher, type Batch, ConcurrentLauncher, type LaunchContext } from "orochi/plugin";
import { launcherContract, runInMemory } from "orochi/testing";
import { keepsContract } from "../testing/keeps-contract.ts";

describe("ConcurrentLauncher keeps the contract of launchers", () => {
  keepsContract(launcherContract(() => new ConcurrentLauncher()));
});

describe("hydra/launcher=concurrent", () => {
  const store = new ZenStore();
  store({ x: 0 }, { name: "config" });
  const sweep = (task: (config: { x: number }) => unknown, ...args: string[]) =>
    runInMemory(
      () => zen(task).main({ store, configName: "config" }),
      ["-m", "hydra/launcher=concurrent", ...args],
    );

  test("runs n_jobs at a time", async () => {
    let running = 0;
    let most = 0;
    const task = async ({ x }: { x: number }): Promise<void> => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 5 + x));
      running--;
    };
    const { exitCode, jobs } = await sweep(task, "x=range(12)", "hydra.launcher.n_jobs=3");
    expect([exitCode, jobs.length, most]).toEqual([0, 12, 3]);
  });

  test.for([
    { id: "chdir", args: ["hydra.job.chdir=true"], key: "hydra.job.chdir" },
    { id: "env_set", args: ["+hydra.job.env_set.A=1"], key: "hydra.job.env_set" },
    { id: "n_jobs", args: ["hydra.launcher.n_jobs=0"], key: "hydra.launcher.n_jobs" },
    { id: "max_failures", args: ["hydra.launcher.max_failures=0"], key: "hydra.launcher.max_failures" },
  ])("refuses $id", async ({ args, key }) => {
    const { exitCode, stderr, jobs } = await sweep(({ x }) => x, "x=1,2", ...args);
    expect([exitCode, jobs, stderr]).toEqual([1, [], expect.stringContaining(key)]);
  });

  test("max_failures over all batches", async () => {
    const fail = (): never => {
      throw new Error("no");
    };
    const { jobs } = await sweep(
      fail,
      "x=range(20)",
      "hydra.launcher.n_jobs=1",
      "hydra.launcher.max_failures=3",
    );
    expect(jobs.length).toBe(3);
  });
});

describe("a launcher of one's own (H-PLG-040)", () => {
  const said: string[] = [];
  class Own extends BasicLauncher {
    readonly #failing: string;
    constructor({ failing }: { failing: string }) {
      super();
      this.#failing = failing;
    }
    async prepare(size: number): Promise<void> {
      said.push(`prepare ${size}`);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#failing === "prepare") throw new Error("nothing is prepared");
    }
    override async *launch(batch: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
      if (this.#failing === "closeAndLaunch") throw new Error("nothing is launched");
      yield* super.launch(batch, context);
    }
    async close(): Promise<void> {
      said.push("close");
      if (this.#failing.startsWith("close")) throw new Error("still open");
    }
  }
  const store = new ZenStore();
  store({ x: 0 }, { name: "config" });
  for (const failing of ["prepare", "close", "closeAndLaunch", "none"])
    store(builds(Own, { failing }), { group: "hydra/launcher", name: failing });

  test.for([
    { launcher: "none", args: ["x=1,2"], wanted: ["prepare 2", "job 1", "job 2", "close"], says: "" },
    { launcher: "prepare", args: ["x=1,2"], wanted: ["prepare 2", "close"], says: "nothing is prepared" },
    {
      launcher: "close",
      args: ["x=1,2"],
      wanted: ["prepare 2", "job 1", "job 2", "close"],
      says: "still open",
    },
    { launcher: "close", args: ["x=1,[", "y=1"], wanted: [], says: "x=1,[" },
    {
      launcher: "closeAndLaunch",
      args: ["x=1,2"],
      wanted: ["prepare 2", "close"],
      says: "nothing is launched",
    },
  ])("$launcher, $args", async ({ launcher, args, wanted, says }) => {
    said.length = 0;
    const { exitCode, stderr } = await runInMemory(
      () => zen(({ x }: { x: number }) => said.push(`job ${x}`)).main({ store, configName: "config" }),
      ["-m", `hydra/launcher=${launcher}`, ...args],
    );
    expect([exitCode === 0, said, stderr]).toEqual([says === "", wanted, expect.stringContaining(says)]);
  });
});

test.for([
  { option: "n_jobs", value: "0" },
  { option: "timeout", value: "-1" },
  { option: "retries", value: "-1" },
  { option: "retry_on", value: "never" },
  { option: "memory_limit", value: "0" },
  { option: "recycle_after", value: "0" },
])("processes refuses hydra.launcher.$option=$value", async ({ option, value }) => {
  const store = new ZenStore();
  store({ x: 0 }, { name: "config" });
  const args = ["-m", "x=1", "hydra/launcher=processes", `hydra.launcher.${option}=${value}`];
  const app = () => zen(({ x }: { x: number }) => x).main({ store, configName: "config" });
  const { exitCode, stderr } = await runInMemory(app, args);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining(`key: hydra.launcher.${option}`)]);
});
