import fc from "fast-check";
import { load, YAML11_SCHEMA, realMapTag } from "js-yaml";
import { expect, test } from "vitest";
import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import { createNode } from "../../../src/config/create.ts";
import { type ConfigNode, formatKey, isContainer, ScalarNode } from "../../../src/config/node.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { locateInYaml } from "../../../src/config/yaml/positions.ts";
import { rawOf } from "../../../src/config/yaml/raw.ts";
import { Source } from "../../../src/text/source.ts";
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

test("positions are those that the package yaml finds", () => {
  fc.assert(
    fc.property(textTrees(commonText), (raw) => {
      const source = new Source("t", dumpYaml(createNode([raw])));
      const document = parseDocument(source.text, { version: "1.1", uniqueKeys: false });
      const places = [...placesOf(loadYaml(source.text), document.contents, [])];
      const ours = places.map(({ path, what }) => locateInYaml(source, path, what));
      expect(ours.map((span) => span && [span.start, span.end])).toEqual(places.map(({ range }) => range));
    }),
    { numRuns: 700 },
  );
});

interface Place {
  readonly path: string[];
  readonly what: "key" | "value";
  readonly range: readonly [number, number] | undefined;
}

/** The places of all keys and scalars, as the other reader says. */
function* placesOf(node: ConfigNode, other: unknown, path: string[]): Generator<Place> {
  if (node instanceof ScalarNode) yield { path, what: "value", range: rangeOf(other) };
  let index = 0;
  for (const child of isContainer(node) ? node.children() : []) {
    const below = [...path, formatKey(child.key)];
    const pair = isMap(other) ? other.items[index] : undefined;
    if (pair !== undefined) yield { path: below, what: "key", range: rangeOf(pair.key) };
    yield* placesOf(child, isSeq(other) ? other.items[index] : pair?.value, below);
    index += 1;
  }
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

test("raw values read back as nodes of the same kinds", () => {
  fc.assert(
    fc.property(trees(text), (raw) => {
      const node = createNode(raw);
      expect(encodeNode(createNode(rawOf(node)))).toEqual(encodeNode(node));
    }),
    { numRuns: 300 },
  );
});
