import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createNode, createRoot, createStructNode } from "../../src/config/create.ts";
import { setFlag } from "../../src/config/flags.ts";
import { nodeOf, isView, viewOf } from "../../src/config/view.ts";
import { Float } from "../../src/config/scalar.ts";
import { loadYaml } from "../../src/config/yaml/load.ts";
import type { EnumType, StructType } from "../../src/config/types.ts";
import { EnumMember } from "../../src/config/scalar.ts";
import {
  ConfigIndexError,
  ConfigKeyError,
  ConfigTypeError,
  MissingMandatoryValue,
  ReadonlyConfigError,
  ValidationError,
} from "../../src/errors/config-errors.ts";

interface App {
  db: { host: string; port: number; url: string };
  list: number[];
  twin: { host: string };
  [key: string]: unknown;
}

function app(): App {
  return viewOf(
    createRoot({
      db: { host: "x", port: 3306, url: "${.host}:${db.port}" },
      list: [1, 2, "${db.port}"],
      twin: "${db}",
      gone: "???",
    }),
  ) as App;
}

describe("a view reads like plain data (design D1)", () => {
  test("members, interpolations, identity", () => {
    const cfg = app();
    expect(cfg.db.host).toBe("x");
    expect(cfg.db.url).toBe("x:3306");
    expect(cfg.db).toBe(cfg.db);
    expect(cfg.twin).toBe(cfg.db);
    expect(cfg["nope"]).toBeUndefined();
    expect(Object.keys(cfg)).toEqual(["db", "list", "twin", "gone"]);
    expect("db" in cfg && !("gone" in cfg) && !("nope" in cfg)).toBe(true);
  });

  test("spread, entries, destructuring, JSON", () => {
    const { db, list } = app();
    expect({ ...db }).toEqual({ host: "x", port: 3306, url: "x:3306" });
    expect(Object.entries(db)).toEqual([
      ["host", "x"],
      ["port", 3306],
      ["url", "x:3306"],
    ]);
    const { port, missing = 7, ...rest } = db as App["db"] & { missing?: number };
    expect([port, missing, rest]).toEqual([3306, 7, { host: "x", url: "x:3306" }]);
    expect(JSON.stringify({ db, list })).toBe(
      '{"db":{"host":"x","port":3306,"url":"x:3306"},"list":[1,2,3306]}',
    );
    expect(db).toEqual({ host: "x", port: 3306, url: "x:3306" });
  });

  test("lists are arrays", () => {
    const { list } = app();
    expect(Array.isArray(list)).toBe(true);
    const seen: number[] = [];
    for (const item of list) seen.push(item);
    expect(seen).toEqual([1, 2, 3306]);
    expect([...list]).toEqual(list);
    expect(list.map((item) => item * 2)).toEqual([2, 4, 6612]);
    expect(list.filter((item) => item > 1)).toEqual([2, 3306]);
    expect(list.at(-1)).toBe(3306);
    expect(list.indexOf(2)).toBe(1);
    expect(list.includes(3306)).toBe(true);
    expect(list.concat([9])).toEqual([1, 2, 3306, 9]);
    expect(Object.keys(list)).toEqual(["0", "1", "2"]);
    expect(list[5]).toBeUndefined();
    expect(Math.max(...list)).toBe(3306);
  });

  test("printing shows values and never fails", () => {
    const { db, list } = app();
    expect(inspect({ db, list })).toBe(
      inspect({ db: { host: "x", port: 3306, url: "x:3306" }, list: [1, 2, 3306] }),
    );
    expect(inspect(app())).toContain("gone: '???'");
    expect(inspect(viewOf(createRoot({ a: "${nope}" })))).toBe("{ a: '${nope}' }");
  });

  test("a missing value throws where it is read, not where keys are listed", () => {
    const cfg = app();
    expect(() => cfg["gone"]).toThrow(MissingMandatoryValue);
    expect(() => ({ ...cfg })).toThrow(MissingMandatoryValue);
    expect(() => [...(viewOf(createRoot([1, "???"])) as unknown[])]).toThrow(MissingMandatoryValue);
  });

  test("awaiting a config gives the config (O-ACC-014)", async () => {
    const cfg = app();
    expect(await Promise.resolve(cfg)).toBe(cfg);
    const named = viewOf(createRoot(new Map([["then", 5]]))) as Record<string, unknown>;
    expect(named["then"]).toBe(5);
  });

  test("leaves read as a program expects them", () => {
    const color: EnumType = { kind: "enum", name: "Color", members: new Map() };
    (color.members as Map<string, EnumMember>).set("RED", new EnumMember(color, "RED", 1));
    const node = createNode({ f: new Float(1), big: 2n ** 64n, color: color.members.get("RED"), none: null });
    expect({ ...(viewOf(node) as object) }).toEqual({ f: 1, big: 2n ** 64n, color: 1, none: null });
  });

  test("keys that are no text are found by their text", () => {
    const cfg = viewOf(loadYaml("{1: one, false: no, 2.5: half, x: y}")) as Record<string, unknown>;
    expect(cfg).toEqual({ 1: "one", false: false, 2.5: "half", x: "y" });
    expect(cfg[1]).toBe("one");
    cfg[1] = "eins";
    expect(Object.keys(cfg)).toEqual(["1", "false", "2.5", "x"]);
  });
});

describe("a view writes like plain data, with types and flags", () => {
  test("assignment, deletion, copies", () => {
    const cfg = app();
    cfg.db.port = 1;
    cfg["extra"] = { deep: [1] };
    cfg["again"] = cfg.db;
    cfg.db.port = 2;
    expect(cfg.db.url).toBe("x:2");
    expect(cfg["again"]).toEqual({ host: "x", port: 1, url: "x:2" });
    delete cfg["extra"];
    expect("extra" in cfg).toBe(false);
    Object.assign(cfg.db, { host: "y" });
    expect(cfg.db.url).toBe("y:2");
  });

  test("methods of arrays", () => {
    const { list } = app();
    expect(list.push(4, 5)).toBe(5);
    expect(list.pop()).toBe(5);
    expect(list.shift()).toBe(1);
    expect(list.unshift(9, 8)).toBe(5);
    expect(list).toEqual([9, 8, 2, 3306, 4]);
    expect(list.splice(1, 2, 7)).toEqual([8, 2]);
    expect(list.sort((a, b) => a - b)).toEqual([4, 7, 9, 3306]);
    expect(list.reverse()).toBe(list);
    list.length = 2;
    list[2] = 1;
    list.fill(0, 0, 1);
    expect([...list]).toEqual([0, 9, 1]);
    expect(() => (list[9] = 1)).toThrow(ConfigIndexError);
  });

  test("types convert and refuse", () => {
    const type: StructType = {
      kind: "struct",
      name: "Db",
      fields: new Map([["port", { name: "port", type: { kind: "int" }, default: 1 }]]),
    };
    const db = viewOf(createStructNode(type)) as { port: unknown; pport?: unknown };
    db.port = "5";
    expect(db.port).toBe(5);
    expect(() => (db.port = "x")).toThrow(ValidationError);
    expect(() => (db.pport = 1)).toThrow(ConfigKeyError);
    expect(() => delete (db as { port?: unknown }).port).toThrow(ConfigTypeError);
  });

  test("flags", () => {
    const cfg = app();
    setFlag(nodeOf(cfg), "struct", true);
    expect(() => (cfg["new"] = 1)).toThrow("Key 'new' is not in struct");
    setFlag(nodeOf(cfg), "readonly", true);
    expect(() => (cfg.db.port = 1)).toThrow(ReadonlyConfigError);
    expect(() => cfg.list.push(1)).toThrow(ReadonlyConfigError);
    expect(() => cfg.list.sort((a, b) => a - b)).toThrow(ReadonlyConfigError);
  });

  test("names of prototypes are ordinary keys", () => {
    const cfg = viewOf(
      createRoot(JSON.parse('{"a": {"__proto__": {"polluted": 1}, "constructor": 2}}')),
    ) as Record<string, Record<string, unknown>>;
    expect(cfg["a"]?.["__proto__"]).toEqual({ polluted: 1 });
    expect(cfg["a"]?.["constructor"]).toBe(2);
    expect(cfg["__proto__"]).toBeUndefined();
    cfg["__proto__"] = { polluted: 1 };
    expect(Object.keys(cfg)).toEqual(["a", "__proto__"]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect([cfg].map(String)).toEqual(["[object Object]"]);
  });
});

test("isView", () => {
  expect([isView(app()), isView({}), isView(null), isView(createNode({}))]).toEqual([
    true,
    false,
    false,
    false,
  ]);
  expect(() => nodeOf({})).toThrow(TypeError);
});
