/** Section 12 of the requirements as a user meets it: through `orochi` and `orochi/config`. What other tests hold is not repeated. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fromYaml, isConfig, MISSING, toObject } from "../../src/config.ts";
import {
  builds,
  getTarget,
  instantiate,
  instantiateSync,
  type InstantiateOptions,
  isOrochiError,
} from "../../src/index.ts";

class Box {
  readonly value: unknown;
  constructor({ value }: { value?: unknown } = {}) {
    this.value = value;
  }
}
const registry = {
  Box,
  add: (...numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0),
  all: ({ ...values }: Record<string, unknown>) => values,
  fail: () => {
    throw new RangeError("told to");
  },
  five: 5,
};

const run = (text: string, options: InstantiateOptions = {}): Promise<unknown> =>
  instantiate(fromYaml(text), { registry, ...options });

async function failure(
  body: () => unknown,
): Promise<{ code: string; key: string; hint: string; text: string }> {
  try {
    await body();
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return { code: error.code, key: error.key ?? "", hint: error.hint ?? "", text: error.message };
  }
  throw new Error("did not fail");
}

describe("what is made", () => {
  test.for([
    ["H-INS-001 a target", "{_target_: Box, value: 1}", {}, { value: 1 }],
    ["H-INS-002 positional values", "{_target_: add, _args_: [1, 2]}", {}, 3],
    ["H-INS-002 those of the call replace them", "{_target_: add, _args_: [1, 2]}", { args: [5] }, 5],
    ["H-INS-003 children first", "{_target_: all, x: {_target_: add, _args_: [1]}}", {}, { x: 1 }],
    [
      "H-INS-003 a child decides for itself",
      "{_target_: all, _recursive_: false, x: {_target_: add, _args_: [1]}}",
      {},
      { x: { _target_: "add", _args_: [1] } },
    ],
    ["H-INS-004 modes in any case", "{_target_: all, _convert_: ALL, x: {y: [1]}}", {}, { x: { y: [1] } }],
    ["H-INS-011 a mapping without target", "{a: {_target_: add, _args_: [1]}, b: 2}", {}, { a: 1, b: 2 }],
    [
      "H-INS-011 keys of nested mappings stay",
      "{_convert_: all, n: {_recursive_: false, x: 1}}",
      {},
      { n: { _recursive_: false, x: 1 } },
    ],
    ["H-INS-012 a list", "[{_target_: add, _args_: [2]}, 3]", {}, [2, 3]],
    ["H-INS-012 other values for a list are ignored", "[1]", { overrides: { x: 1 } }, [1]],
    ["H-INS-022 null", "{_target_: all, x: null}", {}, { x: null }],
    [
      "H-INS-014 into nested targets",
      "{_target_: all, box: {_target_: add, _args_: [1]}}",
      { overrides: { box: { _args_: [3, 4] } } },
      { box: 7 },
    ],
    [
      "H-INS-014 another target",
      "{_target_: Box, value: 1}",
      { overrides: { _target_: "all" } },
      { value: 1 },
    ],
    [
      "H-INS-014 a function as target",
      "{_target_: Box, value: 1}",
      { overrides: { _target_: registry.all, more: 2 } },
      { value: 1, more: 2 },
    ],
  ] as const)("%s", async ([, text, options, want]) => {
    const made = await run(text, options);
    expect(isConfig(made) ? toObject(made) : made).toMatchObject(want as object);
  });

  test("H-INS-010 null stands for nothing, views and plain data are configs", async () => {
    expect(await instantiate(null)).toBeNull();
    expect(await instantiate({ _target_: "add", _args_: [1, 2] }, { registry })).toBe(3);
    expect(instantiateSync(builds(Box, { value: 2 }))).toEqual(new Box({ value: 2 }));
  });

  test("H-INS-005, H-INS-018 a partial skips what is missing, and children are no partials", async () => {
    const part = (await run("{_target_: all, _partial_: true, x: ???, box: {_target_: Box}}")) as (
      more: object,
    ) => unknown;
    expect(part({ x: 1 })).toEqual({ x: 1, box: new Box() });
  });

  test("H-INS-020, H-INS-021 containers stay configs, attached to where they stand, unless they are converted", async () => {
    const seen = async (mode: string): Promise<unknown> =>
      (
        (await run(`{base: 7, a: {_target_: all, _convert_: ${mode}, x: {y: '\${base}'}}}`)) as {
          a: { x: unknown };
        }
      ).a.x;
    const attached = await seen("none");
    expect([isConfig(attached), (attached as { y: number }).y]).toEqual([true, 7]);
    for (const mode of ["partial", "object", "all"])
      expect([mode, isConfig(await seen(mode)), await seen(mode)]).toEqual([mode, false, { y: 7 }]);
  });

  test("H-INS-015 what is not asked for is not resolved", async () => {
    const config = fromYaml<{ readonly a: object }>(
      "{a: {_target_: Box, value: '${b.v}'}, b: {v: 4, w: '${nowhere}'}}",
    );
    expect(await instantiate(config.a, { registry })).toEqual(new Box({ value: 4 }));
  });
});

describe("what is refused", () => {
  test.for([
    [
      "H-INS-006 there is no such key in a config",
      "{_target_: Box, _target_whitelist_: all}",
      "INSTANTIATE_INVALID",
      "",
    ],
    ["H-INS-010 a text", "hello", "INSTANTIATE_INVALID", ""],
    ["H-INS-012 a partial list", "[1]", "INSTANTIATE_INVALID", ""],
    ["H-INS-016 _recursive_", "{_target_: Box, _recursive_: 'yes'}", "INSTANTIATE_INVALID", "_recursive_"],
    ["H-INS-016 _partial_", "{_target_: Box, _partial_: 1}", "INSTANTIATE_INVALID", "_partial_"],
    ["H-INS-016 _convert_", "{_target_: Box, _convert_: al}", "INSTANTIATE_INVALID", "_convert_"],
    ["H-INS-017 a number", "{a: {_target_: add, _args_: 5}}", "TARGET_FAILED", "a"],
    ["H-INS-017 a text", "{a: {_target_: add, _args_: abc}}", "TARGET_FAILED", "a"],
    ["H-INS-017 null", "{a: {_target_: add, _args_: null}}", "TARGET_FAILED", "a"],
    ["H-INS-018 a missing value", "{d: {_target_: Box, value: ???}}", "VALUE_MISSING", "d.value"],
    ["H-INS-022 a target of null", "{d: {_target_: null}}", "TARGET_NOT_CALLABLE", "d"],
    ["H-INS-023 an error of the target", "{d: [{_target_: fail}]}", "TARGET_FAILED", "d[0]"],
    ["H-INS-024 a missing target", "{d: {_target_: ???}}", "VALUE_MISSING", "d._target_"],
    ["H-INS-030 no name", "{_target_: ''}", "TARGET_UNKNOWN", ""],
    ["H-INS-030 an empty segment", "{_target_: 'node:path:.join'}", "TARGET_UNKNOWN", ""],
    ["H-INS-031 unknown", "{_target_: Bix}", "TARGET_UNKNOWN", ""],
    ["H-INS-031 no such export", "{_target_: 'node:path:jion'}", "TARGET_UNKNOWN", ""],
    ["H-INS-032 not callable", "{d: {_target_: five}}", "TARGET_NOT_CALLABLE", "d"],
    ["H-INS-040 what every object inherits", "{_target_: 'node:path:constructor'}", "TARGET_DENIED", ""],
    ["H-INS-043 what nobody allowed", "{_target_: 'node:os:tmpdir'}", "TARGET_DENIED", ""],
  ] as const)("%s", async ([, text, code, key]) => {
    const overrides = text === "[1]" ? { _partial_: true } : {};
    const error = await failure(() =>
      text === "hello" ? instantiate("hello") : run(text, { overrides, targets: ["node:path"] }),
    );
    expect([error.code, error.key]).toEqual([code, key]);
  });

  test.for([
    ["H-INS-015 d", { a: "${b}" }, "a"],
    ["H-INS-015 d, deep", { a: [{ c: "???" }] }, "a[0].c"],
  ] as const)("%s text with a meaning of its own, given at the call", async ([, overrides, key]) => {
    expect(await failure(() => run("{_target_: all, a: 1, b: 2}", { overrides }))).toMatchObject({
      code: "INSTANTIATE_INVALID",
      key,
    });
    expect(
      await instantiate(
        { _target_: "all", b: 2 },
        { registry, overrides: { a: fromYaml("{c: '${.d}', d: 1}") } },
      ),
    ).toMatchObject({ a: { c: 1 }, b: 2 });
  });

  test("a parameter that is not there: the key is pointed at, wherever it was written", async () => {
    const { text } = await failure(() => run("a: {_target_: Box, vlaue: 1}"));
    expect(text).toContain("| a: {_target_: Box, vlaue: 1}\n   |                    ^^^^^\n");
  });
});

describe("H-INS-041…043 what may be imported", () => {
  const join = "{_target_: 'node:path:join', _args_: [a, b]}";
  test.for([
    [["node:path"], "a/b"],
    ["node:path", "a/b"],
    ["all", "a/b"],
    [["node:path:join"], "a/b"],
  ] as const)("%j", async ([targets, want]) => {
    expect(await run(join, { targets })).toBe(path.normalize(want));
  });
  test.for([["*"], [""], ["**"], ["node:*"]])("no pattern: %j", async (targets) => {
    expect(await failure(() => run(join, { targets }))).toMatchObject({ code: "TARGET_DENIED" });
  });
  test("the hint says what to write, and a file that is not there is told as that", async () => {
    expect((await failure(() => run(`a: ${join}`, { targets: ["./src/**"] }))).hint).toContain(
      'targets: ["node:path:join"]',
    );
    expect(await failure(() => run("{_target_: './none.ts:x'}", { targets: ["./**"] }))).toMatchObject({
      code: "TARGET_UNKNOWN",
    });
  });
  test("H-INS-044 code is trusted: its targets need no permission", async () => {
    expect(await instantiate({ _target_: "node:path:join", _args_: ["a", "b"] })).toBe(path.join("a", "b"));
  });
});

describe("H-INS-033, H-UTL-001 targets by name", () => {
  test("of a config, or of a text", async () => {
    expect(await getTarget({ _target_: "Box" }, { registry })).toBe(Box);
    expect(await getTarget("Box", { registry })).toBe(Box);
    expect(await getTarget("node:path:sep")).toBe(path.sep);
  });
  test.for([["Bix"], ["node:path:jion"], ["./none.ts:x"]])("there is no %s", async ([name]) => {
    expect(await failure(() => getTarget(name, { registry }))).toMatchObject({ code: "TARGET_UNKNOWN" });
  });
  test("a config without one", async () => {
    expect(await failure(() => getTarget({ a: MISSING }))).toMatchObject({ code: "BUILD_INVALID" });
  });
});
