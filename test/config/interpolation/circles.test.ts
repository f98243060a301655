import { expect, test } from "vitest";
import { equalNodes } from "../../../src/config/equality.ts";
import { resolvedCopy } from "../../../src/config/interpolation/resolved-copy.ts";
import { missingKeys } from "../../../src/config/missing.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import { failureOf, treeOf } from "./test-tree.ts";

const eachOther = { x: { p: "${y}" }, y: { q: "${x}" } };
const made = {
  a: String.raw`${"$"}{oc.create:{x: '\${b}'}}`,
  b: String.raw`${"$"}{oc.create:{x: '\${a}'}}`,
};

// O-INT-006: containers that refer to each other can be read step by step, but a walk through all of them has an end.
test.for([
  { content: eachOther, key: "y.q" },
  { content: made, key: "b.x" },
])("$key leads back", ({ content, key }) => {
  for (const walk of [
    resolvedCopy,
    missingKeys,
    (node: Parameters<typeof toPlain>[0]) => toPlain(node, { resolve: true }),
  ])
    expect(failureOf(() => walk(treeOf(content)))).toMatchObject({ code: "INTERPOLATION_CYCLE", key });
});

test("configs with circles can be compared", () => {
  expect(equalNodes(treeOf(eachOther), treeOf(eachOther))).toBe(true);
  expect(equalNodes(treeOf(eachOther), treeOf({ ...eachOther, y: { q: "${x}", r: 1 } }))).toBe(false);
});
