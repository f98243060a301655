import { existsSync } from "node:fs";
import { Session } from "node:inspector";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { ShippedRig } from "./shipped.ts";

/** By processor time: a busy machine gives a task less of the clock's. */
function burn(): number {
  const start = process.cpuUsage();
  let sum = 0;
  while (process.cpuUsage(start).user < 60_000)
    for (let turn = 0; turn < 1000; turn++) sum += Math.sqrt(sum + 1);
  return sum;
}
const task = (): boolean => burn() > 0;

interface CpuProfile {
  readonly nodes: readonly { readonly callFrame: { readonly functionName: string } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

test("a CPU profile of the task and statistics of the heap", async () => {
  using rig = new ShippedRig();
  const { exitCode, stderr, json } = await rig.run(["+hydra/callbacks=profile"], { task });
  expect([exitCode, stderr]).toEqual([0, ""]);
  const { nodes, samples, timeDeltas } = json<CpuProfile>("out/cpu.cpuprofile");
  expect(nodes.map(({ callFrame }) => callFrame.functionName)).toContain("burn");
  expect([samples.length > 0, timeDeltas.length]).toEqual([true, samples.length]);
  expect(json("out/heap.json")).toMatchObject({
    before: { heap: { used_heap_size: expect.any(Number) } },
    after: {},
  });
});

test("samples as often as asked, and allocations", async () => {
  using rig = new ShippedRig();
  const posted = vi.spyOn(Session.prototype, "post");
  onTestFinished(() => posted.mockRestore());
  const { json } = await rig.run(
    [
      "+hydra/callbacks=profile",
      "hydra.callbacks.profile.interval_us=100",
      "hydra.callbacks.profile.heap=sampling",
      "hydra.callbacks.profile.heap_interval_bytes=1024",
    ],
    { task },
  );
  const asked = new Map<string, unknown>(
    posted.mock.calls.map(([method, settings]): [string, unknown] => [method, settings]),
  );
  expect(asked.get("Profiler.setSamplingInterval")).toEqual({ interval: 100 });
  expect(asked.get("HeapProfiler.startSampling")).toEqual({ samplingInterval: 1024 });
  expect(json("out/heap.heapprofile")).toMatchObject({ head: { children: expect.any(Array) } });
});

test("every job of a sweep has its own, also one that fails", async () => {
  using rig = new ShippedRig();
  const fail = () => {
    burn();
    throw new Error("told to fail");
  };
  await rig.run(["-m", "x=1,2", "+hydra/callbacks=profile", "hydra.callbacks.profile.heap=none"], {
    task: fail,
  });
  for (const num of [0, 1])
    expect(existsSync(path.join(rig.directory, `sweep/${num}/cpu.cpuprofile`))).toBe(true);
  expect(existsSync(path.join(rig.directory, "sweep/0/heap.json"))).toBe(false);
});

test("of jobs side by side in one process one is profiled, the others say so", async () => {
  using rig = new ShippedRig();
  const wait = () => new Promise((resolve) => setTimeout(resolve, 300));
  const { exitCode, stdout } = await rig.run(
    ["-m", "x=1,2", "+hydra/callbacks=profile", "hydra/launcher=concurrent", "hydra.launcher.n_jobs=2"],
    { task: wait },
  );
  expect([exitCode, stdout]).toEqual([0, expect.stringContaining("hydra/launcher=processes")]);
  const profiles = [0, 1].filter((num) =>
    existsSync(path.join(rig.directory, `sweep/${num}/cpu.cpuprofile`)),
  );
  expect(profiles).toHaveLength(1);
});

test.for(["interval_us=0", "heap_interval_bytes=-1"])("%s is refused before any job", async (override) => {
  using rig = new ShippedRig();
  const { exitCode, stderr, jobs } = await rig.run([
    "+hydra/callbacks=profile",
    `hydra.callbacks.profile.${override}`,
  ]);
  expect([exitCode, stderr, jobs]).toEqual([1, expect.stringContaining("it is a positive number"), []]);
});
