import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { builds } from "../../src/zen/builds.ts";
import { isBuilds, isJust } from "../../src/zen/inspect.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { just } from "../../src/zen/just.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { partial } from "../../src/zen/partial.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { zen } from "../../src/zen/zen.ts";

// Second halves of requirements, where the tables test the first.

type Call = (...args: unknown[]) => unknown;
const dict = ({ ...values }: Record<string, unknown> = {}): Record<string, unknown> => values;
const gather = (...all: unknown[]): unknown[] => all;
class Maker {
  static make(): string {
    return "made";
  }
}

test("Z-BUILD-005: positional values replace each other as a whole", async () => {
  expect(await instantiate(builds(gather, {}, { args: [1, 2] }), { args: [9] })).toEqual([9]);
  expect(await instantiate(builds(gather, {}, { args: [1, 2] }), { overrides: { _args_: [7] } })).toEqual([
    7,
  ]);
});
test.for(["_target_", "_partial_", "_args_", "_zen_target"])(
  "Z-BUILD-007: %s is no field that with() changes",
  (name) => {
    expect(() => builds(dict).with({ [name]: 1 })).toThrow(
      expect.objectContaining({ code: "BUILD_INVALID" }),
    );
  },
);
test("Z-VAL-004, Z-GET-004: functions, classes and static methods are found again, not called", async () => {
  const values = { type: Maker, native: Map, call: dict, method: Reflect.get(Maker, "make") as Call };
  expect(await instantiate(builds(dict, values))).toEqual(values);
  expect([isJust(just(Maker)), isBuilds(just(Maker)), isJust(builds(Maker)), isBuilds({ a: 1 })]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(() => just(Maker.make.bind(null) as unknown)).not.toThrow();
  expect(() =>
    just(
      (
        () => () =>
          1
      )(),
    ),
  ).toThrow(/has no name/);
});
test("Z-ZEN-001, Z-ZEN-017: a task shows what it wraps", () => {
  const task = zen(dict as Call);
  expect([String(task), task.name, task.func]).toEqual(["zen(dict)", "dict", dict]);
});

describe("wrappers (Z-PROP-008, Z-PROP-012)", () => {
  const one =
    (f: Call): Call =>
    (...args) => ["one", f(...args)];
  const two =
    (f: Call): Call =>
    (...args) => ["two", f(...args)];
  const named =
    ({ tag }: { tag: string }, f: Call): Call =>
    (...args) => [tag, f(...args)];
  const kinds = {
    one: [one, "one"],
    two: [two, "two"],
    just: [just(one), "one"],
    name: ["two", "two"],
    none: [null, undefined],
    interpolation: ["${wrapper}", undefined],
    config: [
      builds(
        () =>
          (f: Call): Call =>
          (...args) => ["built", f(...args)],
        {},
        { name: "built" },
      ),
      "built",
    ],
    partial: [partial(named as Call, {}, { tag: "p" }), "p"],
  } as const;
  const registry = new TargetRegistry();
  for (const [name, value] of Object.entries({ one, two, named, gather })) registry.register(name, value);
  registry.register("built", () => (f: Call): Call => (...args) => ["built", f(...args)]);

  test("of any kind and number, the first innermost, also after YAML", async () => {
    const list = fc.array(fc.constantFrom(...(Object.keys(kinds) as (keyof typeof kinds)[])), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(list, async (names) => {
        const wrappers = names.map((name) => kinds[name][0]) as never;
        const config = { wrapper: null, a: builds(gather, {}, { args: [5], wrappers }) };
        const want = names.reduce<unknown>(
          (made, name) => (kinds[name][1] === undefined ? made : [kinds[name][1], made]),
          [5],
        );
        expect(await instantiate(makeConfig(config), { registry })).toHaveProperty("a", want);
        expect(await instantiate(fromYaml(toYaml(makeConfig(config))), { registry })).toHaveProperty(
          "a",
          want,
        );
      }),
      { numRuns: 40 },
    );
  });
  test("one that fails leaves no trace", async () => {
    const failing = (): never => {
      throw new Error("no");
    };
    const config = builds(gather, {}, { args: [1] });
    await expect(instantiate(config, { wrapTarget: failing })).rejects.toThrow(/no/);
    expect(await instantiate(config)).toEqual([1]);
  });
});
