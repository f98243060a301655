import { describe, expect, test } from "vitest";
import {
  BasicSweeper,
  type Callback,
  type Launcher,
  LogJobReturn,
  type PlannedJob,
  RowsSweeper,
  SaveJobInfo,
} from "orochi/plugin";
import { callbackContract, launcherContract, sweeperContract } from "orochi/testing";
import { keepsContract } from "./keeps-contract.ts";

describe("BasicSweeper", () => {
  keepsContract(sweeperContract(() => new BasicSweeper()));
});
describe("BasicSweeper in batches", () => {
  keepsContract(sweeperContract(() => new BasicSweeper({ max_batch_size: 2 })));
});
describe("BasicSweeper with every shape", () => {
  const shape = { blocks: [{ z: "1,2" }, { z: 3 }], repeat: 2, where: "x < 3", when: { y: "x == 1" } };
  keepsContract(sweeperContract(() => new BasicSweeper(shape)));
});
describe("RowsSweeper", () => {
  keepsContract(sweeperContract(() => new RowsSweeper({ rows: [{ z: 1 }, { z: 2 }], max_batch_size: 5 })));
});
describe("LogJobReturn", () => {
  keepsContract(callbackContract(() => new LogJobReturn()));
});
describe("SaveJobInfo", () => {
  keepsContract(callbackContract(() => new SaveJobInfo()));
});

describe("contracts find what is wrong", () => {
  test("a launcher that forgets its last job", async () => {
    const forgetful: Launcher = {
      async *launch({ size, jobs }, { runJob }) {
        let left = size - 1;
        for await (const job of jobs) if (left-- > 0) yield await runJob(job);
      },
    };
    expect(await brokenChecks(launcherContract(() => forgetful))).toContain("runs every job once");
  });

  test("a launcher that answers as jobs end", async () => {
    const hasty: Launcher = {
      async *launch({ jobs }, { runJob }) {
        const running = new Set<Promise<unknown>>();
        const ended: Awaited<ReturnType<typeof runJob>>[] = [];
        const runAndKeep = async (job: PlannedJob): Promise<void> => void ended.push(await runJob(job));
        for await (const job of jobs) running.add(runAndKeep(job));
        await Promise.all(running);
        yield* ended;
      },
    };
    const broken = await brokenChecks(launcherContract(() => hasty));
    expect(broken).toContain("answers in job order, whatever takes longest");
    expect(broken).not.toContain("runs every job once");
  });

  test("a callback that throws", async () => {
    const broken: Callback = {
      onJobError: () => {
        throw new Error("no network");
      },
    };
    expect(await brokenChecks(callbackContract(() => broken))).toEqual([
      "watches a run that fails",
      "watches a sweep with a job that fails",
    ]);
  });
});

async function brokenChecks(checks: ReturnType<typeof launcherContract>): Promise<string[]> {
  const broken: string[] = [];
  for (const check of checks) await check.run().catch(() => broken.push(check.name));
  return broken;
}
