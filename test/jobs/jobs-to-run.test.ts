import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { inOrder } from "../../src/jobs/batch-jobs.ts";
import { JobsToRun } from "../../src/jobs/jobs-to-run.ts";
import { MapNode } from "../../src/config/node.ts";
import type { Batch, PlannedJob } from "../../src/sweep/plan.ts";

const job = (num: number): PlannedJob => ({ num, overrides: [], config: new MapNode() });
const jobs = [job(0), job(1), job(2)];
const toRun = (source: unknown): JobsToRun => new JobsToRun(source as Batch["jobs"], [], () => {});

async function numbersOf(source: AsyncIterable<PlannedJob>): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { num } of source) numbers.push(num);
  return numbers;
}

test.for<[id: string, source: () => unknown]>([
  ["a list", () => jobs],
  ["a list of promises", () => jobs.map((each) => Promise.resolve(each))],
  [
    "a generator",
    function* () {
      yield* jobs;
    },
  ],
  [
    "an async generator",
    async function* () {
      yield* jobs;
    },
  ],
  [
    "an async generator of another realm",
    () => runInNewContext("(async function* () { yield* jobs; })()", { jobs }),
  ],
  [
    "an iterator whose answers are like promises",
    () => {
      const left = jobs.values();
      // oxlint-disable-next-line unicorn/no-thenable
      const next = () => ({ then: (resolve: (step: unknown) => void) => resolve(left.next()) });
      return { [Symbol.asyncIterator]: () => ({ next }) };
    },
  ],
])("jobs come from %s", async ([, source]) => {
  expect(await numbersOf(toRun(source()))).toEqual([0, 1, 2]);
});

test("nothing comes after a mistake, nor when the jobs are not wanted any more", async () => {
  let ended = 0;
  async function* source(): AsyncGenerator<PlannedJob> {
    try {
      yield* jobs;
    } finally {
      ended++;
    }
  }
  const failing = new JobsToRun(source(), [], () => {});
  await failing.next();
  const broken = toRun({
    [Symbol.iterator]: () => ({
      next: () => {
        throw new Error("no");
      },
    }),
  });
  await expect(broken.next()).rejects.toThrow("no");
  expect(await broken.next()).toEqual({ done: true, value: undefined });

  const all = inOrder([job(7)], failing, (each) => each);
  for await (const { num } of all) if (num === 1) break;
  expect([ended, await all.next(), await failing.next()]).toEqual([
    1,
    { done: true, value: undefined },
    { done: true, value: undefined },
  ]);
});
