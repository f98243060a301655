import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNode, createRoot } from "../../src/config/create.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { loadYaml } from "../../src/config/yaml/load.ts";
import { instantiateNode } from "../../src/instantiate/instantiate.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { createTargetContext } from "../../src/targets/target-context.ts";
import { builds } from "../../src/zen/builds.ts";
import { field } from "../../src/zen/field.ts";
import { getTarget, isBuilds, isJust, isPartialBuilds, usesZenProcessing } from "../../src/zen/inspect.ts";
import { instantiate, instantiateSync } from "../../src/zen/instantiate.ts";
import { hydrated } from "../../src/zen/hydrated.ts";
import { just } from "../../src/zen/just.ts";
import { kwargsOf } from "../../src/zen/kwargs-of.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { makeCustomBuilds } from "../../src/zen/make-custom-builds.ts";
import { partial } from "../../src/zen/partial.ts";

class Adam {
  readonly lr: number;
  readonly betas: readonly number[];
  constructor({ lr = 0.1, betas = [0.9, 0.99] }: { lr?: number; betas?: number[] } = {}) {
    this.lr = lr;
    this.betas = betas;
  }
}
function train({ optim, epochs = 3, tag }: { optim: Adam; epochs?: number; tag?: string }): string {
  return `${optim.lr} ${epochs} ${tag}`;
}
const both = (x: number, y = 2): number[] => [x, y];
const dict = ({ ...values }: Record<string, unknown> = {}): Record<string, unknown> => values;
const yaml = (config: unknown): string => dumpYaml(createNode(config));

describe("builds (Z-BUILD)", () => {
  test("instantiates to the call", async () => {
    expect(await instantiate(builds(Adam, { lr: 3 }))).toMatchObject({ lr: 3, betas: [0.9, 0.99] });
    expect(await instantiate(builds(train, { optim: builds(Adam), tag: "a" }))).toBe("0.1 3 a");
    expect(await instantiate(builds(both, { x: 5 }))).toEqual([5, 2]);
    expect(await instantiate(builds(both, {}, { args: [5, 6] }))).toEqual([5, 6]);
  });
  test("YAML in the order of Z-BUILD-006", () => {
    const config = builds(train, { tag: "a" }, { partial: true, convert: "all", recursive: true });
    expect(yaml(config)).toBe(
      "_target_: train\n_partial_: true\n_recursive_: true\n_convert_: all\ntag: a\n",
    );
  });
  test("the full signature: open ones first, defaults after (Z-POP)", () => {
    expect(yaml(builds(train, { tag: "a" }, { populateFullSignature: true }))).toBe(
      "_target_: train\noptim: ???\nepochs: 3\ntag: a\n",
    );
    expect(yaml(builds(Adam, {}, { populateFullSignature: true, exclude: ["lr"] }))).toBe(
      "_target_: Adam\nbetas:\n- 0.9\n- 0.99\n",
    );
    expect(yaml(builds(train, {}, { populateFullSignature: true, partial: true, exclude: [-1] }))).toBe(
      "_target_: train\n_partial_: true\nepochs: 3\n",
    );
  });
  test("a config is frozen and changed by making another", async () => {
    const config = builds(Adam, { lr: 1 });
    const changed = config.with({ betas: [1] });
    expect(Object.isFrozen(config) && Object.isFrozen(config.fields)).toBe(true);
    expect(config.fields).toEqual({ lr: 1 });
    expect(await instantiate(changed)).toMatchObject({ lr: 1, betas: [1] });
  });
  test("a config as target (Z-BUILD-012) and as base (Z-INH)", async () => {
    expect(await instantiate(builds(builds(Adam, { lr: 1 }), { betas: [2] }))).toMatchObject({
      lr: 1,
      betas: [2],
    });
    const base = builds(Adam, { lr: 7 }, { convert: "all" });
    expect(yaml(builds(Adam, { betas: [1] }, { bases: [base] }))).toBe(
      "_target_: Adam\n_convert_: all\nlr: 7\nbetas:\n- 1\n",
    );
  });
  test("partial (Z-PART)", async () => {
    const make = await instantiate(builds(train, { epochs: 9 }, { partial: true }));
    expect(make({ optim: new Adam(), tag: "z" })).toBe("0.1 9 z");
    expect(await instantiate(just([partial(train, { tag: "p" })]))).toHaveLength(1);
  });
  test("meta fields are not passed on, and can be referred to (Z-META-002)", async () => {
    const config = builds(dict, { a: "${.s}", b: "${.s}" }, { meta: { s: -10 } });
    expect(await instantiate(config)).toEqual({ a: -10, b: -10 });
    expect(await instantiate(config, { overrides: { s: 2 } })).toEqual({ a: 2, b: 2 });
    expect(yaml(config)).toBe(
      "_target_: orochi:zen\n_zen_target: dict\n_zen_exclude:\n- s\na: ${.s}\nb: ${.s}\ns: -10\n",
    );
    expect(usesZenProcessing(config)).toBe(true);
  });
  test("wrappers, the first innermost (Z-WRAP-001)", async () => {
    type Call = (...args: unknown[]) => unknown;
    const calls: string[] = [];
    const outer =
      (f: Call) =>
      (...args: unknown[]): string => (calls.push("outer"), `<${String(f(...args))}>`);
    const inner =
      (f: Call) =>
      (...args: unknown[]): string => (calls.push("inner"), `(${String(f(...args))})`);
    const config = builds(both, { x: 1 }, { wrappers: [inner, null, outer] });
    expect(await instantiate(config)).toBe("<(1,2)>");
    expect(calls).toEqual(["outer", "inner"]);
    const later = await instantiate(builds(both, {}, { wrappers: inner, partial: true }));
    expect((later as unknown as Call)({ x: 4 })).toBe("(4,2)");
  });
  test("values say their type to overrides (Z-TYPE)", () => {
    const node = createNode(builds(Adam, {}, { populateFullSignature: true }));
    const slot = node.kind === "map" ? node.child("lr")?.slot : undefined;
    expect(slot?.kind).toBe("optional");
  });

  test.for([
    ["no function", () => builds(5 as never), /function or class/],
    [
      "unknown parameter",
      () => builds(train, { epoch: 1 } as never),
      /no parameter 'epoch'[^]*did you mean 'epochs'/,
    ],
    ["reserved name", () => builds(dict, { _target_: 1 }), /'_target_' cannot be a field/],
    ["option of the wrong kind", () => builds(Adam, {}, { convert: "some" as never }), /'convert'/],
    ["unknown option", () => builds(Adam, {}, { partail: true } as never), /did you mean 'partial'/],
    ["too many positional values", () => builds(both, {}, { args: [1, 2, 3] }), /takes 2 positional values/],
    ["by position and by name", () => builds(both, { x: 1 }, { args: [1] }), /both by position and by name/],
    ["meta field that is a parameter", () => builds(train, {}, { meta: { epochs: 1 } }), /is a parameter/],
    ["no signature to populate", () => builds(Map, {}, { populateFullSignature: true }), /cannot be read/],
    [
      "arrow without name",
      () =>
        builds(
          (
            () => () =>
              1
          )(),
        ),
      /has no name/,
    ],
    [
      "two targets under one name",
      () => builds(dict, { a: just(named("f")), b: just(named("f")) }),
      /Two different targets/,
    ],
    ["unsupported value", () => builds(dict, { a: { b: [new (class Odd {})()] } }), /a\.b\[0\][^]*Odd/],
    ["wrong default of makeCustomBuilds", () => makeCustomBuilds({ convert: "x" as never }), /'convert'/],
    ["two _self_", () => makeConfig({}, { defaults: ["_self_", "_self_"] }), /more than once/],
  ] as const)("fails at once: %s (Z-ERR-002)", ([, make, message]) => {
    expect(make).toThrow(message);
  });
});

function named(name: string): () => void {
  return Object.defineProperty(() => {}, "name", { value: name });
}

describe("the rest of the family", () => {
  test("just is idempotent and finds functions again (Z-JUST)", async () => {
    expect(await instantiate(just(both))).toBe(both);
    expect(just(just(both))).toEqual(just(both));
    expect(yaml(just(Adam))).toBe("path: Adam\n_target_: orochi:just\n");
    expect(just({ a: 1 })).toEqual({ a: 1 });
    expect(yaml(builds(dict, { x: just({ a: both }) }))).toBe(
      "_target_: dict\nx:\n  a:\n    path: both\n    _target_: orochi:just\n",
    );
    expect(await instantiate(just(just(new Set([1]))))).toEqual(new Set([1]));
    expect(isJust(just(both))).toBe(true);
  });
  test("makeConfig: required fields first (Z-MC-003)", () => {
    const config = makeConfig(
      { a: 1, b: field.int(), c: builds(Adam) },
      { defaults: ["_self_", { db: "mysql" }] },
    );
    expect(yaml(config)).toBe("b: ???\na: 1\nc:\n  _target_: Adam\ndefaults:\n- _self_\n- db: mysql\n");
  });
  test("kwargsOf (Z-KW)", async () => {
    expect(await instantiate(kwargsOf(train, { optim: "x" as never, tag: "t" }))).toEqual({
      optim: "x",
      epochs: 3,
      tag: "t",
    });
    expect(() => kwargsOf(Map)).toThrow(/cannot be read/);
  });
  test("a class of fields as config, by decorator (Z-HD)", async () => {
    class AdamConfig {
      lr = 5;
    }
    hydrated(Adam)(AdamConfig);
    expect(await instantiate(new AdamConfig())).toMatchObject({ lr: 5 });
    expect(await instantiate(AdamConfig)).toMatchObject({ lr: 5 });
    expect(
      await instantiate(builds(dict, { adam: Object.assign(new AdamConfig(), { lr: 6 }) })),
    ).toMatchObject({ adam: { lr: 6 } });
    class Misspelled {
      lrr = 5;
    }
    expect(() => hydrated(Adam)(Misspelled as never)).toThrow(/did you mean 'lr'/);
  });
  test("inspection (Z-GET)", async () => {
    const config = builds(Adam, {}, { partial: true });
    expect(await getTarget(config)).toBe(Adam);
    expect(await getTarget(builds(Adam, {}, { meta: { a: 1 } }))).toBe(Adam);
    expect(await getTarget(just(both))).toBe(both);
    expect([isPartialBuilds(config), isPartialBuilds(5), isBuilds(config), isBuilds({})]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    await expect(getTarget({})).rejects.toThrow(/no _target_/);
  });
  test("options split between makeCustomBuilds and the call (Z-PROP-007)", () => {
    const options = { partial: true, convert: "all", recursive: false, populateFullSignature: true } as const;
    const names = Object.keys(options) as (keyof typeof options)[];
    fc.assert(
      fc.property(fc.subarray(names), (early) => {
        const pick = (keep: (name: keyof typeof options) => boolean): object =>
          Object.fromEntries(Object.entries(options).filter(([name]) => keep(name as keyof typeof options)));
        const custom = makeCustomBuilds(pick((name) => early.includes(name)));
        const made: unknown = custom(train, { tag: "a" }, pick((name) => !early.includes(name)) as never);
        expect(yaml(made)).toBe(yaml(builds(train, { tag: "a" }, options)));
      }),
    );
  });
  test("the synchronous call refuses to wait (D6)", async () => {
    const later = async ({ x }: { x: number }): Promise<number> => x;
    const result: number = await instantiate(builds(later, { x: 1 }));
    expect(result).toBe(1);
    expect(() => instantiateSync(builds(later, { x: 1 }))).toThrow(/answered a promise/);
    expect(instantiateSync(builds(both, { x: 1 }))).toEqual([1, 2]);
  });
});

describe("laws", () => {
  const literal = fc.letrec((tie) => ({
    leaf: fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true }),
      fc.string().filter((text) => !text.includes("$") && text !== "???"),
    ),
    list: fc.array(tie("value"), { maxLength: 4 }),
    map: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => !key.startsWith("_")),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true },
    ),
    value: fc.oneof({ maxDepth: 3 }, tie("leaf"), tie("list"), tie("map")),
  })).value;

  test("instantiate(builds(f, a)) = f(a) (Z-PROP-001)", async () => {
    await fc.assert(
      fc.asyncProperty(literal, async (value) => {
        const config = builds(dict, { value }, { convert: "all" });
        expect(await instantiate(config)).toEqual({ value });
      }),
      { numRuns: 60 },
    );
  });

  test("the same after YAML (Z-PROP-012, Z-YAML-003)", async () => {
    const targets = createTargetContext({ registry: new TargetRegistry() });
    targets.registry.register("dict", dict);
    await fc.assert(
      fc.asyncProperty(literal, async (value) => {
        const text = yaml(builds(dict, { value }, { convert: "all" }));
        const node = loadYaml(text, { context: createRoot({}).context! });
        expect(await instantiateNode(node, { targets })).toEqual({ value });
      }),
      { numRuns: 60 },
    );
  });
});
