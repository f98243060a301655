import { inspect } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import {
  clearCache,
  copyCache,
  create,
  createResolverRegistry,
  enumOf,
  equals,
  type ErrorCode,
  fromDotlist,
  isConfig,
  isOrochiError,
  merge,
  mergeWith,
  missingKeys,
  registerResolver,
  removeItem,
  select,
  struct,
  t,
  toObject,
  toYaml,
  typeNames,
  update,
} from "../../src/config.ts";

// Requirements that no corpus case covers, and what the reference does wrong (O-CFM-003), through the public names alone.

interface Loose {
  [key: string]: any; // oxlint-disable-line typescript/no-explicit-any -- the tests look into untyped configs
}
const loose = (value: unknown, options = {}) => create(value, options) as Loose;

describe("key paths (O-ACC-018, O-24-005)", () => {
  const cfg = create({ "a.b": { "c[d": 1, "e]": 2, "f=g": 3, "h\\i": 4 }, l: [1, 2] });
  test.for([
    ["a\\.b.c\\[d", 1],
    ["[a\\.b][e\\]]", 2],
    ["a\\.b.f\\=g", 3],
    ["a\\.b.h\\i", 4],
    ["[a.b].h\\i", 4],
    ["a.b", undefined],
    ["l[-1]", undefined],
  ] as const)("%s", ([path, expected]) => {
    expect(select(cfg, path)).toBe(expected);
  });

  test("are the same in update, dotlists and resolvers", () => {
    const made = loose({ read: "${oc.select:'x\\.y'}" });
    update(made, "x\\.y", 1);
    mergeWith(made, fromDotlist(["p\\=q=2", "r\\[0\\].s=3"]));
    expect(toObject(made)).toEqual({ read: 1, "x.y": 1, "p=q": 2, "r[0]": { s: 3 } });
  });
});

describe("a key path that is not read to its end (O-ACC-018)", () => {
  test.for([
    ["a[b", 1],
    ["a[0].b[", 6],
    ["[a", 0],
    ["a[b]c", 4],
    ["a.b[c]d.e", 6],
    ["a[b\\]", 1],
  ] as const)("%s is refused by what writes", ([path, at]) => {
    const cfg = loose({ a: { b: 1 } });
    for (const write of [() => update(cfg, path, 2), () => fromDotlist([`${path}=2`])]) {
      expect(codeOf(write)).toBe("KEY_PATH");
      expect(spanStart(write)).toBe(at);
    }
    expect(toObject(cfg)).toEqual({ a: { b: 1 } });
  });

  test("reading passes over the rest, as the reference does", () => {
    expect(toObject(select(loose({ a: { b: 1 } }), "a[b") as object)).toEqual({ b: 1 });
  });
});

test("an item is removed by its meaning (O-ACC-016)", () => {
  const cfg = loose({ x: 1, list: [2, "${x}", 1, { a: 1 }] });
  removeItem(cfg["list"], 1);
  removeItem(cfg["list"], { a: 1 });
  expect(toObject(cfg["list"])).toEqual([2, 1]);
  expect(codeOf(() => removeItem(cfg["list"], 5))).toBe("ITEM_NOT_FOUND");
  expect(() => removeItem(cfg as never, 5)).toThrow("no list");
});

describe("resolvers", () => {
  test("arguments have types (O-RES-001)", () => {
    const resolvers = createResolverRegistry();
    registerResolver("repeat", (text: string, times: number | null) => text.repeat(times ?? 2), {
      args: [t.str, t.int.optional()],
      registry: resolvers,
    });
    const cfg = loose(
      { a: "${repeat:x,'3'}", b: "${repeat:1}", c: "${repeat:x,y}", d: "${repeat:}", e: "${repeat:1,2,3}" },
      { resolvers },
    );
    expect([cfg["a"], cfg["b"]]).toEqual(["xxx", "11"]);
    expect(() => cfg["c"]).toThrow("'y' does not fit the type int");
    expect(() => cfg["d"]).toThrow("takes 1 to 2 arguments, not 0");
    expect(() => cfg["e"]).toThrow("takes 1 to 2 arguments, not 3");
  });

  test("caches can be cleared and copied (O-RES-005)", () => {
    const resolvers = createResolverRegistry();
    let calls = 0;
    registerResolver("count", () => ++calls, { useCache: true, registry: resolvers });
    const cfg = loose({ a: "${count:}" }, { resolvers });
    expect([cfg["a"], cfg["a"]]).toEqual([1, 1]);
    clearCache(cfg);
    expect(cfg["a"]).toBe(2);
    const other = loose({ a: "${count:}" }, { resolvers });
    copyCache(cfg, other);
    expect([other["a"], calls]).toEqual([2, 2]);
  });

  test("a promise is refused, and its failure goes nowhere", () => {
    const resolvers = createResolverRegistry();
    registerResolver("later", () => Promise.reject(new Error("late")), { registry: resolvers });
    expect(() => loose({ a: "${later:}" }, { resolvers })["a"]).toThrow("does not wait");
  });

  test("oc.deprecated warns once in a config (O-RES-026)", () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const cfg = loose({ now: 1, old: "${oc.deprecated:now}", older: "${oc.deprecated:now}" });
    expect([cfg["old"], cfg["old"], cfg["older"], toObject(cfg)["old"]]).toEqual([1, 1, 1, 1]);
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      "'old' is deprecated. Change your code and config to use 'now'",
      "'older' is deprecated. Change your code and config to use 'now'",
    ]);
    expect(loose({ now: 1, old: "${oc.deprecated:now}" })["old"]).toBe(1);
    expect(warn).toHaveBeenCalledTimes(3);
    warn.mockRestore();
  });

  test("an argument that was left out is warned about once (O-GRM-005)", () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    const make = () => loose({ a: "${oc.create:[law,,x]}", b: "${oc.create:[]}" });
    expect(toObject(make())).toEqual({ a: ["law", "", "x"], b: [] });
    make();
    expect(warn.mock.calls.map(([text]) => text)).toEqual([
      "'${oc.create:[law,,x]}' has an argument without a value: write '' for an empty text",
    ]);
    warn.mockRestore();
  });
});

describe("types", () => {
  test("create() with a declared type", () => {
    const list = create(["1"], { type: t.list(t.int) }) as unknown[];
    list.push("5");
    expect([...list]).toEqual([1, 5]);
    expect(() => list.push("x")).toThrow("does not fit the type int");
    expect(() => create({ a: "x" }, { type: t.map(t.int) })).toThrow("does not fit the type int");
  });

  test("null is null (O-CRE-001)", () => {
    expect(create(null)).toBeNull();
    expect(create(undefined)).toEqual({});
  });

  test("text enums take values too (O-24-004)", () => {
    const Mode = { Fast: "fast", Half: 0.5 } as const;
    const cfg = create(struct("Run", { mode: enumOf("Mode", Mode) }));
    for (const value of [Mode.Fast, "Fast", "Mode.Fast"] as const) {
      update(cfg, "mode", value);
      expect(cfg.mode).toBe("fast");
    }
    update(cfg, "mode", 0.5);
    expect(toYaml(cfg)).toBe("mode: Half\n");
    expect(() => update(cfg, "mode", "slow")).toThrow("expected one of Fast, Half");
  });

  test("recursive types make their levels as they are needed (O-STR-006)", () => {
    const Tree = z.object({
      v: z.int().default(1),
      get left() {
        return Tree.optional();
      },
      get all() {
        return z.array(Tree).default([]);
      },
    });
    const cfg = merge(Tree, { left: { left: { v: "3" } }, all: [{ all: [{}] }] }) as Loose;
    expect([cfg["left"].v, cfg["left"].left.v, cfg["left"].left.left, cfg["all"][0].all[0].v]).toEqual([
      1,
      3,
      null,
      1,
    ]);
    update(cfg, "left.left.left", { v: "4" });
    expect(cfg["left"].left.left.v).toBe(4);
    expect(codeOf(() => update(cfg, "left.left.left.w", 1))).toBe("KEY_NOT_IN_SCHEMA");
  });

  test("typeNames (O-CNV-011)", () => {
    const cfg = create({ db: struct("Db", { port: t.int.optional() }), ref: "${db}" });
    expect([typeNames(cfg), typeNames(cfg, "db"), typeNames(cfg.db, "port"), typeNames(cfg, "ref")]).toEqual([
      { declared: "any", held: "map" },
      { declared: "any", held: "Db" },
      { declared: "int | null", held: "null" },
      { declared: "any", held: "interpolation" },
    ]);
    expect(typeNames(cfg, "nope")).toBeUndefined();
  });

  test("structs stay configs on demand (O-CNV-005)", () => {
    const plain = toObject(create({ db: struct("Db", { port: 1 }), other: { x: 1 } }), { structs: "config" });
    expect([isConfig(plain.db), isConfig(plain.other), plain.db.port]).toEqual([true, false, 1]);
  });
});

describe("what goes in", () => {
  test("parts of configs are taken as they are, unread", () => {
    const cfg = loose({ gone: "???", list: ["???", "${gone}"] });
    expect(toYaml(create({ cfg, list: cfg["list"] }))).toBe(
      "cfg:\n  gone: ???\n  list:\n  - ???\n  - ${gone}\nlist:\n- ???\n- ${gone}\n",
    );
  });

  test("merging a part of a config into the whole (O-MRG-001)", () => {
    const cfg = loose({ a: { a: { z: 1 } } });
    mergeWith(cfg, cfg["a"], cfg);
    expect(toObject(cfg)).toEqual({ a: { a: { z: 1 }, z: 1 } });
  });

  test("a struct slot that is null takes a mapping (O-UPD-002)", () => {
    const cfg = loose(struct("App", { db: t.optional(struct("Db", { port: 1, host: "x" })) }));
    update(cfg, "db", { port: 5 });
    expect(toObject(cfg)).toEqual({ db: { port: 5, host: "x" } });
  });

  test.for([
    ["create", (value: unknown) => create(value)],
    ["merge", (value: unknown) => merge({}, value)],
    ["update", (value: unknown) => update(create({}), "a", value)],
    ["toYaml", (value: unknown) => toYaml(value)],
    ["equals", (value: unknown) => equals(value, {})],
  ] as [string, (value: unknown) => unknown][])("data that contains itself: %s", ([, use]) => {
    const data: Loose = { a: 1 };
    data["list"] = [data];
    expect(codeOf(() => use(data))).toBe("CONFIG_CYCLE");
  });

  test.for([
    ["nothing to merge", () => merge({}, undefined), "VALUE_UNSUPPORTED"],
    ["a number to merge", () => merge({}, 5), "VALUE_UNSUPPORTED"],
    ["undefined", () => (loose({})["a"] = undefined), "VALUE_UNSUPPORTED"],
    ["a symbol as key", () => Reflect.set(loose({}), Symbol("s"), 1), "OPERATION_NOT_SUPPORTED"],
    ["a hole", () => delete loose([1])[0], "OPERATION_NOT_SUPPORTED"],
    ["a far index", () => (loose([1])[5] = 1), "INDEX_OUT_OF_RANGE"],
    ["a fraction as length", () => (loose([1])["length"] = 0.5), "OPERATION_NOT_SUPPORTED"],
    ["a name in a list", () => (loose([1])["x"] = 1), "KEY_TYPE"],
  ] as [string, () => unknown, ErrorCode][])("%s is refused", ([, use, code]) => {
    expect(codeOf(use)).toBe(code);
  });
});

test("depth is bounded by memory alone (TS-6)", () => {
  let data: Loose = { v: 1 };
  for (let level = 0; level < 12_000; level++) data = { a: data };
  const cfg = create(data);
  const merged = merge(cfg, data, { a: { b: 1 } });
  expect(select(merged, `${"a.".repeat(12_000)}v`)).toBe(1);
  expect([missingKeys(cfg), equals(cfg, create(data)), equals(cfg, merged)]).toEqual([[], true, false]);
  expect(inspect(cfg, { breakLength: 200 })).toBe("{ a: { a: { a: [Object] } } }");
});

test("a half-finished config prints what it can", () => {
  const cfg = create({ a: 1, b: "${a}", c: "${nope}", d: "???", e: { f: "${e}" } });
  expect(inspect(cfg, { breakLength: 200 })).toBe("{ a: 1, b: 1, c: '${nope}', d: '???', e: { f: '${e}' } }");
});

function spanStart(use: () => unknown): number | undefined {
  try {
    use();
  } catch (error) {
    if (isOrochiError(error)) return error.span?.start;
  }
  return undefined;
}

function codeOf(use: () => unknown): ErrorCode | undefined {
  try {
    use();
  } catch (error) {
    if (isOrochiError(error)) return error.code;
    throw error;
  }
  return undefined;
}
