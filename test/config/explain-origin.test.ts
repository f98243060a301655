import { describe, expect, test } from "vitest";
import { originChain } from "../../src/config/explain-origin.ts";
import { spanOf } from "../../src/config/origin-span.ts";
import { mergeNodes } from "../../src/config/merge.ts";
import { type ConfigNode, ListNode, MapNode, ScalarNode } from "../../src/config/node.ts";
import { loadYaml } from "../../src/config/yaml/load.ts";
import { formatPlace, Source, type Span } from "../../src/text/source.ts";

function load(name: string, text: string, at = ""): ConfigNode {
  return loadYaml(text, { source: new Source(name, text), at });
}

function at(root: ConfigNode, ...keys: (string | number)[]): ConfigNode {
  let node: ConfigNode | undefined = root;
  for (const key of keys) {
    if (node instanceof MapNode) node = node.child(key);
    else if (node instanceof ListNode) node = node.child(Number(key));
  }
  if (node === undefined) throw new Error(`nothing at ${keys.join(".")}`);
  return node;
}

function shown(span: Span | undefined): string | undefined {
  return span && `${formatPlace(span)} ${span.source.text.slice(span.start, span.end)}`;
}

describe("spanOf", () => {
  const text = "db:\n  hosts:\n  - name: a\n    port: 0x10\n  2: two\n  base: &b {x: 1}\n  copy: *b\n";
  test.for([
    [["db", "hosts", 0, "port"], "db.yaml:4:11 0x10"],
    [["db", 2], "db.yaml:5:6 two"],
    [["db", "copy"], "db.yaml:7:9 *b"],
    [["db", "copy", "x"], "db.yaml:6:16 1"],
    [["db", "hosts", 0], "db.yaml:3:5 name: a\n    port: 0x10"],
  ] as const)("finds %j", ([keys, place]) => {
    expect(shown(spanOf(at(load("db.yaml", text), ...keys)))).toBe(place);
  });

  test("counts keys from the place where the text was put", () => {
    const inner = load("db.yaml", "port: 1\n", "db.main");
    const root = new MapNode();
    const db = new MapNode();
    root.setChild("db", db);
    db.setChild("main", inner);
    expect(shown(spanOf(at(root, "db", "main", "port")))).toBe("db.yaml:1:7 1");
  });

  test("points into an override", () => {
    const node = new ScalarNode("int", 5);
    node.origin = { kind: "override", source: new Source("command line", "db.port=5"), start: 8, end: 9 };
    expect(shown(spanOf(node))).toBe("command line:1:9 5");
  });

  test("knows no place for values from code", () => {
    expect(spanOf(new ScalarNode("int", 5))).toBeUndefined();
  });
});

test("originChain tells what a value replaced, newest first", () => {
  const merged = mergeNodes(
    load("a.yaml", "x: 1\n"),
    load("b.yaml", "y: 0\nx: two words\n"),
    load("c.yaml", "x: 3.0\n"),
  );
  const chain = originChain(at(merged, "x"));
  expect(chain.map(({ span, text }) => [shown(span), text])).toEqual([
    ["c.yaml:1:4 3.0", "3.0"],
    ["b.yaml:2:4 two words", "two words"],
    ["a.yaml:1:4 1", "1"],
  ]);
});
