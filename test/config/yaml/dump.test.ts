import { describe, expect, test } from "vitest";
import { createNode, createRoot } from "../../../src/config/create.ts";
import { EnumMember, Float, PathValue } from "../../../src/config/scalar.ts";
import { dumpYaml } from "../../../src/config/yaml/dump.ts";

describe("texts (O-DMP-010 to 017)", () => {
  test.for([
    ["", "''"],
    ["plain text", "plain text"],
    ["it's", "it's"],
    ["'a'", "'''a'''"],
    ['say "hi"', 'say "hi"'],
    [" lead", "' lead'"],
    ["a: b", "'a: b'"],
    ["a:b", "a:b"],
    ["a #b", "'a #b'"],
    ["a#b", "a#b"],
    ["- a", "'- a'"],
    ["-a", "-a"],
    ["[a", "'[a'"],
    ["a]", "a]"],
    ["---", "'---'"],
    ["y", "'y'"],
    ["oFF", "oFF"],
    ["none", "none"],
    ["null", "'null'"],
    ["1e5", "'1e5'"],
    [" 1 ", "' 1 '"],
    ["infinity", "'infinity'"],
    ["٣", "'٣'"],
    ["1_000", "'1_000'"],
    ["1._5e5", "'1._5e5'"],
    ["0b_", "'0b_'"],
    ["0o17", "0o17"],
    ["01:30", "01:30"],
    ["1:30", "'1:30'"],
    ["2020-01-02", "'2020-01-02'"],
    ["2020-1-2 3:04:05.6 +1:00", "'2020-1-2 3:04:05.6 +1:00'"],
    ["${a}", "${a}"],
    ["a: ${b}", "'a: ${b}'"],
    ["???", "???"],
    ["a\nb", "'a\n\n  b'"],
    ["a\nb\n", "'a\n\n  b\n\n  '"],
    ["\n", "'\n\n  '"],
    ["a \nb", '"a \\nb"'],
    ["a\n b", '"a\\n b"'],
    ["tab\tx", '"tab\\tx"'],
    ["a\x85b", '"a\\Nb"'],
    ["été 你好 😀", "été 你好 😀"],
    ["\ufeff", '"\\uFEFF"'],
    ["\ud800", '"\\uD800"'],
  ] as const)("%j", ([text, written]) => {
    expect(dumpYaml({ k: text })).toBe(`k: ${written}\n`);
  });

  test("O-DMP-015: long texts break at single blanks past column 80", () => {
    expect(dumpYaml({ k: "word ".repeat(20).trim() })).toBe(
      `k: ${"word ".repeat(16).trim()}\n  ${"word ".repeat(4).trim()}\n`,
    );
    expect(dumpYaml({ k: "word  ".repeat(20).trim() })).toBe(`k: ${"word  ".repeat(20).trim()}\n`);
    expect(dumpYaml({ k: "x".repeat(200) })).toBe(`k: ${"x".repeat(200)}\n`);
  });
});

describe("other scalars", () => {
  test.for([
    [null, "null"],
    [true, "true"],
    [-7, "-7"],
    [2n ** 70n, "1180591620717411303424"],
    [new Float(1), "1.0"],
    [1e-5, "1.0e-05"],
    [new Float(1e16), "1.0e+16"],
    [new Float(1e15), "1000000000000000.0"],
    [Number.NEGATIVE_INFINITY, "-.inf"],
    [Number.NaN, ".nan"],
    [-0, "-0.0"],
    [new EnumMember({ name: "Color" }, "RED", 1), "RED"],
    [new EnumMember({ name: "Answer" }, "NO", 1), "'NO'"],
    [new PathValue("a/b"), "a/b"],
    [new PathValue("1.5"), "'1.5'"],
    [new Uint8Array([104, 105]), "!!binary |\n  aGk="],
    [new Uint8Array(60).fill(255), `!!binary |\n  ${"/".repeat(76)}\n  ////`],
    [new Uint8Array(), '!!binary ""'],
  ] as const)("O-DMP-004, O-DMP-006, O-DMP-020: %s", ([value, written]) => {
    expect(dumpYaml({ k: value })).toBe(`k: ${written}\n`);
  });

  test.for([
    [null, "null\n...\n"],
    ["???", "???\n...\n"],
    ["${a}", "${a}\n...\n"],
    ["10", "'10'\n"],
    [5, "5\n...\n"],
  ] as const)("O-DMP-001: the document %j", ([value, written]) => {
    expect(dumpYaml(value)).toBe(written);
  });

  test("values that YAML cannot hold are refused with their key", () => {
    const node = createNode({ a: [new Date(0)] }, { flags: { allow_objects: true } });
    expect(() => dumpYaml(node)).toThrow(
      expect.objectContaining({ name: "UnsupportedValueType", key: "a[0]" }),
    );
  });
});

describe("shape (O-DMP-002, O-DMP-003, O-DMP-007)", () => {
  test("blocks", () => {
    const value = { a: { b: [1, [2, [3]], { c: 4, d: [] }] }, e: {}, f: [{ g: { h: "x\ny" } }] };
    expect(dumpYaml(value)).toBe(
      [
        "a:",
        "  b:",
        "  - 1",
        "  - - 2",
        "    - - 3",
        "  - c: 4",
        "    d: []",
        "e: {}",
        "f:",
        "- g:",
        "    h: 'x",
        "",
        "      y'",
        "",
      ].join("\n"),
    );
    expect(dumpYaml({})).toBe("{}\n");
    expect(dumpYaml([])).toBe("[]\n");
  });

  test.for([
    ["", "? ''\n: 1\n"],
    ["a\nb", "? 'a\n\n  b'\n: 1\n"],
    ["k".repeat(122), `${"k".repeat(122)}: 1\n`],
    ["k".repeat(123), `? ${"k".repeat(123)}\n: 1\n`],
    ["😀".repeat(122), `${"😀".repeat(122)}: 1\n`],
    [1, "1: 1\n"],
    [true, "true: 1\n"],
    [new Float(1), "1.0: 1\n"],
    [new Uint8Array([97]), "? !!binary |\n  YQ==\n: 1\n"],
    ["yes", "'yes': 1\n"],
  ] as const)("key %j", ([key, written]) => {
    expect(dumpYaml(new Map([[key, 1]]))).toBe(written);
  });

  test("values behind long keys start on the same line", () => {
    const key = "k".repeat(130);
    expect(dumpYaml({ [key]: { a: 1, b: 2 } })).toBe(`? ${key}\n: a: 1\n  b: 2\n`);
    expect(dumpYaml({ [key]: [1, 2] })).toBe(`? ${key}\n: - 1\n  - 2\n`);
  });

  test("sorted keys, unless they cannot be compared", () => {
    expect(dumpYaml({ b: 1, B: 2, é: 3, "😀": 4, "\uffee": 5, a: { d: 1, c: 2 } }, { sortKeys: true })).toBe(
      "B: 2\na:\n  c: 2\n  d: 1\nb: 1\né: 3\n\uffee: 5\n😀: 4\n",
    );
    const numbers = new Map<unknown, unknown>([
      [10, 1],
      [9.5, 2],
      [true, 3],
      [2n ** 70n, 4],
    ]);
    expect(dumpYaml(numbers, { sortKeys: true })).toBe("true: 3\n9.5: 2\n10: 1\n1180591620717411303424: 4\n");
    const mixed = new Map<unknown, unknown>([
      ["b", 1],
      [1, 2],
      ["a", 3],
    ]);
    expect(dumpYaml(mixed, { sortKeys: true })).toBe("b: 1\n1: 2\na: 3\n");
  });
});

describe("interpolations", () => {
  const config = { a: "${b.c}", b: { c: 5, d: ["${a}", "${..c}"] }, e: "${b}", f: "\\${a}", g: "???" };

  test("stay as they are", () => {
    expect(dumpYaml(createRoot(config))).toContain("a: ${b.c}\n");
  });

  test("are replaced when asked for; containers are written again in full (O-DMP-008)", () => {
    expect(dumpYaml(createRoot({ ...config, b: { c: 5, d: ["${a}"] } }), { resolve: true })).toBe(
      "a: 5\nb:\n  c: 5\n  d:\n  - 5\ne:\n  c: 5\n  d:\n  - 5\nf: ${a}\ng: ???\n",
    );
  });

  test("one that would never end is an error", () => {
    const root = createRoot({ a: { b: "${a}" } });
    expect(() => dumpYaml(root, { resolve: true })).toThrow(
      expect.objectContaining({ code: "INTERPOLATION_CYCLE", key: "a.b" }),
    );
  });
});
