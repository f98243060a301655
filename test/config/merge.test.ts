import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNode, createRoot, createStructNode } from "../../src/config/create.ts";
import { structurallyEqual } from "../../src/config/equality.ts";
import { setFlag } from "../../src/config/flags.ts";
import { mergeInto, mergeNodes } from "../../src/config/merge.ts";
import { type ConfigNode, type ContainerNode, isContainer, MapNode } from "../../src/config/node.ts";
import { selectNode } from "../../src/config/select.ts";
import { toPlain } from "../../src/config/to-object.ts";
import { updateNode } from "../../src/config/update.ts";
import { describeError } from "../conformance/compare.ts";
import { encodeNode } from "../conformance/encoding.ts";
import { struct } from "../../src/schema/struct.ts";
import { t } from "../../src/schema/type-spec.ts";
import type { ConfigType, StructType } from "../../src/config/types.ts";

const User = struct("User", { name: "bond", age: t.int });
const Sub = struct("Sub", { x: t.int.default(1) }, { extends: User });
const Other = struct("Other", { y: 1 });
const App = struct("App", {
  u: User,
  ou: t.optional(User),
  lu: t.list(User).default([]),
  du: t.map(User).default({}),
  li: t.list(t.int).default([]),
  dd: t.map(t.map(t.int)).default({}),
  i: t.int.default(1),
  pair: t.tuple(t.int, t.str).default([1, "a"]),
  any: t.any.default(null),
  none: t.optional(t.list(t.int)),
});
const Lazy: StructType = {
  kind: "struct",
  name: "Lazy",
  fields: new Map([["d", { name: "d", type: User }]]),
};

function tryMerge(first: ConfigNode, second: unknown): unknown {
  try {
    return encodeNode(mergeNodes(first, isNode(second) ? second : createNode(second)));
  } catch (error) {
    const { error: name, full_key: key } = describeError(error);
    return [name, key];
  }
}

function isNode(value: unknown): value is ConfigNode {
  return isContainer(value as ConfigNode);
}

describe("the measured table of merges (O-MRG-010)", () => {
  const rows: { id: string; first: unknown; second: unknown; want: unknown }[] = [
    { id: "struct converts", first: User, second: { name: "x", age: "5" }, want: { name: "x", age: 5 } },
    { id: "struct refuses a typo", first: User, second: { nme: 1 }, want: ["ConfigKeyError", "nme"] },
    { id: "struct refuses a value", first: User, second: { age: "x" }, want: ["ValidationError", "age"] },
    { id: "struct refuses null", first: User, second: { age: null }, want: ["ValidationError", "age"] },
    { id: "missing keeps", first: User, second: { name: "???" }, want: { name: "bond", age: "???" } },
    { id: "an extension adds", first: User, second: Sub, want: { name: "bond", age: "???", x: 1 } },
    { id: "a base does not fit", first: Sub, second: User, want: ["ValidationError", ""] },
    {
      id: "struct over data",
      first: { name: "q", zz: 1 },
      second: User,
      want: { name: "bond", zz: 1, age: "???" },
    },
    {
      id: "struct over data converts what stays",
      first: { age: "5" },
      second: User,
      want: { age: 5, name: "bond" },
    },
    { id: "struct over unfit data", first: { age: "abc" }, second: User, want: ["ValidationError", "age"] },
    { id: "struct field null", first: App, second: { u: null }, want: ["ValidationError", "u"] },
    { id: "struct field scalar", first: App, second: { u: 5 }, want: ["ValidationError", ""] },
    { id: "struct field list", first: App, second: { u: [1] }, want: ["ValidationError", ""] },
    { id: "struct field other struct", first: App, second: { u: Other }, want: ["ValidationError", ""] },
    {
      id: "new key of an optional struct",
      first: App,
      second: { ou: { zz: 1 } },
      want: ["ConfigKeyError", "ou.zz"],
    },
    { id: "list of structs, scalar", first: App, second: { lu: [5] }, want: ["ValidationError", ""] },
    {
      id: "list of structs, typo (O-CFM-003)",
      first: App,
      second: { lu: [{ zz: 1 }] },
      want: ["ConfigKeyError", "lu[0].zz"],
    },
    {
      id: "list of structs, value",
      first: App,
      second: { lu: [{ age: "q" }] },
      want: ["ValidationError", "lu[0].age"],
    },
    {
      id: "map of structs, value",
      first: App,
      second: { du: { k: { age: "q" } } },
      want: ["ValidationError", "du.k.age"],
    },
    {
      id: "map of maps, value",
      first: App,
      second: { dd: { k: { v: "q" } } },
      want: ["ValidationError", "dd.k.v"],
    },
    { id: "list item", first: App, second: { li: [1, "q"] }, want: ["ValidationError", "li[1]"] },
    { id: "wrong number", first: App, second: { i: 1.5 }, want: ["ValidationError", "i"] },
    { id: "tuple length", first: App, second: { pair: [1] }, want: ["ValidationError", "pair"] },
    { id: "tuple item", first: App, second: { pair: ["q", "b"] }, want: ["ValidationError", "pair[0]"] },
    { id: "map onto list", first: App, second: { li: { a: 1 } }, want: ["ConfigTypeError", ""] },
    { id: "roots of two shapes", first: {}, second: [], want: ["ConfigTypeError", ""] },
    {
      id: "number and text keys differ",
      first: new Map([[1, 2]]),
      second: { 1: 3 },
      want: {
        $dict: [
          [1, 2],
          ["1", 3],
        ],
      },
    },
    { id: "order", first: { b: 1, a: 2 }, second: { c: 3, a: 4 }, want: { b: 1, a: 4, c: 3 } },
    {
      id: "a struct without value is made",
      first: Lazy,
      second: { d: { name: "z" } },
      want: { d: { name: "z", age: "???" } },
    },
    {
      id: "prototype names are keys",
      first: { a: 1 },
      second: JSON.parse('{"__proto__": {"x": 1}}'),
      want: {
        $dict: [
          ["a", 1],
          ["__proto__", { x: 1 }],
        ],
      },
    },
  ];
  test.for(rows)("$id", ({ first, second, want }) => {
    expect(tryMerge(createRoot(first), second)).toEqual(want);
  });

  const fields: { id: string; key: string; value: unknown; want: unknown }[] = [
    { id: "optional struct", key: "ou", value: { name: "x" }, want: { name: "x", age: "???" } },
    { id: "optional struct, empty", key: "ou", value: {}, want: { name: "bond", age: "???" } },
    { id: "list of structs", key: "lu", value: [{ name: "a" }], want: [{ name: "a", age: "???" }] },
    { id: "map of structs", key: "du", value: { k: { name: "a" } }, want: { k: { name: "a", age: "???" } } },
    { id: "list converts", key: "li", value: ["5"], want: [5] },
    { id: "map of maps", key: "dd", value: { k: { v: "5" } }, want: { k: { v: 5 } } },
    { id: "extension in a field", key: "u", value: Sub, want: { name: "bond", age: "???", x: 1 } },
    { id: "interpolation in a struct field", key: "u", value: "${ou}", want: "${ou}" },
    { id: "list where null stood", key: "none", value: ["1"], want: [1] },
    { id: "mapping where null stood", key: "any", value: { a: [1] }, want: { a: [1] } },
  ];
  test.for(fields)("$id", ({ key, value, want }) => {
    const merged = mergeNodes(createStructNode(App), createNode({ [key]: value }));
    expect(merged instanceof MapNode && encodeNode(merged.child(key) as ConfigNode)).toEqual(want);
  });
});

test("merging again goes into what the first merge made, typed", () => {
  let config: ConfigNode = createStructNode(App);
  for (const layer of [{ du: { k: { name: "a" } } }, { du: { k: { age: "3" } } }, { du: { j: {} } }]) {
    config = mergeNodes(config, createNode(layer));
  }
  expect(toPlain(selectNode(config, "du") ?? config)).toEqual({
    k: { name: "a", age: 3 },
    j: { name: "bond", age: "???" },
  });
  expect(tryMerge(config, { du: { k: { zz: 1 } } })).toEqual(["ConfigKeyError", "du.k.zz"]);
});

describe("flags (O-FLG-007)", () => {
  test("flags of the source win, the inputs keep theirs", () => {
    const first = createRoot({ a: { x: 1 } });
    const second = createRoot({ a: { x: 2 } });
    setFlag(second, "struct", true);
    const merged = mergeNodes(first, second);
    expect([first.flags, merged.flags]).toEqual([undefined, { struct: true }]);
    expect(tryMerge(merged, { a: { y: 1 } })).toEqual(["ConfigKeyError", "a.y"]);
  });

  test("new parts of a closed config are filled", () => {
    const config = createRoot({ a: null });
    setFlag(config, "struct", true);
    expect(tryMerge(config, { a: { deep: { er: 1 } } })).toEqual({
      a: { deep: { er: 1 } },
    });
  });
});

test("merging into a part reports full keys", () => {
  const root = createRoot({ a: { b: { c: 1 } } });
  setFlag(root, "struct", true);
  const part = selectNode(root, "a.b") as ContainerNode;
  expect(() => mergeInto(part, createNode({ d: 1 }))).toThrow(expect.objectContaining({ key: "a.b.d" }));
});

const data = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, tie("leaf"), tie("list"), tie("map")),
  leaf: fc.oneof(
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true }),
    fc.constantFrom("x", "y"),
  ),
  list: fc.array(tie("value"), { maxLength: 3 }),
  map: fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__"), tie("value"), { maxKeys: 3 }),
}));
const mapping = data.map;

describe("laws", () => {
  test("merging with nothing, or with itself, changes nothing", () => {
    fc.assert(
      fc.property(mapping, (value) => {
        const node = createRoot(value);
        expect(structurallyEqual(mergeNodes(node, createNode({})), node)).toBe(true);
        expect(structurallyEqual(mergeNodes(createNode({}), node), node)).toBe(true);
        expect(structurallyEqual(mergeNodes(node, node), node)).toBe(true);
      }),
    );
  });

  test("inputs never change, and share nothing with the result", () => {
    fc.assert(
      fc.property(mapping, mapping, (a, b) => {
        const [first, second] = [createRoot(a), createRoot(b)];
        const before = [encodeNode(first), encodeNode(second)];
        let merged: ConfigNode;
        try {
          merged = mergeNodes(first, second);
        } catch {
          return;
        }
        if (merged instanceof MapNode) updateNode(merged, "new.a.b", 1);
        for (const child of merged instanceof MapNode ? merged.children() : []) {
          if (child instanceof MapNode) child.clear();
        }
        expect([encodeNode(first), encodeNode(second)]).toEqual(before);
      }),
    );
  });

  test("in place and anew give the same", () => {
    fc.assert(
      fc.property(mapping, mapping, (a, b) => {
        const target = createRoot(a) as ContainerNode;
        const expected = tryMerge(createRoot(a), b);
        try {
          mergeInto(target, createNode(b));
        } catch {
          return;
        }
        expect(encodeNode(target)).toEqual(expected);
      }),
    );
  });
});

test("10,000 keys onto 10,000 are merged in little time (O-PRF-003)", () => {
  const keys = (shift: number) =>
    Object.fromEntries(
      Array.from({ length: 10_000 }, (_, index) => [`key${index + shift}`, { value: index }]),
    );
  const [first, second] = [createRoot(keys(0)), createRoot(keys(5000))];
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    mergeNodes(first, second);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(600);
});

test("depth is bounded by memory, not by the stack (TS-6)", () => {
  let value: unknown = 1;
  for (let depth = 0; depth < 10_000; depth++) value = { a: value };
  const node = createRoot(value);
  expect(structurallyEqual(mergeNodes(node, createNode(value)), node)).toBe(true);
  expect(typeof toPlain(node)).toBe("object");
});

test("types of literals and unions hold when merging", () => {
  const literal: ConfigType = { kind: "literal", values: ["a", "b"] };
  const type: StructType = {
    kind: "struct",
    name: "S",
    fields: new Map([["mode", { name: "mode", type: literal, default: "a" }]]),
  };
  expect(tryMerge(createStructNode(type), { mode: "b" })).toEqual({ mode: "b" });
  expect(() => mergeNodes(createStructNode(type), createNode({ mode: "z" }))).toThrow(/'a' \| 'b'/);
});
