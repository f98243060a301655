import { expect, test } from "vitest";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { parseInterpolation } from "../../../src/config/interpolation/parse.ts";
import { maxInterpolationDepth } from "../../../src/config/interpolation/parser.ts";
import { failureOf, read, treeOf } from "./test-tree.ts";

const many = 100_000;

test.for([
  { id: "open interpolations", text: "${".repeat(many) },
  { id: "nested interpolations", text: `${"${".repeat(10_000)}a${"}".repeat(10_000)}` },
  { id: "nested lists", text: `\${f:${"[".repeat(10_000)}${"]".repeat(10_000)}}` },
  { id: "nested mappings", text: `\${f:${"{a:".repeat(10_000)}1${"}".repeat(10_000)}}` },
  { id: "an open quote", text: `\${f:'${"\\".repeat(many)}` },
  { id: "an open list of blanks", text: `\${f:[${" ".repeat(many)}` },
])("$id end in a GrammarParseError at once", ({ text }) => {
  const start = performance.now();
  expect(failureOf(() => parseInterpolation(text)).name).toBe("GrammarParseError");
  expect(performance.now() - start).toBeLessThan(1000);
});

test.for([
  { id: "backslashes", text: `${"\\".repeat(many)}\${a}${"\\".repeat(many)}` },
  { id: "arguments", text: `\${f:${"1,".repeat(many)}}` },
  { id: "words", text: `\${f:${"x ".repeat(many)}}` },
  { id: "escapes", text: `\${f:${String.raw`\,`.repeat(many)}}` },
  { id: "dollars", text: `${"$".repeat(many)}{a}` },
  { id: "interpolations", text: "${a}".repeat(many / 10) },
])("many $id are read in little time", ({ text }) => {
  const start = performance.now();
  parseInterpolation(text);
  expect(performance.now() - start).toBeLessThan(1500);
});

test("nesting up to the limit works, and its evaluation too", () => {
  const depth = maxInterpolationDepth - 1;
  const nested = `\${f:${"[".repeat(depth)}${"]".repeat(depth)}}`;
  const calls = `${"${f:".repeat(depth)}1${"}".repeat(depth)}`;
  const root = treeOf({ a: nested, b: calls }, { f: ([value]) => value });
  expect(dereference(root.child("a")!).kind).toBe("list");
  expect(read(root, "b")).toBe(1);
});

const links = 10_000;

test.for([
  { id: "references", link: (next: string) => `\${${next}}` },
  { id: "pieces of text", link: (next: string) => `x\${${next}}` },
  { id: "arguments", link: (next: string) => `\${f:\${${next}}}` },
])("a chain of ten thousand $id is followed (TS-6)", ({ link }) => {
  const content = Object.fromEntries(
    Array.from({ length: links }, (_, index) => [`k${index}`, link(`k${index + 1}`)]),
  );
  const root = treeOf({ ...content, [`k${links}`]: "end" }, { f: ([value]) => value });
  expect(String(read(root, "k0"))).toMatch(/^x*end$/);
});

test("a cycle of ten thousand links is reported, shortened", () => {
  const content = Object.fromEntries(
    Array.from({ length: links }, (_, index) => [`k${index}`, `\${k${(index + 1) % links}}`]),
  );
  const error = failureOf(() => read(treeOf(content), "k0"));
  expect(error).toMatchObject({ code: "INTERPOLATION_CYCLE", key: "k0" });
  expect(error.message.length).toBeLessThan(500);
});

test("a chain through oc.select that is too long for the stack is an error of ours", () => {
  const content = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`k${index}`, `\${oc.select:k${index + 1}}`]),
  );
  expect(failureOf(() => read(treeOf(content), "k0")).name).toBe("InterpolationResolutionError");
});

test("a thousand simple interpolations take little time (O-PRF-003)", () => {
  const content = Object.fromEntries(
    Array.from({ length: 1000 }, (_, index) => [`k${index}`, `\${v${index % 10}}`]),
  );
  const values = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`v${index}`, index]));
  const root = treeOf({ ...content, ...values });
  const children = [...root.children()];
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    for (const child of children) dereference(child);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});
