import { describe, expect, test } from "vitest";
import { globToRegExp, matchingOptions } from "../../src/overrides/glob-match.ts";
import { parseOverride } from "../../src/overrides/parse.ts";
import { printOverride } from "../../src/overrides/print.ts";
import { expandOverride, isSweep, sweepElements, sweepLength } from "../../src/overrides/sweep-values.ts";
import { GlobSweep } from "../../src/overrides/types.ts";

function texts(text: string, seed?: number): string[] {
  return [...expandOverride(parseOverride(text), { seed })].map((override) => override.text.slice(2));
}

describe("elements of a sweep", () => {
  test.for([
    { text: "k=range(0,1,0.1)", want: "0.0 0.1 0.2 0.3 0.4 0.5 0.6 0.7 0.8 0.9" },
    { text: "k=range(0,10,3.3)", want: "0.0 3.3 6.6 9.9" },
    { text: "k=float(range(3))", want: "0.0 1.0 2.0" },
    { text: "k=range(3,0,-1)", want: "3 2 1" },
    {
      text: "k=range(9007199254740992,9007199254740995)",
      want: "9007199254740992 9007199254740993 9007199254740994",
    },
    { text: "k=sort(range(0,5,2),reverse=true)", want: "4 2 0" },
    { text: "k=sort(range(1,10,4),reverse=true)", want: "9 5 1" },
    { text: "k=null,true,1.50,1e3", want: "null true 1.5 1000.0" },
    { text: "k=str(1,2)", want: "'1' '2'" },
    { text: "k=choice('a!',1)", want: "'a!' 1" },
    { text: String.raw`k=x\,y,z`, want: String.raw`x\,y z` },
    { text: "k=sort('b',\"a\")", want: "a b" },
  ])("$text (H-FUN-021, A.6)", ({ text, want }) => {
    expect(texts(text).join(" ")).toBe(want);
  });

  test("a long range is not enumerated to know its length", () => {
    const override = parseOverride("k=range(0,1e15,0.001)");
    if (!isSweep(override)) throw new Error("no sweep");
    expect(sweepLength(override)).toBe(1e18);
    const [first, second] = sweepElements(override);
    expect([first, second]).toMatchObject([{ value: 0 }, { value: 0.001 }]);
  });

  test("a seed fixes the order of a shuffled sweep, each key with its own (H-SWP-029)", () => {
    const [once, again] = [texts("k=shuffle(range(20))", 7), texts("k=shuffle(range(20))", 7)];
    expect(once).toEqual(again);
    expect(once).not.toEqual(texts("j=shuffle(range(20))", 7));
    expect(once.toSorted()).toEqual(texts("k=range(20)").toSorted());
  });

  test.for(["k=interval(0,1)", "k=range(1,5,0)", "k=glob(*)"])("%s cannot be listed", (text) => {
    expect(() => texts(text)).toThrow(/command line:1:3/);
  });
});

test.for([
  "k=zip(1,2)",
  "k=zip(range(1,3,1),group=g)",
  "k=tag(a,b,choice(1,2))",
  "k=zip(tag(t,shuffle(choice(1,2))))",
  "k=interval(0.0,1.0)",
  "k=glob([a*,b],c)",
  "k=choice('1',1)",
])("%s prints to a text that prints to itself", (text) => {
  const printed = printOverride(parseOverride(text));
  expect(printOverride(parseOverride(printed))).toBe(printed);
  expect(parseOverride(printed).value).toEqual(parseOverride(printOverride(parseOverride(printed))).value);
});

describe("glob (H-FUN-020)", () => {
  const names = ["rye", "RYE", "a/b", "a]b", "x-1", "x.1", "[", "-"];
  test.for([
    ["*", names],
    ["?ye", ["rye"]],
    ["[rR]*", ["rye", "RYE"]],
    ["[!a-z]*", ["RYE", "[", "-"]],
    ["a[]]b", ["a]b"]],
    ["[", ["["]],
    ["*/*", ["a/b"]],
    ["x.?", ["x.1"]],
    ["[z-a]", []],
    ["[!]", []],
    ["[--]", ["-"]],
  ] as const)("%s", ([glob, want]) => {
    expect(matchingOptions(new GlobSweep([glob], []), names)).toEqual(want);
  });

  test("any text is a pattern", () => {
    for (const glob of [
      "[",
      "[!",
      "[]",
      "[!]",
      "[a-",
      "\\",
      "[\\]",
      "[^a]",
      "(",
      "**",
      "[a-c-e]",
      "]",
      "[&&]",
    ])
      expect(() => globToRegExp(glob)).not.toThrow();
  });
});
