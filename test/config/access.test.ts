import { describe, expect, test } from "vitest";
import { childAt, deleteItem, findItem, getItem, hasItem, setItem } from "../../src/config/access.ts";
import { createNode, createRoot } from "../../src/config/create.ts";
import { setFlag, withFlags } from "../../src/config/flags.ts";
import { assignEntries, keysOf, setDefaultItem, valuesOf } from "../../src/config/map-operations.ts";
import type { MapNode } from "../../src/config/node.ts";
import { type ContainerNode, effectiveFlag, type ListNode } from "../../src/config/node.ts";
import { popItem } from "../../src/config/pop.ts";
import { Float } from "../../src/config/scalar.ts";
import type { StructType } from "../../src/config/types.ts";
import { encodeNode } from "../conformance/encoding.ts";
import {
  any,
  Color,
  int,
  listOf,
  mapOf,
  member,
  optional,
  str,
  struct,
  Sub,
  tupleOf,
  User,
} from "./fixtures.ts";

const root = (value: unknown, flags = {}) => createRoot(value, { flags }) as MapNode;
const list = (value: unknown, type = listOf(any)) => createRoot(value, { type }) as ListNode;
const failure = (name: string, key: string, more = {}) => expect.objectContaining({ name, key, ...more });

describe("reading (O-ACC-001…004)", () => {
  const make = () =>
    root({ v: 1, n: null, m: "???", i: "${v}", bad: "${nope}", to: "${m}", a: { b: [1, "???"] } });

  test.for([
    { key: "v", want: 1 },
    { key: "n", want: null },
    { key: "i", want: 1 },
    { key: "a", want: { b: [1, "???"] } },
  ])("$key", ({ key, want }) => {
    expect(encodeNode(getItem(make(), key))).toEqual(want);
    expect(encodeNode(findItem(make(), key)!)).toEqual(want);
    expect(hasItem(make(), key)).toBe(true);
  });
  test.for([
    { key: "zz", name: "ConfigKeyError" },
    { key: "m", name: "MissingMandatoryValue" },
  ])("$key is no value", ({ key, name }) => {
    expect(() => getItem(make(), key)).toThrow(failure(name, key));
    expect(findItem(make(), key)).toBeUndefined();
    expect(hasItem(make(), key)).toBe(false);
  });
  test.for([
    { key: "bad", name: "InterpolationKeyError" },
    { key: "to", name: "InterpolationToMissingValueError" },
  ])("$key cannot be resolved", ({ key, name }) => {
    expect(() => getItem(make(), key)).toThrow(failure(name, key));
    expect(() => findItem(make(), key)).toThrow(failure(name, key));
    expect(hasItem(make(), key)).toBe(true);
  });

  test("plain values are the very nodes, nothing is made on the way (O-PRF-003)", () => {
    const config = make();
    expect(getItem(config, "v")).toBe(config.child("v"));
  });

  test.for([
    { key: 2, name: "ConfigIndexError" },
    { key: -3, name: "ConfigIndexError" },
    { key: "x", name: "KeyValidationError" },
    { key: "0", name: "KeyValidationError" },
    { key: new Float(1), name: "KeyValidationError" },
  ])("list index $key", ({ key, name }) => {
    expect(() => getItem(list([5, 6]), key)).toThrow(expect.objectContaining({ name }));
  });
  test("list indices count from the end, booleans count as ints (O-ACC-015)", () => {
    expect(encodeNode(getItem(list([5, 6]), -1))).toBe(6);
    expect(encodeNode(getItem(list([5, 6]), true))).toBe(6);
  });

  test("keys are exact, except for enum keys (O-ACC-013)", () => {
    const config = createRoot(new Map<unknown, unknown>([[1, "int"]])) as MapNode;
    expect(hasItem(config, "1")).toBe(false);
    expect(hasItem(config, new Float(1))).toBe(true);
    expect(() => getItem(config, null)).toThrow(failure("KeyValidationError", ""));
    expect(hasItem(config, null)).toBe(false);
    const typed = createRoot(new Map([["RED", 1]]), { type: mapOf(Color, int) }) as MapNode;
    for (const key of ["RED", "Color.RED", 1, member(Color, "RED")]) expect(hasItem(typed, key)).toBe(true);
    const untyped = createRoot(new Map([[member(Color, "RED"), 1]])) as MapNode;
    expect(hasItem(untyped, "RED")).toBe(false);
  });

  test("names like __proto__ are ordinary", () => {
    const config = root(new Map([["a", 1]]));
    for (const key of ["__proto__", "constructor", "hasOwnProperty"]) {
      expect(hasItem(config, key)).toBe(false);
      setItem(config, key, 1);
      expect(encodeNode(getItem(config, key))).toBe(1);
    }
  });

  test("values stop at the first missing one, keys touch nothing (O-ACC-012)", () => {
    const config = make();
    expect([...keysOf(config)]).toEqual(["v", "n", "m", "i", "bad", "to", "a"]);
    expect(() => [...valuesOf(config)]).toThrow(failure("MissingMandatoryValue", "m"));
    expect(() => [...valuesOf(list([1, "???"]))]).toThrow(failure("MissingMandatoryValue", "[1]"));
  });
});

describe("unknown keys (O-ERR-006, O-STR-003)", () => {
  test.for([
    { config: root({ learning_rate: 1 }), code: "KEY_NOT_FOUND" },
    { config: root({ learning_rate: 1 }, { struct: true }), code: "KEY_NOT_IN_STRUCT" },
    { config: root(struct("S", { learning_rate: { type: int } })), code: "KEY_NOT_IN_SCHEMA" },
  ])("$code names the nearest key", ({ config, code }) => {
    expect(() => getItem(config, "learning_rat")).toThrow(
      failure("ConfigKeyError", "learning_rat", { code, hint: "did you mean 'learning_rate'?" }),
    );
  });
  test("lists the keys when there are few and none is near", () => {
    expect(() => getItem(root({ ab: 1, cd: 2 }), "zzzzzz")).toThrow(/there are 'ab' and 'cd'/);
  });
});

describe("writing (O-TYP-003, O-FLG-004)", () => {
  test("untyped slots take anything, typed ones convert, the origin goes along", () => {
    const config = root({ a: 1, s: User });
    setItem(config, "a", { x: [1] });
    setItem(config, "a", "text", { origin: { kind: "code", label: "here" } });
    expect(encodeNode(getItem(config, "a"))).toBe("text");
    expect(childAt(config, "a").origin).toEqual({ kind: "code", label: "here" });
    const user = getItem(config, "s") as MapNode;
    setItem(user, "age", "9");
    expect(encodeNode(user)).toEqual({ name: "bond", age: 9 });
    expect(() => setItem(user, "age", "x")).toThrow(failure("ValidationError", "s.age"));
    expect(encodeNode(user)).toEqual({ name: "bond", age: 9 });
  });

  test("a typed node keeps its type in an untyped slot (O-TYP-003)", () => {
    const config = root({});
    setItem(config, "x", createNode(5, { type: int }));
    setItem(config, "x", "7");
    expect(encodeNode(config)).toEqual({ x: 7 });
    expect(() => setItem(config, "x", "q")).toThrow(failure("ValidationError", "x"));
  });

  test("nodes are copied; a node in its own place stays (O-TYP-030)", () => {
    const config = root({ a: { x: 1 } });
    const a = config.child("a")!;
    setItem(config, "b", a);
    expect(config.child("b")).not.toBe(a);
    setItem(config, "a", a);
    expect(config.child("a")).toBe(a);
  });

  test("a subtype retypes a struct's slot, a later value is bound by the slot (O-STR-009)", () => {
    const config = root(struct("S", { user: { type: User, default: User } }));
    setItem(config, "user", Sub);
    expect(encodeNode(config)).toEqual({ user: { name: "bond", age: 7, x: { $float: "2.0" } } });
    setItem(config, "user", User);
    expect(encodeNode(config)).toEqual({ user: { name: "bond", age: 7 } });
    expect(() => setItem(config, "user", struct("Other", {}))).toThrow(failure("ValidationError", "user"));
  });

  test("what was replaced is remembered, unless code replaces what code had set", () => {
    const origin = { kind: "store", config: "db" } as const;
    const config = createRoot({ a: 1 }, { origin }) as MapNode;
    setItem(config, "a", 2);
    setItem(config, "a", 3);
    expect(childAt(config, "a").shadowed).toMatchObject({ text: "2", previous: { text: "1", origin } });
    const plain = root({ a: 1 });
    setItem(plain, "a", 2);
    expect(childAt(plain, "a").shadowed).toBeUndefined();
  });

  test("values of any kind where objects are allowed (O-FLG-003)", () => {
    const config = root({ a: {} }, { allow_objects: true });
    const date = new Date(0);
    setItem(getItem(config, "a") as ContainerNode, "date", date);
    expect(encodeNode(getItem(config, "a"))).toEqual({ date });
  });

  test("struct mode forbids new keys and deletion, not replacing (O-FLG-004)", () => {
    const config = root({ a: { b: 1 }, l: [1] }, { struct: true });
    setItem(config, "a", { other: 1 });
    const inner = getItem(config, "a") as MapNode;
    expect(() => setItem(inner, "new", 1)).toThrow(failure("ConfigKeyError", "a.new"));
    expect(() => deleteItem(inner, "other")).toThrow(failure("ConfigTypeError", "a.other"));
    expect(() => popItem(inner, "other", { optional: true })).toThrow(failure("ConfigTypeError", "a.other"));
    expect(findItem(inner, "zz")).toBeUndefined();
    withFlags(config, { struct: false }, () => setItem(inner, "new", 1));
    expect(encodeNode(inner)).toEqual({ other: 1, new: 1 });
  });

  test("only its own flag opens a schema (O-FLG-008)", () => {
    const config = root({ u: User });
    const user = getItem(config, "u") as MapNode;
    setFlag(config, "struct", false);
    expect(() => setItem(user, "zz", 1)).toThrow(failure("ConfigKeyError", "u.zz", { objectType: "User" }));
    expect(() => deleteItem(user, "age")).toThrow(failure("ConfigTypeError", "u.age"));
    setFlag(user, "struct", false);
    setItem(user, "zz", [1]);
    deleteItem(user, "age");
    expect(encodeNode(user)).toEqual({ name: "bond", zz: [1] });
    setFlag(user, "struct", undefined);
    setItem(user, "age", 8);
    expect(encodeNode(user)).toEqual({ name: "bond", zz: [1], age: 8 });
  });

  test("a schema with room for more keeps its fields (O-STR-007)", () => {
    const open: StructType = { ...User, rest: int };
    const config = root({ u: open });
    const user = getItem(config, "u") as MapNode;
    setItem(user, "extra", "5");
    expect(() => setItem(user, "other", "x")).toThrow(failure("ValidationError", "u.other"));
    expect(() => deleteItem(user, "age")).toThrow(failure("ConfigTypeError", "u.age"));
    deleteItem(user, "extra");
    expect(encodeNode(user)).toEqual({ name: "bond", age: 7 });
  });

  test("read-only holds for everything below (O-FLG-005)", () => {
    const config = root({ a: { b: 1 }, l: [1] }, { readonly: true });
    const inner = getItem(config, "a") as MapNode;
    const items = getItem(config, "l") as ListNode;
    for (const [write, key] of [
      [() => setItem(inner, "b", 2), "a.b"],
      [() => setItem(inner, "c", 2), "a.c"],
      [() => setItem(items, 0, 2), "l[0]"],
      [() => deleteItem(inner, "b"), "a.b"],
      [() => deleteItem(items, 0), "l[0]"],
      [() => popItem(inner, "b"), "a.b"],
      [() => popItem(items), "l[-1]"],
      [() => assignEntries(inner, { b: 2 }), "a.b"],
      [() => setDefaultItem(inner, "z", 2), "a.z"],
    ] as const) {
      expect(write).toThrow(failure("ReadonlyConfigError", key));
    }
    expect(encodeNode(config)).toEqual({ a: { b: 1 }, l: [1] });
    setFlag(inner, "readonly", false);
    setItem(inner, "b", 2);
    expect(effectiveFlag(inner, "readonly")).toBe(false);
  });

  test("flags come back after an error too (O-FLG-002)", () => {
    const config = root({}, { struct: true });
    const failing = () => {
      throw new Error("inside");
    };
    expect(() => withFlags(config, { struct: undefined, readonly: true }, failing)).toThrow("inside");
    expect(config.flags).toEqual({ struct: true });
  });

  test("a tuple keeps its length and its types by position (O-24-001)", () => {
    const config = root(struct("S", { t: { type: tupleOf(int, str), default: [1, "a"] } }));
    const tuple = getItem(config, "t") as ListNode;
    setItem(tuple, 1, 5);
    expect(encodeNode(tuple)).toEqual([1, "5"]);
    expect(() => setItem(tuple, 0, "x")).toThrow(failure("ValidationError", "t[0]"));
    expect(() => deleteItem(tuple, 0)).toThrow(failure("ConfigTypeError", "t"));
    expect(() => popItem(tuple)).toThrow(failure("ConfigTypeError", "t"));
  });
});

describe("pop and setdefault (O-ACC-005, O-ACC-006)", () => {
  test("what is popped still resolves where it stood", () => {
    const config = root({ a: { x: "${b}" }, b: 1 });
    const popped = popItem(config, "a") as MapNode;
    expect(encodeNode(getItem(popped, "x"))).toBe(1);
    expect([...keysOf(config)]).toEqual(["b"]);
  });
  test("errors", () => {
    const config = root({ a: { m: "???", bad: "${nope}" } });
    const inner = getItem(config, "a") as MapNode;
    expect(() => popItem(inner, "zz")).toThrow(failure("ConfigKeyError", "a.zz"));
    expect(() => popItem(inner, "m")).toThrow(failure("MissingMandatoryValue", "a.m"));
    expect(() => popItem(inner, "bad", { optional: true })).toThrow(
      failure("InterpolationKeyError", "a.bad"),
    );
    expect(popItem(inner, "zz", { optional: true })).toBeUndefined();
    expect(popItem(inner, "m", { optional: true })).toBeUndefined();
    expect([...keysOf(inner)]).toEqual(["bad"]);
    expect(() => popItem(list([1]), "x")).toThrow(failure("ConfigTypeError", "[x]"));
    expect(() => popItem(list([]))).toThrow(failure("ConfigIndexError", "[-1]"));
  });
  test("setdefault stores only where there is no value", () => {
    const config = root({ m: "???", n: null });
    expect(encodeNode(setDefaultItem(config, "m", 1))).toBe(1);
    expect(encodeNode(setDefaultItem(config, "n", 1))).toBeNull();
    expect(encodeNode(setDefaultItem(config, "z", [1]))).toEqual([1]);
    expect(encodeNode(config)).toEqual({ m: 1, n: null, z: [1] });
  });
  test("entries are assigned one by one, nothing is merged", () => {
    const config = root({ a: { x: 1 }, b: 1 });
    assignEntries(config, { a: { y: 2 }, c: "${b}" });
    expect(encodeNode(config)).toEqual({ a: { y: 2 }, b: 1, c: "${b}" });
    expect(() => assignEntries(config, [1])).toThrow(failure("ConfigTypeError", ""));
  });
});

test("null only where it may be (O-TYP-004)", () => {
  const config = root(struct("S", { a: { type: optional(int), default: 1 }, b: { type: int, default: 1 } }));
  setItem(config, "a", null);
  expect(() => setItem(config, "b", null)).toThrow(
    failure("ValidationError", "b", { code: "VALUE_NOT_OPTIONAL" }),
  );
  setItem(config, "b", "${a}");
  expect(() => getItem(config, "b")).toThrow(failure("InterpolationValidationError", "b"));
});
