import { describe, expect, test } from "vitest";
import {
  create,
  fromDotlist,
  fromYaml,
  maskedCopy,
  merge,
  mergeWith,
  mergeWithDotlist,
  openStruct,
  select,
  setItem,
  struct,
  toObject,
  toYaml,
  update,
} from "../../src/config.ts";

// Prototype keys are data in every door that data comes in by, and no door leads to a prototype (design D5, O-CRE-009).

interface Loose {
  [key: string]: unknown;
}

const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":2}';
const evil = (): Loose => JSON.parse(text) as Loose;
const yaml = "__proto__:\n  polluted: 1\nconstructor:\n  prototype:\n    polluted: 1\ntoString: 2\n";
const before = Reflect.ownKeys(Object.prototype).length;

function expectClean(): void {
  expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before);
  expect(({} as Loose)["polluted"]).toBeUndefined();
  expect(typeof {}.toString).toBe("function");
}

describe("every door keeps prototype keys as data", () => {
  const doors: { id: string; make: () => object }[] = [
    { id: "create", make: () => create(evil()) as object },
    { id: "create from a Map", make: () => create(new Map(Object.entries(evil()))) as object },
    { id: "merge, onto nothing", make: () => merge({}, evil()) as object },
    { id: "merge, onto itself", make: () => merge(evil(), create(evil())) as object },
    { id: "mergeWith", make: () => tap(create({}), (cfg) => mergeWith(cfg, evil())) },
    { id: "YAML", make: () => fromYaml<Loose>(yaml) },
    { id: "YAML merge key", make: () => fromYaml<{ c: object }>(`b: &b ${text}\nc: {<<: *b}`).c },
    {
      id: "dotlist",
      make: () =>
        fromDotlist<Loose>(["__proto__.polluted=1", "constructor.prototype.polluted=1", "toString=2"]),
    },
    {
      id: "mergeWithDotlist",
      make: () =>
        tap(create({}), (cfg) =>
          mergeWithDotlist(cfg, [
            "__proto__[polluted]=1",
            "constructor[prototype].polluted=1",
            "[toString]=2",
          ]),
        ),
    },
    {
      id: "update",
      make: () =>
        tap(create({}), (cfg) => {
          update(cfg, "__proto__.polluted", 1);
          update(cfg, "constructor.prototype.polluted", 1);
          update(cfg, "toString", 2);
        }),
    },
    {
      id: "writes through the view",
      make: () =>
        tap(create({}) as Loose, (cfg) => {
          cfg["__proto__"] = { polluted: 1 };
          cfg["constructor"] = { prototype: {} };
          (cfg["constructor"] as { prototype: Loose }).prototype["polluted"] = 1;
          cfg["toString"] = 2;
        }),
    },
    { id: "Object.assign", make: () => Object.assign(create<Loose>({}), evil()) },
    {
      id: "setItem",
      make: () =>
        tap(create({}), (cfg) => {
          for (const [key, value] of Object.entries(evil())) setItem(cfg, key, value);
        }),
    },
    { id: "a struct", make: () => create(struct("Evil", evil())) as object },
    { id: "maskedCopy", make: () => maskedCopy(create(evil()), Object.keys(evil())) as object },
  ];

  test.for(doors)("$id", ({ make }) => {
    const cfg = make();
    expectClean();
    expect(Object.keys(cfg).sort()).toEqual(["__proto__", "constructor", "toString"]);
    expect(sorted(cfg)).toBe(sorted(fromYaml<Loose>(yaml)));
    expect(select(cfg, "__proto__.polluted")).toBe(1);
    const plain = toObject(cfg);
    expect(Object.getPrototypeOf(plain)).toBe(Object.prototype);
    expect(Object.keys(plain).sort()).toEqual(["__proto__", "constructor", "toString"]);
    expect(JSON.parse(JSON.stringify(cfg))).toEqual(evil());
  });
});

test("nothing that is not data is found", () => {
  const cfg = create({
    a: "${constructor}",
    b: "${__proto__.x}",
    c: "${valueOf:1}",
    d: "${oc.env:__proto__}",
    e: "${oc.env:constructor,none}",
    list: [1],
  }) as Loose;
  for (const key of ["a", "b", "c", "d"]) expect(() => cfg[key]).toThrow(/not found|not registered/);
  expect(cfg["e"]).toBe("none");
  expect(cfg["__proto__"]).toBeUndefined();
  expect("__proto__" in cfg || "constructor" in cfg).toBe(false);
  expect([
    select(cfg, "__proto__"),
    select(cfg, "constructor.name"),
    select(cfg, "list.0.constructor"),
  ]).toEqual([undefined, undefined, undefined]);
});

test("instances get no other prototype", () => {
  class Task {
    size = 1;
  }
  const cfg = create(Task) as unknown as Loose;
  openStruct(cfg, () => (cfg["__proto__"] = { polluted: 1 }));
  const task = toObject(cfg, { structs: "instantiate" });
  expect(task).toBeInstanceOf(Task);
  expect(Reflect.get(task, "polluted")).toBeUndefined();
  expectClean();
});

test("a view keeps its prototype", () => {
  expect(() => Object.setPrototypeOf(create({}), null)).toThrow("no other prototype");
  expect(() => Object.setPrototypeOf(create([]), null)).toThrow("no other prototype");
});

function tap<T extends object>(value: T, change: (value: T) => void): T {
  change(value);
  return value;
}

function sorted(cfg: object): string {
  return toYaml(cfg, { sortKeys: true });
}
