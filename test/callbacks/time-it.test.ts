import { expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

interface Timed {
  readonly notes: { readonly timeit: { readonly seconds: number } };
}

const task = async () => {
  const until = performance.now() + 30;
  while (performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 1));
};

test("a run: logged, and noted in the record", async () => {
  using rig = new ShippedRig();
  const { stdout, json } = await rig.run(["+hydra/callbacks=timeit"], { task });
  expect(stdout).toMatch(/\[TimeIt\]\[INFO\] - Took \d+\.\d\d seconds/);
  expect(stdout).toMatch(/The run took \d+\.\d\d seconds/);
  expect(json("out/.hydra/result.json")).toMatchObject({
    notes: { timeit: { seconds: expect.any(Number) } },
  });
  expect(json<Timed>("out/.hydra/result.json").notes.timeit.seconds).toBeGreaterThanOrEqual(0.029);
});

test("a sweep: a column of the results, and the whole in timeit.json", async () => {
  using rig = new ShippedRig();
  const { stdout, read, json } = await rig.run(["-m", "x=1,2", "hydra/callbacks=timeit"], { task });
  expect(stdout).toContain("timeit.seconds");
  expect(read("sweep/results.csv").split("\n")[0]).toBe(
    "num,status,seconds,x,timeit.seconds,error,directory",
  );
  expect(json("sweep/timeit.json")).toMatchObject({ seconds: expect.any(Number), jobs: { count: 2 } });
});

test("jobs side by side are measured each for itself", async () => {
  using rig = new ShippedRig();
  const sleep = async ({ x }: { x: number }) => {
    await new Promise((resolve) => setTimeout(resolve, x === 1 ? 20 : 300));
  };
  const { json } = await rig.run(["-m", "x=1,2", "hydra/callbacks=timeit", "hydra/launcher=concurrent"], {
    task: sleep,
  });
  const [first, second] = [0, 1].map(
    (num) => json<Timed>(`sweep/${num}/.hydra/result.json`).notes.timeit.seconds,
  );
  expect(first).toBeLessThan(second ?? 0);
});

test("failed jobs are measured, and nothing is written with hydra.output=none", async () => {
  using rig = new ShippedRig();
  const fail = () => {
    throw new Error("told to fail");
  };
  const { json } = await rig.run(["+hydra/callbacks=timeit"], { task: fail });
  expect(json("out/.hydra/result.json")).toMatchObject({ status: "failed", notes: { timeit: {} } });
  const none = await rig.run(["-m", "x=1,2", "+hydra/callbacks=timeit", "hydra.output=none"]);
  expect([none.exitCode, () => none.read("sweep/timeit.json")]).toEqual([0, expect.any(Function)]);
  expect(() => none.read("sweep/timeit.json")).toThrow("ENOENT");
});
