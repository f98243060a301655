import { expect, test } from "vitest";
import { parseInterpolation, parseSingleElement } from "../../../src/config/interpolation/parse.ts";
import { failureOf } from "./test-tree.ts";

test.for([
  { text: "${a.b[c].d}", steps: ["a", "b", "c", "d"], dots: 0 },
  { text: "${[a][0]}", steps: ["a", "0"], dots: 0 },
  { text: "${...a}", steps: ["a"], dots: 3 },
  { text: "${ .a\t}", steps: ["a"], dots: 1 },
  { text: "${é=~#,\n|x}", steps: ["é=~#,\n|x"], dots: 0 },
  { text: "${constructor.__proto__}", steps: ["constructor", "__proto__"], dots: 0 },
])("reference $text", ({ text, steps, dots }) => {
  expect(parseInterpolation(text).reference).toMatchObject({ steps, dots, start: 0, end: text.length });
});

test.for([
  { text: "${f:a, b ,'c', [ 1 ],{k : v}}", texts: ["a", "b", "'c'", "[ 1 ]", "{k : v}"] },
  { text: "${f: 1 }", texts: ["1"] },
  { text: "${f:}", texts: [] },
  { text: "${f:,}", texts: ["", ""] },
])("texts of arguments, by which results are cached: $text (O-RES-005)", ({ text, texts }) => {
  expect(parseInterpolation(text).parts).toMatchObject([{ type: "call", argumentTexts: texts }]);
});

test.for([
  { text: "${f:a: }", value: "a: " },
  { text: "${f:a :b}", value: "a :b" },
  { text: "${f:a : b}", value: "a : b" },
  { text: "${f:{b:: x}}", entries: [["b", { type: "literal", value: ": x" }]] },
  { text: "${f:{a b : x}}", entries: [["a b", { type: "literal", value: "x" }]] },
])("blanks around colons: $text (O-GRM-004, O-GRM-006)", ({ text, value, entries }) => {
  const arg = value === undefined ? { type: "map", entries } : { type: "literal", value };
  expect(parseInterpolation(text).parts).toMatchObject([{ args: [arg] }]);
});

test("a single element keeps its outer blanks (O-GRM-004)", () => {
  expect(parseSingleElement(" a ")).toEqual({ type: "literal", value: " a " });
});

test.for(["", " ", "'a' ", "a,b", "[1", "{a}", "a]"])("no single element: '%s' (O-RES-021)", (text) => {
  expect(failureOf(() => parseSingleElement(text)).code).toBe("INTERPOLATION_SYNTAX");
});

// O-GRM-008: position, offending text and what was expected.
test.for([
  { text: "a ${b c}", at: [6, 7], says: "expected '}', ':', '.' or '[', but found 'c'" },
  { text: "${a", at: [3, 3], says: "but the text ends" },
  { text: "${}", at: [2, 3], says: "expected a key, but found '}'" },
  { text: "${a.}", at: [4, 5], says: "expected a key" },
  { text: "${a[b}", at: [5, 6], says: "expected ']'" },
  { text: "${f:a=b}", at: [5, 6], says: "expected ',' or '}', but found '='", hint: /quotes/ },
  { text: "${f:'a}", at: [4, 7], says: "expected a text closed by '" },
  { text: "${1f:a}", at: [0, 4], says: "expected the name of a resolver" },
  { text: "${f:{'a': 1}}", at: [5, 6], says: "expected a key", hint: /cannot be quoted/ },
  { text: "${f:{${a}: 1}}", at: [5, 7], says: "expected a key, but found '${'" },
])("points at the mistake: $text", ({ text, at, says, hint = /^/ }) => {
  const error = failureOf(() => parseInterpolation(text));
  expect(error.name).toBe("GrammarParseError");
  expect([error.span?.start, error.span?.end]).toEqual(at);
  expect(error.summary).toContain(says);
  expect(error.message).toContain("^");
  expect(error.hint ?? "").toMatch(hint);
});

test("trees are kept by text (O-GRM-009)", () => {
  expect(parseInterpolation("x ${kept}")).toBe(parseInterpolation("x ${kept}"));
});
