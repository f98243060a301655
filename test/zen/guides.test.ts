import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { FailedJobError } from "../../src/jobs/failed-jobs.ts";
import { builds } from "../../src/zen/builds.ts";
import { compose } from "../../src/zen/compose.ts";
import { field } from "../../src/zen/field.ts";
import { hydraConf } from "../../src/zen/hydra-conf.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { just } from "../../src/zen/just.ts";
import { launch } from "../../src/zen/launch.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { partial } from "../../src/zen/partial.ts";
import { glob, sweep } from "../../src/zen/sweep-values.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { zen } from "../../src/zen/zen.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "orochi-guides-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const dirs = (): Record<string, string> => ({
  "hydra.run.dir": path.join(directory, "run"),
  "hydra.sweep.dir": path.join(directory, "sweep"),
});
const quiet = { "hydra/hydra_logging": "none" };

function inventory({ gold = 10, weapon = "stick", costume = "tunic" }: Record<string, unknown>): unknown {
  return { gold, weapon, costume };
}
class Character {
  readonly name: string;
  readonly level: number;
  readonly inventory: unknown;
  constructor({ name, level = 1, inventory = null }: { name: string; level?: number; inventory?: unknown }) {
    this.name = name;
    this.level = level;
    this.inventory = inventory;
  }
}

describe("the guides, as launches", () => {
  test("Z-GUIDE-001, Z-LAUNCH-001, Z-LAUNCH-006, Z-LAUNCH-012: a basic app", async () => {
    const task = zen(({ player1, player2 }: { player1: string; player2: string }) => [player1, player2]);
    const config = makeConfig({ player1: field(), player2: field() });
    const overrides = [`hydra.run.dir=${directory}/basic`, "player1=link", "player2=zelda"];
    const job = await launch(config, task, { overrides, jobName: "game" });
    expect([job.status, job.returnValue, job.taskName]).toEqual(["completed", ["link", "zelda"], "game"]);
    expect(job.overrides).toEqual(["player1=link", "player2=zelda"]);
    expect(readdirSync(path.join(directory, "basic/.hydra")).sort()).toEqual(
      expect.arrayContaining(["config.yaml", "hydra.yaml", "overrides.yaml"]),
    );
    expect(existsSync(path.join(directory, "basic/game.log"))).toBe(true);
    expect(overrides).toHaveLength(3);
  });
  test("Z-GUIDE-003, Z-GUIDE-020: a hierarchy", async () => {
    const full = { populateFullSignature: true } as const;
    const config = makeConfig({
      player: builds(Character, { inventory: builds(inventory, {}, full) }, full),
    });
    const task = zen(({ player }: { player: Character }) => player);
    const overrides = { ...dirs(), "player.name": "bowser", "player.inventory.costume": "robe" };
    const { returnValue } = await launch(config, task, { overrides });
    expect(returnValue).toEqual(new Character({ name: "bowser", inventory: inventory({ costume: "robe" }) }));
    const saved = readFileSync(path.join(directory, "run/.hydra/config.yaml"), "utf8");
    expect(saved).toContain("  inventory:\n    _target_: inventory\n    gold: 10\n");
  });
  test("Z-GUIDE-004, Z-GUIDE-023, Z-STORE-021: groups", async () => {
    const store = new ZenStore();
    const player = store.with({ group: "player" });
    player(Character, { name: "base", config: { name: "base" } });
    player(builds(Character, { name: "rakesh", level: 300 }), { name: "rakesh" });
    store.with({ group: "player/inventory" })(inventory, { name: "hard", config: { gold: 0 } });
    const config = makeConfig({ player: field() }, { defaults: ["_self_", { player: "base" }] });
    const run = async (overrides: object): Promise<unknown> =>
      (
        await launch(
          config,
          zen(({ player }: { player: Character }) => player),
          {
            store,
            overrides: { ...dirs(), ...overrides },
          },
        )
      ).returnValue;
    expect(await run({})).toMatchObject({ name: "base", level: 1 });
    expect(await run({ player: "rakesh", "player.level": 2 })).toMatchObject({ name: "rakesh", level: 2 });
    expect(await run({ "+player/inventory": "hard" })).toMatchObject({ inventory: { gold: 0 } });
    await expect(run({ player: "nobody" })).rejects.toThrow(/nobody[^]*base[^]*rakesh/);
  });
  test("Z-GUIDE-005: functionality put around what is built, and again from its YAML", async () => {
    const spooky =
      (make: (options: object) => unknown) =>
      (options: object): unknown =>
        make({ ...options, costume: "spooky" });
    const config = makeConfig({ inventory: builds(inventory, { gold: 1 }, { wrappers: spooky as never }) });
    const store = new ZenStore();
    store(config, { name: "config" });
    const text = toYaml(config);
    expect(text).toContain("_zen_wrappers: spooky");
    for (const form of [config, compose({ store, configName: "config" })])
      expect(await instantiate(form, { store })).toHaveProperty("inventory.costume", "spooky");
  });
  test("Z-GUIDE-006, Z-LAUNCH-004, Z-LAUNCH-007, Z-LAUNCH-010: all options of two groups", async () => {
    const store = new ZenStore();
    for (const name of ["a", "b", "c"]) store({ name }, { group: "data", name });
    for (const name of ["x", "y"]) store({ name }, { group: "model", name });
    const config = makeConfig(
      { data: null, model: null },
      { defaults: ["_self_", { data: "a" }, { model: "x" }] },
    );
    type Named = { data: { name: string }; model: { name: string } };
    const jobs = await launch(
      config,
      zen(({ data, model }: Named) => data.name + model.name),
      {
        store,
        multirun: true,
        overrides: { ...dirs(), ...quiet, data: glob("*"), model: sweep(["y", "x"]) },
      },
    );
    expect(jobs.map((job) => job.returnValue)).toEqual(["ay", "ax", "by", "bx", "cy", "cx"]);
  });
  test("Z-GUIDE-010: experiments", async () => {
    const store = new ZenStore();
    const named = store.with({ name: (config: { name: string }) => config.name });
    named.with({ group: "db" })({ name: "mysql" });
    named.with({ group: "db" })({ name: "sqlite" });
    named.with({ group: "server" })({ name: "apache", port: 80 });
    store(
      { server: { port: 8080 }, defaults: [{ "override /db": "sqlite" }, "_self_"] },
      { name: "aplite", group: "experiment", package: "_global_" },
    );
    const config = makeConfig({}, { defaults: ["_self_", { db: "mysql" }, { server: "apache" }] });
    const task = zen((cfg: object) => cfg);
    const overrides = { ...dirs(), "+experiment": "aplite" };
    expect((await launch(config, task, { store, overrides })).returnValue).toEqual({
      db: { name: "sqlite" },
      server: { name: "apache", port: 8080 },
    });
  });
  test("Z-GUIDE-011: settings of Hydra", async () => {
    const store = new ZenStore();
    store(hydraConf({ job: { chdir: true } }));
    const cwd = zen(() => process.cwd());
    const at = async (overrides: object): Promise<unknown> =>
      (await launch({}, cwd, { store, overrides: { ...dirs(), ...overrides } })).returnValue;
    expect(await at({})).toMatch(/orochi-guides-[^/]*.run/);
    expect(await at({ "hydra.job.chdir": false })).toBe(process.cwd());
  });
  test("Z-GUIDE-014: partial configs", async () => {
    for (const config of [
      builds(inventory, { gold: 1 }, { partial: true }),
      just(partial(inventory, { gold: 1 })),
    ]) {
      expect(toYaml(config)).toBe("_target_: inventory\n_partial_: true\ngold: 1\n");
      expect(((await instantiate(config)) as (options: object) => unknown)({ weapon: "axe" })).toEqual(
        inventory({ gold: 1, weapon: "axe" }),
      );
    }
  });
  test("Z-LAUNCH-013: a launch in a launch", async () => {
    const inner = zen(({ x }: { x: number }) => x + 1);
    const outer = async ({ x }: { x: number }): Promise<unknown> =>
      (await launch({ x }, inner, { overrides: { "hydra.run.dir": path.join(directory, "inner") } }))
        .returnValue;
    expect((await launch({ x: 1 }, zen(outer), { overrides: dirs() })).returnValue).toBe(2);
  });
  test("Z-LAUNCH-008: a sweep with a failed job rejects with the returns of all jobs", async () => {
    const task = ({ x }: { x: number }): number => {
      if (x === 2) throw new RangeError("two");
      return x;
    };
    const overrides = { ...dirs(), ...quiet, x: sweep([1, 2, 3]) };
    const failure: unknown = await launch({ x: 1 }, task, { multirun: true, overrides }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(FailedJobError);
    expect(failure).toMatchObject({
      jobReturn: { num: 1, status: "failed" },
      jobReturns: [{ status: "completed" }, { status: "failed" }, { status: "completed" }],
    });
  });
  test("Z-LAUNCH-014, Z-LAUNCH-015: missing values are the task's affair; new keys need a plus", async () => {
    const config = makeConfig({ x: field.int() });
    const run = (overrides: object): Promise<unknown> =>
      launch(config, () => 1, { overrides: { ...dirs(), ...overrides } });
    expect(await run({})).toHaveProperty("returnValue", 1);
    await expect(run({ lr: 1 })).rejects.toThrow(/\+lr/);
    await expect(run({ x: "abc" })).rejects.toThrow(expect.objectContaining({ key: "x" }));
    expect(await run({ "+lr": 1 })).toHaveProperty("status", "completed");
  });
});

describe("stores", () => {
  const store = new ZenStore({ name: "mine" });
  store({ a: 1 }, { name: "top" });
  store.with({ group: "g/h" })({ b: 2 }, { name: "deep", provider: "me", package: "p.q" });
  test("Z-STORE-001, Z-STORE-002, Z-STORE-011: entries in order, shown as copies", () => {
    expect(new ZenStore().name).toBe("custom_store");
    expect([...store]).toEqual([
      { name: "top", group: null, package: undefined, provider: undefined },
      { name: "deep", group: "g/h", package: "p.q", provider: "me" },
    ]);
    expect(Object.isFrozen(store.getEntry("g/h", "deep"))).toBe(true);
    expect([store.groups, store.size, new ZenStore().size]).toEqual([[null, "g/h"], 2, 0]);
  });
  test.for([
    [null, undefined, true],
    ["g", undefined, true],
    ["g/h", undefined, true],
    ["h", undefined, false],
    ["g", "deep", false],
    ["g/h", "deep", true],
    [null, "top", true],
  ] as const)("Z-STORE-010: has(%s, %s) is %s", ([group, name, want]) => {
    expect(store.has(group, name)).toBe(want);
  });
  test("Z-STORE-009, Z-STORE-012, Z-STORE-013: by group, as text, deleted", () => {
    expect(store.group("g").map(({ name }) => name)).toEqual(["deep"]);
    expect(store.group("none")).toEqual([]);
    expect(store.get("g", "deep")).toBeUndefined();
    expect(String(store)).toBe("mine\n  (no group): top\n  g/h: deep");
    const copy = store.copy();
    copy.delete("g/h", "deep");
    expect([copy.size, store.size]).toEqual([1, 2]);
    expect(() => copy.delete("g/h", "deep")).toThrow(/Nothing is stored/);
  });
  test("Z-STORE-003, Z-TC-001…004: what is made of what is stored", () => {
    const made = new ZenStore();
    const add = (object: unknown, options: object): string => {
      made(object, { name: "it", overwrite: true, ...options });
      const node = made.get(null, "it");
      return node === undefined ? "" : dumpYaml(node).replaceAll("\n", "; ");
    };
    expect(add(Character, {})).toBe("_target_: Character; name: ???; level: 1; inventory: null; ");
    expect(add(Character, { populateFullSignature: false })).toBe("_target_: Character; ");
    expect(add(just(Character), {})).toBe("path: Character; _target_: orochi:just; ");
    expect(add([1, { a: Character }], {})).toBe(
      "- 1; - a:;     path: Character;     _target_: orochi:just; ",
    );
    expect(() => add({ a: 1 }, { partial: true })).toThrow(/for functions and classes/);
  });
  test("schemas follow their entries", async () => {
    const { z } = await import("zod");
    const own = new ZenStore({ overwrite: true });
    const schema = z.object({ x: z.int() });
    own(schema, { name: "c", group: "old" });
    expect(own.copyWithMappedGroups({ old: "new" }).schemaOf("new", "c")).toBe(schema);
    const other = new ZenStore();
    other({ x: 1 }, { name: "c", group: "old" });
    expect(own.copy().update(other).schemaOf("old", "c")).toBeUndefined();
    own({ x: 1 }, { name: "c", group: "old" });
    expect(own.schemaOf("old", "c")).toBeUndefined();
  });
});
