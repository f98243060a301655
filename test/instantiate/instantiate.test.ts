import { describe, expect, test } from "vitest";
import { createRoot } from "../../src/config/create.ts";
import { mergeNodes } from "../../src/config/merge.ts";
import { nodeOf } from "../../src/config/view.ts";
import { type ConfigNode, MapNode } from "../../src/config/node.ts";
import { updateNode } from "../../src/config/update.ts";
import { loadYaml } from "../../src/config/yaml/load.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import {
  instantiateNode,
  type InstantiateNodeOptions,
  instantiateNodeSync,
} from "../../src/instantiate/instantiate.ts";
import { isPartialFunction } from "../../src/instantiate/partial-function.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { createTargetContext } from "../../src/targets/target-context.ts";
import { builds } from "../../src/zen/builds.ts";

class Box {
  readonly value: unknown;
  constructor({ value }: { value?: unknown } = {}) {
    this.value = value;
  }
  static of(value: unknown): Box {
    return new this({ value });
  }
}
const registry = new TargetRegistry();
registry.register("Box", Box);
registry.register("pair", (a: unknown, b: unknown = 2) => [a, b]);
registry.register("all", function all({ ...values }: Record<string, unknown>) {
  return values;
});
registry.register("whole", (options: Record<string, unknown>) => options);
registry.register("later", async function later({ value }: { value: unknown }) {
  return value;
});
registry.register("call", ({ part }: { part: () => unknown }) => part());
registry.register("fail", () => {
  throw new RangeError("told to");
});
const targets = createTargetContext({ registry });
const root = (text: string): ConfigNode => loadYaml(text, { context: createRoot({}).context! });
const run = (text: string, options: Partial<InstantiateNodeOptions> = {}): Promise<unknown> =>
  instantiateNode(root(text), { targets, ...options });

async function failure(
  run: () => unknown,
): Promise<{ code: string; key: string | undefined; cause: unknown }> {
  try {
    await run();
  } catch (error) {
    if (isOrochiError(error)) return { code: error.code, key: error.key, cause: error.cause };
    throw error;
  }
  throw new Error("did not fail");
}

describe("the calling convention (H-INS-025)", () => {
  test.for([
    ["options object", "{_target_: Box, value: 1}", { value: 1 }],
    ["by name", "{_target_: pair, b: 1, a: 0}", [0, 1]],
    ["default of the target", "{_target_: pair, a: 0}", [0, 2]],
    ["by position, then by name", "{_target_: pair, _args_: [5], b: 6}", [5, 6]],
    ["rest of a pattern", "{_target_: all, x: 1, y: 2}", { x: 1, y: 2 }],
    ["an options object without pattern", "{_target_: whole, x: 1, y: 2}", { x: 1, y: 2 }],
    ["no values", "{_target_: Box}", { value: undefined }],
    ["promises are awaited", "{_target_: Box, value: {_target_: later, value: 3}}", { value: 3 }],
  ] as const)("%s", async ([, text, want]) => {
    expect(await run(text)).toMatchObject(want);
  });

  test.for([
    ["{_target_: Box, vlaue: 1}", "INSTANTIATE_INVALID", ""],
    ["{a: {_target_: pair, c: 1}}", "INSTANTIATE_INVALID", "a"],
    ["{_target_: pair, _args_: [1, 2, 3]}", "INSTANTIATE_INVALID", ""],
    ["{_target_: pair, _args_: [1], a: 1}", "INSTANTIATE_INVALID", ""],
    ["{_target_: pair, _args_: abc}", "TARGET_FAILED", ""],
    ["{a: [{_target_: fail}]}", "TARGET_FAILED", "a[0]"],
    ["{_target_: Box, value: ???}", "VALUE_MISSING", "value"],
    ["{_target_: Box, value: '${gone}', gone: ???}", "VALUE_MISSING", "value"],
    ["{a: '${}'}", "INTERPOLATION_SYNTAX", undefined],
    ["{a: {_target_: Box, value: '${a}'}}", "INTERPOLATION_CYCLE", undefined],
    ["5", "INSTANTIATE_INVALID", ""],
  ] as const)("%s fails with %s", async ([text, code, key]) => {
    const error = await failure(() => run(text));
    expect(error.code).toBe(code);
    expect(error.key ?? "").toBe(key ?? error.key ?? "");
  });

  test("the original error is the cause (H-INS-023)", async () => {
    expect((await failure(() => run("{_target_: fail}"))).cause).toBeInstanceOf(RangeError);
  });
  test("a static factory keeps its class", async () => {
    const node = createRoot({ _target_: "Box.of", _args_: [4] });
    expect(await instantiateNode(node, { targets })).toEqual(new Box({ value: 4 }));
  });
});

describe("partials (H-INS-019)", () => {
  test("can be inspected, and merge options", async () => {
    const part = await run("{_target_: all, _partial_: true, x: 1, open: ???}");
    if (!isPartialFunction(part)) throw new Error("no partial");
    expect([part.targetName, part.options]).toEqual(["all", { x: 1 }]);
    expect(part.invoke([], { y: 2 })).toEqual({ x: 1, y: 2 });
    expect((part as unknown as (options: object) => unknown)({ x: 3 })).toEqual({ x: 3 });
  });
  test("nested targets are made once", async () => {
    const part = (await run("{_target_: all, _partial_: true, box: {_target_: Box}}")) as () => { box: Box };
    expect(part().box).toBe(part().box);
  });
});

test("a wrong name in a partial is told with its node and what to do, also when another target calls it (H-INS-023)", async () => {
  const part = (await run("{a: {_target_: Box, _partial_: true, vlaue: 1}}")) as { a: () => unknown };
  expect(part.a).toThrow(
    expect.objectContaining({ code: "INSTANTIATE_INVALID", key: "a", hint: "did you mean 'value'?" }),
  );
  await expect(
    run("{_target_: call, part: {_target_: Box, _partial_: true, vlaue: 1}}"),
  ).rejects.toMatchObject({
    code: "TARGET_FAILED",
    hint: "did you mean 'value'?",
  });
});

describe("values given at the call (H-INS-014, H-INS-015)", () => {
  test("merge into targets, replace plain mappings, leave the config alone", async () => {
    const node = root(
      "{_target_: all, _convert_: all, box: {_target_: Box, value: 1}, plain: {x: 1, y: 2}, twice: '${plain.x}'}",
    );
    const overrides = { box: { value: 5 }, plain: { x: 7 } };
    expect(await instantiateNode(node, { targets, overrides })).toEqual({
      box: new Box({ value: 5 }),
      plain: { x: 7 },
      twice: 7,
    });
    expect(await instantiateNode(node, { targets })).toMatchObject({ plain: { x: 1, y: 2 }, twice: 1 });
  });
  test("may hold anything, also functions as targets", async () => {
    const instance = new Box({ value: "kept" });
    expect(await run("{_target_: all}", { overrides: { instance } })).toEqual({ instance });
    expect(
      await run("{_target_: all, x: 1}", {
        overrides: { _target_: (options: object) => Object.keys(options) },
      }),
    ).toEqual(["x"]);
    expect((await failure(() => run("{_target_: all}", { overrides: { a: ["${x}"] } }))).code).toBe(
      "INSTANTIATE_INVALID",
    );
  });
  test("every target is wrapped, innermost first (Z-INST-002)", async () => {
    const seen: string[] = [];
    const wrapTarget = (target: { name: string }): unknown => (seen.push(target.name), target);
    await run("{_target_: all, box: {_target_: Box, value: {_target_: later, value: 1}}}", { wrapTarget });
    expect(seen).toEqual(["later", "Box", "all"]);
  });
});

describe("safety (D5, H-INS-040)", () => {
  const outside = "node:child_process:execSync";
  test("a target in a file is not run unless it is known", async () => {
    expect((await failure(() => run(`{a: {_target_: ${outside}, _args_: [ls]}}`))).code).toBe(
      "TARGET_DENIED",
    );
    expect((await failure(() => run(`{_target_: orochi:just, path: ${outside}}`))).code).toBe(
      "TARGET_DENIED",
    );
    expect((await failure(() => run(`{_target_: orochi:zen, _zen_target: ${outside}}`))).code).toBe(
      "TARGET_DENIED",
    );
    expect(
      (await failure(() => run(`{_target_: orochi:zen, _zen_target: Box, _zen_wrappers: [${outside}]}`)))
        .code,
    ).toBe("TARGET_DENIED");
  });
  test("an interpolation does not lend its trust", async () => {
    const node = createRoot({ run: { _target_: "${name}" }, name: outside });
    expect((await failure(() => instantiateNode(node, { targets }))).code).toBe("TARGET_DENIED");
  });
  test("a file that replaces the target of code is asked as a file", async () => {
    const merged = mergeNodes(createRoot({ run: builds(Box) }), root(`run: {_target_: ${outside}}`));
    expect((await failure(() => instantiateNode(merged, { targets }))).code).toBe("TARGET_DENIED");
    const updated = createRoot({ run: builds(Box) });
    if (!(updated instanceof MapNode)) throw new Error("no map");
    updateNode(updated, "run._target_", outside, {
      origin: { kind: "yaml", source: { name: "f" } as never, at: "" },
    });
    expect((await failure(() => instantiateNode(updated, { targets }))).code).toBe("TARGET_DENIED");
  });
  test("a name that code wrote over another is the one that counts", async () => {
    const node = createRoot({ run: builds(Box) });
    if (!(node instanceof MapNode)) throw new Error("no map");
    updateNode(node, "run._target_", "pair");
    updateNode(node, "run.a", 1, { forceAdd: true });
    expect(await instantiateNode(node, { targets }).then((config) => nodeOf(config).kind)).toBe("map");
    const run = node.child("run");
    expect(run === undefined ? undefined : await instantiateNode(run, { targets })).toEqual([1, 2]);
  });
});

test("the synchronous call gives the same, or says that it would have to wait (D6)", async () => {
  expect(instantiateNodeSync(root("{_target_: Box, value: 1}"), { targets })).toEqual(new Box({ value: 1 }));
  const error = await failure(() => instantiateNodeSync(root("{_target_: later, value: 1}"), { targets }));
  expect(error.code).toBe("INSTANTIATE_ASYNC");
});
