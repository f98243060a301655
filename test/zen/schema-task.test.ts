import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { select } from "../../src/config.ts";
import { runInMemory } from "../../src/testing/run-in-memory.ts";
import { zen } from "../../src/zen/zen.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

// A config that was stored as a schema is checked by the schema, and the task gets what the schema made of it (D3, D16):
// `main(task, { store })` and `zen(task).main({ store })` alike.

const Config = z
  .object({
    from: z.int(),
    to: z.int(),
    day: z.string().transform((text) => new Date(text)),
    tags: z.array(z.string()).default([]),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "from must be below to" })
  .transform((given) => ({ ...given, span: given.to - given.from }));
type Output = z.output<typeof Config>;

let directory = "";
let runs = 0;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "orochi-schema-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const store = new ZenStore();
store(Config, { name: "config" });
store(Config, { name: "grouped", group: "g" });
store(Config, { name: "whole", group: "g", package: "_global_" });
store({ from: 9, to: 1 }, { name: "other" });
const given = ["from=1", "to=3", "day=2026-01-02"];

const tasks: Readonly<Record<string, (config: Output) => unknown>> = {
  plain: (config) => [config.from, config.day, config.span, select(config as object, "tags.0") === undefined],
  pattern: ({ from, day, span }) => [from, day, span, true],
};
const apps = Object.entries(tasks).flatMap(([name, task]) => [
  [`main(${name})`, task] as const,
  ...(name === "pattern" ? [["zen(pattern).main", zen(task)] as const] : []),
]);

describe.for(apps)("%s", ([, task]) => {
  const run = (argv: readonly string[]) =>
    runInMemory({ task, store, configName: "config" }, argv, { directory });
  const runZen = (argv: readonly string[]) =>
    "main" in task
      ? runInMemory(() => task.main({ store, configName: "config" }), argv, { directory })
      : run(argv);

  test("the task gets the schema's values, the record keeps the given ones", async () => {
    const { jobs, stderr } = await runZen([...given, `hydra.run.dir=out${runs++}`]);
    expect(stderr).toBe("");
    expect(jobs[0]?.returnValue).toEqual([1, new Date("2026-01-02"), 2, true]);
    expect(readFileSync(path.join(directory, `out${runs - 1}/.hydra/config.yaml`), "utf8")).toBe(
      "from: 1\nto: 3\nday: '2026-01-02'\ntags: []\n",
    );
  });
  test("what does not satisfy the schema does not run", async () => {
    const { exitCode, stderr } = await runZen([...given, "to=0"]);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("'to': from must be below to");
  });
  test("a sweep with such a job does not start", async () => {
    const { exitCode, jobs, stderr } = await runZen([...given, "to=2,0", "-m"]);
    expect([exitCode, jobs]).toEqual([1, []]);
    expect(stderr).toContain("from must be below to");
  });
  test("another config is not held to it", async () => {
    const { exitCode, jobs } = await runZen(["--config-name", "other", "+day=x", "+span=0", "+tags=[]"]);
    expect([exitCode, jobs.length]).toEqual([0, 1]);
  });
  test("the schema of a grouped config is for what stands below the group", async () => {
    const below = await runZen([
      "--config-name",
      "g/grouped",
      "g.from=9",
      "g.to=1",
      "g.day=x",
      "+from=1",
      "+day=x",
    ]);
    expect(below.stderr).not.toContain("from must be below to");
    const whole = await runZen(["--config-name", "g/whole", ...given, "to=0"]);
    expect(whole.stderr).toContain("from must be below to");
  });
});
