import { expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { formatFloat, pythonRepr, pythonStr } from "../../src/config/python-text.ts";
import { EnumMember, Float, PathValue } from "../../src/config/scalar.ts";

const red = new EnumMember({ name: "Color" }, "RED", 1);

// TS-2
test.for<{ value: unknown; str: string; repr?: string }>([
  { value: null, str: "None" },
  { value: true, str: "True" },
  { value: 1, str: "1" },
  { value: -(2n ** 60n), str: "-1152921504606846976" },
  { value: 1e21, str: "1000000000000000000000" },
  { value: new Float(1), str: "1.0" },
  { value: 0.1, str: "0.1" },
  { value: "it's", str: "it's", repr: `"it's"` },
  { value: `it's "q"`, str: `it's "q"`, repr: `'it\\'s "q"'` },
  {
    value: "a\n\t\\\u0001\u00e9\u200b\ud83d\ude00",
    str: "a\n\t\\\u0001\u00e9\u200b\ud83d\ude00",
    repr: String.raw`'a\n\t\\\x01é\u200b😀'`,
  },
  { value: red, str: "Color.RED", repr: "<Color.RED: 1>" },
  { value: new PathValue("a/b"), str: "a/b", repr: "PosixPath('a/b')" },
  { value: new Uint8Array([97, 0, 39, 255]), str: String.raw`b"a\x00'\xff"` },
  { value: [1, "a", [null]], str: "[1, 'a', [None]]" },
  { value: { a: { b: new Float(2) } }, str: "{'a': {'b': 2.0}}" },
  {
    value: new Map<unknown, unknown>([
      [1, true],
      [null, red],
    ]),
    str: "{1: True, None: <Color.RED: 1>}",
  },
])("$str", ({ value, str, repr = str }) => {
  expect([pythonStr(value), pythonRepr(value)]).toEqual([str, repr]);
});

test.for([
  null,
  true,
  2n ** 60n,
  new Float(1),
  "it's",
  new PathValue("a"),
  [1, "a", [red]],
  { a: { b: new Float(2) } },
])("a node of %s is written like the value", (value) => {
  expect(pythonStr(createNode(value))).toBe(pythonStr(value));
});

test("nodes are written as they stand (O-EQ-007)", () => {
  expect(pythonStr(createNode({ a: "${b}", c: "???", d: [0.5] }))).toBe(
    "{'a': '${b}', 'c': '???', 'd': [0.5]}",
  );
});

// O-DMP-020
test.for([
  [0, "0.0"],
  [-0, "-0.0"],
  [1e15, "1000000000000000.0"],
  [1e16, "1e+16"],
  [123456789.125, "123456789.125"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [1.5e300, "1.5e+300"],
  [-2.5e-7, "-2.5e-07"],
  [Number.NaN, "nan"],
  [Number.NEGATIVE_INFINITY, "-inf"],
] as const)("%f is %s", ([value, text]) => {
  expect(formatFloat(value)).toBe(text);
});
