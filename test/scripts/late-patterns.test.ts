import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { makePatternsLate } from "../../scripts/build/late-patterns.ts";

test("patterns are made when they are used first, and once", () => {
  const bundle = `var head = /^a+/;
var each = /\\w/g;
var passed = /x/;
var held = { passed };
function find(text) { return [head.test(text), head.exec(text)?.[0], [...text.matchAll(each)].length, text.replace(each, "")]; }
made = [find, passed];`;
  const late = makePatternsLate(bundle);
  expect(late).toContain("var passed = /x/;");
  expect(late).not.toMatch(/^var (?:head|each) = /m);
  const [find, passed] = runInThisContext(`(() => { let made; ${late}; return made; })()`) as [
    (text: string) => unknown,
    RegExp,
  ];
  expect([find("aab"), find("b"), passed.source]).toEqual([
    [true, "aa", 3, ""],
    [false, undefined, 1, ""],
    "x",
  ]);
});

test("a name that stands for something else somewhere leaves the pattern where it is", () => {
  const bundle = "var head = /a/;\nconst f = (head) => head.test('a');\n";
  expect(makePatternsLate(bundle)).toBe(bundle);
});
