import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  canSelect,
  clearResolver,
  ConfigKeyError,
  ConfigValueError,
  copy,
  create,
  createResolverRegistry,
  enumOf,
  enumType,
  equals,
  float,
  fromDotlist,
  fromSchema,
  fromYaml,
  getItem,
  hasResolver,
  II,
  int,
  isConfig,
  isInterpolation,
  isList,
  isMap,
  isMissing,
  isReadonly,
  isStruct,
  keysOf,
  load,
  maskedCopy,
  merge,
  mergeWith,
  mergeWithDotlist,
  MISSING,
  missingKeys,
  MissingMandatoryValue,
  openStruct,
  originOf,
  path as pathValue,
  ReadonlyConfigError,
  readWrite,
  registerResolver,
  resolve,
  save,
  select,
  setReadonly,
  setStruct,
  SchemaValidationError,
  struct,
  structOf,
  structurallyEquals,
  t,
  toObject,
  toYaml,
  unsafeMerge,
  update,
  validate,
  ValidationError,
} from "../../src/config.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "orochi-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("create", () => {
  test("data, text, nothing, a config", () => {
    expect(create({ a: [1, { b: null }] })).toEqual({ a: [1, { b: null }] });
    expect(create("a: 1\nb: ${a}")).toEqual({ a: 1, b: 1 });
    expect(create()).toEqual({});
    const first = create({ a: { b: 1 } });
    const second = create(first);
    second.a.b = 2;
    expect(first.a.b).toBe(1);
    expect(() => create(5)).toThrow(ValidationError);
    expect(() => create("5")).toThrow(ValidationError);
  });

  test("schemas anywhere in it", () => {
    const Db = z.object({ host: z.string().default("x"), port: z.int() });
    const cfg = create({ db: Db, list: [Db] });
    cfg.db.port = 5;
    expect(cfg.db).toEqual({ host: "x", port: 5 });
    expect(() => ((cfg.db as { port: unknown }).port = "abc")).toThrow(ValidationError);
    expect(missingKeys(cfg)).toEqual(["list[0].port"]);
  });

  test("a schema without structure says what to do", () => {
    const schema = v.object({ a: v.number() });
    expect(() => create(schema)).toThrow(/toStandardJsonSchema/);
    expect(missingKeys(create(toStandardJsonSchema(schema)))).toEqual(["a"]);
    expect(() => create({ f: () => 1 })).toThrow(ValidationError);
  });

  test("a parent lends its values (O-CRE-007)", () => {
    const parent = create({ a: 1 });
    expect(create({ b: "${a}" }, { parent })).toEqual({ b: 1 });
  });

  test("wrappers keep kinds (TS-1, TS-3)", () => {
    const cfg = create({ lr: float(1), big: int("9007199254740993"), file: pathValue("a/b"), ref: II("lr") });
    expect(toYaml(cfg)).toBe("lr: 1.0\nbig: 9007199254740993\nfile: a/b\nref: ${lr}\n");
    expect(cfg.file).toBe("a/b");
    expect(() => int(1.5)).toThrow(RangeError);
  });
});

describe("structs, classes and enums", () => {
  test("fields of a schema's type", () => {
    const App = struct("App", { db: fromSchema(z.object({ port: z.int().default(1) }), "Db") });
    expect(merge(App, { db: { port: "5" } }).db.port).toBe(5);
    expect(() => merge(App, { db: { x: 1 } })).toThrow("Key 'x' is not in 'Db'");
  });

  // What TypeScript makes of `enum Color { Red, Green }`.
  const Color = { Red: 0, Green: 1 } as const;
  const compiled = { ...Color, 0: "Red", 1: "Green" } as unknown as typeof Color;
  const ColorType = enumOf("Color", compiled);

  test("struct", () => {
    const Db = struct("Db", {
      host: "localhost",
      port: t.int.default(3306),
      user: t.str,
      tags: t.list(t.str).default([]),
    });
    const cfg = create(Db);
    expect(missingKeys(cfg)).toEqual(["user"]);
    expect(() => cfg.user).toThrow(MissingMandatoryValue);
    const merged = merge(Db, { user: "me", port: "5" as unknown as number });
    expect(merged).toEqual({ host: "localhost", port: 5, user: "me", tags: [] });
    expect(() => merge(Db, { prot: 1 })).toThrow(/did you mean 'port'/);
  });

  test("extension, recursion through merges, open keys", () => {
    const Base = struct("Base", { a: 1 });
    const Sub = struct("Sub", { b: t.optional(t.str) }, { extends: Base });
    const App = struct("App", { part: Base, rest: t.map(Base).default({}) });
    expect(merge(App, { part: create(Sub) })).toEqual({ part: { a: 1, b: null }, rest: {} });
    expect(merge(App, { rest: { x: {} } })).toEqual({ part: { a: 1 }, rest: { x: { a: 1 } } });
    const Open = struct("Open", { a: 1 }, { rest: t.int });
    expect(merge(Open, { z: "4" })).toEqual({ a: 1, z: 4 });
  });

  test("classes", () => {
    class Db {
      host = "localhost";
      port = 3306;
      user: string = MISSING;
      get url() {
        return `${this.user}@${this.host}`;
      }
    }
    class MySql extends Db {
      engine = "innodb";
    }
    const cfg = create(structOf(MySql));
    expect(Object.keys(cfg)).toEqual(["host", "port", "user", "engine"]);
    cfg.user = "me";
    const object = toObject(cfg, { structs: "instantiate" });
    expect(object).toBeInstanceOf(MySql);
    expect((object as unknown as MySql).url).toBe("me@localhost");
    expect(create({ db: Db }).db.host).toBe("localhost");
  });

  test("TypeScript's enums are written by name and read as values", () => {
    const Paint = struct("Paint", {
      color: t.optional(ColorType),
      flavour: enumType("Flavour", ["RYE", "WHEAT"]),
    });
    const cfg = merge(Paint, { color: "Green", flavour: "RYE" });
    expect(cfg.color).toBe(Color.Green);
    expect(cfg.flavour).toBe("RYE");
    cfg.color = Color.Red;
    expect(toYaml(cfg)).toBe("color: Red\nflavour: RYE\n");
    expect(toObject(cfg)).toEqual({ color: 0, flavour: "RYE" });
    expect(toObject(cfg, { enums: "name" })).toEqual({ color: "Red", flavour: "RYE" });
    expect(() => merge(Paint, { color: "Blue" })).toThrow(/expected one of Red, Green/);
  });
});

describe("merge", () => {
  test("inputs stay, order is kept, lists replace", () => {
    const first = create({ a: { x: 1 }, l: [1, 2] });
    const merged = merge(first, { a: { y: 2 }, z: 0 }, { l: [3] });
    expect(JSON.stringify(merged)).toBe('{"a":{"x":1,"y":2},"l":[3],"z":0}');
    expect(first).toEqual({ a: { x: 1 }, l: [1, 2] });
    expect(() => merge(first, "a: 1")).toThrow(ConfigValueError);
    expect(unsafeMerge(first, { b: 1 })).toBe(first);
  });

  test("in place", () => {
    const cfg = create({ a: { x: 1 } });
    mergeWith(cfg, { a: { y: 2 } });
    mergeWithDotlist(cfg, ["a.x=5", "l=[1, 2]", "l[0]=3"]);
    expect(cfg).toEqual({ a: { x: 5, y: 2 }, l: [3, 2] });
    setReadonly(cfg, true);
    expect(() => mergeWith(cfg, { a: 1 })).toThrow(ReadonlyConfigError);
    expect(isReadonly(merge(cfg, { b: 1 }))).toBe(true);
  });

  test("a part of a config keeps its surroundings (O-MRG-011)", () => {
    const cfg = create({ host: "x", db: { url: "${host}" } });
    expect(merge(cfg.db, { port: 1 })).toEqual({ url: "x", port: 1 });
    expect(copy(cfg.db)).toEqual({ url: "x" });
  });

  test("errors point at what was written (design D11)", () => {
    const Db = struct("Db", { port: t.int.default(1) });
    const yaml = (text: string) => fromYaml(text, { name: "app.yaml" });
    expect(() => merge(Db, yaml("port: x\n"))).toThrow("app.yaml:1:7\n 1 | port: x\n   |       ^");
    expect(() => merge(Db, yaml("\nprot: 1\n"))).toThrow("app.yaml:2:1\n 2 | prot: 1\n   | ^^^^");
    expect(() => mergeWithDotlist(create(Db), ["port=x"])).toThrow("dotlist:1:6\n 1 | port=x\n   |      ^");
    expect(() => mergeWithDotlist(create(Db), ["prot=1"])).toThrow(/dotlist:1:1\n.*\n.*\^\^\^\^\n.*port/);
  });

  test("values know what they replaced (design D2)", () => {
    const cfg = merge(fromYaml("a:\n  b: 1\n", { name: "base.yaml" }), fromDotlist(["a.b=2"]), {
      a: { b: 3 },
    });
    const { origin, place, replaced } = originOf(cfg.a, "b");
    expect([origin.kind, place]).toEqual(["code", undefined]);
    expect(replaced.map(({ origin: { kind }, text }) => [kind, text])).toEqual([
      ["override", "2"],
      ["yaml", "1"],
    ]);
    expect(originOf(fromYaml("a:\n  b: 1\n", { name: "base.yaml" }).a, "b").place).toBe("base.yaml:2:6");
  });
});

test("select, update and keys", () => {
  const cfg = create({ a: { l: [{ x: 1 }], r: "${b}" }, b: 2, m: "???" });
  expect([
    select(cfg, "a.l[0].x"),
    select(cfg, "a.r"),
    select(cfg, "nope"),
    select(cfg, "m", { default: 5 }),
  ]).toEqual([1, 2, undefined, 5]);
  expect([canSelect(cfg, "a.r"), canSelect(cfg, "a.q"), canSelect(cfg, "m")]).toEqual([true, false, false]);
  update(cfg, "a.l[0].x", 7);
  update(cfg, "new.deep", { k: 1 });
  expect(select(cfg, "new.deep.k")).toBe(1);
  expect(getItem(cfg.a.l, 0)).toEqual({ x: 7 });
  expect(() => getItem(cfg, "nope")).toThrow(ConfigKeyError);
  expect(keysOf(fromYaml("{1: a, x: b}"))).toEqual([1, "x"]);
});

test("predicates", () => {
  const cfg = create({ a: "???", b: "${c}", l: [], c: 1 });
  expect([isConfig(cfg), isConfig({}), isMap(cfg), isList(cfg.l), isMap(cfg.l)]).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
  expect([
    isMissing(cfg, "a"),
    isMissing(cfg, "c"),
    isInterpolation(cfg, "b"),
    isInterpolation(cfg, "c"),
  ]).toEqual([true, false, true, false]);
  expect([equals(create({ a: "${b}", b: 1 }), { b: 1, a: 1 }), structurallyEquals(cfg, copy(cfg))]).toEqual([
    true,
    true,
  ]);
  expect(maskedCopy(cfg, ["c", "l"])).toEqual({ l: [], c: 1 });
});

test("flags and their scopes (O-FLG-002)", async () => {
  const cfg: Record<string, unknown> = create({ a: 1 });
  setStruct(cfg, true);
  expect(isStruct(cfg)).toBe(true);
  expect(() => (cfg["b"] = 1)).toThrow(ConfigKeyError);
  openStruct(cfg, (open) => (open["b"] = 1));
  expect(() => openStruct(cfg, () => expect.fail("stop"))).toThrow("stop");
  expect(isStruct(cfg)).toBe(true);
  setReadonly(cfg, true);
  await readWrite(cfg, async (open) => {
    await Promise.resolve();
    open["b"] = 2;
  });
  expect(() => (cfg["b"] = 3)).toThrow(ReadonlyConfigError);
  expect(cfg["b"]).toBe(2);
});

test("resolvers, shared and of one config (design D4)", () => {
  registerResolver("api_test_double", (x: number) => 2 * x);
  expect(create({ a: 4, b: "${api_test_double:${a}}" })).toEqual({ a: 4, b: 8 });
  expect(() => registerResolver("api_test_double", () => 1)).toThrow(ConfigValueError);
  expect([
    hasResolver("api_test_double"),
    clearResolver("api_test_double"),
    hasResolver("api_test_double"),
  ]).toEqual([true, true, false]);
  const resolvers = createResolverRegistry();
  registerResolver("where", (call: { key: string }) => call.key, { registry: resolvers, withCall: true });
  registerResolver("size", (value: object) => Object.keys(value).length, { registry: resolvers });
  expect(create({ a: { b: "${where:}" }, n: "${size:${a}}" }, { resolvers })).toEqual({
    a: { b: "a.b" },
    n: 1,
  });
  expect(hasResolver("where")).toBe(false);
});

test("plain data and files", () => {
  const cfg = create({ a: "${b}", b: 1, m: "???" });
  expect(() => toObject(cfg)).toThrow(MissingMandatoryValue);
  expect(toObject(cfg, { throwOnMissing: false })).toEqual({ a: 1, b: 1, m: "???" });
  expect(toObject(cfg, { resolve: false, throwOnMissing: false })).toEqual({ a: "${b}", b: 1, m: "???" });
  const file = path.join(folder, "cfg.yaml");
  save(cfg, file);
  expect(toYaml(load(file))).toBe("a: ${b}\nb: 1\nm: ???\n");
  writeFileSync(file, "");
  expect(load(file)).toEqual({});
  expect(() => load(path.join(folder, "nope.yaml"))).toThrow(/cannot be read: there is no such file/);
  expect(() => save(cfg, path.join(folder, "no/such/dir.yaml"))).toThrow(/cannot be written/);
  expect(toYaml(resolve(create({ a: "${b}", b: 1 })))).toBe("a: 1\nb: 1\n");
});

describe("validate (design D3)", () => {
  const Schema = z
    .object({
      low: z.int().min(0).default(1),
      high: z.int().default(9),
      note: z.string().optional(),
      hosts: z.array(z.object({ name: z.string().min(1) })).default([]),
    })
    .refine(({ low, high }) => low < high, { message: "low must be below high", path: ["low"] });

  test("gives what the schema makes of it; what was not given is not shown", async () => {
    expect(await validate(create(Schema), Schema)).toEqual({ low: 1, high: 9, hosts: [] });
  });

  test("tells all problems with key and place", async () => {
    const cfg = merge(Schema, fromYaml("low: -1\nhosts:\n- name: ''\n", { name: "app.yaml" }));
    const error: unknown = await validate(cfg, Schema).catch((caught: unknown) => caught);
    if (!(error instanceof SchemaValidationError)) throw error;
    expect(error.code).toBe("SCHEMA_VALIDATION");
    expect(error.issues.map(({ key }) => key)).toEqual(["low", "hosts[0].name"]);
    expect(error.message).toMatchInlineSnapshot(`
      "2 values do not satisfy the schema
        'low': Too small: expected number to be >=0 (app.yaml:1:6)
        'hosts[0].name': Too small: expected string to have >=1 characters (app.yaml:3:9)"
    `);
    const single: unknown = await validate(merge(Schema, { low: 10 }), Schema).catch(
      (caught: unknown) => caught,
    );
    expect(single).toMatchObject({ key: "low", summary: "'low': low must be below high" });
  });

  test("names everything that is missing", async () => {
    const Two = z.object({ a: z.int(), b: z.string() });
    await expect(validate(create(Two), Two)).rejects.toThrow("Missing mandatory values: a, b");
  });
});
