import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { resolvedCopy } from "../../../src/config/interpolation/resolved-copy.ts";
import { MapNode } from "../../../src/config/node.ts";
import {
  encodeResolved,
  failing,
  failureOf,
  nodeAt,
  outcomeOf,
  read,
  treeOf,
} from "../interpolation/test-tree.ts";

beforeEach(() => {
  vi.stubEnv("BAKER_SET", "hot");
  vi.stubEnv("BAKER_EMPTY", "");
  vi.stubEnv("BAKER_TEXT", "[1, ${x}]");
});
afterEach(() => {
  vi.unstubAllEnvs();
});

interface Row {
  readonly text: string;
  readonly want?: unknown;
  readonly fails?: string;
  readonly says?: string;
}

const x = { x: 1, none: null, unset: "???", map: { k: "${x}", "a.b": 2 }, list: [5] };

// O-RES-020 … O-RES-024
test.for<Row>([
  { text: "${oc.env:BAKER_SET}", want: "hot" },
  { text: "${oc.env:BAKER_EMPTY,default}", want: "" },
  { text: "${oc.env:BAKER_GONE,10}", want: "10" },
  { text: "${oc.env:BAKER_GONE,true}", want: "True" },
  { text: "${oc.env:BAKER_GONE,null}", want: null },
  { text: "${oc.env:BAKER_GONE,''}", want: "" },
  { text: "${oc.env:BAKER_GONE,[1,{a: b}]}", want: [1, { a: "b" }] },
  { text: "${oc.env:BAKER_GONE,${map}}", want: { k: 1, "a.b": 2 } },
  { text: "${oc.env:BAKER_TEXT}", want: "[1, ${x}]" },
  { text: "${oc.env:BAKER_ST}", fails: "InterpolationResolutionError", says: "'BAKER_ST' not found" },
  { text: "${oc.env:}", fails: "InterpolationResolutionError" },
  { text: "${oc.env:a,b,c}", fails: "InterpolationResolutionError" },
  { text: "${oc.env:5}", fails: "InterpolationResolutionError", says: "not 5 (int)" },

  { text: "${oc.decode:${oc.env:BAKER_TEXT}}", want: [1, 1] },
  { text: "${oc.decode:null}", want: null },
  { text: "${oc.decode:'{a: [1, 1.5, null]}'}", want: { a: [1, { $float: "1.5" }, null] } },
  { text: "${oc.decode:'???'}", want: "???" },
  { text: "${oc.decode:'a,b'}", fails: "InterpolationResolutionError", says: "expected the end" },
  { text: "${oc.decode:''}", fails: "InterpolationResolutionError" },
  { text: "${oc.decode:'${nowhere}'}", fails: "InterpolationKeyError" },
  { text: String.raw`${"$"}{oc.decode:'\${nowhere}'}`, fails: "InterpolationKeyError" },
  { text: "${oc.decode:1}", fails: "InterpolationResolutionError", says: "has to be text" },

  { text: "${oc.create:'a: [1, ${x}]'}", want: { a: [1, 1] } },
  { text: "${oc.create:[1, '2']}", want: [1, "2"] },
  { text: "${oc.create:${map}}", want: { k: 1, "a.b": 2 } },
  { text: "${oc.create:null}", want: null },
  { text: "${oc.create:'hello'}", want: { hello: null } },
  { text: "${oc.create:5}", fails: "InterpolationResolutionError", says: "not of 5 (int)" },
  { text: "${oc.create:'5'}", fails: "InterpolationResolutionError" },
  { text: "${oc.create:'a: [1'}", fails: "InterpolationResolutionError" },

  { text: "${oc.select:x}", want: 1 },
  { text: "${oc.select:.x}", want: 1 },
  { text: "${oc.select:..x,d}", fails: "InterpolationResolutionError" },
  { text: "${oc.select:gone}", want: null },
  { text: "${oc.select:gone,[1]}", want: [1] },
  { text: "${oc.select:unset,d}", want: "d" },
  { text: "${oc.select:none,d}", want: null },
  { text: "${oc.select:'map[a.b]'}", want: 2 },
  { text: "${oc.select:1}", fails: "InterpolationResolutionError" },

  { text: "${oc.dict.keys:map}", want: ["k", "a.b"] },
  { text: "${oc.dict.keys:.map}", want: ["k", "a.b"] },
  { text: "${oc.dict.keys:gone}", fails: "InterpolationResolutionError", says: "'gone'" },
  { text: "${oc.dict.keys:list}", fails: "InterpolationResolutionError", says: "needs a mapping" },
  { text: "${oc.dict.keys:${map}}", fails: "InterpolationResolutionError" },
  { text: "${oc.dict.keys:unset}", fails: "InterpolationResolutionError" },

  { text: "${oc.dict.values:map}", want: [1, 2] },
  { text: "${oc.dict.values:none}", fails: "InterpolationResolutionError" },

  { text: "${nope:1}", fails: "UnsupportedInterpolationType" },
  { text: "${oc.ev:1}", fails: "UnsupportedInterpolationType", says: "oc.ev" },
])("$text (O-RES-020 to 025)", ({ text, want, fails, says = "" }) => {
  const root = treeOf({ ...x, r: text });
  const outcome = outcomeOf(() => read(root, "r"));
  expect(outcome).toEqual(fails === undefined ? want : failing(fails, "r", says));
});

test("a variable with a near name is suggested", () => {
  vi.stubEnv("BAKER_TEMPERATURE", "1");
  expect(failureOf(() => read(treeOf({ r: "${oc.env:BAKER_TEMPERATUR}" }), "r")).hint).toContain(
    "BAKER_TEMPERATURE",
  );
});

test("values are read from the environment at the call", () => {
  const root = treeOf({ r: "${oc.env:BAKER_SET}" });
  expect(read(root, "r")).toBe("hot");
  vi.stubEnv("BAKER_SET", "cold");
  expect(read(root, "r")).toBe("cold");
});

test("oc.dict.values refers to the values (O-RES-025)", () => {
  const root = treeOf({ map: { a: 1, b: { c: 2 } }, r: "${oc.dict.values:map}" });
  expect(dereference(nodeAt(root, "r", 0))).toBe(nodeAt(root, "map", "a"));
  expect(nodeAt(root, "r", 1)).toMatchObject({ kind: "interpolation", value: "${map.b}" });
});

test("oc.dict.values also gives values whose keys no reference can name", () => {
  const root = treeOf({
    map: new Map<unknown, unknown>([
      [1, "int"],
      ["a.b", "dot"],
      ["plain", "p"],
    ]),
    r: "${oc.dict.values:map}",
  });
  expect(read(root, "r")).toEqual(["int", "dot", "p"]);
});

test("oc.dict.values of a mapping that a resolver made", () => {
  const root = treeOf({ made: "${oc.create:{a: 1}}", r: "${oc.dict.values:made}" });
  expect(read(root, "r")).toEqual([1]);
});

test("oc.create stands in the place of the reader (O-RES-022)", () => {
  const root = treeOf({ at: { v: 3, made: String.raw`${"$"}{oc.create:{up: '\${..v}'}}` } });
  expect(read(root, "at.made.up")).toBe(3);
});

test("containers made by resolvers for each other have an end (O-INT-006)", () => {
  const root = treeOf({
    a: String.raw`${"$"}{oc.create:{x: '\${b}'}}`,
    b: String.raw`${"$"}{oc.create:{x: '\${a}'}}`,
  });
  expect(failureOf(() => resolvedCopy(root)).code).toBe("INTERPOLATION_CYCLE");
});

test("oc.deprecated warns and gives the new value itself (O-RES-026)", () => {
  const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
  const root = treeOf({
    now: { a: 1 },
    old: "${oc.deprecated:now}",
    own: "${oc.deprecated:now,'$OLD_KEY, $NEW_KEY: $X'}",
  });
  expect(dereference(nodeAt(root, "old"))).toBe(root.child("now"));
  expect(encodeResolved(nodeAt(root, "own"))).toEqual({ a: 1 });
  expect(warn.mock.calls.map(([text]) => text)).toEqual([
    "'old' is deprecated. Change your code and config to use 'now'",
    "own, now: $X",
  ]);
  warn.mockRestore();
});

test.for(["${oc.deprecated:gone}", "${oc.deprecated:1}", "${oc.deprecated:v,1}"])(
  "%s fails (O-RES-026)",
  (text) => {
    expect(failureOf(() => read(treeOf({ v: 1, old: text }), "old")).name).toBe(
      "InterpolationResolutionError",
    );
  },
);

test("plain results can be walked into (oddity 17)", () => {
  const root = treeOf({ r: "${f:}", v: "${r.a[1].b}" }, { f: () => ({ a: [1, { b: "deep" }] }) });
  expect(read(root, "v")).toBe("deep");
  expect(dereference(nodeAt(root, "r"))).toBeInstanceOf(MapNode);
});
