import { describe, expect, test } from "vitest";
import { read, readError } from "./read.ts";

describe("what PyYAML reads (O-YML-001, O-YML-007)", () => {
  test.for([
    ["brackets may close at the start of a line", "a: [\n1,\n]\nb: {\nx: 1\n}\n", { a: [1], b: { x: 1 } }],
    ["quoted text may go on at the start of a line", "a: 'x\ny'\nb: 1\n", { a: "x y", b: 1 }],
    [
      "so may all of it, however it is nested",
      "a:\n  b: [\n1, {\nc: 'd\n\ne', f: \"g\\\nh\"\n}\n  ]\ni: [\n  2\n]\n",
      { a: { b: [1, { c: "d\ne", f: "gh" }] }, i: [2] },
    ],
    [
      "a list may stand at the column of its key",
      "a:\n- 1\n-\n  - 2\nb:\n- c: d\n",
      { a: [1, [2]], b: [{ c: "d" }] },
    ],
    ["compact nesting", "- - a\n  - b: c\n    d:\n    - e\n- f\n", [["a", { b: "c", d: ["e"] }], "f"]],
    ["empty values", "a:\nb:\n  c:\n-x:\n", { a: null, b: { c: null }, "-x": null }],
    ["empty items", "-\n- \n-\n", [null, null, null]],
    ["comments anywhere", "# a\na: # b\n  # c\n  - 1 # d\n# e\n  # f\n  - '#' #g\n", { a: [1, "#"] }],
    ["Windows line ends", "a: 1\r\nb: |\r\n  x\r\n  y\r\n", { a: 1, b: "x\ny\n" }],
    ["a tab behind a colon", "a:\t1\nb:\t\n", { a: 1, b: null }],
    [
      "flow pairs",
      "[a: 1, ? b : 2, ? c, {d, e: , 'f':3}]",
      [{ a: 1 }, { b: 2 }, { c: null }, { d: null, e: null, f: 3 }],
    ],
    ["text with colons in flow", "[http://x.y/z, a:b, {a:1}]", ["http://x.y/z", "a:b", { "a:1": null }]],
    ["??? in flow", "[???, {a: ???}, -1]", ["???", { a: "???" }, -1]],
    ["explicit keys", "? a\n? b\n: c\n? d\n\n: - e\n  - f\n", { a: null, b: "c", d: ["e", "f"] }],
    ["properties on lines of their own", "a: &x\n  !!map\n  b: 1\nc: *x\n", { a: { b: 1 }, c: { b: 1 } }],
    ["a block scalar below its key", "a:\n  |\n  x\nb: >-\n\n  y\n  z\n", { a: "x\n", b: "\ny z" }],
    [
      "text that looks like markers",
      "a: --- x\nb: -x\nc: ?x\nd: :x\ne: x]\n",
      { a: "--- x", b: "-x", c: "?x", d: ":x", e: "x]" },
    ],
  ] as const)("%s", ([, text, value]) => {
    expect(read(text)).toEqual(value);
  });

  test.for([
    ["a b\n  c", "a b c"],
    ["a\n\n  b\n\n\n  c", "a\nb\n\nc"],
    ["a\n  - b", "a - b"],
    ["'a''b\n\n  c'", "a'b\nc"],
    ['"a\\\n   b\\n\\x41\\u00e9\\U0001F600\\/\\_"', "ab\nAé😀/\xa0"],
    ['"a  \n  b"', "a b"],
    ['"a\\  \n  b"', "a  b"],
    ["|\n  a\n   b\n\n  c\n", "a\n b\n\nc\n"],
    ["|-\n  a\n\n", "a"],
    ["|+\n  a\n\n", "a\n\n"],
    ["|2\n    a\n", "  a\n"],
    ["|1-\n   a\n", "  a"],
    ["|-1\n   a\n", "  a"],
    [">\n  a\n  b\n\n  c\n   d\n  e\n", "a b\nc\n d\ne\n"],
    ["|\n", ""],
    ["| # c\n  a", "a"],
    ["'a\u2028  b'", "a\u2028b"],
    ["'a\x85  b'", "a b"],
  ] as const)("scalar %j", ([text, value]) => {
    expect(read(`k: ${text}`)).toEqual({ k: value });
  });
});

describe("what it refuses, and where", () => {
  test.for([
    ["a: b: c", "1:4", "A mapping cannot start on the line of its key"],
    ["a: - b", "1:4", "A list must start on a line of its own"],
    ["a: ? b", "1:4", "A mapping cannot start on the line of its key"],
    ["a: &x b: c", "1:4", "A mapping cannot start on the line of its key"],
    ["a: @x", "1:4", "A value cannot start with '@'"],
    ["a: %x", "1:4", "A value cannot start with '%'"],
    [": a", "1:1", "A key is missing before ':'"],
    ["a: 1\n  b: 2", "2:3", "A mapping cannot start in the middle of a value or key"],
    [
      "a: '1'\n  b: 2",
      "2:3",
      "This line is not indented like the lines before it, or the value before it has ended",
    ],
    [
      "a:\n  b: 1\n c: 2",
      "3:2",
      "This line is not indented like the lines before it, or the value before it has ended",
    ],
    ["- a\nb: 1", "2:1", "The value has ended before this"],
    ["b: 1\n- a", "2:1", "A list item cannot stand among the keys of a mapping"],
    ["a: 1\nb", "2:1", "A ':' is missing behind this key"],
    ["a: 'x'y", "1:7", "The value has ended before this"],
    ["a: [1] 2", "1:8", "The value has ended before this"],
    ["'x'\ny", "2:1", "The value has ended before this"],
    ["a: [1", "1:6", "A bracket before this is not closed"],
    ["a: {b\n---\n", "2:1", "A bracket before this is not closed"],
    ["a: [, b]", "1:5", "A value is missing before ','"],
    ["a: [b, , c]", "1:8", "A value is missing before ','"],
    ["a: ['b' 'c']", "1:9", "A ',' or a closing bracket is missing here"],
    ["a: [${x}]", "1:6", "A ',' or a closing bracket is missing here"],
    ["a: 'b", "1:6", "A quote before this is not closed"],
    ["a: 'b''", "1:8", "This is not valid YAML: unexpected end of the stream within a single quoted scalar"],
    ['a: "b\n...\n"', "1:6", "A quote before this is not closed"],
    ['a: "\\d"', "1:5", "'\\d' is not an escape"],
    ['a: "\\u12"', "1:5", "'\\u12' is not an escape"],
    ['a: "\\UFFFFFFFF"', "1:5", "'\\UFFFFFFFF' is not an escape"],
    ["a:\n\tb: 1", "2:1", "A tab cannot indent or separate"],
    ["a: x\ty", "1:5", "A tab cannot indent or separate"],
    ["a: [b,\tc]", "1:8", "A tab cannot indent or separate"],
    ["a: |x\n  b", "1:5", "The text of a block scalar starts on the next line"],
    ["a: x\u0001y", "1:5", "The character U+0001 is not allowed in YAML"],
    ["a: &x &y 1", "1:7", "A value cannot have two anchors"],
    ["a: &x *y", "1:7", "An alias cannot have a tag or anchor of its own"],
    ["a: *.txt", "1:4", "The name of an alias is made of letters, digits, '-' and '_'"],
    ["a: !e!x 1", "1:4", "The handle of this tag was not declared"],
    ["%YAML 2.0\n---\na: 1", "1:7", "This version of YAML is not supported"],
    ["%YAML 1.1\na: 1", "2:1", "'---' is missing behind the directives"],
    ["%", "1:2", "'---' is missing behind the directives"],
    ["--- a: b", "1:5", "A mapping or list cannot start on the line of '---'"],
    ["{'a\nb': 1}", "1:2", "A key must stand on one line"],
    ["? a\n- b\n", "2:1", "This is not valid YAML: end of the stream or a document separator is expected"],
    ["a: 1\u2028b", "1:5", "The line separators U+2028 and U+2029 can stand in quoted texts only"],
  ] as const)("%j", ([text, place, summary]) => {
    const found = readError(text);
    expect(found).toMatchObject({ code: "YAML_SYNTAX", place, summary });
    expect(found.error.name).toBe("YamlError");
  });

  test("the message shows the line, and what to do", () => {
    expect(readError("db:\n  path: [${root}/x]\n").error.message).toMatchInlineSnapshot(`
      "A ',' or a closing bracket is missing here
      a.yaml:2:11
       2 |   path: [\${root}/x]
         |           ^
      hint: an interpolation inside [...] or {...} must be quoted"
    `);
  });

  test("a repeated key shows both places", () => {
    expect(readError("db:\n  port: 1\n  host: a\n  port: 2\n").error.message).toMatchInlineSnapshot(`
      "Key 'port' stands twice in one mapping
      key: db
      a.yaml:4:3
       4 |   port: 2
         |   ^^^^
      first set here: a.yaml:2:3
       2 |   port: 1
         |   ^^^^
      hint: remove one of them, or rename it"
    `);
  });
});
