import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import {
  copy,
  create,
  enumOf,
  equals,
  type ErrorCode,
  float,
  fromDotlist,
  fromYaml,
  getItem,
  hasItem,
  II,
  isConfig,
  isInterpolation,
  isList,
  isMap,
  isMissing,
  isOrochiError,
  isReadonly,
  isStruct,
  maskedCopy,
  merge,
  mergeWithDotlist,
  missingKeys,
  path as filePath,
  resolve,
  select,
  setReadonly,
  setStruct,
  struct,
  structurallyEquals,
  t,
  toObject,
  toYaml,
  update,
} from "../../src/config.ts";

interface Loose {
  [key: string]: any; // oxlint-disable-line typescript/no-explicit-any -- the tests look into untyped configs
}
const loose = (value: unknown) => create(value) as Loose;
const Level = enumOf("Level", { LOW: 1, HIGH: 2 });
const User = struct("User", { name: "bond", age: t.int });

/** One statement per requirement, for those that no other test names. */
const statements: Record<string, () => void> = {
  "O-CRE-003: a mapping is a plain object or a Map": () => {
    expect(toObject(create(Object.assign(Object.create(null) as Loose, { a: 1 })))).toEqual({ a: 1 });
    expect(codeOf(() => create(new Date()))).toBe("VALUE_UNSUPPORTED");
  },
  "O-CRE-004: lists are lists, sets and numbers are refused": () => {
    expect(isList(create([1]))).toBe(true);
    expect(codeOf(() => create(new Set([1])))).toBe("VALUE_UNSUPPORTED");
    expect(codeOf(() => create(5))).toBe("VALUE_UNSUPPORTED");
  },
  "O-CRE-006: a struct stands for its defaults": () => {
    expect(toYaml(create(User))).toBe("name: bond\nage: ???\n");
  },
  "O-CRE-012: a dotlist goes onto a config, split at the first = without backslash": () => {
    const cfg = loose({ a: 1 });
    mergeWithDotlist(cfg, ["a=2", "b\\=c=3"]);
    expect(toObject(cfg)).toEqual({ a: 2, "b=c": 3 });
  },
  "O-CRE-014: what is saved is the YAML text, also of plain data and structs": () => {
    expect([toYaml({ a: [1] }), toYaml([1]), toYaml(User)]).toEqual([
      "a:\n- 1\n",
      "- 1\n",
      "name: bond\nage: ???\n",
    ]);
  },
  "O-CRE-015: II writes an interpolation": () => {
    expect(loose({ a: 1, b: II("a") })["b"]).toBe(1);
  },
  "O-YML-002, O-YML-003, O-YML-004, O-YML-005: scalars": () => {
    const cfg = loose(
      "a: 1_000\nb: 0x_1F\nc: 1:30\nd: 2020-01-02\ne: 1e3\nf: .inf\ng: 017\nh: 1:30.5\ni: 0b101",
    );
    expect(toObject(cfg)).toEqual({
      a: 1000,
      b: 31,
      c: 90,
      d: "2020-01-02",
      e: 1000,
      f: Number.POSITIVE_INFINITY,
      g: 15,
      h: 90.5,
      i: 5,
    });
    expect(toYaml(cfg)).toContain("e: 1000.0");
  },
  "O-YML-010: a key that stands twice": () => {
    expect(codeOf(() => fromYaml("a: 1\n'a': 2"))).toBe("YAML_DUPLICATE_KEY");
  },
  "O-YML-014: '<<' in quotes is a key, << as a value is refused": () => {
    expect(toObject(fromYaml("'<<': 1"))).toEqual({ "<<": 1 });
    expect(codeOf(() => fromYaml("a: <<"))).toBe("YAML_UNSUPPORTED");
  },
  "O-YML-017: errors of YAML tell line, column and text": () => {
    expect(messageOf(() => fromYaml("a: 1\nb: @x"))).toMatch(/2:4[^]*b: @x/);
  },
  "O-DMP-005, O-DMP-011, O-DMP-012, O-DMP-013, O-DMP-014, O-DMP-016, O-DMP-017: styles of text": () => {
    const texts = [
      "~",
      "1_",
      "0o17",
      "a: b",
      "#a",
      "-a",
      "it's",
      "a\nb",
      "a \nb",
      "tab\tx",
      "\u{1f600}",
      "C:\\d",
    ];
    expect(toYaml(texts)).toBe(
      "- '~'\n- '1_'\n- 0o17\n- 'a: b'\n- '#a'\n- -a\n- it's\n- 'a\n\n  b'\n- \"a \\nb\"\n- \"tab\\tx\"\n- \u{1f600}\n- C:\\d\n",
    );
  },
  "O-TYP-001, O-TYP-002: declared and undeclared slots": () => {
    const cfg = loose(struct("S", { a: t.map(t.list(t.int)).default({}), b: t.any.default(1) }));
    update(cfg, "a.x", ["1"]);
    cfg["b"] = { anything: [1] };
    expect(toObject(cfg)).toEqual({ a: { x: [1] }, b: { anything: [1] } });
  },
  "O-TYP-012, O-TYP-013, O-TYP-014, O-TYP-015: bool, str, bytes, path": () => {
    const cfg = loose(struct("S", { b: t.bool, s: t.str, y: t.bytes, p: t.path }));
    for (const [key, value, expected] of [
      ["b", "YES", true],
      ["b", 7, true],
      ["s", true, "True"],
      ["s", float(1), "1.0"],
      ["p", "a/b", "a/b"],
      ["s", filePath("x"), "x"],
    ] as const) {
      cfg[key] = value;
      expect(cfg[key]).toBe(expected);
    }
    expect(codeOf(() => (cfg["b"] = 1.5))).toBe("VALUE_TYPE");
    expect(codeOf(() => (cfg["s"] = [1]))).toBe("VALUE_TYPE");
    expect(codeOf(() => (cfg["y"] = "x"))).toBe("VALUE_TYPE");
    expect(codeOf(() => (cfg["p"] = 1))).toBe("VALUE_TYPE");
  },
  "O-TYP-019, O-TYP-021: typed mappings and structs": () => {
    const cfg = loose(struct("S", { m: t.map(t.float).default({}), u: User }));
    expect(codeOf(() => (cfg["m"] = 5))).toBe("VALUE_TYPE");
    expect(codeOf(() => (cfg["u"] = { name: "x" }))).toBe("VALUE_TYPE");
    update(cfg, "u", { name: "x" });
    cfg["m"] = { a: "1.5" };
    expect([cfg["u"].name, cfg["m"].a]).toEqual(["x", 1.5]);
  },
  "O-TYP-022: what no type can be made of": () => {
    expect(codeOf(() => create({ f: () => 1 }))).toBe("VALUE_UNSUPPORTED");
  },
  "O-FLG-001, O-FLG-006: flags are inherited, and copied": () => {
    const cfg = loose({ a: { b: { c: 1 } } });
    setReadonly(cfg, true);
    setReadonly(cfg["a"].b, false);
    setStruct(cfg["a"], true);
    expect([isReadonly(cfg["a"]), isReadonly(cfg["a"].b), isStruct(cfg), isStruct(cfg["a"].b)]).toEqual([
      true,
      false,
      undefined,
      true,
    ]);
    const copied = copy(cfg);
    expect([isReadonly(copied["a"]), isReadonly(copied["a"].b), isStruct(copied["a"])]).toEqual([
      true,
      false,
      true,
    ]);
    expect(isReadonly(copy(cfg["a"]))).toBe(true);
  },
  "O-ACC-007, O-CNV-010: predicates": () => {
    const cfg = loose({ m: "???", i: "${m}", n: null, l: [1] });
    expect([isMissing(cfg, "m"), isMissing(cfg, "i"), isMissing(cfg, "zz")]).toEqual([true, false, false]);
    expect([isInterpolation(cfg, "i"), isInterpolation(cfg, "m"), isInterpolation(cfg, "zz")]).toEqual([
      true,
      false,
      false,
    ]);
    expect([isConfig(cfg), isMap(cfg), isList(cfg["l"]), isConfig({})]).toEqual([true, true, true, false]);
  },
  "O-ACC-019: full keys": () => {
    expect(keyOf(() => create({ a: [{ b: Symbol("x") }] }))).toBe("a[0].b");
    expect(keyOf(() => create([[Symbol("x")]]))).toBe("[0][0]");
    expect(keyOf(() => create(new Map([[1, new Map([[true, Symbol("x")]])]])))).toBe("1.True");
  },
  "O-EQ-001, O-EQ-002, O-EQ-003, O-EQ-004, O-EQ-005: equality": () => {
    expect(equals({ a: 1, b: float(1) }, { b: true, a: float(1) })).toBe(true);
    expect(equals({ a: "${x}" }, { a: "${x}" })).toBe(true);
    expect(equals({ a: "${b}", b: 1 }, { a: 1, b: 1 })).toBe(true);
    expect(equals([1], { 0: 1 })).toBe(false);
    expect(equals({ a: Number.NaN }, { a: Number.NaN })).toBe(false);
    expect(
      equals(
        create(struct("F", { a: t.float.default(Number.NaN) })),
        create(struct("F", { a: t.float.default(Number.NaN) })),
      ),
    ).toBe(true);
    expect(equals({ a: "???" }, { a: "???" })).toBe(true);
    expect(equals({ a: null }, { a: "???" })).toBe(false);
  },
  "O-GRM-001, O-ESC-002, O-ESC-005: what is text": () => {
    const cfg = loose({
      s: "hi",
      plain: String.raw`\a \\ }`,
      kept: String.raw`a\b${"${s}"}`,
      closed: "${s}}",
    });
    expect([cfg["plain"], cfg["kept"], cfg["closed"]]).toEqual([
      String.raw`\a \\ }`,
      String.raw`a\bhi`,
      "hi}",
    ]);
  },
  "O-GRM-002, O-GRM-003, O-GRM-007, O-GRM-010, O-ESC-004: arguments": () => {
    const cfg = loose({
      one: "${oc.decode:'[1, 1.5, true, null, 1 2, 1_000, 007, a\\,b]'}",
      list: [1, 2],
      last: "${list[-1]}",
    });
    expect(toObject(cfg["one"])).toEqual([1, 1.5, true, null, "1 2", 1000, "007", "a,b"]);
    for (const text of ["${t:a=b}", "${t:(a)}", "${t:é}", "${t:'a'b}", "${t:~}"]) {
      expect(codeOf(() => create({ a: text }))).toBe("INTERPOLATION_SYNTAX");
    }
  },
  "O-RES-008, O-RES-023: unknown resolvers fail when read, oc.select has a default": () => {
    const cfg = loose({
      a: "${nope:1}",
      b: "${oc.select:zz,5}",
      c: { d: "${oc.select:..e}" },
      e: 7,
      n: "${oc.select:null_}",
    });
    expect(codeOf(() => cfg["a"])).toBe("RESOLVER_UNKNOWN");
    expect([cfg["b"], cfg["c"].d, cfg["n"]]).toEqual([5, 7, null]);
  },
  "O-UPD-001, O-UPD-003: update makes what is on the way, and force_add opens": () => {
    const cfg = loose({ a: 1, n: null, m: "???" });
    for (const key of ["a.x", "n.x.y", "m.x"]) update(cfg, key, 1);
    expect(toObject(cfg)).toEqual({ a: { x: 1 }, n: { x: { y: 1 } }, m: { x: 1 } });
    setStruct(cfg, true);
    expect(codeOf(() => update(cfg, "q.r", 1))).toBe("KEY_NOT_IN_STRUCT");
    update(cfg, "q.r", 1, { forceAdd: true });
    expect(cfg["q"].r).toBe(1);
    expect(isStruct(cfg)).toBe(true);
  },
  "O-CNV-001, O-CNV-002, O-CNV-003, O-CNV-004, O-CNV-006: plain data": () => {
    const cfg = loose({ a: 1, b: "${a}", m: "???", e: create(struct("E", { level: Level })) });
    expect(toObject(cfg, { resolve: false, throwOnMissing: false })).toMatchObject({ b: "${a}", m: "???" });
    expect(codeOf(() => toObject(cfg))).toBe("VALUE_MISSING");
    expect(codeOf(() => toObject(loose({ m: "???", r: "${m}" }), { throwOnMissing: false }))).toBe(
      "INTERPOLATION_TO_MISSING",
    );
    cfg["m"] = 1;
    cfg["e"].level = "HIGH";
    expect(toObject(cfg, { enums: "name" })).toEqual({ a: 1, b: 1, m: 1, e: { level: "HIGH" } });
    class Db {
      host = "x";
    }
    expect(
      (toObject(create({ db: Db }), { structs: "instantiate" }) as unknown as Loose)["db"],
    ).toBeInstanceOf(Db);
    expect(() => toObject({} as never)).toThrow("no config");
  },
  "O-CNV-007, O-CNV-008, O-CNV-009, O-CNV-012, O-CNV-014: resolve, missing keys, parts, copies": () => {
    const cfg = loose({ a: { x: 1 }, b: "${a}", m: "???", l: [1, "???"] });
    expect(missingKeys(cfg)).toEqual(["m", "l[1]"]);
    expect(toYaml(maskedCopy(cfg, ["b", "nope"]))).toBe("b: ${a}\n");
    const copied = copy(cfg);
    copied["a"].x = 2;
    expect([cfg["a"].x, copied["b"].x]).toEqual([1, 2]);
    expect(structurallyEquals({ a: 1, b: "${a}" }, { a: 1, b: 1 })).toBe(false);
    delete cfg["m"];
    cfg["l"] = [];
    resolve(cfg);
    expect(toYaml(cfg)).toBe("a:\n  x: 1\nb:\n  x: 1\nl: []\n");
    expect(isInterpolation(cfg, "b")).toBe(false);
  },
  "O-STR-004, O-STR-010, O-STR-011, O-STR-012: struct fields": () => {
    const cfg = loose(struct("App", { user: User, level: Level, maybe: t.optional(User) }));
    expect(equals(create(User), { name: "bond", age: "???" })).toBe(true);
    expect(codeOf(() => merge(cfg, { user: { nme: 1 } }))).toBe("KEY_NOT_IN_SCHEMA");
    expect(codeOf(() => merge(cfg, { user: { age: "x" } }))).toBe("VALUE_TYPE");
    expect(codeOf(() => merge(cfg, { user: { age: null } }))).toBe("VALUE_NOT_OPTIONAL");
    expect(codeOf(() => merge(cfg, { level: "MIDDLE" }))).toBe("VALUE_TYPE");
    expect(toYaml(merge(cfg, { level: "LOW", maybe: {} }))).toBe(
      "user:\n  name: bond\n  age: ???\nlevel: LOW\nmaybe:\n  name: bond\n  age: ???\n",
    );
  },
  "TS-5: properties and items": () => {
    const cfg = loose(
      new Map<unknown, unknown>([
        [1, "a"],
        ["x", "b"],
      ]),
    );
    expect([cfg["x"], getItem(cfg, 1), hasItem(cfg, "1"), cfg["then"], select(cfg, "1")]).toEqual([
      "b",
      "a",
      false,
      undefined,
      undefined,
    ]);
    expect(toObject(fromDotlist(["1=2"]))).toEqual({ "1": 2 });
  },
};

/** Requirements that are no statement about this library, or that it answers in another way. */
const withoutTest: Record<string, string> = {
  "O-24-006": "the differences are decided one by one: docs/decisions/0009",
  "O-CFM-001": "says that the measured tables are tests: test/conformance",
  "O-CFM-002": "a map of the reference's own tests",
  "O-CFM-004": "there is one answer, no switch: docs/decisions/0009",
  "O-CNV-013": "configs are plain data between processes; the run's records restore types",
  "O-CNV-015": "internal to the reference; merge() with a struct does it",
  "O-DMP-030": "flow style of a version that is not released",
  "O-EQ-006": "JavaScript compares objects by identity and has no hash",
  "O-PRF-001": "the reference's figures: bench/README.md quotes them",
  "O-PRF-002": "names the reference's benchmarks",
  "O-RES-007": "deprecated in the reference, to be provided only if needed",
  "O-STR-005": "a struct() has the fields that it is given",
  "O-STR-008": "about attrs classes of Python; `readonly: true` of struct() is tested",
  "O-TYP-023": "internal to the reference: unions do not convert (O-TYP-017)",
  "TS-4": "struct() and the schemas: test/schema",
};

const requirements: Record<string, number[]> = {
  "O-24": range(1, 6),
  "O-ACC": range(1, 19),
  "O-CFM": range(1, 5),
  "O-CNV": range(1, 15),
  "O-CRE": range(1, 15),
  "O-DMP": [...range(1, 8), ...range(10, 17), 20, 30],
  "O-EQ": range(1, 7),
  "O-ERR": range(1, 7),
  "O-ESC": [...range(1, 6), 10],
  "O-FLG": range(1, 8),
  "O-GRM": range(1, 10),
  "O-INT": range(1, 12),
  "O-MRG": [...range(1, 3), 10, 11],
  "O-PRF": range(1, 3),
  "O-RES": [...range(1, 8), ...range(20, 26)],
  "O-STR": range(1, 12),
  "O-TYP": [...range(1, 5), ...range(10, 23), 30, 31],
  "O-UPD": range(1, 3),
  "O-YML": [...range(1, 7), ...range(10, 17)],
};

describe("requirements that no other test names", () => {
  test.for(Object.entries(statements))("%s", ([, check]) => {
    expect.hasAssertions();
    check();
  });
});

test("every requirement is named by a test, or there is a reason", () => {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const names = citedIn(
    textBelow(path.join(root, "test")) + readFileSync(path.join(root, "docs/compatibility.md"), "utf8"),
  );
  const all = Object.entries(requirements).flatMap(([family, numbers]) =>
    numbers.map((number) => `${family}-${String(number).padStart(3, "0")}`),
  );
  for (let number = 1; number <= 6; number++) all.push(`TS-${number}`);
  expect(all.filter((id) => !names.has(id) && !(id in withoutTest))).toEqual([]);
});

/** All IDs in a text, those between the ends of a range too. */
function citedIn(text: string): Set<string> {
  const withoutList = text.replace(/const withoutTest[^]*?\n};/, "");
  const found = new Set(withoutList.match(/\bO-[A-Z0-9]{2,3}-\d{3}\b|\bTS-\d\b/g));
  for (const [, family = "", first, last] of withoutList.matchAll(/\b(O-[A-Z0-9]{2,3})-(\d{3})…(\d{3})/g)) {
    for (const number of range(Number(first), Number(last)))
      found.add(`${family}-${String(number).padStart(3, "0")}`);
  }
  return found;
}

function textBelow(directory: string): string {
  return readdirSync(directory, { withFileTypes: true })
    .map((entry) => {
      const at = path.join(directory, entry.name);
      if (entry.isDirectory())
        return entry.name === "cases" || entry.name === "node_modules" ? "" : textBelow(at);
      return entry.name.endsWith(".ts") ? readFileSync(at, "utf8") : "";
    })
    .join("\n");
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function thrown(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return undefined;
}

function codeOf(use: () => unknown): ErrorCode | undefined {
  const error = thrown(use);
  if (error !== undefined && !isOrochiError(error)) throw error;
  return isOrochiError(error) ? error.code : undefined;
}

function keyOf(use: () => unknown): string | undefined {
  const error = thrown(use);
  return isOrochiError(error) ? error.key : undefined;
}

function messageOf(use: () => unknown): string {
  const error = thrown(use);
  return error instanceof Error ? error.message : "";
}
