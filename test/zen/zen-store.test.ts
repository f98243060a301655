import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { z } from "zod";
import { create } from "./helpers/create.ts";
import type { MapNode } from "../../src/config/node.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { builds } from "../../src/zen/builds.ts";
import { hydraConf } from "../../src/zen/hydra-conf.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

class Adam {
  readonly lr: number;
  constructor({ lr = 0.1 }: { lr?: number } = {}) {
    this.lr = lr;
  }
}
const yaml = (store: ZenStore, name: string, group: string | null = null): string => {
  const node = store.get(group, name);
  if (node === undefined) throw new Error(`no ${name}`);
  return dumpYaml(node);
};

describe("what can be stored (Z-TC)", () => {
  test("classes and functions, with their full signature", () => {
    const store = new ZenStore();
    expect(store(Adam, { group: "optim" })).toBe(Adam);
    store(Adam, { group: "optim", name: "fast", config: { lr: 3 } });
    store(function task({ x, z = 1 }: { x: number; z?: number }) {
      return x + z;
    });
    expect(yaml(store, "Adam", "optim")).toBe("_target_: Adam\nlr: 0.1\n");
    expect(yaml(store, "fast", "optim")).toBe("_target_: Adam\nlr: 3\n");
    expect(yaml(store, "task")).toBe("_target_: task\nx: ???\nz: 1\n");
    expect(store.targets.find("Adam")?.value).toBe(Adam);
  });
  test("schemas of any library", () => {
    const store = new ZenStore();
    store(z.object({ x: z.int(), lr: z.number().default(0.5) }), { name: "zod" });
    store(toStandardJsonSchema(v.object({ x: v.optional(v.number(), 2) })), { name: "valibot" });
    store(z.object({ db: z.string().optional() }), { name: "top", defaults: ["_self_", { db: "mysql" }] });
    expect(yaml(store, "zod")).toBe("x: ???\nlr: 0.5\n");
    expect(yaml(store, "valibot")).toBe("x: 2.0\n");
    expect(
      store.get(null, "top")?.kind === "map" && (store.get(null, "top") as MapNode).child("defaults")?.kind,
    ).toBe("list");
    expect(store.schemaOf(null, "zod")).toBeDefined();
  });
  test("configs, views and data", () => {
    const store = new ZenStore();
    store(builds(Adam, { lr: 1 }));
    store(makeConfig({ a: 1 }), { name: "made" });
    store({ a: [1, Adam] }, { name: "data" });
    store(create({ b: "${a}" }), { name: "view" });
    expect([...store].map(({ name }) => name)).toEqual(["Adam", "made", "data", "view"]);
    expect(yaml(store, "data")).toBe("a:\n- 1\n- path: Adam\n  _target_: orochi:just\n");
    expect(yaml(store, "view")).toBe("b: ${a}\n");
  });
  test("Hydra's own configuration, once (Z-STORE-020)", () => {
    const store = new ZenStore();
    store(hydraConf({ callbacks: { adam: builds(Adam) as never }, job: { chdir: true } }));
    expect(yaml(store, "config", "hydra")).toContain("adam:\n    _target_: Adam\n");
    expect(yaml(store, "config", "hydra")).toContain("chdir: true");
    expect(() => store(hydraConf())).toThrow(/already stored/);
    expect(() => hydraConf({ calbacks: {} } as never)).toThrow(/did you mean 'callbacks'/);
  });
});

describe("rules", () => {
  test("configs are made when first needed; errors say where they were stored (Z-STORE-004, D12)", () => {
    const store = new ZenStore();
    store(Adam, { config: { lrr: 1 } as never });
    expect(() => store.get(null, "Adam")).toThrow(
      /no parameter 'lrr'[^]*stored as 'Adam' at [^]*zen-store\.test\.ts/,
    );
  });
  test("an entry is not replaced by accident (Z-STORE-008)", () => {
    const store = new ZenStore();
    store({ a: 1 }, { name: "x" });
    expect(() => store({ a: 2 }, { name: "x" })).toThrow(/already stored/);
    store({ a: 2 }, { name: "x", overwrite: true });
    expect(yaml(store, "x")).toBe("a: 2\n");
    const lenient = new ZenStore({ overwrite: true });
    lenient({ a: 1 }, { name: "x" });
    expect(() => lenient({ a: 1 }, { name: "x" })).not.toThrow();
  });
  test("names and groups may be computed; a name is needed (Z-STORE-005)", () => {
    const store = new ZenStore();
    const named = store.with({ name: (object: { name: string }) => object.name, group: "db" });
    named({ name: "mysql" });
    expect(store.has("db", "mysql")).toBe(true);
    expect(() => store({ a: 1 })).toThrow(/no name of its own/);
    expect(() => store({ a: 1 }, { name: 5 as never })).toThrow(/must be text/);
  });
  test("two functions under one name (D5)", () => {
    const store = new ZenStore();
    const make = (n: number): (() => number) => Object.defineProperty(() => n, "name", { value: "create" });
    store(make(1), { name: "a" });
    expect(() => store(make(2), { name: "b" })).toThrow(/Two different targets[^]*billing\.create/);
    expect(() => store(make(2), { name: "c", targetName: "billing.create" })).not.toThrow();
  });
  test("with() shares, copy() does not (Z-STORE-006, 014, 015, 016)", () => {
    const store = new ZenStore({ name: "mine" });
    const group = store.with({ group: "a/b" });
    group({ x: 1 }, { name: "one" });
    const copy = store.copy();
    copy({ x: 2 }, { name: "two" });
    expect([store.size, copy.size, copy.name]).toEqual([1, 2, "mine_copy"]);
    expect([store.has("a"), store.has("a/b"), store.has("b"), store.has(null)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(store.group("a").map(({ name }) => name)).toEqual(["one"]);
    expect(store.merge(copy).size).toBe(2);
    expect(store.copyWithMappedGroups({ "a/b": "c" }).groups).toEqual(["c"]);
    expect(String(copy)).toBe("mine_copy\n  (no group): two\n  a/b: one");
    store.delete("a/b", "one");
    expect(store.size).toBe(0);
    expect(() => store.delete(null, "one")).toThrow(/Nothing is stored/);
    expect(store instanceof ZenStore).toBe(true);
  });
  test("decorators", () => {
    const store = new ZenStore();
    // what `@store.as({ group: "model" }) class Model {}` does
    class Model {}
    expect(store.as({ group: "model" })(Model)).toBe(Model);
    expect(store.has("model", "Model")).toBe(true);
  });
  test("stores keep what a map would keep (Z-PROP-009)", () => {
    const key = fc.tuple(fc.constantFrom(null, "a", "a/b"), fc.constantFrom("x", "y", "z"));
    const step = fc.tuple(fc.constantFrom("add", "delete", "copy", "update"), key);
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        let store = new ZenStore({ overwrite: true });
        let model = new Map<string, number>();
        for (const [index, [action, [group, name]]] of steps.entries()) {
          const id = `${group ?? ""}/${name}`;
          if (action === "add") {
            store({ value: index }, { group, name });
            model.set(id, index);
          } else if (action === "delete" && model.has(id)) {
            store.delete(group, name);
            model.delete(id);
          } else if (action === "copy") {
            const old = store;
            store = store.copy();
            model = new Map(model);
            old({ value: -1 }, { group, name });
          } else if (action === "update") {
            const other = new ZenStore();
            other({ value: index }, { group, name });
            store.update(other);
            model.set(id, index);
          }
        }
        expect(store.size).toBe(model.size);
        for (const [id, n] of model) {
          const cut = id.lastIndexOf("/");
          expect(yaml(store, id.slice(cut + 1), id.slice(0, cut) || null)).toBe(`value: ${n}\n`);
        }
      }),
      { numRuns: 50 },
    );
  });
});
