import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { copyNode } from "../../src/config/copy.ts";
import { createNode, createRoot, createStructNode } from "../../src/config/create.ts";
import type { ListNode } from "../../src/config/node.ts";
import { MapNode, ScalarNode } from "../../src/config/node.ts";
import { configValue } from "../../src/config/raw-value.ts";
import { Float } from "../../src/config/scalar.ts";
import type { StructType } from "../../src/config/types.ts";
import { encodeNode } from "../conformance/encoding.ts";
import {
  any,
  Color,
  float,
  int,
  listOf,
  mapOf,
  member,
  optional,
  str,
  struct,
  Sub,
  tupleOf,
  union,
  User,
} from "./fixtures.ts";

describe("createNode", () => {
  test("keeps order, kinds and unusual keys (O-CRE-009, TS-1)", () => {
    const node = createNode(
      new Map<unknown, unknown>([
        ["b", 1],
        ["a", new Float(1)],
        [2, [true, null]],
        [member(Color, "RED"), "x"],
        ["__proto__", { constructor: 1 }],
      ]),
    );
    expect(encodeNode(node)).toEqual({
      $dict: [
        ["b", 1],
        ["a", { $float: "1.0" }],
        [2, [true, null]],
        [{ $enum: "Color.RED" }, "x"],
        ["__proto__", { constructor: 1 }],
      ],
    });
  });

  test("folds equal numbers and booleans into one key, first spelling kept (O-CRE-009)", () => {
    const node = createNode(
      new Map<unknown, unknown>([
        [1, "a"],
        [new Float(1), "b"],
        [true, "c"],
      ]),
    );
    expect(encodeNode(node)).toEqual({ $dict: [[1, "c"]] });
  });

  test("leaves out properties that are undefined", () => {
    expect(encodeNode(createNode({ a: undefined, b: 1 }))).toEqual({ b: 1 });
  });

  test("copies nodes and takes what an object stands for (O-CRE-005)", () => {
    const inner = createNode({ x: [1] });
    const outer = createNode({ a: inner, b: { [configValue]: inner } });
    expect(encodeNode(outer)).toEqual({ a: { x: [1] }, b: { x: [1] } });
    expect(inner.parent).toBeUndefined();
  });

  test.for([
    {
      name: "unsupported leaf",
      value: { a: { b: [1, new Date(0)] } },
      code: "VALUE_UNSUPPORTED",
      key: "a.b[1]",
    },
    { name: "set", value: { a: new Set([1]) }, code: "VALUE_UNSUPPORTED", key: "a" },
    { name: "hole", value: { a: [undefined] }, code: "VALUE_UNSUPPORTED", key: "a[0]" },
    { name: "null key", value: { a: new Map([[null, 1]]) }, code: "KEY_TYPE", key: "a" },
    { name: "interpolation", value: { a: [{ b: "${x" }] }, code: "INTERPOLATION_SYNTAX", key: "a[0].b" },
    { name: "the first one in reading order", value: { a: { b: Symbol("s") }, c: Symbol("t") }, key: "a.b" },
  ])("tells the full key: $name (O-CRE-008, O-CRE-010)", ({ value, code, key }) => {
    expect(() => createNode(value)).toThrow(expect.objectContaining({ key, ...(code && { code }) }));
    expect(() => createNode(value, { key: "root[0]" })).toThrow(
      expect.objectContaining({ key: `root[0].${key}` }),
    );
  });

  test("keeps any value where objects are allowed (O-FLG-003)", () => {
    const date = new Date(0);
    const node = createNode({ a: [date] }, { flags: { allow_objects: true } });
    expect(node.flags).toEqual({ allow_objects: true });
    expect(encodeNode(node)).toEqual({ a: [date] });
  });

  test("text is data on demand (O-INT-009)", () => {
    const node = createNode(["???", "${y}", "${"], { literalText: true });
    expect([...(node as ListNode).children()].map(({ kind }) => kind)).toEqual(["str", "str", "str"]);
    const copied = createNode(node, { type: listOf(str) });
    expect([...(copied as ListNode).children()].map(({ kind }) => kind)).toEqual(["str", "str", "str"]);
  });

  test("a value that contains itself is an error", () => {
    const list: unknown[] = [1];
    list.push({ deep: list });
    expect(() => createNode({ list })).toThrow(
      expect.objectContaining({ name: "ConfigCycleDetectedException", key: "list[1].deep" }),
    );
    const shared = { x: 1 };
    expect(encodeNode(createNode([shared, shared]))).toEqual([{ x: 1 }, { x: 1 }]);
  });

  test("takes trees 100 000 levels deep (TS-6)", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 50_000; level++) deep = { a: [deep] };
    let node = copyNode(createNode(deep));
    for (let level = 0; level < 100_000; level++) {
      node = (node instanceof MapNode ? node.child("a") : (node as ListNode).child(0))!;
    }
    expect(node).toMatchObject({ kind: "int", value: 1 });
  });

  test("creates 10 000 flat keys within 30 ms (O-PRF-003)", () => {
    const flat = Object.fromEntries(
      Array.from({ length: 10_000 }, (_, i) => [`key${i}`, i % 2 ? i : `${i}`]),
    );
    const times = Array.from({ length: 8 }, () => {
      const start = performance.now();
      createNode(flat);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(30);
  });

  test("gives roots a context", () => {
    expect(createNode({}).context).toBeUndefined();
    expect(createRoot({}).context).toBeDefined();
  });

  test("origin goes to all new nodes, copies keep theirs (design D2)", () => {
    const store = { kind: "store", config: "db" } as const;
    const label = { kind: "code", label: "test" } as const;
    const node = createNode({ a: createNode([1], { origin: store }), b: 1 }, { origin: label }) as MapNode;
    expect(node.origin).toBe(label);
    expect(node.child("b")?.origin).toBe(label);
    expect(node.child("a")?.origin).toBe(store);
  });
});

describe("typed containers", () => {
  test("convert every item, also of nodes, and retag them (O-TYP-018, O-TYP-031)", () => {
    const untyped = createNode([["1"], [2]]);
    const node = createNode(untyped, { type: listOf(listOf(int)) }) as ListNode;
    expect(encodeNode(node)).toEqual([[1], [2]]);
    expect(node.child(0)).toMatchObject({ type: listOf(int), slot: listOf(int) });
  });

  test.for([
    { name: "list item", type: listOf(int), value: [1, "q"], key: "x[1]" },
    { name: "list of lists", type: listOf(listOf(int)), value: [[1], 2], key: "x[1]" },
    { name: "map value", type: mapOf(str, int), value: { a: 1, b: "q" }, key: "x.b" },
    { name: "map of lists", type: mapOf(str, listOf(int)), value: { a: 1 }, key: "x.a" },
    { name: "null item", type: listOf(int), value: [null], key: "x[0]" },
    { name: "short tuple", type: tupleOf(int, str), value: [1], key: "x" },
    { name: "long tuple", type: tupleOf(int), value: [1, 2], key: "x" },
    { name: "tuple item", type: tupleOf(int, str), value: ["a", "b"], key: "x[0]" },
  ])("$name: the error has the full key", ({ type, value, key }) => {
    expect(() => createNode({ y: value }, { type: mapOf(str, type) })).toThrow(
      expect.objectContaining({ name: "ValidationError", key: key.replace("x", "y") }),
    );
  });

  test("a tuple types its items by position, also of open length (oddity 24)", () => {
    const open = { kind: "tuple", items: [str], rest: int } as const;
    expect(encodeNode(createNode([1, "2", "3"], { type: open }))).toEqual(["1", 2, 3]);
    expect(() => createNode([], { type: open })).toThrow(/at least 1 item/);
  });

  test.for([
    { type: mapOf(int, any), key: "1" },
    { type: mapOf(str, any), key: 1 },
    { type: mapOf(float, any), key: 1 },
    { type: mapOf({ kind: "bool" }, any), key: "true" },
    { type: mapOf(Color, any), key: "red" },
    { type: mapOf(Color, any), key: "1" },
  ] as const)("a map refuses keys of other types: %o (O-TYP-020)", ({ type, key }) => {
    expect(() => createNode(new Map([[key, 1]]), { type })).toThrow(
      expect.objectContaining({ name: "KeyValidationError" }),
    );
  });

  test("enum keys become members (O-TYP-020)", () => {
    const made = createNode(
      new Map<unknown, unknown>([
        ["RED", 1],
        ["Color.RED", 2],
        [2, 3],
      ]),
      { type: mapOf(Color, int) },
    );
    expect(encodeNode(made)).toEqual({
      $dict: [
        [{ $enum: "Color.RED" }, 2],
        [{ $enum: "Color.GREEN" }, 3],
      ],
    });
  });
});

describe("unions and literals (O-TYP-017, O-24-002, O-24-003)", () => {
  const mixed = union(int, str, listOf(int), mapOf(str, str), User);
  test.for([
    { value: 1, want: 1 },
    { value: "1", want: "1" },
    { value: [1], want: [1] },
    { value: { a: "b" }, want: { a: "b" } },
    { value: User, want: { name: "bond", age: 7 } },
    { value: "${x}", want: "${x}" },
    { value: [1, "${x}"], want: [1, "${x}"] },
  ])("takes $value as it is", ({ value, want }) => {
    expect(encodeNode(createNode(value, { type: mixed }))).toEqual(want);
  });
  test.for([1.5, true, ["1"], { a: 1 }, null])("refuses %o", (value) => {
    expect(() => createNode(value, { type: mixed, key: "k" })).toThrow(expect.objectContaining({ key: "k" }));
  });
  test("two containers that both accept are ambiguous", () => {
    const type = union(listOf(int), listOf(any));
    expect(() => createNode([1], { type })).toThrow(/fits more than one type: list\[int\] and list\[any\]/);
    expect(encodeNode(createNode(["a"], { type }))).toEqual(["a"]);
  });
  test("the chosen side binds what is written later", () => {
    const node = createNode([1], { type: mixed }) as ListNode;
    expect(node.type).toEqual(listOf(int));
    expect(node.slot).toEqual(mixed);
  });
  test("null where one side takes it", () => {
    expect(createNode(null, { type: union(int, optional(str)) })).toMatchObject({ kind: "null" });
  });

  const literal = { kind: "literal", values: ["a", 1, null] } as const;
  test.for(["a", 1, null, "???", "${x}"])("literal takes %o", (value) => {
    expect(encodeNode(createNode(value, { type: literal }))).toEqual(value);
  });
  test.for(["1", true, new Float(1), "b", ["a"]])("literal refuses %o", (value) => {
    expect(() => createNode(value, { type: literal })).toThrow(
      expect.objectContaining({ name: "ValidationError" }),
    );
  });
});

describe("structs (O-STR)", () => {
  test("a struct stands for its defaults; a field without one is missing (O-STR-001)", () => {
    const Box = struct("Box", { w: { type: int }, user: { type: User }, sub: { type: User, default: Sub } });
    const node = createNode(Box) as MapNode;
    expect(encodeNode(node)).toEqual({
      w: "???",
      user: "???",
      sub: { name: "bond", age: 7, x: { $float: "2.0" } },
    });
    expect(node.child("user")).toBeInstanceOf(ScalarNode);
    expect(node.child("user")?.slot).toBe(User);
    expect(node.child("sub")).toMatchObject({ type: Sub, slot: User });
    expect(node.child("w")?.origin).toEqual({ kind: "schema", name: "Box" });
  });

  test("a field that is redefined keeps its place", () => {
    const Child = struct("Child", { z: { type: int, default: 1 }, name: { type: str, default: "c" } }, User);
    expect(Object.keys(encodeNode(createNode(Child)) as object)).toEqual(["name", "age", "z"]);
  });

  test("values for fields, and none for other names", () => {
    const node = createStructNode(User, { values: new Map([["age", "8"]]) });
    expect(encodeNode(node)).toEqual({ name: "bond", age: 8 });
    expect(() => createStructNode(User, { values: new Map([["naem", 1]]), key: "u" })).toThrow(
      expect.objectContaining({ code: "KEY_NOT_IN_SCHEMA", key: "u.naem", hint: "did you mean 'name'?" }),
    );
  });

  test.for([
    { name: "wrong default", fields: { x: { type: int, default: "q" } } },
    { name: "null default", fields: { x: { type: int, default: null } } },
    { name: "mapping for a struct", fields: { x: { type: User, default: { name: "q" } } } },
    { name: "unrelated struct", fields: { x: { type: Sub, default: User } } },
  ])("$name: error with the field as key (O-STR-002)", ({ fields }) => {
    expect(() => createNode({ a: struct("S", fields) })).toThrow(
      expect.objectContaining({ name: "ValidationError", key: "a.x" }),
    );
  });

  test("a mapping for a struct says what to do instead (oddity 25)", () => {
    expect(() => createNode({ name: "q" }, { type: User, key: "user" })).toThrow(
      expect.objectContaining({ hint: "assign a User, or merge the mapping into the field" }),
    );
  });

  test("recursive schemas work as long as their defaults end (O-STR-006)", () => {
    const fields = new Map<
      string,
      { name: string; type: StructType | ReturnType<typeof optional>; default?: unknown }
    >();
    const Tree: StructType = { kind: "struct", name: "Tree", fields };
    fields.set("child", { name: "child", type: optional(Tree), default: null });
    expect(encodeNode(createNode(Tree))).toEqual({ child: null });
    fields.set("child", { name: "child", type: Tree, default: Tree });
    expect(() => createNode(Tree)).toThrow(
      expect.objectContaining({ name: "ConfigCycleDetectedException", key: "child" }),
    );
  });

  test("a frozen schema is read-only (O-FLG-008)", () => {
    expect(createNode({ ...User, readonly: true }).flags).toEqual({ readonly: true });
  });
});

describe("copyNode", () => {
  const plain = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      tie("list"),
      tie("map"),
    ),
    list: fc.array(tie("value"), { maxLength: 4 }),
    map: fc.dictionary(fc.string(), tie("value"), { maxKeys: 4 }),
  }));
  const noInterpolation = (value: unknown) => !JSON.stringify(value).includes("${");

  test("is equal, detached and shares no node (O-CRE-005)", () => {
    fc.assert(
      fc.property(plain.map.filter(noInterpolation), (value) => {
        const node = createNode(value);
        const copy = copyNode(node);
        expect(encodeNode(copy)).toEqual(encodeNode(node));
        const originals = new Set(nodesOf(node));
        expect(nodesOf(copy).some((one) => originals.has(one))).toBe(false);
      }),
    );
  });

  test("keeps slot, type, flags and origin, without the parent", () => {
    const root = createNode({ a: createStructNode(Sub, { slot: User }) }) as MapNode;
    const child = root.child("a") as MapNode;
    child.flags = { struct: false };
    const copy = copyNode(child);
    expect(copy).toMatchObject({ type: Sub, slot: User, flags: { struct: false }, origin: child.origin });
    expect(copy.parent).toBeUndefined();
    expect(copy.flags).not.toBe(child.flags);
  });
});

function nodesOf(node: ReturnType<typeof createNode>): unknown[] {
  if (node instanceof ScalarNode) return [node];
  return [node, ...[...node.children()].flatMap(nodesOf)];
}
