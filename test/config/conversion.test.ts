import { describe, expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { Float, PathValue } from "../../src/config/scalar.ts";
import type { ConfigType } from "../../src/config/types.ts";
import { OrochiError } from "../../src/errors/base.ts";
import { encodeNode } from "../conformance/encoding.ts";
import {
  any,
  bool,
  bytes,
  Color,
  float,
  int,
  listOf,
  mapOf,
  member,
  optional,
  path,
  str,
  Sub,
  TextEnum,
  tupleOf,
  union,
  User,
} from "./fixtures.ts";

// O-TYP-005: one row per value, one column per type, as measured. "✗" ValidationError, "✗U" UnsupportedValueType,
// "✗K" KeyValidationError, "✗G" GrammarParseError. Where a cell of the reference is an oddity that is not copied, ours stands
// here and the cell is marked in `ours`.
const columns: readonly (readonly [name: string, type: ConfigType])[] = [
  ["any", any],
  ["int", int],
  ["float", float],
  ["bool", bool],
  ["str", str],
  ["bytes", bytes],
  ["path", path],
  ["Color", Color],
  ["TextEnum", TextEnum],
  ["int|str", union(int, str)],
  ["float|bool", union(float, bool)],
  ["list[int]", listOf(int)],
  ["map[str,int]", mapOf(str, int)],
  ["tuple[int,int]", tupleOf(int, int)],
  ["User", User],
];
const f = (text: string) => ({ $float: text });
const p = (text: string) => ({ $path: text });
const red = { $enum: "Color.RED" };
const textA = { $enum: "TextEnum.A" };
const user = { name: "bond", age: 7 };
const sub = { ...user, x: f("2.0") };
const big = { $int: `1${"0".repeat(30)}` };
const all = (cell: unknown) => columns.map(() => cell);
const X = "✗";

const rows: readonly (readonly [name: string, value: unknown, cells: readonly unknown[]])[] = [
  ["null", null, all(null)],
  ["true", true, [true, X, X, true, "True", X, X, X, X, X, true, X, X, X, X]],
  ["0", 0, [0, 0, f("0.0"), false, "0", X, X, X, X, 0, X, X, X, X, X]],
  ["1", 1, [1, 1, f("1.0"), true, "1", X, X, red, X, 1, X, X, X, X, X]],
  ["7", 7, [7, 7, f("7.0"), true, "7", X, X, X, X, 7, X, X, X, X, X]],
  ["1.0", new Float(1), [f("1.0"), X, f("1.0"), X, "1.0", X, X, X, X, X, f("1.0"), X, X, X, X]],
  ["1.5", 1.5, [f("1.5"), X, f("1.5"), X, "1.5", X, X, X, X, X, f("1.5"), X, X, X, X]],
  ["nan", Number.NaN, [f("nan"), X, f("nan"), X, "nan", X, X, X, X, X, f("nan"), X, X, X, X]],
  ["''", "", ["", X, X, X, "", X, p("."), X, X, "", X, X, X, X, X]],
  ["'1'", "1", ["1", 1, f("1.0"), true, "1", X, p("1"), X, X, "1", X, X, X, X, X]],
  ["'1.5'", "1.5", ["1.5", X, f("1.5"), X, "1.5", X, p("1.5"), X, X, "1.5", X, X, X, X, X]],
  ["'1e3'", "1e3", ["1e3", X, f("1000.0"), X, "1e3", X, p("1e3"), X, X, "1e3", X, X, X, X, X]],
  ["' 2 '", " 2 ", [" 2 ", 2, f("2.0"), true, " 2 ", X, p(" 2 "), X, X, " 2 ", X, X, X, X, X]],
  ["'1_0'", "1_0", ["1_0", 10, f("10.0"), true, "1_0", X, p("1_0"), X, X, "1_0", X, X, X, X, X]],
  ["'0x10'", "0x10", ["0x10", X, X, X, "0x10", X, p("0x10"), X, X, "0x10", X, X, X, X, X]],
  ["'inf'", "inf", ["inf", X, f("inf"), X, "inf", X, p("inf"), X, X, "inf", X, X, X, X, X]],
  ["'true'", "true", ["true", X, X, true, "true", X, p("true"), X, X, "true", X, X, X, X, X]],
  ["'YES'", "YES", ["YES", X, X, true, "YES", X, p("YES"), X, X, "YES", X, X, X, X, X]],
  ["'n'", "n", ["n", X, X, false, "n", X, p("n"), X, X, "n", X, X, X, X, X]],
  ["'abc'", "abc", ["abc", X, X, X, "abc", X, p("abc"), X, X, "abc", X, X, X, X, X]],
  ["'RED'", "RED", ["RED", X, X, X, "RED", X, p("RED"), red, X, "RED", X, X, X, X, X]],
  [
    "'Color.RED'",
    "Color.RED",
    ["Color.RED", X, X, X, "Color.RED", X, p("Color.RED"), red, X, "Color.RED", X, X, X, X, X],
  ],
  ["'red'", "red", ["red", X, X, X, "red", X, p("red"), X, X, "red", X, X, X, X, X]],
  [
    "bytes",
    new Uint8Array([120]),
    [{ $bytes: "eA==" }, X, X, X, X, { $bytes: "eA==" }, X, X, X, X, X, X, X, X, X],
  ],
  ["path", new PathValue("a"), [p("a"), X, X, X, "a", X, p("a"), X, X, X, X, X, X, X, X]],
  ["RED", member(Color, "RED"), [red, X, X, X, "Color.RED", X, X, red, X, X, X, X, X, X, X]],
  ["A", member(TextEnum, "A"), [textA, X, X, X, "TextEnum.A", X, X, X, textA, X, X, X, X, X, X]],
  // The value of a member of a text enum is taken for it, as in 2.4 (O-TYP-016, O-24-004).
  ["'x'", "x", ["x", X, X, X, "x", X, p("x"), X, { $enum: "TextEnum.B" }, "x", X, X, X, X, X]],
  ["[1, 2]", [1, 2], [[1, 2], X, X, X, X, X, X, X, X, X, X, [1, 2], X, [1, 2], X]],
  ["['2', 1]", ["2", 1], [["2", 1], X, X, X, X, X, X, X, X, X, X, [2, 1], X, [2, 1], X]],
  ["['q']", ["q"], [["q"], X, X, X, X, X, X, X, X, X, X, X, X, X, X]],
  ["{}", {}, [{}, X, X, X, X, X, X, X, X, X, X, X, {}, X, X]],
  ["{a: '2'}", { a: "2" }, [{ a: "2" }, X, X, X, X, X, X, X, X, X, X, X, { a: 2 }, X, X]],
  ["{1: 2}", new Map([[1, 2]]), [{ $dict: [[1, 2]] }, X, X, X, X, X, X, X, X, X, X, X, "✗K", X, X]],
  ["{name: x}", { name: "x" }, [{ name: "x" }, X, X, X, X, X, X, X, X, X, X, X, X, X, X]],
  ["User", User, [user, X, X, X, X, X, X, X, X, X, X, X, X, X, user]],
  ["Sub", Sub, [sub, X, X, X, X, X, X, X, X, X, X, X, X, X, sub]],
  ["10^30", 10n ** 30n, [big, big, f("1e+30"), true, String(10n ** 30n), X, X, X, X, big, X, X, X, X, X]],
  ["'???'", "???", all("???")],
  ["'${ri}'", "${ri}", all("${ri}")],
  ["'${x'", "${x", all("✗G")],
  ["a Date", new Date(0), ["✗U", X, X, X, X, X, X, X, X, X, X, X, X, X, X]],
  ["a function", () => 1, ["✗U", X, X, X, X, X, X, X, X, X, X, X, X, X, X]],
];

const marks: Record<string, string> = {
  ValidationError: "✗",
  UnsupportedValueType: "✗U",
  KeyValidationError: "✗K",
  GrammarParseError: "✗G",
};

const cases = rows.flatMap(([name, value, cells]) =>
  columns.map(([column, type], index) => ({ name, value, column, type, want: cells[index] })),
);

describe("conversion matrix (O-TYP-005)", () => {
  test.for(cases)("$name as $column", ({ value, type, want }) => {
    expect(converted(value, optional(type))).toEqual(want);
  });
});

describe("null (O-TYP-004)", () => {
  test.for(columns.slice(1))("%s refuses null", ([, type]) => {
    expect(() => createNode(null, { type, key: "a.b" })).toThrow(
      expect.objectContaining({ code: "VALUE_NOT_OPTIONAL", key: "a.b" }),
    );
  });
});

function converted(value: unknown, type: ConfigType): unknown {
  try {
    return encodeNode(createNode(value, { type }));
  } catch (error) {
    if (error instanceof OrochiError) return marks[error.name] ?? error.name;
    throw error;
  }
}
