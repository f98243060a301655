import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandOverride } from "../../src/overrides/sweep-values.ts";
import { parseOverride } from "../../src/overrides/parse.ts";
import { toRawValue } from "../../src/overrides/raw.ts";
import { overrideTexts } from "../../src/zen/override-text.ts";
import { choice, glob, interval, range, sweep } from "../../src/zen/sweep-values.ts";

describe("values as the override language has them (Z-LAUNCH-002…004)", () => {
  test.for<readonly [unknown, string]>([
    [3, "x=3"],
    [null, "x=null"],
    ["a,b", "x='a,b'"],
    ["1", "x='1'"],
    ["plain", "x=plain"],
    [[1, [2]], "x=[1,[2]]"],
    [{ k: "t: u" }, "x={k:'t: u'}"],
    [sweep([1, "2", null]), "x=1,'2',null"],
    [sweep([[1, 2], 3]), "x=[1,2],3"],
    [sweep(["only"]), "x=only"],
    [sweep(new Set([1, 2])), "x=1,2"],
    [sweep([1, 2].values()), "x=1,2"],
    [choice("a", "b"), "x=choice(a,b)"],
    [range(1, 4), "x=range(1,4,1)"],
    [range(0, 1, 0.5), "x=range(0,1,0.5)"],
    [range(3, 0, -1), "x=range(3,0,-1)"],
    [interval(0, 1.5), "x=interval(0,1.5)"],
    [glob("*"), "x=glob(*)"],
    [glob(["a*", "b"], "a1"), "x=glob([a*,b],a1)"],
  ])("%o is %s", ([value, want]) => {
    expect(overrideTexts({ x: value })).toEqual([want]);
    expect(() => parseOverride(want)).not.toThrow();
  });
  test("prefixes, packages and absent values", () => {
    expect(overrideTexts({ "+x": 1, "~y": null, "db@a.b": "m", z: undefined })).toEqual([
      "+x=1",
      "~y",
      "db@a.b=m",
    ]);
    expect(overrideTexts(new Map<string, unknown>([["x", 1]]))).toEqual(["x=1"]);
    const texts = ["a=1"];
    expect(overrideTexts(texts)).not.toBe(texts);
  });
  test.for<readonly [string, () => unknown]>([
    ["a sweep in a sweep", () => overrideTexts({ x: sweep([sweep([1])]) })],
    ["a sweep in a list", () => overrideTexts({ x: [sweep([1])] })],
    ["a function", () => overrideTexts({ x: () => 1 })],
    ["an empty sweep", () => sweep([])],
    ["no step", () => range(0, 1, 0)],
    ["no end", () => range(0, Number.POSITIVE_INFINITY)],
  ])("%s is refused", ([, run]) => {
    expect(run).toThrow(expect.objectContaining({ code: "ZEN_INVALID" }));
  });
  test("a sweep comes back value by value (Z-PROP-010)", () => {
    const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.string());
    const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const [text = ""] = overrideTexts({ x: sweep(values) });
        const found = [...expandOverride(parseOverride(text))].map((one) => toRawValue(one.value ?? null));
        expect(found).toEqual(values);
      }),
    );
  });
});
