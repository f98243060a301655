import { describe, expect, test } from "vitest";
import { type ListNode, type MapNode, type ScalarNode } from "../../../src/config/node.ts";
import { Float } from "../../../src/config/scalar.ts";
import { configFromFile, configFromText } from "../../../src/config/yaml/load-config.ts";
import { loadYaml, parseYamlValue } from "../../../src/config/yaml/load.ts";
import { encodeNode } from "../../conformance/encoding.ts";
import { read, readError } from "./read.ts";

describe("tags (O-YML-007)", () => {
  test.for([
    ["!!str 5", "5"],
    ["!!str", ""],
    ["!!int '7'", 7],
    ["!!int '0x10'", 16],
    ["!!float 3", { $float: "3.0" }],
    ["!!float '-inf'", { $float: "-inf" }],
    ["!!bool 'yes'", true],
    ["!!null x", null],
    ["! 5", 5],
    ["! '5'", 5],
    ["!!binary aGk=", { $bytes: "aGk=" }],
    ["!!binary '***'", { $bytes: "" }],
    ["!!seq [1]", [1]],
    ["!!map {x: 1}", { x: 1 }],
    [
      "!!omap [x: 1, y: 2]",
      [
        ["x", 1],
        ["y", 2],
      ],
    ],
    ["!!pairs [x: 1]", [["x", 1]]],
    ["!!python/object/apply:pathlib.Path [a, b]", { $path: "a/b" }],
    ["!!python/object/apply:pathlib.PosixPath [/, a]", { $path: "/a" }],
    ["!!python/object/apply:pathlib._local.PosixPath [a/b]", { $path: "a/b" }],
    ["!<tag:yaml.org,2002:str> 5", "5"],
  ] as const)("k: %s", ([text, value]) => {
    expect(read(`k: ${text}\n`)).toEqual({ k: value });
  });

  test("handles declared with %TAG", () => {
    expect(read("%TAG !y! tag:yaml.org,2002:\n---\nk: !y!str 5\n")).toEqual({ k: "5" });
  });

  test.for([
    "!foo x",
    "!!python/tuple [1]",
    "!!int abc",
    "!!bool maybe",
    "!!seq x",
    "!!map [1]",
    "!!str [1]",
    "!!omap {a: 1}",
    "!!binary a",
  ])("k: %s is refused", (text) => {
    expect(readError(`k: ${text}\n`)).toMatchObject({ code: "YAML_UNSUPPORTED", error: { key: "k" } });
  });

  test.for(["!!set {a, b}", "!!timestamp 2020-01-02"])("k: [%s] is a kind that no config holds", (text) => {
    const { error } = readError(`k:\n- ${text}\n`);
    expect(error).toMatchObject({ name: "UnsupportedValueType", code: "YAML_UNSUPPORTED", key: "k[0]" });
  });
});

describe("keys", () => {
  test.for([
    ["1: a", { $dict: [[1, "a"]] }],
    ["'1': a", { $dict: [["1", "a"]] }],
    ["1.0: a", { $dict: [[{ $float: "1.0" }, "a"]] }],
    ["true: a", { $dict: [[true, "a"]] }],
    ["!!binary YQ==: a", { $dict: [[{ $bytes: "YQ==" }, "a"]] }],
    ["99999999999999999999: a", { $dict: [[{ $int: "99999999999999999999" }, "a"]] }],
    ["a.b: 1", { "a.b": 1 }],
    ["???: 1", { "???": 1 }],
    ["${a}: 1", { $dict: [["${a}", 1]] }],
    ["'<<': 1", { "<<": 1 }],
    ["=: 1", { "=": 1 }],
    ["? a\n: 1", { a: 1 }],
    ["? |\n  a\n: 1", { "a\n": 1 }],
    ["? a", { a: null }],
    ["__proto__: {a: 1}", { $dict: [["__proto__", { a: 1 }]] }],
    ["constructor: 1\ntoString: 2", { constructor: 1, toString: 2 }],
  ] as const)("O-YML-015: %s", ([text, value]) => {
    expect(read(`${text}\n`)).toEqual(value);
  });

  test.for(["? [a]\n: 1", "? {a: 1}\n: 1", "[a]: 1", "{a: 1}: 1", "x: {[a]: 1}", "? - a\n: 1"])(
    "O-YML-015: %j has a key that is no scalar",
    (text) => {
      expect(readError(text).summary).toMatch(/cannot be a key$/);
    },
  );

  test.for([
    ["null: 1", ""],
    ["a:\n  ~: 1", "a"],
    ["a: [{? : 1}]", "a[0]"],
  ] as const)("%j has a null key", ([text, key]) => {
    expect(readError(text).error).toMatchObject({ name: "KeyValidationError", code: "KEY_TYPE", key });
  });

  test.for([
    "a: 1\na: 2",
    "a: 1\n'a': 2",
    "x: [{a: 1, a: 2}]",
    "1: a\n0x1: b",
    "1: a\ntrue: b",
    "1: a\n1.0: b",
    ".nan: 1\n.NAN: 2",
  ])("oddity 13: %j has a key twice", (text) => {
    expect(readError(text).code).toBe("YAML_DUPLICATE_KEY");
  });

  test("O-YML-001: a key takes at most 1,024 characters and one line", () => {
    expect(read(`${"k".repeat(1024)}: 1`)).toEqual({ ["k".repeat(1024)]: 1 });
    expect(readError(`${"k".repeat(1025)}: 1`).summary).toMatch(/longer than 1024/);
    expect(readError('"a\nb": 1').code).toBe("YAML_SYNTAX");
    expect(readError('{"a\nb": 1}').summary).toBe("A key must stand on one line");
    expect(read(`? ${"k".repeat(1025)}\n: 1`)).toEqual({ ["k".repeat(1025)]: 1 });
  });
});

describe("anchors and merge keys", () => {
  test.for([
    ["a: &x [1]\nb: *x", { a: [1], b: [1] }],
    ["a: &x\nb: *x", { a: null, b: null }],
    ["&k a: *k", { a: "a" }],
    ["- &k ???\n- {*k : 1}\n", ["???", { "???": 1 }]],
    ["b: &b {x: 1, y: 2}\nd: {<<: *b, y: 3}", { b: { x: 1, y: 2 }, d: { x: 1, y: 3 } }],
    ["d: {y: 3, <<: {x: 1, y: 2}}", { d: { x: 1, y: 3 } }],
    ["d: {<<: [{a: 1}, {a: 2, b: 3}]}", { d: { a: 1, b: 3 } }],
    ["d:\n  <<: {a: 1}\n  <<: {a: 2}", { d: { a: 2 } }],
    ["d: {<<: &i {a: 1}, b: *i}", { d: { a: 1, b: { a: 1 } } }],
  ] as const)("O-YML-011, O-YML-012: %s", ([text, value]) => {
    expect(read(text)).toEqual(value);
  });

  test("O-YML-012: merged entries keep their place", () => {
    const d = (read("d: {z: 0, y: 3, <<: {x: 1, y: 2}}") as { d: object }).d;
    expect(Object.keys(d)).toEqual(["x", "y", "z"]);
  });

  test("O-YML-013: a mapping that overrides what it merges can be merged again", () => {
    const text = "a: &a {x: 1}\nq:\n  b: &b\n    <<: *a\n    x: 2\nc:\n  <<: *b\n";
    expect(read(text)).toEqual({ a: { x: 1 }, q: { b: { x: 2 } }, c: { x: 2 } });
  });

  test("O-YML-011: uses of an alias are independent", () => {
    const root = loadYaml("a: &x {n: [1]}\nb: *x\n") as MapNode;
    const [a, b] = root.children();
    expect(a).not.toBe(b);
    expect((a as MapNode).child("n")).not.toBe((b as MapNode).child("n"));
    expect((b as MapNode).child("n")?.parent).toBe(b);
  });

  test.for([
    ["a: *x", "YAML_SYNTAX", "Alias '*x' has no anchor '&x' before it"],
    ["a: &x {b: *x}", "YAML_UNSUPPORTED", "Alias '*x' stands inside the value that it repeats"],
    ["&x [*x]", "YAML_UNSUPPORTED", "Alias '*x' stands inside the value that it repeats"],
    ["a: &x 1\nb: &x 2", "YAML_SYNTAX", "Anchor '&x' stands twice"],
    ["a: {<<: 1}", "YAML_UNSUPPORTED", "A merge key takes a mapping or a list of mappings"],
    ["a: {<<: [1]}", "YAML_UNSUPPORTED", "A merge key takes a mapping or a list of mappings"],
    ["a: <<", "YAML_UNSUPPORTED", "A plain '<<' cannot be a value"],
    ["a: =", "YAML_UNSUPPORTED", "A plain '=' cannot be a value"],
  ] as const)("%s is refused", ([text, code, summary]) => {
    expect(readError(text)).toMatchObject({ code, summary });
  });
});

describe("nodes", () => {
  test("have parents, keys and one shared origin", () => {
    const root = loadYaml("a: [1, {b: &x 2}]\nc: *x\n", { at: "db", config: "db/mysql" }) as MapNode;
    expect(root.origin).toMatchObject({ kind: "yaml", at: "db", config: "db/mysql" });
    const list = root.child("a") as ListNode;
    const inner = list.child(1) as MapNode;
    expect([list.parent, list.key, inner.parent, inner.key]).toEqual([root, "a", list, 1]);
    for (const node of [list, inner, inner.child("b"), root.child("c")])
      expect(node?.origin).toBe(root.origin);
  });

  test.for([
    ["???", "missing"],
    ["'???'", "missing"],
    ["${a}", "interpolation"],
    ["'x ${a}'", "interpolation"],
    ["\\${a}", "interpolation"],
    ["$a", "str"],
  ] as const)("%s is of kind %s", ([text, kind]) => {
    expect(((loadYaml(`k: ${text}`) as MapNode).child("k") as ScalarNode).kind).toBe(kind);
  });

  test("O-CRE-010: interpolations are checked, with key and place", () => {
    const found = readError("a:\n- x\n- b: 'x ${a'\n");
    expect(found.error).toMatchObject({ name: "GrammarParseError", key: "a[1].b" });
    expect(found.place).toMatch(/^3:/);
  });
});

describe("whole documents", () => {
  test.for(["", "# c\n", "---\n", "null\n", "...\n", "\ufeff", "--- # c\n...\n# d\n"])(
    "%j is an empty map",
    (text) => {
      expect(read(text)).toEqual({});
    },
  );
  test.for([
    ["5", 5],
    ["hello", "hello"],
    ["--- text\n", "text"],
    ["--- [a]\n", ["a"]],
    ["--- |\n a\n", "a\n"],
    ["\ufeffa: 1", { a: 1 }],
    ["a: 1\n...\n...\n", { a: 1 }],
    ["%YAML 1.2\n---\na: yes\n", { a: true }],
  ] as const)("%j", ([text, value]) => {
    expect(read(text)).toEqual(value);
  });
  test.for(["a: 1\n---\nb: 2\n", "---\n---\n", "a: 1\n...\nb: 2\n"])(
    "O-YML-001: %j holds two documents",
    (text) => {
      expect(readError(text).summary).toMatch(/^A second document/);
    },
  );

  test("O-CRE-002, O-CRE-013: lone scalars", () => {
    expect(encodeNode(configFromText("hello"))).toEqual({ hello: null });
    expect(encodeNode(configFromText("''"))).toEqual({ "": null });
    expect(encodeNode(configFromFile("'a: 1'"))).toEqual({ a: 1 });
    expect(encodeNode(configFromFile("''"))).toEqual({});
    expect(() => configFromText("5")).toThrow(/not a lone int/);
    expect(() => configFromFile("true")).toThrow(/not a lone bool/);
  });
});

test("O-CRE-011: parseYamlValue gives raw values", () => {
  expect(parseYamlValue("")).toBeNull();
  expect(parseYamlValue("1e3")).toEqual(new Float(1000));
  expect(parseYamlValue("0.5")).toBe(0.5);
  expect(parseYamlValue("{x: 1, 2: [a]}")).toEqual(
    new Map<unknown, unknown>([
      ["x", 1],
      [2, ["a"]],
    ]),
  );
  expect(parseYamlValue("${broken")).toBe("${broken");
});
