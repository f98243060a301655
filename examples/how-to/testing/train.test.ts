import assert from "node:assert/strict";
import { test } from "node:test";
import { runInMemory } from "orochi/testing";
import { app, train } from "./train.ts";

test("the function", () => {
  assert.equal(train({ lr: 0.5, steps: 2 }), 1);
});

test("the task, with a config", async () => {
  assert.equal(await app({ lr: 2, steps: 3 }), 6);
});

test("the program", async () => {
  const { exitCode, stdout, jobs } = await runInMemory(app, ["-m", "lr=1,2", "steps=5"]);
  assert.equal(exitCode, 0);
  assert.match(stdout, /training 5 steps/);
  assert.deepEqual(
    jobs.map((job) => job.returnValue),
    [5, 10],
  );
});

test("a mistake", async () => {
  const { exitCode, stderr } = await runInMemory(app, ["lr=-1"]);
  assert.equal(exitCode, 1);
  assert.match(stderr, /'lr': Too small/);
});
