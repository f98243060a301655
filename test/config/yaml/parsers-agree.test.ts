import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "../../../src/config/yaml/handler.ts";
import { parseWithJsYaml, sendJsYamlEvents } from "../../../src/config/yaml/js-yaml-events.ts";
import { sendYamlEvents } from "../../../src/config/yaml/yaml-events.ts";
import { commonText, trees } from "./trees.ts";

/** Writes down what a parser finds, and where. */
class Recorder implements YamlHandler {
  readonly found: unknown[] = [];

  startMap(_start: number, properties: NodeProperties | undefined): void {
    // Before or behind the tag of the first key.
    this.found.push(["map", { ...properties }]);
  }
  startList(start: number, properties: NodeProperties | undefined): void {
    this.found.push(["list", start, { ...properties }]);
  }
  end(): void {
    this.found.push(["end"]);
  }
  scalar(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void {
    // js-yaml does not tell where the mark of a block scalar and a value of nothing stand.
    const placed = start !== end && style !== "literal" && style !== "folded";
    this.found.push([style, text, placed ? [start, end] : [], { ...properties }]);
  }
  alias(name: string, start: number, end: number): void {
    this.found.push(["alias", name, start, end]);
  }
}

/** What js-yaml finds in a text that it accepts. */
function withJsYaml(text: string): unknown[] | undefined {
  const events = parseWithJsYaml(text, 1000);
  if ("refused" in events) return undefined;
  const recorder = new Recorder();
  sendJsYamlEvents(text, events, recorder);
  return recorder.found;
}

function withYaml(text: string): unknown {
  const recorder = new Recorder();
  const mistakes = sendYamlEvents(text, recorder);
  return mistakes.length > 0 ? mistakes : recorder.found;
}

test("design D2: both parsers find the same in what is written", () => {
  fc.assert(
    fc.property(trees(commonText), (raw) => {
      const text = dumpYaml(createNode([raw]));
      const found = withJsYaml(text);
      expect(found).toBeDefined();
      expect(withYaml(text)).toEqual(found);
    }),
    { numRuns: 500 },
  );
});

const scalar = fc.constantFrom(
  "a",
  "1.5",
  "'b c'",
  '"d\\n\\x41"',
  "e f",
  "~",
  "???",
  "'${x}'",
  "!!str 5",
  "&n g",
  "",
);
const flow = fc.letrec<{ node: string; pair: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar.filter((text) => text !== ""),
    fc.array(fc.oneof(tie("node"), tie("pair")), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc.array(tie("pair"), { maxLength: 3 }).map((items) => `{${items.join(",\n      ")}}`),
  ),
  pair: fc.tuple(fc.constantFrom("k", "'l'", "m n"), tie("node")).map(([key, value]) => `${key}: ${value}`),
})).node;

function indent(text: string, by: string): string {
  return text.replaceAll("\n", `\n${by}`);
}

/** Documents as people write them: block and flow, comments, block scalars, tags and anchors. */
const document = fc.letrec<{ node: string; map: string; list: string }>((tie) => ({
  map: fc
    .array(
      fc.tuple(
        fc.constantFrom("a", "'b'", "c d", "? e\n", "1"),
        fc.constantFrom("", " # note", "\n# note"),
        tie("node"),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((entries) =>
      entries.map(([key, note, value]) => `${key}:${note}\n  ${indent(value, "  ")}`).join("\n"),
    ),
  list: fc
    .array(tie("node"), { minLength: 1, maxLength: 3 })
    .map((items) => items.map((item) => `- ${indent(item, "  ")}`).join("\n")),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    flow,
    fc.constantFrom("|\n  x\n   y\n", ">-\n  x\n  y\n\n  z\n"),
    tie("map"),
    tie("list"),
  ),
})).node;

test("design D2: both parsers find the same in what people write", () => {
  let compared = 0;
  fc.assert(
    fc.property(document, (text) => {
      const found = withJsYaml(text);
      if (found === undefined) return;
      compared += 1;
      expect(withYaml(text)).toEqual(found);
    }),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(800);
});

test("design D2: both parsers find the same in the texts of the corpus", () => {
  const corpus = readFileSync(new URL("../../conformance/cases/yaml_load.jsonl", import.meta.url), "utf8");
  const differing: string[] = [];
  for (const line of corpus.trim().split("\n")) {
    const { id, yaml } = JSON.parse(line) as { id: string; yaml: string };
    const found = withJsYaml(yaml);
    if (found !== undefined && JSON.stringify(withYaml(yaml)) !== JSON.stringify(found)) differing.push(id);
  }
  expect(differing).toEqual([]);
});
