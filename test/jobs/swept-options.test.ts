import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runApp } from "../../src/cli/run-app.ts";
import { memoryTerminal } from "../../src/testing/memory-terminal.ts";

// What fits only an option that is swept is checked in the jobs that have it.

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-swept-")));
  const write = (name: string, text: string): void => {
    const file = path.join(root, "conf", `${name}.yaml`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write("config", "defaults: [{model: a}, _self_]\nlr: 1\ncfg: {a: 1}\n");
  write("model/a", "in_a: 1\n");
  write("model/b", "depth: 2\nlist: [1]\n");
  write("model/c", "defaults: [{head: small}]\ndepth: 3\n");
  write("model/head/small", "size: 1\n");
  write("model/head/large", "size: 9\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ exitCode: number; seen: string[]; stderr: string }> {
  const seen: string[] = [];
  const terminal = memoryTerminal({ directory: root, argv });
  const { exitCode } = await runApp(
    {
      task: (config: unknown) => void seen.push(JSON.stringify(config)),
      configName: "config",
      configPath: "conf",
      entry: path.join(root, "my_app.ts"),
    },
    terminal,
  );
  return { exitCode, seen, stderr: terminal.output().stderr };
}

describe("an override that fits only swept options", () => {
  test.for([
    { id: "a key", argv: ["model=b,c", "model.depth=7"], each: '"depth":7' },
    { id: "a new key", argv: ["model=b,c", "+model.in_a=7"], each: '"in_a":7' },
    { id: "a list", argv: ["model=b,b", "model.list=append(5)"], each: '"list":[1,5]' },
    { id: "a deletion", argv: ["model=b,c", "~model.depth"], each: '"lr":1' },
    { id: "a group below the option", argv: ["model=c,c", "model/head=large"], each: '"size":9' },
    {
      id: "a group that the sweep adds",
      argv: ["+model/head@more=small,large", "more.size=4"],
      each: '"size":4',
    },
    { id: "a key below a swept mapping", argv: ["+new={k:1},{k:2}", "new.k=3"], each: '"new":{"k":3}' },
  ])("$id", async ({ argv, each }) => {
    const { exitCode, seen, stderr } = await run(...argv, "-m");
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(seen).toHaveLength(2);
    for (const config of seen) expect(config).toContain(each);
  });

  test("the first job that it does not fit is named, and no job has run", async () => {
    const { exitCode, seen, stderr } = await run("model=b,a", "model.depth=7", "-m");
    expect(exitCode).toBe(1);
    expect(seen).toEqual([]);
    expect(stderr).toContain("Job #1 (model=a model.depth=7): 'model.depth' is not in the config");
    const left = readdirSync(root, { recursive: true, withFileTypes: true });
    const names = left.filter((entry) => entry.isFile() && entry.parentPath.includes("multirun"));
    expect(names.map(({ name }) => name)).toEqual(["multirun.yaml"]);
  });

  test("all wrong overrides of the job are told, with near names", async () => {
    const { stderr } = await run("model=b,c", "modle.depth=7", "lrr=2", "-m");
    expect(stderr).toContain("Job #0 (model=b modle.depth=7 lrr=2): 2 problems were found");
    expect(stderr).toContain("did you mean 'model'?");
    expect(stderr).toContain("did you mean 'lr'?");
  });

  test.for([
    { id: "a swept value reaches no further than its key", argv: ["lr=1,2", "modle.depth=7"] },
    { id: "the hydra node is one for all jobs", argv: ["model=b,c", "hydra.jobb.chdir=true"] },
  ])("$id", async ({ argv }) => {
    const { exitCode, stderr } = await run(...argv, "-m");
    expect(exitCode).toBe(1);
    expect(stderr).not.toContain("Job #");
    expect(stderr).toContain("did you mean");
  });
});
