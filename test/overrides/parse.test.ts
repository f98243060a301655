import { describe, expect, test } from "vitest";
import { Float } from "../../src/config/scalar.ts";
import { OverrideParseException } from "../../src/errors/hydra-errors.ts";
import { createFunctionRegistry } from "../../src/overrides/functions/registry.ts";
import { parseOverride, parseOverrides } from "../../src/overrides/parse.ts";
import { printOverride, printValue } from "../../src/overrides/print.ts";
import { toRawValue } from "../../src/overrides/raw.ts";
import { expandOverride } from "../../src/overrides/sweep-values.ts";
import { isHydraOverride, MapValue } from "../../src/overrides/types.ts";
import { Source } from "../../src/text/source.ts";

describe("values", () => {
  test.for([
    { id: "int:underscore", text: "1_000", want: 1000 },
    { id: "int:big", text: "9007199254740993", want: 9007199254740993n },
    { id: "int:zero", text: "-0", want: 0 },
    { id: "float:point", text: "1.", want: new Float(1) },
    { id: "float:negative-zero", text: "-0.0", want: new Float(-0) },
    { id: "str:not-a-number", text: "1.2.3", want: "1.2.3" },
    { id: "str:url", text: "http://h.y/z?a", want: "http://h.y/z?a" },
    { id: "str:letters-of-any-script", text: "日本語 naïve 😀", want: "日本語 naïve 😀" },
    { id: "str:empty", text: "", want: "" },
    { id: "list:lines", text: "[\n  1,\n  2\n]", want: [1, 2] },
    { id: "list:trailing-blanks", text: "[1] \t", want: [1] },
    { id: "call:trailing-blanks", text: "int('5') ", want: 5 },
    { id: "call:lines", text: "str(\n a\n)", want: "a" },
  ])("$id", ({ text, want }) => {
    expect(parseOverride(`k=${text}`).value).toStrictEqual(want);
  });

  test("mapping keys are typed, and equal numbers are one key (H-OVR-013)", () => {
    const { value } = parseOverride("k={1:a,1.0:b,true:c,null:d,'x y'}".replace(",'x y'", ""));
    expect(value).toEqual(
      new MapValue([
        [1, "c"],
        [null, "d"],
      ]),
    );
    expect(toRawValue(parseOverride("k={__proto__:{a:1.0}}").value ?? null)).toEqual(
      new Map([["__proto__", new Map([["a", new Float(1)]])]]),
    );
  });
});

describe("errors", () => {
  test.for([
    { id: "lex:character", text: "key=a!b", code: "OVERRIDE_LEX", at: [5, 6] },
    { id: "lex:quote", text: "key='a", code: "OVERRIDE_LEX", at: [4, 5] },
    { id: "lex:line-break", text: "key=a\nb", code: "OVERRIDE_LEX", at: [5, 6] },
    { id: "lex:invisible", text: "key=a\u00a0b", code: "OVERRIDE_LEX", at: [5, 6] },
    { id: "key:blank", text: "key =1", code: "OVERRIDE_LEX", at: [3, 4] },
    { id: "key:index", text: "list[0]=1", code: "OVERRIDE_LEX", at: [4, 5] },
    { id: "key:empty", text: "=1", code: "OVERRIDE_SYNTAX", at: [0, 1] },
    { id: "key:empty-part", text: "a..b=1", code: "OVERRIDE_LEX", at: [1, 3] },
    { id: "key:dash", text: "--flag=1", code: "OVERRIDE_LEX", at: [0, 1] },
    { id: "key:leading-zero", text: "a.00=1", code: "OVERRIDE_LEX", at: [2, 4] },
    { id: "key:group-and-path", text: "a.b/c=1", code: "OVERRIDE_SYNTAX", at: [1, 2] },
    { id: "syntax:no-value", text: "key", code: "OVERRIDE_SYNTAX", at: [0, 3] },
    { id: "syntax:equals", text: "key=a=b", code: "OVERRIDE_SYNTAX", at: [5, 6] },
    { id: "syntax:open-list", text: "key=[a", code: "OVERRIDE_SYNTAX", at: [6, 7] },
    { id: "syntax:double-comma", text: "key=a,,b", code: "OVERRIDE_SYNTAX", at: [6, 7] },
    { id: "syntax:nested-sweep", text: "key=[a,choice(b,c)]", code: "OVERRIDE_SYNTAX", at: [7, 18] },
    { id: "syntax:line-break-in-plain-text", text: "key=[a\nb]", code: "OVERRIDE_SYNTAX", at: [6, 7] },
    {
      id: "syntax:positional-after-named",
      text: "k=range(start=1,2)",
      code: "OVERRIDE_SYNTAX",
      at: [16, 17],
    },
    {
      id: "syntax:depth-of-calls",
      text: `key=${"sort(".repeat(3000)}a`,
      code: "OVERRIDE_SYNTAX",
      at: [2504, 2508],
    },
    {
      id: "syntax:depth-of-lists",
      text: `key=${"[".repeat(9000)}a`,
      code: "OVERRIDE_SYNTAX",
      at: [504, 505],
    },
    { id: "call:unknown", text: "key=chioce(a)", code: "OVERRIDE_FUNCTION", at: [4, 10], hint: "choice" },
    {
      id: "call:parameter",
      text: "key=range(1,stp=2)",
      code: "OVERRIDE_FUNCTION",
      at: [4, 18],
      hint: "stop",
    },
    { id: "call:kind", text: "key=range(a)", code: "OVERRIDE_FUNCTION", at: [4, 12] },
    { id: "call:bool-is-no-number", text: "key=range(true)", code: "OVERRIDE_FUNCTION", at: [4, 15] },
    { id: "call:endless", text: "key=range(inf)", code: "OVERRIDE_FUNCTION", at: [4, 14] },
    { id: "call:prefix-with-list-operation", text: "+key=append(a)", code: "OVERRIDE_SYNTAX", at: [5, 14] },
  ])("$id", ({ text, code, at, hint }) => {
    const error = failure(() => parseOverride(text));
    expect({ code: error.code, at: [error.span?.start, error.span?.end] }).toEqual({ code, at });
    expect(error.message).toContain("command line:");
    expect(error.hint ?? "").toContain(hint ?? "");
  });

  test("all errors of a command line are reported together (H-OVR-017)", () => {
    const error = failure(() => parseOverrides(["a=1", "b=[", "c=d!", "e=2"]));
    expect(error.summary).toBe("2 of 4 overrides cannot be parsed");
    expect(error.together).toHaveLength(2);
    expect(error.message).toContain("b=[");
    expect(error.message).toContain("c=d!");
  });

  test("the source may have a name of its own", () => {
    const error = failure(() => parseOverride("a=[", { source: new Source("hydra.sweeper.params", "a=[") }));
    expect(error.message).toContain("hydra.sweeper.params:1:4");
  });
});

describe("functions of one's own (H-FUN-002)", () => {
  const functions = createFunctionRegistry();
  functions.register("square", (value) => Number(value) ** 2);
  functions.register("pair", (a, b) => ({ a, b }), [{ name: "a" }, { name: "b", optional: true }]);
  functions.register("broken", () => {
    throw new Error("went wrong");
  });

  test("are called with plain data and answer with plain data", () => {
    expect(parseOverride("k=square(3)", { functions }).value).toBe(9);
    expect(parseOverride("k=[square(0.5)]", { functions }).value).toEqual([new Float(0.25)]);
    expect(printValue(parseOverride("k=pair(b='x',a=[1])", { functions }).value ?? null)).toBe("{a:[1],b:x}");
  });

  test("fail with the place of the call", () => {
    expect(failure(() => parseOverride("k=broken(1)", { functions })).span).toMatchObject({
      start: 2,
      end: 11,
    });
    expect(() => functions.register("square", () => 1)).toThrow("exists already");
    expect(() => parseOverride("k=square(3)")).toThrow(OverrideParseException);
  });
});

describe("list operations", () => {
  test.for([
    "k=append(a,b\\ c)",
    "k=prepend(1)",
    "k=insert(-1,[a],{b:c})",
    "k=remove(1.0)",
    "k=extend_list(a)",
  ])("%s prints as itself", (text) => {
    expect(printOverride(parseOverride(text))).toBe(text);
  });

  test("can be swept", () => {
    const jobs = [...expandOverride(parseOverride("k=append(a),extend_list(b),[c]"))];
    expect(jobs.map(({ type, text }) => [type, text])).toEqual([
      ["list-operation", "k=append(a)"],
      ["extend-list", "k=extend_list(b)"],
      ["change", "k=[c]"],
    ]);
  });
});

test.for([
  ["hydra.job.name=a", true],
  ["hydra/launcher=basic", true],
  ["+hydra/callbacks@x=a", true],
  ["hydra_zen.x=1", false],
  ["a@hydra.b=1", false],
] as const)("isHydraOverride(%s)", ([text, want]) => {
  expect(isHydraOverride(parseOverride(text))).toBe(want);
});

function failure(work: () => unknown): OverrideParseException {
  try {
    work();
  } catch (error) {
    if (error instanceof OverrideParseException) return error;
    throw error;
  }
  throw new Error("did not fail");
}
