/** One row for each rule of the override language that no other test names. */
import { expect, test } from "vitest";
import { Float } from "../../src/config/scalar.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { parseOverride } from "../../src/overrides/parse.ts";
import { printOverride } from "../../src/overrides/print.ts";
import { toRawValue } from "../../src/overrides/raw.ts";
import { isSweep, sweepElements } from "../../src/overrides/sweep-values.ts";
import { isHydraOverride, type OverrideValue, QuotedString } from "../../src/overrides/types.ts";

const raw = (text: string): unknown => {
  const { value } = parseOverride(text);
  return value === undefined ? undefined : toRawValue(value);
};
const elements = (text: string): unknown[] => {
  const override = parseOverride(text);
  return isSweep(override) ? Array.from(sweepElements(override), (value) => toRawValue(value)) : ["no sweep"];
};

test.for([
  ["H-OVR-002", "k=v", "change"],
  ["H-OVR-002", "+k=v", "add"],
  ["H-OVR-002", "++k=v", "force-add"],
  ["H-OVR-002", "~k", "delete"],
  ["H-OVR-002", "k=extend_list([1])", "extend-list"],
])("%s: %s is %s; the text is kept (H-OVR-001)", ([, text = "", type]) => {
  const override = parseOverride(text);
  expect([override.type, override.text]).toEqual([type, text]);
});

test.for([
  ["H-OVR-003: nothing is the empty text", "k=", ""],
  ["H-OVR-003: a deletion has no value", "~k", undefined],
  ["H-OVR-003: a deletion of the empty text", "~k=", ""],
  ["H-OVR-005", "k= a ", "a"],
  ["H-OVR-006", "k=1_000", 1000],
  ["H-OVR-006", "k=1__0", "1__0"],
  ["H-OVR-006", "k=01", "01"],
  ["H-OVR-006", "k=1e", "1e"],
  ["H-OVR-006", "k=5 6", "5 6"],
  ["H-OVR-006", "k=1.2.3", "1.2.3"],
  ["H-OVR-006", "k=Null", null],
  ["H-OVR-008", String.raw`k='it\'s'`, "it's"],
  ["H-OVR-008", String.raw`k='a\\'`, "a\\"],
  ["H-OVR-010: quoted interpolations may nest", "k='${a:${b}}'", "${a:${b}}"],
  ["H-OVR-011", "k= 5", 5],
  ["H-OVR-012", "k={a:b:c}", new Map([["a", "b:c"]])],
] as const)("%s: %s", ([, text, value]) => {
  expect(raw(text)).toEqual(value);
});

test("H-OVR-006, H-OVR-007: floats stay floats", () => {
  for (const [text, value] of [
    ["k=1.", 1],
    ["k=.5", 0.5],
    ["k=1e5", 100_000],
    ["k=1.0", 1],
  ] as const)
    expect(parseOverride(text).value).toEqual(new Float(value));
  expect(parseOverride("k=1").value).toBe(1);
  expect(parseOverride("k='1'").value).toBeInstanceOf(QuotedString);
});

test.for([
  ["H-OVR-004", "k=a,b", ["a", "b"]],
  ["H-FUN-010", "k=choice(a,b)", ["a", "b"]],
  ["H-FUN-010", "k=choice([a],{b: 1})", [["a"], new Map([["b", 1]])]],
  ["H-FUN-011", "k=range(3)", [0, 1, 2]],
  ["H-FUN-011", "k=range(1,6,2)", [1, 3, 5]],
  ["H-FUN-011", "k=range(3,3)", []],
  ["H-FUN-014", "k=sort(3,1,2)", [1, 2, 3]],
  ["H-FUN-014", "k=sort(1,2,reverse=true)", [2, 1]],
  ["H-FUN-016", "k=tag(a,choice(1,2))", [1, 2]],
  ["H-FUN-017", "k=int(1.9,2.1)", [1, 2]],
  ["H-FUN-024", "k=int(choice(' 1_0 ',-1.5))", [10, -1]],
] as const)("%s: %s", ([, text, values]) => {
  expect(elements(text)).toEqual(values);
});

test("H-FUN-015: shuffling keeps the elements", () => {
  expect(new Set(elements("k=shuffle(1,2,3)"))).toEqual(new Set([1, 2, 3]));
  expect((raw("k=shuffle([1,2,3])") as number[]).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
});

test("H-FUN-012, H-FUN-013: intervals have floats as bounds, globs are patterns", () => {
  expect(parseOverride("k=interval(1,2)").value).toMatchObject({ start: new Float(1), end: new Float(2) });
  expect(parseOverride("k=glob(a*,exclude=ab)").value).toMatchObject({ include: ["a*"], exclude: ["ab"] });
});

test("H-FUN-023: casting an interval keeps its tags", () => {
  const value: OverrideValue | undefined = parseOverride("k=int(tag(t,interval(1,2)))").value;
  expect(value).toMatchObject({ tags: ["t"] });
});

test.for([
  ["H-OVR-010", "k=${a"],
  ["H-OVR-011", "k =1"],
  ["H-OVR-012", "k=[1,]"],
  ["H-OVR-012", "k=[,]"],
  ["H-OVR-012", "k={a:}"],
  ["H-OVR-012", "k={'a': 1}"],
  ["H-OVR-015", "group@a:b=c"],
  ["H-FUN-010", "k=choice()"],
  ["H-FUN-010", "k=choice(choice(a,b))"],
  ["H-FUN-014", "k=sort(interval(0,1))"],
  ["H-FUN-014", "k=sort(1,a)"],
  ["H-FUN-015", "k=shuffle(interval(0,1))"],
  ["H-FUN-016", "k=tag(a,b)"],
  ["H-FUN-017", "k=int()"],
] as const)("%s: %s is refused with its place", ([, text]) => {
  let found: unknown;
  try {
    parseOverride(text);
  } catch (error) {
    found = error;
  }
  expect(isOrochiError(found) && found.span?.source.text).toBe(text);
});

test("H-OVR-015, H-OVR-020: a package may be empty; the key is printed with prefix and package", () => {
  expect(parseOverride("group@=a").package).toBe("");
  expect(printOverride(parseOverride("++a/b@x.y=1"))).toBe("++a/b@x.y=1");
});

test("H-OVR-021: what belongs to the hydra node", () => {
  expect(
    ["hydra.run.dir=x", "hydra/launcher=x", "hydra_x=1", "hydra=1"].map((text) =>
      isHydraOverride(parseOverride(text)),
    ),
  ).toEqual([true, true, false, false]);
});
