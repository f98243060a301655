import { expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../../../src/config/node.ts";
import { Float } from "../../../src/config/scalar.ts";
import type { ConfigType, Field, StructType } from "../../../src/config/types.ts";
import { encodeResolved, failureOf, treeOf } from "./test-tree.ts";

const int: ConfigType = { kind: "int" };
const str: ConfigType = { kind: "str" };
const float: ConfigType = { kind: "float" };
const bool: ConfigType = { kind: "bool" };
const ints: ConfigType = { kind: "list", item: int };
const tray: StructType = {
  kind: "struct",
  name: "Tray",
  fields: new Map<string, Field>([
    ["size", { name: "size", type: int, default: 1 }],
    ["label", { name: "label", type: str, default: "plain" }],
  ]),
};

function readAs(type: ConfigType, text: string, v: unknown): ConfigNode {
  return dereference(readerOf(type, text, v));
}
function readerOf(type: ConfigType, text: string, v: unknown): ConfigNode {
  const root = treeOf({ v, w: 7 }, { ident: ([value]) => value });
  root.setChild("k", new ScalarNode("interpolation", text, type));
  return root.child("k") ?? root;
}

test.for<{ type: ConfigType; text?: string; v: unknown; want: unknown }>([
  { type: str, v: 5, want: "5" },
  { type: str, v: true, want: "True" },
  { type: float, v: 5, want: { $float: "5.0" } },
  { type: bool, v: 5, want: true },
  { type: int, text: "1${v}", v: 5, want: 15 },
  { type: int, text: "${ident:'12'}", v: 0, want: 12 },
  { type: { kind: "path" }, v: "a/b", want: { $path: "a/b" } },
  { type: { kind: "optional", of: int }, v: null, want: null },
  { type: { kind: "union", of: [int, str] }, v: "1", want: "1" },
  { type: ints, v: ["1", 2], want: [1, 2] },
  { type: ints, v: ["${..w}"], want: [7] },
  { type: { kind: "tuple", items: [int, str] }, v: ["1", 2], want: [1, "2"] },
  { type: { kind: "map", key: str, value: int }, v: { a: "1" }, want: { a: 1 } },
  { type: { kind: "map", key: str, value: int }, text: "${ident:{a: '1'}}", v: 0, want: { a: 1 } },
  { type: tray, v: { size: "4" }, want: { size: 4, label: "plain" } },
  { type: tray, text: "${ident:{label: x}}", v: 0, want: { size: 1, label: "x" } },
  { type: { kind: "list", item: tray }, v: [{ size: 2 }], want: [{ size: 2, label: "plain" }] },
])("$type.kind reads $v (O-INT-007, oddity 23)", ({ type, text = "${v}", v, want }) => {
  expect(encodeResolved(readAs(type, text, v))).toEqual(want);
});

test.for<{ type: ConfigType; text?: string; v: unknown }>([
  { type: int, v: "abc" },
  { type: int, v: 1.5 },
  { type: int, v: null },
  { type: int, v: [1] },
  { type: bool, v: new Float(1) },
  { type: str, v: { a: 1 } },
  { type: { kind: "union", of: [bool, str] }, v: 3 },
  { type: { kind: "literal", values: ["a", "b"] }, v: "c" },
  { type: ints, v: ["x"] },
  { type: ints, v: 5 },
  { type: ints, v: { a: 1 } },
  { type: ints, text: "${ident:[a]}", v: 0 },
  { type: { kind: "tuple", items: [int] }, v: [1, 2] },
  { type: { kind: "map", key: str, value: int }, v: new Map([[1, 2]]) },
  { type: tray, v: 200 },
  { type: tray, v: { colour: 1 } },
  { type: tray, v: null },
])("$type.kind refuses $v (O-INT-007, oddity 23)", ({ type, text = "${v}", v }) => {
  const error = failureOf(() => readAs(type, text, v));
  expect(error).toMatchObject({ name: "InterpolationValidationError", code: "INTERPOLATION_TYPE", key: "k" });
});

test("what fits as it is stays the target itself", () => {
  const reader = readerOf(ints, "${v}", createNode([1, 2], { type: ints }));
  expect(dereference(reader)).toBe(reader.parent instanceof MapNode ? reader.parent.child("v") : undefined);
  const untyped = readerOf(ints, "${v}", [1, 2]);
  expect(dereference(untyped)).toBe(
    untyped.parent instanceof MapNode ? untyped.parent.child("v") : undefined,
  );
});

test("the type of a reader on the way counts as well", () => {
  const root = treeOf({ a: "${b}", c: 5 });
  root.setChild("b", new ScalarNode("interpolation", "${c}", str));
  expect(dereference(root.child("a") ?? root)).toMatchObject({ kind: "str", value: "5" });
});
