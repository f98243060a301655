import { expect, test } from "vitest";
import { encodeNode } from "../../conformance/encoding.ts";
import { type ConfigNode, ListNode, type MapNode } from "../../../src/config/node.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { read, readError } from "./read.ts";

function bomb(levels: number, width: number, flow: (item: string) => string): string {
  let text = "l0: &l0 [x, x]\n";
  for (let level = 1; level < levels; level++) {
    const items = Array.from({ length: width }, () => `*l${level - 1}`).join(", ");
    text += `l${level}: &l${level} ${flow(items)}\n`;
  }
  return text;
}

test("O-YML-016: an alias bomb is refused quickly", () => {
  const started = performance.now();
  const found = readError(bomb(40, 10, (items) => `[${items}]`));
  expect(found).toMatchObject({ code: "YAML_LIMIT", summary: "Aliases repeat more than 100000 values" });
  expect(performance.now() - started).toBeLessThan(2000);
});

test("O-YML-016: so is one of merge keys", () => {
  let text = "l0: &l0 {a: 1, b: 2, c: 3}\n";
  for (let level = 1; level < 30; level++) {
    text += `l${level}: &l${level} {<<: *l${level - 1}, k${level}a: *l${level - 1}, k${level}b: *l${level - 1}}\n`;
  }
  expect(readError(text).code).toBe("YAML_LIMIT");
});

test("O-YML-016: plain content does not count, and the limit can be chosen", () => {
  expect((loadYaml(`[${"x, ".repeat(150_000)}]`) as ListNode).size).toBe(150_000);
  const text = "a: &a [1, 2]\nb: *a\nc: *a\n";
  expect(read(text, { limits: { maxAliasNodes: 6 } })).toEqual({ a: [1, 2], b: [1, 2], c: [1, 2] });
  expect(readError(text, { limits: { maxAliasNodes: 5 } }).place).toBe("3:4");
  expect(readError(text, { limits: { maxAliasNodes: 0 } }).place).toBe("2:4");
});

const nests = [
  ["flow lists", (depth: number) => "[".repeat(depth) + "]".repeat(depth)],
  ["flow maps", (depth: number) => `${"{a: ".repeat(depth)}1${"}".repeat(depth)}`],
  ["compact lists", (depth: number) => `${"- ".repeat(depth)}x\n`],
  [
    "block maps",
    (depth: number) => Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}a:\n`).join(""),
  ],
  ["unclosed brackets", (depth: number) => "[".repeat(depth)],
] as const;

test.for(nests)("TS-6: %s deeper than the limit are refused, however deep", ([, nest]) => {
  for (const depth of [1001, 20_000].slice(0, nest === nests[3][1] ? 1 : 2)) {
    expect(readError(nest(depth)).code).toBe("YAML_LIMIT");
  }
});

test("TS-6: with another limit, more can be read, up to what the parser can follow", () => {
  expect(readError(`${"[".repeat(1500)}x${"]".repeat(1500)}`).code).toBe("YAML_LIMIT");
  const root = loadYaml(`${"[".repeat(1500)}x${"]".repeat(1500)}`, { limits: { maxDepth: 1500 } });
  expect(dumpYaml(root)).toBe(`${"- ".repeat(1500)}x\n`);
  for (const [, nest] of nests.slice(0, 3)) {
    expect(readError(nest(100_000), { limits: { maxDepth: 1_000_000 } }).code).toBe("YAML_LIMIT");
  }
});

test("TS-6: so is nesting in a layout that is settled first, and in one that is wrong", () => {
  const deep = (depth: number) => `a: ${"[\n".repeat(depth)}x${"]\n".repeat(depth)}`;
  expect(readError(deep(20_000)).code).toBe("YAML_LIMIT");
  expect(readError(`a: 'b\nc'\nd: ${"[".repeat(20_000)}`).code).toBe("YAML_LIMIT");
  expect(readError(`a: ]\nd: ${"[".repeat(5_000)}`).code).toMatch(/YAML_LIMIT|YAML_SYNTAX/);
});

test("TS-6: writing needs no call stack", () => {
  const depth = 20_000;
  let root: ConfigNode = loadYaml("x");
  for (let level = 0; level < depth; level++) {
    const list = new ListNode();
    list.push(root);
    root = list;
  }
  expect(dumpYaml(root)).toBe(`${"- ".repeat(depth)}x\n`);
});

test("nesting through aliases counts", () => {
  let text = "l0: &l0 [x]\n";
  for (let level = 1; level < 30; level++) text += `l${level}: &l${level} [*l${level - 1}]\n`;
  expect(readError(text, { limits: { maxDepth: 20 } }).code).toBe("YAML_LIMIT");
});

test("giant scalars", () => {
  const size = 2_000_000;
  expect(encodeNode(loadYaml(`a: ${"x".repeat(size)}\n`))).toEqual({ a: "x".repeat(size) });
  expect(encodeNode(loadYaml(`a: "${"x\\n".repeat(size / 4)}"\n`))).toEqual({ a: "x\n".repeat(size / 4) });
  expect(encodeNode(loadYaml(`a: |\n${"  x\n".repeat(size / 4)}`))).toEqual({ a: "x\n".repeat(size / 4) });
  const digits = "9".repeat(5000);
  expect(encodeNode(loadYaml(`a: ${digits}\n`))).toEqual({ a: { $int: digits } });
});

test("the length of a text can be limited", () => {
  expect(readError("a: 123456", { limits: { maxLength: 5 } }).code).toBe("YAML_LIMIT");
});

test.for([
  ["NUL", "a: x\0y", "1:5"],
  ["NUL at the start", "\0", "1:1"],
  ["DEL", "a: \x7f", "1:4"],
  ["a lone surrogate", "a: \ud800", "1:4"],
  ["U+FFFF", "# \uffff\na: 1", "1:3"],
  ["binary", "\x89PNG\r\n\x1a\n", "1:1"],
] as const)("%s is refused with its place", ([, text, place]) => {
  expect(readError(text)).toMatchObject({ code: "YAML_SYNTAX", place });
});

test("byte order marks, line ends and blank lines of all kinds", () => {
  expect(read("\ufeffa: 1\r\n\r\n  \r\nb: 2\r")).toEqual({ a: 1, b: 2 });
  expect(read("a: 1\rb: 2\r\r# c\rc: [1,\r2]")).toEqual({ a: 1, b: 2, c: [1, 2] });
  expect(read("a: 1\x85b: 2\x85\x85c: 'd\x85e'")).toEqual({ a: 1, b: 2, c: "d e" });
});

test("keys that objects have of themselves are data", () => {
  const root = loadYaml(
    "__proto__: {polluted: yes}\nconstructor: {prototype: {x: 1}}\nhasOwnProperty: 1\n",
  ) as MapNode;
  expect([...root.children()].map(({ key }) => key)).toEqual(["__proto__", "constructor", "hasOwnProperty"]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  expect(dumpYaml(root)).toBe(
    "__proto__:\n  polluted: true\nconstructor:\n  prototype:\n    x: 1\nhasOwnProperty: 1\n",
  );
});

test("time grows with the length of the text", () => {
  const hard = [
    `a: ${"b ".repeat(200_000)}`,
    `a: '${"''".repeat(100_000)}'`,
    `a:${" ".repeat(400_000)}b`,
    `a: b${"\n".repeat(400_000)}`,
    `${"# comment\n".repeat(50_000)}a: 1`,
    `[${"a: b, ".repeat(50_000)}]`,
    `a: ${"1".repeat(100_000)}x`,
    `a: ${"1_".repeat(100_000)}x`,
    `a: ${"1:".repeat(100_000)}x`,
    `a: "${"x\n".repeat(100_000)}"`,
    `a: >\n${"  x y\n\n".repeat(50_000)}`,
    `a: [${"\nx,".repeat(30_000)}\n]`,
    Array.from({ length: 2000 }, (_, at) => `k${at}: {\nx: 'y\nz'\n}\n`).join(""),
    `a: 'b\n${" ".repeat(200_000)}c\u2028'`,
  ];
  const slow = hard.filter((text) => {
    const started = performance.now();
    loadYaml(text);
    return performance.now() - started > 3000;
  });
  expect(slow.map((text) => text.slice(0, 20))).toEqual([]);
});
