import { describe, expect, test } from "vitest";
import { fromDotlist, fromYaml, isOrochiError, load, toObject } from "../../../src/config.ts";
import { parseYamlInt } from "../../../src/config/yaml/plain-scalars.ts";
import { readError } from "./read.ts";

// What hostile documents ask for ends in an error with a code and a place, soon, and never in a RangeError (O-YML-011, O-YML-016).

const times = (count: number, text: string) => text.repeat(count);
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const many = 100_000;

const refused: { id: string; text: () => string; code: string; place?: string }[] = [
  { id: "lists in lists", text: () => `a: ${times(many, "[")}${times(many, "]")}`, code: "YAML_LIMIT" },
  { id: "lists that never end", text: () => times(many, "["), code: "YAML_LIMIT" },
  {
    id: "mappings in mappings",
    text: () => `${times(many, "{a: ")}1${times(many, "}")}`,
    code: "YAML_LIMIT",
  },
  { id: "items of items", text: () => `${times(many, "- ")}x`, code: "YAML_LIMIT" },
  { id: "keys of keys", text: () => `${times(many, "? ")}x`, code: "YAML_LIMIT" },
  { id: "tagged pairs", text: () => `${times(2000, "!!omap [a: ")}1${times(2000, "]")}`, code: "YAML_LIMIT" },
  {
    id: "many tags of one value",
    text: () => `a: ${times(2000, "!a ")}x`,
    code: "YAML_SYNTAX",
    place: "1:7",
  },
  {
    id: "many anchors of one value",
    text: () => `a: ${times(2000, "&a ")}x`,
    code: "YAML_SYNTAX",
    place: "1:7",
  },
  { id: "an alias to itself in a map", text: () => "a: &a {b: *a}", code: "YAML_UNSUPPORTED", place: "1:11" },
  { id: "an alias to itself in a list", text: () => "&a [*a]", code: "YAML_UNSUPPORTED", place: "1:5" },
  { id: "a merge of itself", text: () => "a: &a\n  <<: *a\n  x: 1", code: "YAML_UNSUPPORTED", place: "2:7" },
  {
    id: "a merge of itself in a list",
    text: () => "a: &a\n  b:\n    <<: [*a]\n",
    code: "YAML_UNSUPPORTED",
    place: "3:10",
  },
  {
    id: "aliases in a long circle",
    text: () => "a: &a {b: &b {c: &c [*a]}}",
    code: "YAML_UNSUPPORTED",
    place: "1:22",
  },
  {
    id: "one alias too often",
    text: () => `b: &b 1\na: [${times(many + 1, "*b, ")}]`,
    code: "YAML_LIMIT",
    place: "2:400005",
  },
  {
    id: "a chain of merges",
    text: () => `a0: &a0 {k: 1}\n${lines(600, (at) => `a${at + 1}: &a${at + 1} {<<: *a${at}, k${at}: 1}\n`)}`,
    code: "YAML_LIMIT",
  },
  {
    id: "a wide merge, repeated",
    text: () => `b: &b {${lines(1000, (at) => `k${at}: 1, `)}}\nl:\n${times(200, "- {<<: *b}\n")}`,
    code: "YAML_LIMIT",
    place: "102:8",
  },
  {
    id: "a list of merges",
    text: () => `b: &b {${lines(1000, (at) => `k${at}: 1, `)}}\nl: {<<: [${times(200, "*b, ")}]}\n`,
    code: "YAML_LIMIT",
  },
  {
    id: "nesting by aliases",
    text: () => `l0: &l0 [x]\n${lines(2000, (at) => `l${at + 1}: &l${at + 1} [*l${at}]\n`)}`,
    code: "YAML_LIMIT",
  },
  { id: "a key of a megabyte", text: () => `${times(1_000_000, "k")}: 1`, code: "YAML_SYNTAX", place: "1:1" },
  {
    id: "a hundred million characters",
    text: () => `a: ${times(100_000_000, "x")}`,
    code: "YAML_LIMIT",
    place: "1:1",
  },
  { id: "open interpolations", text: () => `a: '${times(many, "${")}'`, code: "INTERPOLATION_SYNTAX" },
  {
    id: "nested calls",
    text: () => `a: '${times(5000, "${f:")}${times(5000, "}")}'`,
    code: "INTERPOLATION_SYNTAX",
  },
  { id: "documents", text: () => times(2000, "---\na: 1\n"), code: "YAML_SYNTAX", place: "3:1" },
  {
    id: "a directive, repeated",
    text: () => `${times(2000, "%TAG !e! tag:e,\n")}---\na: 1`,
    code: "YAML_SYNTAX",
  },
];

test.for(refused)("refused: $id", ({ text, code, place }) => {
  const found = readError(text());
  expect(found).toMatchObject({ code, ...(place === undefined ? {} : { place }) });
  expect(found.place).toMatch(/^\d+:\d+$/);
  expect(found.error.message.length).toBeLessThan(1000);
});

const read: { id: string; text: () => string; limit?: number }[] = [
  { id: "scalars of ten megabytes", text: () => `a: ${times(10_000_000, "x")}` },
  { id: "quoted scalars of ten megabytes", text: () => `a: '${times(10_000_000, "x")}'` },
  { id: "a number of a million digits", text: () => `a: ${times(1_000_000, "9")}` },
  { id: "a number of a million hexadecimal digits", text: () => `a: 0x${times(1_000_000, "f")}` },
  { id: "a sexagesimal number of a hundred thousand digits", text: () => `a: 1${times(many, ":10")}` },
  { id: "one of them with a fraction", text: () => `a: 1${times(many, ":10")}.5` },
  { id: "as many aliases as may be", text: () => `b: &b 1\na: [${times(many, "*b, ")}]` },
  { id: "200,000 mappings on one line", text: () => `a: [${times(200_000, "{a: 1}, ")}]` },
  { id: "a long key behind a question mark", text: () => `? ${times(1_000_000, "k")}\n: 1` },
];

test.for(read)("read: $id", ({ text }) => {
  expect(fromYaml(text())).toBeTypeOf("object");
});

test("sexagesimal numbers of all lengths", () => {
  let value = 0n;
  let text = "";
  for (let at = 0; at < 40; at++) {
    const digit = (at * 7) % 59;
    text += at === 0 ? "1" : `:${digit}`;
    value = value * 60n + BigInt(at === 0 ? 1 : digit);
    expect(BigInt(parseYamlInt(text))).toBe(value);
  }
});

describe("the limits can be chosen, and the error says so", () => {
  test.for([
    ["maxDepth", "a: [[[1]]]", { maxDepth: 3 }, { maxDepth: 4 }],
    ["maxAliasNodes", "a: &a [1]\nb: *a", { maxAliasNodes: 1 }, { maxAliasNodes: 2 }],
    ["maxLength", "a: 12345", { maxLength: 7 }, { maxLength: 8 }],
  ] as const)("%s", ([name, text, less, enough]) => {
    const error = readError(text, { limits: less }).error;
    expect(error.code).toBe("YAML_LIMIT");
    expect(error.hint).toContain(name);
    expect(Object.keys(fromYaml(text, { limits: enough }))).toContain("a");
  });
});

test("values of dotlists and texts of resolvers are guarded too", () => {
  const bomb = `[&a [x, x], ${lines(7, (at) => `&l${at} [${times(10, `*${at === 0 ? "a" : `l${at - 1}`}, `)}], `)}]`;
  expect(codeOf(() => fromDotlist([`a=${bomb}`]))).toBe("YAML_LIMIT");
  expect(codeOf(() => fromDotlist([`a=${times(5000, "[")}`]))).toBe("YAML_LIMIT");
  const cfg = fromYaml<{ a: unknown }>(`b: "${times(2000, "[")}${times(2000, "]")}"\na: \${oc.create:\${b}}`);
  expect(codeOf(() => toObject(cfg))).toBe("INTERPOLATION_FAILED");
  expect(codeOf(() => load("/"))).toBe("FILE_UNREADABLE");
});

function codeOf(use: () => unknown): string {
  try {
    use();
  } catch (error) {
    if (isOrochiError(error)) return error.code;
    throw error;
  }
  return "";
}
