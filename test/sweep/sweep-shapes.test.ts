import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BasicSweeper, type BasicSweeperConfig } from "../../src/sweep/basic-sweeper.ts";
import { jobsOf } from "./jobs-of.ts";

interface Shape {
  readonly id: string;
  readonly config: BasicSweeperConfig;
  readonly given: readonly string[];
  readonly want: readonly string[];
}

describe("shapes of a sweep", () => {
  test.for<Shape>([
    {
      id: "where keeps the jobs for which all conditions hold",
      config: { where: ["a < 3", "b == x or a == 1"] },
      given: ["a=1,2,3", "b=x,y"],
      want: ["a=1 b=x", "a=1 b=y", "a=2 b=x"],
    },
    { id: "where may leave nothing", config: { where: "a > 9" }, given: ["a=1,2"], want: [] },
    {
      id: "when leaves an axis out where its condition does not hold, and counts such jobs once",
      config: { when: { momentum: "opt == sgd" } },
      given: ["opt=sgd,adam", "momentum=0,0.9", "lr=1,2"],
      want: [
        "opt=sgd momentum=0 lr=1",
        "opt=sgd momentum=0 lr=2",
        "opt=sgd momentum=0.9 lr=1",
        "opt=sgd momentum=0.9 lr=2",
        "opt=adam lr=1",
        "opt=adam lr=2",
      ],
    },
    {
      id: "an axis that is left out is null for conditions that come later",
      config: { when: { b: "a == 1", c: "b == 1" }, where: "c != 2" },
      given: ["a=1,2", "b=1,2", "c=1,2"],
      want: ["a=1 b=1 c=1", "a=1 b=2", "a=2"],
    },
    {
      id: "when works for single values and for members of a zip",
      config: { when: { fixed: "a == 1", c: "a == 2" } },
      given: ["a=1,2", "+fixed=7", "zip(b=choice(1,2),c=choice(3,4))"],
      want: ["a=1 +fixed=7 b=1", "a=1 +fixed=7 b=2", "a=2 b=1 c=3", "a=2 b=2 c=4"],
    },
    {
      id: "repeats override the seed, fastest of all",
      config: { repeat: 2 },
      given: ["x=1,2"],
      want: ["x=1 seed=0", "x=1 seed=1", "x=2 seed=0", "x=2 seed=1"],
    },
    {
      id: "repeats count from the sweeper's seed, under a key of one's own",
      config: { repeat: 2, seed: 10, repeat_key: "+trainer.seed" },
      given: ["x=1"],
      want: ["x=1 +trainer.seed=10", "x=1 +trainer.seed=11"],
    },
    {
      id: "repeats without a key",
      config: { repeat: 2, repeat_key: null },
      given: ["x=1,2"],
      want: ["x=1", "x=1", "x=2", "x=2"],
    },
    { id: "one repeat is none", config: { repeat: 1 }, given: ["x=1"], want: ["x=1"] },
    {
      id: "conditions see the seeds of repeats",
      config: { repeat: 3, where: "x == 1 or seed == 0" },
      given: ["x=1,2"],
      want: ["x=1 seed=0", "x=1 seed=1", "x=1 seed=2", "x=2 seed=0"],
    },
    {
      id: "blocks follow one another; the command line counts more than a block, and a block more than params",
      config: { params: { x: "0", y: "1,2" }, blocks: [{ x: "1,2" }, new Map([["y", "9"]]), { z: "5" }] },
      given: ["z=7"],
      want: [
        "x=1 y=1 z=7",
        "x=1 y=2 z=7",
        "x=2 y=1 z=7",
        "x=2 y=2 z=7",
        "x=0 y=9 z=7",
        "x=0 y=1 z=7",
        "x=0 y=2 z=7",
      ],
    },
    { id: "no blocks are no jobs", config: { blocks: [] }, given: ["x=1"], want: [] },
    {
      id: "conditions know the keys of every block",
      config: { blocks: [{ a: 1 }, { b: "1,2" }], where: "b == null or b > 1" },
      given: [],
      want: ["a=1", "b=2"],
    },
  ])("$id", async ({ config, given, want }) => {
    expect(await jobsOf(new BasicSweeper(config), given)).toEqual(want);
  });

  test.for<{ id: string; config: unknown; given: readonly string[]; want: RegExp }>([
    { id: "repeat 0", config: { repeat: 0 }, given: [], want: /repeat cannot be 0/ },
    { id: "repeat 1.5", config: { repeat: 1.5 }, given: [], want: /repeat cannot be 1.5/ },
    { id: "a swept seed", config: { repeat: 2 }, given: ["seed=1,2"], want: /so does seed=1,2/ },
    { id: "an unknown key", config: { when: { lrr: "lr > 1" } }, given: ["lr=1"], want: /did you mean 'lr'/ },
    { id: "a condition that is no text", config: { where: [1] }, given: ["lr=1"], want: /written as text/ },
    { id: "blocks that are no list", config: { blocks: { a: 1 } }, given: [], want: /a list of mappings/ },
    {
      id: "a block that is no mapping",
      config: { blocks: ["a=1"] },
      given: [],
      want: /hydra\.sweeper\.blocks\.0/,
    },
    {
      id: "a block with a list",
      config: { blocks: [{ a: [1] }] },
      given: [],
      want: /hydra\.sweeper\.blocks\.0\.a/,
    },
  ])("$id is an error", async ({ config, given, want }) => {
    const sweeper = Reflect.construct(BasicSweeper, [config]) as BasicSweeper;
    await expect(jobsOf(sweeper, given)).rejects.toThrow(want);
  });

  test("a condition keeps of a grid exactly what a filter would, in order", async () => {
    const sizes = fc.integer({ min: 1, max: 5 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.integer({ min: 0, max: 25 }), async (width, height, bound) => {
        const given = [`a=range(${width})`, `b=range(${height})`];
        const all = await jobsOf(new BasicSweeper(), given);
        const kept = await jobsOf(new BasicSweeper({ where: `a * b <= ${bound}` }), given);
        const product = (job: string): number =>
          [...job.matchAll(/\d+/g)].reduce((total, [digits]) => total * Number(digits), 1);
        expect(kept).toEqual(all.filter((job) => product(job) <= bound));
      }),
      { numRuns: 50 },
    );
  });
});
