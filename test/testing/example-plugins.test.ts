import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { callbackContract, configSourceContract, launcherContract, runInMemory } from "orochi/testing";
import { Bisection } from "../../examples/plugins/bisection.ts";
import { ManyAtATime } from "../../examples/plugins/many-at-a-time.ts";
import { KeepBest } from "../../examples/plugins/keep-best.ts";
import { MemorySource } from "../../examples/plugins/memory-source.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";
import { createNode } from "../../src/config/create.ts";
import { keepsContract } from "./keeps-contract.ts";

// The plugins of docs/plugins.md do what the page says.

test.for(["bisection", "many-at-a-time", "keep-best", "memory-source"])("the page shows %s", (name) => {
  const text = readFileSync(new URL(`../../examples/plugins/${name}.ts`, import.meta.url), "utf8");
  expect(readFileSync(new URL("../../docs/plugins.md", import.meta.url), "utf8")).toContain(text);
});

describe("ManyAtATime", () => {
  keepsContract(launcherContract(() => new ManyAtATime({ jobs: 3 })));
});
describe("KeepBest", () => {
  keepsContract(callbackContract(() => new KeepBest()));
});
describe("MemorySource", () => {
  keepsContract(
    configSourceContract(
      (configs) => new MemorySource(new Map(configs.map(({ path, text }) => [path, text]))),
    ),
  );
});

test("Bisection finds the smallest result, KeepBest says it", async () => {
  const store = new StoreEntries();
  const hydra = {
    callbacks: { best: { _target_: "KeepBest" } },
    job_logging: { root: { level: "INFO" } },
  };
  store.add({ name: "config", node: createNode({ x: 0, hydra }) });
  store.add({
    group: "hydra/sweeper",
    name: "bisection",
    node: createNode({ _target_: "Bisection", rounds: 12 }),
  });
  const app = {
    task: ({ x }: { x: number }) => (x - 3) ** 2,
    configName: "config",
    store,
    registry: { Bisection, KeepBest },
  };
  const { jobs, stderr, stdout } = await runInMemory(app, [
    "-m",
    "hydra/sweeper=bisection",
    "x=interval(0,10)",
  ]);
  expect([stderr, jobs.length]).toEqual(["", 24]);
  expect(Number(jobs.at(-1)?.returnValue)).toBeLessThan(0.1);
  expect(stdout).toMatch(/24 jobs, best 0/);
  const wrong = await runInMemory(app, ["-m", "hydra/sweeper=bisection", "x=1,2"]);
  expect(wrong.stderr).toContain("There is nothing to search");
});
