import fc from "fast-check";
import { load, YAML11_SCHEMA, realMapTag } from "js-yaml";
import { expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { rawOf } from "../../../src/config/yaml/raw.ts";
import { encodeNode } from "../../conformance/encoding.ts";
import { commonText, text, textTrees, trees } from "./trees.ts";

test("O-CFM-005: what is written reads back the same", () => {
  fc.assert(
    fc.property(trees(text), (raw) => {
      const node = createNode(raw);
      const back = loadYaml(dumpYaml(node));
      const expected = raw === null ? {} : encodeNode(node);
      expect(encodeNode(back)).toEqual(expected);
    }),
    { numRuns: 1500 },
  );
});

test("writing what was read gives the same text", () => {
  fc.assert(
    fc.property(trees(text), (raw) => {
      const written = dumpYaml(createNode([raw]));
      expect(dumpYaml(loadYaml(written))).toBe(written);
    }),
    { numRuns: 500 },
  );
});

test("other readers find the same texts in what is written", () => {
  const schema = YAML11_SCHEMA.withTags(realMapTag);
  fc.assert(
    fc.property(textTrees(commonText), (raw) => {
      const written = dumpYaml(createNode([raw]));
      expect(load(written, { schema, maxDepth: 1000 })).toEqual([raw]);
    }),
    { numRuns: 700 },
  );
});

test("raw values read back as nodes of the same kinds", () => {
  fc.assert(
    fc.property(trees(text), (raw) => {
      const node = createNode(raw);
      expect(encodeNode(createNode(rawOf(node)))).toEqual(encodeNode(node));
    }),
    { numRuns: 300 },
  );
});
