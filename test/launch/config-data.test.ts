import fc from "fast-check";
import { expect, test } from "vitest";
import { createRoot } from "../../src/config/create.ts";
import { structurallyEqual } from "../../src/config/equality.ts";
import { Float, PathValue } from "../../src/config/scalar.ts";
import { decodeConfig, encodeConfig } from "../../src/launch/config-data.ts";

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.bigInt(),
  fc.double({ noNaN: true }).map((value) => new Float(value)),
  fc.string().filter((text) => !text.includes("$")),
  fc.constant("???"),
  fc.constant("${a.b}"),
  fc.uint8Array(),
  fc.constant(new PathValue("a/b")),
);
const key = fc.oneof(fc.string(), fc.integer(), fc.constantFrom("__proto__", "$float", "7"));
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie("tree"), { maxLength: 4 }), tie("map")),
  map: fc.array(fc.tuple(key, tie("tree")), { maxLength: 4 }).map((entries) => new Map(entries)),
}));

test("a config survives the way through JSON (D9)", () => {
  fc.assert(
    fc.property(tree, (value) => {
      const node = createRoot(new Map([["root", value]]));
      const copy = decodeConfig(JSON.parse(JSON.stringify(encodeConfig(node))));
      expect(encodeConfig(copy)).toEqual(encodeConfig(node));
      expect(structurallyEqual(copy, node)).toBe(true);
    }),
    { numRuns: 300 },
  );
});
