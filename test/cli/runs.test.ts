import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { runTool } from "../../src/cli/tool.ts";
import type { RunContext } from "../../src/jobs/run-context.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";
import { runInMemory } from "../../src/testing/run-in-memory.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";
import { expectGolden } from "../golden/expect-golden.ts";

async function tool(root: string, ...argv: string[]): Promise<{ exitCode: number; text: string }> {
  const terminal = memoryTerminal({ argv, directory: root, script: "orochi" });
  const exitCode = await runTool(terminal);
  const { stdout, stderr } = terminal.output();
  return { exitCode, text: `$ orochi ${argv.join(" ")}\n${stdout}${stderr}` };
}

interface Config {
  readonly lr: number;
  readonly model: string;
}
async function train({ lr, model }: Config, { report }: RunContext): Promise<unknown> {
  await report({ step: 7 });
  if (model === "big" && lr > 0.1) throw new Error("diverged\nat step 7");
  return { loss: lr * (model === "big" ? 2 : 3), note: "fine" };
}

/** A folder with a sweep of four jobs, of which one failed, and a single run. */
async function withRuns(use: (root: string) => Promise<void>): Promise<void> {
  await withCaseDirectory({}, async (root) => {
    const store = new ZenStore();
    store({ lr: 0.1, model: "small", seed: 1 }, { name: "config" });
    const app = { task: train, store, configName: "config" };
    const sweep = ["-m", "lr=0.1,0.2", "model=small,big", "seed=3", "hydra.sweep.dir=multirun/first"];
    await runInMemory(app, sweep, { directory: root });
    await runInMemory(app, ["lr=0.5", "hydra.run.dir=outputs/second"], { directory: root });
    mkdirSync(path.join(root, "outputs/nothing/.git"), { recursive: true });
    await use(root);
  });
}

/** Times of jobs and runs differ. */
function steady(text: string): string {
  return text
    .replaceAll(/ *\b\d+\.\d s\b/g, "  TIME")
    .replaceAll(/"seconds": [\d.]+/g, '"seconds": 0')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "DATE");
}

describe("orochi runs", () => {
  test("screens", async () => {
    await withRuns(async (root) => {
      const screens: string[] = [];
      for (const line of [
        "runs",
        "runs outputs --format json",
        "runs show multirun/first",
        "runs show multirun/first/1",
        "runs show last",
        "runs show multirun/first --limit 2",
        "runs diff multirun/first/0 multirun/first/3",
        "runs diff multirun/first/0 multirun/first/0",
        "runs best --by loss",
        "runs best --by loss --max -n 1 multirun",
        "runs best --by los",
        "runs best --by note",
        "runs best",
        "runs best --by loss -n x",
        "runs show",
        "runs show nowhere",
        "runs show outputs",
        "runs diff multirun/first multirun/first/0",
        "runs --nope",
        "run",
      ])
        screens.push(steady((await tool(root, ...line.split(" "))).text));
      expect(screens).not.toContain("");
      await expectGolden("screens/runs", screens.join("\n"), { [root]: "/app" });
    });
  });

  test("exit codes", async () => {
    await withRuns(async (root) => {
      expect((await tool(root, "runs")).exitCode).toBe(0);
      expect((await tool(root, "runs", "show", "nowhere")).exitCode).toBe(1);
      expect((await tool(root, "runs", "--nope")).exitCode).toBe(2);
      expect((await tool(root, "--help")).exitCode).toBe(0);
      expect((await tool(root)).text).toContain("orochi runs");
    });
  });

  test("records that are damaged are listed with what is wrong, and harm no others", async () => {
    await withRuns(async (root) => {
      writeFileSync(path.join(root, "multirun/first/journal.jsonl"), "{}\n{}\n");
      rmSync(path.join(root, "outputs/second/.hydra/result.json"));
      const { exitCode, text } = await tool(root, "runs");
      expect(exitCode).toBe(0);
      expect(text).toMatch(/multirun\/first +unreadable +Line 1 of multirun\/first\/journal/);
      expect(text).toMatch(/outputs\/second +interrupted/);
    });
  });

  test("an empty folder", async () => {
    await withCaseDirectory({}, async (root) => {
      expect((await tool(root, "runs")).text).toContain("There are no runs below this directory");
      expect((await tool(root, "runs", "show", "last")).exitCode).toBe(1);
    });
  });

  test("JSON of every command is JSON", async () => {
    await withRuns(async (root) => {
      for (const line of [
        "runs",
        "runs show last",
        "runs show multirun/first",
        "runs best --by loss",
        "runs diff outputs/second multirun/first/0",
      ]) {
        const { text } = await tool(root, ...line.split(" "), "--format", "json");
        expect(JSON.parse(text.slice(text.indexOf("\n")))).toBeTypeOf("object");
      }
    });
  });
});
