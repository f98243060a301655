import fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "../../src/cli/wrap-text.ts";

test.for([
  ["", 40, [""]],
  ["short", 40, ["short"]],
  ["one two three four five six", 24, ["one two three four five", "six"]],
  [
    "a-word-that-is-wider-than-all-columns and more",
    24,
    ["a-word-that-is-wider-than-all-columns", "and more"],
  ],
  ["never narrower than this", 1, ["never narrower than this"]],
  ["日本語の 説明が ここに 入り ます", 24, ["日本語の 説明が ここに", "入り ます"]],
] as const)("%j in %i columns", ([text, columns, want]) => {
  expect(wrapText(text, columns)).toEqual(want);
});

test("no word is lost, and no line with two words is too wide", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 });
  fc.assert(
    fc.property(words, fc.integer({ min: 24, max: 120 }), (list, columns) => {
      const lines = wrapText(list.join(" "), columns);
      expect(lines.join(" ")).toBe(list.join(" "));
      expect(lines.filter((line) => line.includes(" ") && line.length > columns)).toEqual([]);
    }),
  );
});
