import { describe, expect, test } from "vitest";
import { MapNode } from "../../src/config/node.ts";
import { parseOverride, parseOverrides } from "../../src/overrides/parse.ts";
import { BasicSweeper, type BasicSweeperConfig } from "../../src/sweep/basic-sweeper.ts";
import type { JobReturn } from "../../src/sweep/job-return.ts";
import type { PlannedJob } from "../../src/sweep/plan.ts";

/** Batches of a sweep as texts, and how many jobs were composed when each batch was handed over. */
async function sweep(config: BasicSweeperConfig, texts: readonly string[]) {
  const composed: number[] = [];
  const notes: string[] = [];
  const batches = new BasicSweeper(config).sweep(parseOverrides(texts), {
    config: new MapNode(),
    composeJob: (overrides, num): PlannedJob => {
      composed.push(num);
      return { num, overrides, config: new MapNode() };
    },
    options: () => [],
    parseOverride: (text, source) => parseOverride(text, { source }),
    signal: new AbortController().signal,
    debug: (message) => notes.push(message),
  });
  const result: { size: number; before: number; jobs: string[] }[] = [];
  const returns: JobReturn[] = [];
  for (let next = await batches.next(returns); next.done !== true; next = await batches.next(returns)) {
    const before = composed.length;
    const jobs: string[] = [];
    for await (const { num, overrides } of next.value.jobs)
      jobs.push(`${num}: ${overrides.map(({ text }) => text).join(" ")}`);
    result.push({ size: next.value.size, before, jobs });
  }
  return { result, composed, notes };
}

describe("BasicSweeper", () => {
  test("numbers continue across batches, jobs are composed once and when they are asked for (H-SWP-026)", async () => {
    const { result, composed, notes } = await sweep({ max_batch_size: 2 }, ["x=1,2,3"]);
    expect(result).toEqual([
      { size: 2, before: 0, jobs: ["0: x=1", "1: x=2"] },
      { size: 1, before: 2, jobs: ["2: x=3"] },
    ]);
    expect(composed).toEqual([0, 1, 2]);
    expect(notes).toHaveLength(2);
  });

  test.for([
    {
      id: "params come first",
      params: { x: "1,2", "+y": 5 },
      texts: ["z=0"],
      want: ["x=1 +y=5 z=0", "x=2 +y=5 z=0"],
    },
    {
      id: "the command line replaces them in place",
      params: { x: "1,2", y: true },
      texts: ["x=7"],
      want: ["x=7 y=true"],
    },
    { id: "a bare deletion", params: { "~x": null, y: null }, texts: [], want: ["~x y=null"] },
    { id: "a map", params: new Map([["x", "choice(a,b)"]]), texts: [], want: ["x=a", "x=b"] },
  ])("params: $id (H-SWP-021)", async ({ params, texts, want }) => {
    const { result } = await sweep({ params, max_batch_size: null }, texts);
    expect(result[0]?.jobs.map((job) => job.slice(3))).toEqual(want);
  });

  test("no job: one empty batch (H-SWP-024)", async () => {
    expect((await sweep({}, ["x=range(0)"])).result).toEqual([{ size: 0, before: 0, jobs: [] }]);
  });

  test.for([0, -1, 1.5])("max_batch_size=%s is refused (H-SWP-020)", async (size) => {
    await expect(sweep({ max_batch_size: size }, ["x=1,2"])).rejects.toThrow("hydra.sweeper.max_batch_size");
  });

  test("errors of params name them", async () => {
    await expect(sweep({ params: { x: "[1" } }, [])).rejects.toThrow("hydra.sweeper.params:1:5");
    await expect(sweep({ params: { x: [1, 2] } }, [])).rejects.toThrow("hydra.sweeper.params.x");
  });
});
