import { expect, test } from "vitest";
import { getItem } from "../../../src/config/access.ts";
import { createNode } from "../../../src/config/create.ts";
import { dereference, resolvedValue } from "../../../src/config/interpolation/dereference.ts";
import { ListNode, MapNode } from "../../../src/config/node.ts";
import { Float, EnumMember } from "../../../src/config/scalar.ts";
import { anyType, type EnumType } from "../../../src/config/types.ts";
import { failing, failureOf, nodeAt, outcomeOf, read, treeOf } from "./test-tree.ts";

test("a value that is one reference is the target itself (O-INT-001)", () => {
  const root = treeOf({ a: { x: 1 }, b: "${a}", c: "${b}" });
  expect(dereference(nodeAt(root, "c"))).toBe(root.child("a"));
});

test.for([
  { text: "x${v}", v: null, want: "xNone" },
  { text: "${v}${v}", v: true, want: "TrueTrue" },
  { text: "x${v}", v: new Float(1), want: "x1.0" },
  { text: "x${v}", v: 2n ** 70n, want: "x1180591620717411303424" },
  { text: "x${v}", v: [1, "it's", "${w}"], want: `x[1, "it's", '\${w}']` },
  {
    text: "x${v}",
    v: new Map<unknown, unknown>([
      [1, null],
      ["b", [true]],
    ]),
    want: "x{1: None, 'b': [True]}",
  },
])("joined as text: $text of $v (O-INT-001, TS-2)", ({ text, v, want }) => {
  expect(read(treeOf({ v, k: text }), "k")).toBe(want);
});

// O-INT-002, O-INT-004, O-INT-005; relative keys count containers, a list is one.
test.for([
  { text: "${.near}", want: 1 },
  { text: "${..up}", want: 2 },
  { text: "${...up}", want: 3 },
  { text: "${....up}", fails: "InterpolationKeyError" },
  { text: "${.......up}", fails: "InterpolationKeyError" },
  { text: "${up.deeper}", fails: "InterpolationResolutionError" },
  { text: "${none.deeper}", fails: "InterpolationResolutionError" },
  { text: "${list.x}", fails: "InterpolationResolutionError" },
  { text: "${list[7]}", fails: "InterpolationKeyError" },
  { text: "${list[-1]}", fails: "InterpolationKeyError" },
  { text: "${list[0].name}", want: "first" },
  { text: "${through.near}", want: 1 },
  { text: "${numbers.1}", fails: "InterpolationKeyError" },
  { text: "${unset}", fails: "InterpolationToMissingValueError" },
  { text: "${unset.deeper}", fails: "InterpolationToMissingValueError" },
  { text: "${toUnset}", fails: "InterpolationToMissingValueError" },
  { text: "${nowhere}", fails: "InterpolationKeyError" },
  { text: "${nowhere.x}", fails: "InterpolationKeyError" },
  { text: "${constructor}", fails: "InterpolationKeyError" },
  { text: "${__proto__.x}", fails: "InterpolationKeyError" },
])("$text read in middle[0] (O-INT-002, O-INT-004)", ({ text, want, fails }) => {
  const root = treeOf({
    up: 3,
    middle: { up: 2, inner: { near: 1, k: text } },
    list: [{ name: "first" }],
    through: "${middle.inner}",
    numbers: new Map([[1, "one"]]),
    unset: "???",
    toUnset: "${unset}",
    none: null,
  });
  const reader = nodeAt(root, "middle", "inner", "k");
  const expected = fails === undefined ? want : failing(fails, "middle.inner.k");
  expect(outcomeOf(() => resolvedValue(reader))).toEqual(expected);
});

test("nested results are put into the path before it is split (O-INT-003)", () => {
  const root = treeOf({
    way: "x.y",
    index: 1,
    x: { y: [5, 6] },
    a: "${${way}[${index}]}",
    b: "${.${way}.0}",
  });
  expect([read(root, "a"), read(root, "b")]).toEqual([6, 5]);
});

test.for([null, [1], true, new Float(1)])("%s is no key (O-INT-003)", (value) => {
  const error = failureOf(() => read(treeOf({ value, x: 1, a: "${x.${value}}" }), "a"));
  expect(error.code).toBe("INTERPOLATION_FAILED");
});

test("enum keys are found by name where the key type says so (O-INT-005)", () => {
  const members = new Map<string, EnumMember>();
  const type: EnumType = { kind: "enum", name: "Color", members };
  members.set("RED", new EnumMember(type, "RED", 1));
  const typed = createNode(new Map([["RED", 7]]), { type: { kind: "map", key: type, value: anyType } });
  const untyped = createNode(new Map([[members.get("RED"), 7]]));
  expect(read(treeOf({ typed, a: "${typed.RED}" }), "a")).toBe(7);
  expect(failureOf(() => read(treeOf({ untyped, a: "${untyped.RED}" }), "a")).code).toBe("INTERPOLATION_KEY");
});

test("a mistyped key names the near one, and the error points into the text", () => {
  const error = failureOf(() => read(treeOf({ model: { width: 1 }, a: "w=${model.widht}" }), "a"));
  expect(error.hint).toBe("did you mean 'width'?");
  expect(error.message).toBe(
    [
      "Interpolation key 'model.widht' not found",
      "key: a",
      "interpolation in a:1:3",
      " 1 | w=${model.widht}",
      "   |   ^^^^^^^^^^^^^^",
      "hint: did you mean 'width'?",
    ].join("\n"),
  );
});

test("an error found on the way is told about the value that was read", () => {
  const error = failureOf(() => read(treeOf({ a: "${b}", b: "x${c}", c: "${nope}" }), "a"));
  expect(error.key).toBe("a");
  expect(error.span?.source).toMatchObject({ name: "interpolation in c", text: "${nope}" });
});

// O-INT-006; the text shows the way round.
test.for([
  { id: "self", content: { a: "${a}" }, says: "a -> a" },
  { id: "mutual", content: { a: "${b}", b: "${c}", c: "${b}" }, says: "b -> c -> b" },
  { id: "through text", content: { a: "x${b}", b: "y${a}" }, says: "a -> b -> a" },
  { id: "through a container", content: { a: "${b.c}", b: "${a}" }, says: "a -> b -> a" },
  { id: "through a resolver's argument", content: { a: "${oc.decode:${a}}" }, says: "a -> a" },
  { id: "through a nested key", content: { a: "${${a}}" }, says: "a -> a" },
  { id: "through oc.select", content: { a: "${oc.select:b}", b: "${oc.select:a}" }, says: "a -> b -> a" },
  { id: "through oc.decode", content: { a: String.raw`\${oc.decode:'\${a}'}`.slice(1) }, says: "a -> a" },
  { id: "parent", content: { a: { b: "${a}" } }, path: "a.b", says: "to parent node" },
  { id: "grandparent by dots", content: { a: { b: ["${..b}"] } }, path: "a.b[0]", says: "to parent node" },
  {
    id: "parent through another",
    content: { a: { b: "${c}" }, c: "${a}" },
    path: "a.b",
    says: "to parent node",
  },
])("cycle: $id (O-INT-006)", ({ content, path = "a", says }) => {
  const error = failureOf(() => read(treeOf(content), path));
  expect(error).toMatchObject({
    name: "InterpolationResolutionError",
    code: "INTERPOLATION_CYCLE",
    key: path,
  });
  expect(error.summary).toContain(says);
});

test("what oc.create makes cannot contain itself endlessly", () => {
  const root = treeOf({ a: String.raw`${"$"}{oc.create:{x: '\${a}', y: '\${a.z}', z: 1}}` });
  expect(failureOf(() => dereference(nodeAt(root, "a", "x"))).code).toBe("INTERPOLATION_CYCLE");
  expect(resolvedValue(nodeAt(root, "a", "y"))).toBe(1);
});

test("after a failure the same values can be read again", () => {
  const root = treeOf({ a: "${b}", b: "${a}" });
  failureOf(() => read(root, "a"));
  root.setChild("b", createNode(5));
  expect(read(root, "a")).toBe(5);
});

test("results are final: never parsed, never missing, read-only (O-INT-009)", () => {
  const root = treeOf(
    { y: 1, a: "${f:}", b: "${g:}", c: "${h:}" },
    { f: () => "${y}", g: () => "???", h: () => ["${y}", "???"] },
  );
  expect([read(root, "a"), read(root, "b"), read(root, "c")]).toEqual(["${y}", "???", ["${y}", "???"]]);
  const list = dereference(nodeAt(root, "c"));
  expect(list.flags?.readonly).toBe(true);
  expect(list.kind === "list" && list.child(0)?.kind).toBe("str");
});

test("an escaped text is a plain text once read (O-ESC-006)", () => {
  const root = treeOf({ b: 1, a: String.raw`\${b}` });
  expect(dereference(nodeAt(root, "a"))).toMatchObject({ kind: "str", value: "${b}" });
});

test("reading twice resolves twice (O-INT-010)", () => {
  let calls = 0;
  const root = treeOf({ a: "${f:}" }, { f: () => ++calls });
  expect([read(root, "a"), read(root, "a")]).toEqual([1, 2]);
});

test("values resolve where they stand now (O-INT-011)", () => {
  const child = nodeAt(treeOf({ x: 1, a: "${x}" }), "a");
  const other = treeOf({ x: 2 });
  other.setChild("a", createNode(child));
  expect(read(other, "a")).toBe(2);
});

test("a node that stands in no config cannot be resolved (O-INT-012)", () => {
  expect(failureOf(() => dereference(createNode("${a}"))).code).toBe("INTERPOLATION_FAILED");
});

test("a mandatory value has no value to give", () => {
  const root = treeOf({ a: { b: "???" } });
  expect(failureOf(() => resolvedValue(nodeAt(root, "a", "b")))).toMatchObject({
    code: "VALUE_MISSING",
    key: "a.b",
  });
});

test("writes through a reference change the target (O-INT-001)", () => {
  const root = treeOf({ a: { x: 1 }, b: "${a}" });
  const target = getItem(root, "b");
  if (target instanceof MapNode) target.setChild("x", createNode(5));
  expect(read(root, "a.x")).toBe(5);
});

test("relative references inside a target count from where they stand", () => {
  const root = treeOf({ far: { v: 1, list: ["${..v}"] }, near: "${far}" });
  const list = dereference(nodeAt(root, "near", "list"));
  expect(list instanceof ListNode && resolvedValue(nodeAt(list, 0))).toBe(1);
});
