import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { MapNode } from "../../src/config/node.ts";
import { runInOrder } from "../../src/launch/run-in-order.ts";
import { Slots } from "../../src/launch/slots.ts";
import type { PlannedJob } from "../../src/sweep/plan.ts";

function* plan(count: number): Generator<PlannedJob> {
  for (let num = 0; num < count; num++) yield { num, overrides: [], config: new MapNode() };
}

test.for([
  { id: "jobs that never wait", slow: () => false, most: 5 },
  { id: "jobs of which every tenth waits", slow: (num: number) => num % 10 === 0, most: 200 },
])("$id: returns come in order, and are told before many more begin", async ({ slow, most }) => {
  let begun = 0;
  const returns: number[] = [];
  const returned = runInOrder({
    jobs: plan(200),
    slots: new Slots(4),
    mayBegin: () => true,
    run: async ({ num }) => {
      begun++;
      if (slow(num)) await sleep(2);
      return { num };
    },
  });
  let held = 0;
  for await (const { num } of returned) {
    held = Math.max(held, begun - returns.length);
    returns.push(num);
  }
  expect(returns).toEqual(Array.from({ length: 200 }, (_, num) => num));
  expect(held).toBeLessThanOrEqual(most);
});

test("what goes wrong beside the jobs is thrown after those that run", async () => {
  const ended: number[] = [];
  const returned = runInOrder({
    jobs: plan(10),
    slots: new Slots(2),
    mayBegin: () => true,
    run: async ({ num }) => {
      if (num === 1) throw new Error("no");
      await sleep(5);
      ended.push(num);
      return { num };
    },
  });
  const all = async (): Promise<void> => {
    for await (const { num } of returned) ended.push(num);
  };
  await expect(all()).rejects.toThrow("no");
  expect(ended.length).toBeLessThanOrEqual(4);
});
