/** `hydra/launcher: joblib` of directories written for Hydra (H-PLG-031). */
import { describe, expect, test } from "vitest";
import { zen, ZenStore } from "orochi";
import { JoblibLauncher } from "orochi/plugin";
import { launcherContract, runInMemory } from "orochi/testing";
import { keepsContract } from "../testing/keeps-contract.ts";

describe("JoblibLauncher with threads keeps the contract of launchers", () => {
  keepsContract(launcherContract(() => new JoblibLauncher({ prefer: "threads" })));
});

const store = new ZenStore();
store({ x: 0 }, { name: "config" });
store(
  {
    _target_: "hydra_plugins.hydra_joblib_launcher.joblib_launcher.JoblibLauncher",
    n_jobs: 2,
    prefer: "threads",
  },
  { group: "hydra/launcher", name: "ported", provider: "app" },
);

const sweep = (...args: string[]) =>
  runInMemory(
    () => zen(({ x }: { x: number }) => x).main({ store, configName: "config" }),
    ["-m", "x=1,2", ...args],
  );
const joblib = (...args: string[]) => sweep("hydra/launcher=joblib", ...args);

test.for([
  { id: "prefer threads", args: ["hydra.launcher.prefer=threads"] },
  { id: "backend threading", args: ["hydra.launcher.backend=threading"] },
  { id: "shared memory", args: ["hydra.launcher.prefer=null", "hydra.launcher.require=sharedmem"] },
])("$id: in this process", async ({ args }) => {
  const { exitCode, jobs, stdout } = await joblib(...args, "hydra.launcher.n_jobs=2");
  expect([exitCode, jobs.map(({ returnValue }) => returnValue)]).toEqual([0, [1, 2]]);
  expect(stdout).toContain("Launching 2 jobs in this process, 2 at a time");
});

test("the plugin's target is known", async () => {
  const { exitCode, jobs } = await sweep("hydra/launcher=ported");
  expect([exitCode, jobs.length]).toEqual([0, 2]);
});

test.for([
  { id: "its default" },
  { id: "loky", args: ["hydra.launcher.backend=loky"] },
  {
    id: "multiprocessing",
    args: ["hydra.launcher.backend=multiprocessing", "hydra.launcher.prefer=threads"],
  },
])("$id: processes, which start the file of the app again", async ({ args = [] }) => {
  const { exitCode, stderr } = await joblib(...args);
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining("A worker of app.ts exited")]);
});

test.for([
  {
    id: "backend",
    args: ["hydra.launcher.backend=dask"],
    says: "known are loky, multiprocessing, threading",
  },
  { id: "prefer", args: ["hydra.launcher.prefer=fibers"], says: "known are processes, threads" },
  { id: "require", args: ["hydra.launcher.require=gpu"], says: "known are sharedmem" },
  { id: "both", args: ["hydra.launcher.require=sharedmem"], says: "hydra.launcher.prefer=threads" },
  { id: "n_jobs", args: ["hydra.launcher.n_jobs=0"], says: "hydra.launcher.n_jobs" },
])("refuses a wrong $id", async ({ args, says }) => {
  const { exitCode, stderr, jobs } = await joblib(...args);
  expect([exitCode, jobs, stderr]).toEqual([1, [], expect.stringContaining(says)]);
});

test("what steers joblib itself is accepted, and told once with DEBUG", async () => {
  const args = [
    "hydra.launcher.prefer=threads",
    "hydra.launcher.pre_dispatch=all",
    "+hydra.launcher.inner_max_num_threads=2",
  ];
  const { exitCode, stdout } = await joblib(...args, "hydra.verbose=true");
  expect(exitCode).toBe(0);
  expect(stdout.match(/Not used: .*/g)).toEqual([
    "Not used: hydra.launcher.pre_dispatch, hydra.launcher.inner_max_num_threads",
  ]);
});
