import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { RunContext } from "../../src/jobs/run-context.ts";
import { runInMemory } from "../../src/testing/run-in-memory.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

/** A run that is cancelled while its task, which knows of the signal, goes on for so long. */
async function cancelled(argv: readonly string[], milliseconds: number) {
  const controller = new AbortController();
  const store = new ZenStore();
  store({ x: 0 }, { name: "config" });
  const saved: string[] = [];
  const task = async (_config: unknown, { signal }: RunContext): Promise<void> => {
    signal.addEventListener("abort", () => saved.push("told"));
    controller.abort();
    await sleep(milliseconds);
    saved.push("ended");
  };
  const run = await runInMemory({ task, store, configName: "config" }, argv, { signal: controller.signal });
  return { ...run, saved };
}

describe("hydra.job.grace", () => {
  test.for([
    { argv: [], code: 0 },
    { argv: ["hydra.job.grace=inf"], code: 0 },
    { argv: ["-m", "x=1,2", "hydra.job.grace=20"], code: 130 },
  ])("a task that hears of Ctrl-C may end by itself: $argv", async ({ argv, code }) => {
    const { exitCode, saved, jobs } = await cancelled(argv, 30);
    expect([exitCode, saved]).toEqual([code, ["told", "ended"]]);
    expect(jobs.map(({ status }) => status)).toEqual(["completed"]);
  });

  test("when its time is over it is left behind, and end hooks run", async () => {
    const { exitCode, saved, jobs, stderr } = await cancelled(["hydra.job.grace=0.02"], 60_000);
    expect([exitCode, saved]).toEqual([130, ["told"]]);
    expect(jobs.map(({ status, error }) => [status, String(error)])).toEqual([
      ["cancelled", expect.stringContaining("did not end within 0.02 s")],
    ]);
    expect(stderr).toContain("Cancelled");
  });
});
