import { expect, test } from "vitest";
import { normalizeInt, parseFloatText, parseIntText } from "../../src/config/python-numbers.ts";

test.for<readonly [text: string, int: number | bigint | undefined, float: number | undefined]>([
  ["0", 0, 0],
  ["-0", 0, -0],
  ["007", 7, 7],
  [" +5\n", 5, 5],
  ["1_000", 1000, 1000],
  ["1__0", undefined, undefined],
  ["_1", undefined, undefined],
  ["1_", undefined, undefined],
  ["- 1", undefined, undefined],
  ["0x10", undefined, undefined],
  ["1.", undefined, 1],
  [".5", undefined, 0.5],
  ["1_0.5_0", undefined, 10.5],
  ["1e3", undefined, 1000],
  ["1E-0_3", undefined, 0.001],
  ["1e400", undefined, Number.POSITIVE_INFINITY],
  ["-Infinity", undefined, Number.NEGATIVE_INFINITY],
  ["+inf", undefined, Number.POSITIVE_INFINITY],
  ["nan", undefined, Number.NaN],
  [".", undefined, undefined],
  ["e3", undefined, undefined],
  ["", undefined, undefined],
  ["9007199254740993", 9007199254740993n, 9007199254740992],
])("%j (O-TYP-010, O-TYP-011)", ([text, int, float]) => {
  expect(parseIntText(text)).toBe(int);
  expect(parseFloatText(text)).toBe(float);
});

test("ints are numbers as long as they are safe (TS-1)", () => {
  expect(normalizeInt(5n)).toBe(5);
  expect(normalizeInt(2 ** 53)).toBe(2n ** 53n);
  expect(normalizeInt(-(2n ** 60n))).toBe(-(2n ** 60n));
});
