import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createRoot } from "../../src/config/create.ts";
import type { ConfigNode } from "../../src/config/node.ts";
import { selectNode, splitKeyPath } from "../../src/config/select.ts";
import { encodeNode } from "../conformance/encoding.ts";
import { Color, int, mapOf } from "./fixtures.ts";

test.for([
  { path: "a", keys: ["a"] },
  { path: "a.b", keys: ["a", "b"] },
  { path: "a[b]", keys: ["a", "b"] },
  { path: "[a].b", keys: ["a", "b"] },
  { path: "a[b.c].d", keys: ["a", "b.c", "d"] },
  { path: ".a.b[c].d", keys: ["", "a", "b", "c", "d"] },
  { path: "..[a]", keys: ["", "", "a"] },
  { path: "a..b", keys: ["a", "", "b"] },
  { path: "", keys: [""] },
])("$path splits into $keys (O-ACC-018)", ({ path, keys }) => {
  expect(splitKeyPath(path)).toEqual(keys);
});

const text = {
  a: { b: { c: 1 }, n: null, l: [5, { x: 6 }] },
  ref: "${a}",
  bad: "${nope}",
  m: "???",
  s: "${.a.b.c}",
};

describe("selectNode (O-ACC-008…011, O-ACC-017)", () => {
  const select = (path: string, options = {}, from?: string): unknown => {
    const root = createRoot(text);
    const start = from === undefined ? root : (selectNode(root, from) as ConfigNode);
    const node = selectNode(start, path, options);
    return node === undefined ? undefined : encodeNode(node);
  };

  test.for([
    { path: "a.b.c", want: 1 },
    { path: "a[b].c", want: 1 },
    { path: "[a].b.c", want: 1 },
    { path: ".a.b.c", want: 1 },
    { path: "ref.b.c", want: 1 },
    { path: "s", want: 1 },
    { path: "a.l.0", want: 5 },
    { path: "a.l[1].x", want: 6 },
    { path: "a.n", want: null },
    { path: "a.zz", want: undefined },
    { path: "a.zz.y", want: undefined },
    { path: "a.b.c.d", want: undefined },
    { path: "a.n.d", want: undefined },
    { path: "a..b", want: undefined },
    { path: "a.l.9", want: undefined },
    { path: "a.l[-1]", want: undefined },
    { path: "m", want: undefined },
    { path: "m.x", want: undefined },
    { path: "", from: "a.b", want: { c: 1 } },
    { path: "c", from: "a.b", want: 1 },
    { path: "..n", from: "a.b", want: null },
    { path: "...s", from: "a.b", want: 1 },
    { path: "a.b.c", from: "a.b", options: { absolute: true }, want: 1 },
    { path: "bad", options: { throwOnResolutionFailure: false }, want: undefined },
    { path: "bad.x", options: { throwOnResolutionFailure: false }, want: undefined },
  ])("$path from $from gives $want", ({ path, options, from, want }) => {
    expect(select(path, options, from)).toEqual(want);
  });

  test.for([
    { path: "bad", name: "InterpolationKeyError", key: "bad" },
    { path: "bad.x", name: "InterpolationKeyError", key: "bad.x" },
    { path: "a.l.x", name: "ConfigTypeError", key: "a.l.x" },
    { path: "..a", name: "ConfigKeyError", key: "..a" },
    { path: "....a", from: "a.b", name: "ConfigKeyError", key: "a.b.....a" },
    { path: "m", options: { throwOnMissing: true }, name: "MissingMandatoryValue", key: "m" },
  ])("$path is $name of $key", ({ path, options, from, name, key }) => {
    expect(() => select(path, options, from)).toThrow(expect.objectContaining({ name, key }));
  });

  test("keys are text: ints are not found, names of enum members are", () => {
    expect(selectNode(createRoot(new Map([[1, "x"]])), "1")).toBeUndefined();
    const stock = createRoot(new Map([["RED", 3]]), { type: mapOf(Color, int) });
    expect(selectNode(stock, "RED")).toMatchObject({ value: 3 });
  });

  test("any path is found again by its keys", () => {
    const key = fc.stringMatching(/^[a-z0-9_]{1,5}$/);
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 6 }), (keys) => {
        const value = keys.reduceRight<unknown>((below, name) => new Map([[name, below]]), 7);
        const root = createRoot(value);
        expect(selectNode(root, keys.join("."))).toMatchObject({ value: 7 });
        expect(selectNode(root, keys.map((name) => `[${name}]`).join(""))).toMatchObject({ value: 7 });
      }),
    );
  });
});
