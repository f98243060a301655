/** Section 11 of the requirements: `compose()` as tests and notebooks use it. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { compose, type ComposeOptions, isOrochiError, main, ZenStore } from "../../src/index.ts";
import { runInMemory } from "../../src/testing.ts";

const directory = mkdtempSync(path.join(tmpdir(), "orochi-compose-"));
afterAll(() => rmSync(directory, { recursive: true }));
for (const [name, text] of Object.entries({
  "conf/config.yaml": "defaults: [{db: mysql}, _self_]\nx: 1\njob: ${hydra:job.name}\n",
  "conf/db/mysql.yaml": "port: 3306\n",
  "conf/db/sqlite.yaml": "port: 0\n",
  "test/app.test.ts": "",
})) {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), text);
}
const from = pathToFileURL(path.join(directory, "test/app.test.ts")).href;
const base = { configPath: "../conf", from, configName: "config" };

function codeOf(options: ComposeOptions): string | undefined {
  try {
    compose(options);
  } catch (error) {
    return isOrochiError(error) ? error.code : String(error);
  }
  return undefined;
}

describe("where configs are", () => {
  test.for<[string, ComposeOptions]>([
    ["H-API-001, H-API-008 relative to the module that asks", base],
    ["a file name will do", { ...base, from: path.join(directory, "test/app.test.ts") }],
    ["H-API-002 absolute", { configPath: path.join(directory, "conf"), configName: "config" }],
    ["a URL", { configPath: pathToFileURL(path.join(directory, "conf")).href, configName: "config" }],
    [
      "H-API-011 relative to the working directory",
      { ...base, configPath: path.relative(process.cwd(), path.join(directory, "conf")), from: undefined },
    ],
  ])("%s", ([, options]) => {
    expect(compose({ ...options, jobName: "t" })).toEqual({ db: { port: 3306 }, x: 1, job: "t" });
  });

  test.for<[string, ComposeOptions, string]>([
    ["H-API-002 a directory that is not there", { ...base, configPath: "conf" }, "CONFIG_DIR_MISSING"],
    [
      "H-API-002 a package that is not there",
      { configPath: "pkg://nobody/conf", configName: "config" },
      "CONFIG_DIR_MISSING",
    ],
    ["a file", { ...base, configPath: "../conf/config.yaml" }, "USAGE"],
    ["a config that is not there", { ...base, configName: "confg" }, "CONFIG_NOT_FOUND"],
    ["no name at all", { ...base, configName: "" }, "CONFIG_NOT_FOUND"],
    ["H-APL-003 a sweep", { ...base, overrides: ["x=1,2"] }, "OVERRIDE_SWEEP"],
  ])("%s", ([, options, code]) => {
    expect(codeOf(options)).toBe(code);
  });
});

describe("what is composed (H-API-004)", () => {
  test("a closed config without hydra; nothing is written", () => {
    const config = compose<{ x: number; y?: number }>(base);
    expect("hydra" in config).toBe(false);
    expect(() => (config.y = 2)).toThrow(expect.objectContaining({ code: "KEY_NOT_IN_STRUCT" }));
    config.x = 2;
    expect(readdirSync(directory).sort()).toEqual(["conf", "test"]);
    expect(existsSync("outputs/app")).toBe(false);
  });

  test("the hydra node, as far as there is no run", () => {
    const { hydra } = compose<{
      hydra: { mode: null; job: { name: string; num: number; id: string }; runtime: { output_dir: string } };
    }>({ ...base, returnHydraConfig: true });
    expect([hydra.mode, hydra.job.name]).toEqual([null, "app"]);
    for (const read of [() => hydra.job.num, () => hydra.job.id, () => hydra.runtime.output_dir])
      expect(read).toThrow(expect.objectContaining({ code: "VALUE_MISSING" }));
  });

  test("H-API-005 ${hydra:…} means what was composed with the config", () => {
    expect(compose<{ job: string }>({ ...base, jobName: "mine" }).job).toBe("mine");
  });

  test.for([undefined, null])("H-API-006 configName %s: an empty config that + fills", (configName) => {
    expect(compose({ configName, overrides: ["+a.b=1"] })).toEqual({ a: { b: 1 } });
  });

  test("H-PAT-017 two configs are compared as plain objects are", () => {
    const config = compose({ ...base, overrides: ["db=sqlite", "x=7"] });
    expect(config).toEqual({ db: { port: 0 }, x: 7, job: "app" });
    expect(config).toEqual(compose({ ...base, overrides: ["x=7", "db=sqlite"] }));
  });

  test.for([["x=2"], [[5]], [[null]]])("no list of texts: %j", ([overrides]) => {
    expect(() => compose({ ...base, overrides: overrides as never })).toThrow(
      /overrides must be a list of texts/,
    );
  });
});

test("H-API-003, H-API-010, H-APP-014 nothing is global: composes inside of each other and of a run do not meet", async () => {
  const store = new ZenStore();
  store({ x: 5, name: "${hydra:job.name}" }, { name: "config" });
  const seen: unknown[] = [];
  const app = () =>
    main(
      async (config: { x: number; name: string }) => {
        const inner = compose<{ job: string }>({ ...base, jobName: "inner", overrides: ["x=6"] });
        const nested = await runInMemory({
          task: (own) => void seen.push(own),
          store,
          configName: "config",
          jobName: "nested",
        });
        seen.push(nested.exitCode, inner.job, inner, config.name);
      },
      { store, configName: "config", jobName: "outer" },
    );
  expect((await runInMemory(app, ["hydra.output=none"])).exitCode).toBe(0);
  expect(seen).toEqual([
    { x: 5, name: "nested" },
    0,
    "inner",
    { db: { port: 3306 }, x: 6, job: "inner" },
    "outer",
  ]);
});

test("H-API-009 runs and sweeps of an app are tried out in memory", async () => {
  const store = new ZenStore();
  store({ x: 1 }, { name: "config" });
  const { exitCode, jobs } = await runInMemory(
    { task: ({ x }: { x: number }) => x * 2, store, configName: "config" },
    ["-m", "x=1,2"],
  );
  expect([exitCode, jobs.map(({ returnValue }) => returnValue)]).toEqual([0, [2, 4]]);
});

test("H-DEF-047 a group whose package was forgotten: where it belongs is told", () => {
  const store = new ZenStore();
  class Clock {}
  store(Clock, { name: "clock", group: "callbacks" });
  store(Clock, { name: "far", group: "launcher" });
  const closed = { store, configPath: path.join(directory, "conf"), configName: "config" };
  expect(compose({ ...closed, overrides: ["+callbacks=clock"] })).toHaveProperty("callbacks");
  const typed = new ZenStore();
  typed(Clock, { name: "clock", group: "callbacks" });
  typed(Clock, { name: "far", group: "launcher" });
  typed({ x: 1 }, { name: "plain" });
  const schema = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value: unknown) => ({ value }),
      jsonSchema: {
        input: () => ({
          type: "object",
          properties: { x: { type: "integer" } },
          additionalProperties: false,
        }),
        output: () => ({}),
      },
    },
  } as const;
  typed(schema as never, { name: "task" });
  for (const [override, hint] of [
    ["+callbacks=clock", "+callbacks@hydra.callbacks.clock=clock"],
    ["+launcher=far", "+launcher@hydra.launcher=far"],
  ] as const)
    expect(() => compose({ store: typed, configName: "task", overrides: [override] })).toThrow(hint);
});
