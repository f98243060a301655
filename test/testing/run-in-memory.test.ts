import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { main, zen, ZenStore } from "orochi";
import { runInMemory } from "orochi/testing";
import { z } from "zod";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-memory-")));
  mkdirSync(path.join(root, "conf"));
  writeFileSync(path.join(root, "conf/config.yaml"), "x: 1\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const double = ({ x }: { x: number }): number => x * 2;
const files = { configPath: "conf", configName: "config" };

describe("runInMemory", () => {
  test("runs a definition; jobs tell what they returned", async () => {
    const run = await runInMemory({ task: double, ...files }, ["-m", "x=1,2"], { directory: root });
    expect(run.exitCode).toBe(0);
    expect(run.jobs.map((job) => job.returnValue)).toEqual([2, 4]);
    expect(run.stdout).toContain("Launching 2 jobs locally");
    expect(existsSync(path.join(run.jobs[0]?.outputDir ?? "", ".hydra/config.yaml"))).toBe(true);
  });

  test("runs a zen task with its own config", async () => {
    const { jobs } = await runInMemory(zen(double, z.object({ x: z.int() })), ["x=4"]);
    expect(jobs[0]?.returnValue).toBe(8);
  });

  test("runs a function that calls main(), also when it is not awaited", async () => {
    const store = new ZenStore();
    store({ x: 3 }, { name: "config" });
    const app = (): void => void zen(double).main({ store, configName: "config" });
    expect((await runInMemory(app)).jobs[0]?.returnValue).toBe(6);
  });

  test("a module's main() at its top", async () => {
    const app = path.join(root, "app.ts");
    writeFileSync(
      app,
      `import { main } from ${JSON.stringify(path.resolve("src/index.ts"))};\nmain(() => console.log("hello"));\n`,
    );
    const run = await runInMemory(() => import(app), [], { directory: root });
    expect([run.exitCode, run.stdout]).toEqual([0, "hello\n"]);
  });

  test("a wrong command line is told by exit code and stderr", async () => {
    const usage = await runInMemory({ task: double }, ["--nosuch"]);
    expect([usage.exitCode, usage.stderr]).toEqual([2, expect.stringContaining("--nosuch")]);
    const wrong = await runInMemory({ task: double, ...files }, ["y=1"], { directory: root });
    expect([wrong.exitCode, wrong.jobs]).toEqual([1, []]);
  });

  test("failed jobs are among the jobs", async () => {
    const task = ({ x }: { x: number }): void => {
      if (x === 2) throw new Error("told to fail");
    };
    const run = await runInMemory({ task, ...files }, ["-m", "x=1,2,3"], { directory: root });
    expect(run.exitCode).toBe(1);
    expect(run.jobs.map((job) => job.status)).toEqual(["completed", "failed", "completed"]);
    expect(run.stderr).toContain("told to fail");
  });

  test("the process is left alone, two runs do not meet", async () => {
    const before = [process.cwd(), process.exitCode, console.log];
    const task = async ({ x }: { x: number }): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      console.log(`x is ${x}`);
    };
    const runs = await Promise.all(
      ["x=1", "x=2"].map((override) =>
        runInMemory(
          { task, ...files },
          [override, `hydra.run.dir=run-${override.at(-1)}`, "hydra.job.chdir=true"],
          {
            directory: root,
          },
        ),
      ),
    );
    expect(runs.map(({ stdout }) => stdout)).toEqual(["x is 1\n", "x is 2\n"]);
    expect([process.cwd(), process.exitCode, console.log]).toEqual(before);
  });

  test("console can be left alone", async () => {
    const task = (): void => console.debug();
    expect((await runInMemory({ task }, [], { captureConsole: false })).stdout).toBe("");
  });

  test("variables of the run alone", async () => {
    writeFileSync(path.join(root, "conf/config.yaml"), "home: ${oc.env:OROCHI_TEST_HOME,none}\n");
    const task = ({ home }: { home: string }): string => home;
    const { jobs } = await runInMemory({ task, ...files }, [], { directory: root });
    expect(jobs[0]?.returnValue).toBe("none");
  });

  test("a signal cancels, also one that was given before", async () => {
    const controller = new AbortController();
    const forever = async (): Promise<void> => {
      controller.abort();
      await new Promise((resolve) => setTimeout(resolve, 60_000).unref());
    };
    const run = await runInMemory({ task: forever }, [], { signal: controller.signal });
    expect([run.exitCode, run.jobs[0]?.status]).toEqual([130, "cancelled"]);
    const late = await runInMemory({ task: forever }, [], { signal: controller.signal });
    expect(late.exitCode).toBe(130);
  });

  test("a fresh directory is removed", async () => {
    const { jobs } = await runInMemory(() => main(() => 1));
    expect(existsSync(jobs[0]?.outputDir ?? "")).toBe(false);
  });

  test("logs go to the job's file", async () => {
    const run = await runInMemory(() => main((_config, { log }) => log.info("hello"), { ...files }), [], {
      directory: root,
    });
    const [job] = run.jobs;
    expect(readFileSync(path.join(job?.outputDir ?? "", "app.log"), "utf8")).toContain("hello");
    expect(run.stdout).toContain("hello");
  });
});
