import { describe, expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { fromYaml, merge, MISSING as CONFIG_MISSING, select, update } from "../../src/config.ts";
import { MISSING } from "../../src/config/scalar.ts";
import { builds } from "../../src/zen/builds.ts";
import type { BuildOptions } from "../../src/zen/build-options.ts";
import { create } from "./helpers/create.ts";
import { field } from "../../src/zen/field.ts";
import { getTarget, isBuilds, isJust, isPartialBuilds, usesZenProcessing } from "../../src/zen/inspect.ts";
import { hydrated } from "../../src/zen/hydrated.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { just } from "../../src/zen/just.ts";
import { kwargsOf } from "../../src/zen/kwargs-of.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { makeCustomBuilds } from "../../src/zen/make-custom-builds.ts";
import { partial } from "../../src/zen/partial.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { zen } from "../../src/zen/zen.ts";

const dict = ({ ...values }: Record<string, unknown> = {}): Record<string, unknown> => values;
const both = (x: unknown, y: unknown = 2): unknown[] => [x, y];
function open({ a, b = 1, c }: { a?: unknown; b?: unknown; c?: unknown }): unknown {
  return { a, b, c };
}
type Call = (...args: unknown[]) => unknown;
const twice =
  (f: Call): Call =>
  (...args) => [f(...args), f(...args)];
const tag =
  (f: Call): Call =>
  (...args) => ["tag", f(...args)];
const lines = (config: unknown): string => toYaml(config).trim().split("\n").join("; ");
const full = { populateFullSignature: true } as const;

describe("what a config looks like", () => {
  test.for<readonly [string, () => unknown, string]>([
    ["Z-BUILD-001, Z-PATH-007: a name and the values", () => builds(dict, { a: 1 }), "_target_: dict; a: 1"],
    [
      "Z-BUILD-005: positional values apart",
      () => builds(both, {}, { args: [1] }),
      "_target_: both; _args_:; - 1",
    ],
    [
      "Z-BUILD-007, Z-BUILD-008: settings only if given",
      () => builds(dict, {}, { recursive: false }),
      "_target_: dict; _recursive_: false",
    ],
    [
      "Z-BUILD-008: partial false is written",
      () => builds(dict, {}, { partial: false }),
      "_target_: dict; _partial_: false",
    ],
    ["Z-BUILD-014: parameters may be left out", () => builds(open), "_target_: open"],
    [
      "Z-POP-001, Z-POP-002, Z-PROP-004: order",
      () => builds(open, { c: 5 }, full),
      "_target_: open; a: ???; b: 1; c: 5",
    ],
    [
      "Z-POP-001: those filled by position are left out",
      () => builds(both, {}, { ...full, args: [1] }),
      "_target_: both; _args_:; - 1; 'y': 2",
    ],
    [
      "Z-POP-003: partials leave the open ones out",
      () => builds(open, {}, { ...full, partial: true }),
      "_target_: open; _partial_: true; b: 1",
    ],
    [
      "Z-POP-005: defaults override inherited values",
      () => builds(open, {}, { ...full, bases: [builds(open, { b: 9 })] }),
      "_target_: open; b: 1; a: ???; c: ???",
    ],
    ["Z-EXCL-001: by name", () => builds(open, {}, { ...full, exclude: ["a", "c"] }), "_target_: open; b: 1"],
    [
      "Z-EXCL-001: by test",
      () => builds(open, {}, { ...full, exclude: (name) => name !== "b" }),
      "_target_: open; b: 1",
    ],
    [
      "Z-EXCL-002: by position, for populated ones only",
      () => builds(open, { c: 3 }, { ...full, exclude: [0, -1] }),
      "_target_: open; b: 1; c: 3",
    ],
    [
      "Z-EXCL-002: names also of given values",
      () => builds(open, { c: 3 }, { exclude: ["c"] }),
      "_target_: open",
    ],
    [
      "Z-PART-002: with zen processing",
      () => builds(dict, {}, { partial: true, meta: { m: 1 } }),
      "_target_: orochi:zen; _zen_target: dict; _zen_partial: true; _zen_exclude:; - m; m: 1",
    ],
    [
      "Z-WRAP-002: one wrapper is bare",
      () => builds(dict, {}, { wrappers: [twice] }),
      "_target_: orochi:zen; _zen_target: dict; _zen_wrappers: twice",
    ],
    [
      "Z-WRAP-002: just is its path, null and text stay",
      () => builds(dict, {}, { wrappers: [just(twice), null, "${w}"] }),
      "_target_: orochi:zen; _zen_target: dict; _zen_wrappers:; - twice; - null; - ${w}",
    ],
    [
      "Z-DEF-001: a defaults list",
      () =>
        builds(dict, {}, { defaults: ["_self_", { db: "a" }, { "override /x": null }, { y: ["a", "b"] }] }),
      "_target_: dict; defaults:; - _self_; - db: a; - override /x: null; - 'y':;   - a;   - b",
    ],
    [
      "Z-JUST-003, Z-JUST-005: functions among values",
      () => makeConfig({ f: [dict] }),
      "f:; - path: dict;   _target_: orochi:just",
    ],
    [
      "Z-KW-001, Z-KW-002: parameters alone",
      () => kwargsOf(open, { c: 3 }, { exclude: ["a"] }),
      "_target_: orochi:object; b: 1; c: 3",
    ],
    ["Z-MC-001, Z-MC-003: mandatory fields first", () => makeConfig({ a: 1, b: field() }), "b: ???; a: 1"],
    [
      "Z-MC-002: settings last",
      () => makeConfig({ a: 1 }, { convert: "all", recursive: false }),
      "a: 1; _recursive_: false; _convert_: all",
    ],
    ["Z-MC-003: nothing", () => makeConfig({}), "{}"],
    [
      "Z-MC-005: values are converted, configs nest (Z-MC-007)",
      () => makeConfig({ s: new Set([1]), c: makeConfig({ d: 1 }) }),
      "s:;   _target_: orochi:set;   _convert_: all;   _args_:;   - - 1; c:;   d: 1",
    ],
    ["Z-MC-007: bases", () => makeConfig({ b: 2 }, { bases: [makeConfig({ a: 1, b: 1 })] }), "a: 1; b: 2"],
    [
      "Z-PATH-004, Z-PATH-005: a function without name gets one",
      () =>
        builds(
          (
            () => () =>
              1
          )(),
          {},
          { name: "acme.f" },
        ),
      "_target_: acme.f",
    ],
  ])("%s", ([, make, want]) => {
    expect(lines(make())).toBe(want);
  });
  test("Z-API-002: MISSING is one value everywhere", () => {
    expect(CONFIG_MISSING).toBe(MISSING);
    expect(lines(builds(dict, { a: MISSING }))).toBe("_target_: dict; a: ???");
  });
  test("Z-BUILD-010, Z-VAL-002: values are copied, the caller's stay as they are", async () => {
    const list = [1];
    const config = builds(dict, { list });
    list.push(2);
    const first = create({ config }) as object;
    update(first, "config.list", [5]);
    expect([list, lines(config)]).toEqual([[1, 2], "_target_: dict; list:; - 1"]);
  });
});

describe("bases", () => {
  const partials = {
    yes: builds(dict, {}, { partial: true }),
    no: builds(dict, {}, { partial: false }),
    none: builds(dict),
  };
  test.for([
    [["no", "yes"], false],
    [["yes", "no"], true],
    [["none", "yes"], true],
    [["none"], false],
  ] as const)("Z-PART-003: of %j partial is %s", ([names, want]) => {
    const bases = names.map((name) => partials[name]);
    expect(isPartialBuilds(builds(dict, {}, { bases }))).toBe(want);
    expect(isPartialBuilds(builds(dict, {}, { bases, partial: !want }))).toBe(!want);
  });
  test("Z-INH-001: the nearest definition gives the value, the furthest the place", () => {
    const a = builds(dict, { x: "a", y: "a" });
    const b = builds(dict, { y: "b", z: "b" });
    expect(lines(builds(dict, {}, { bases: [a, b] }))).toBe("_target_: dict; 'y': a; z: b; x: a");
    expect(lines(makeConfig({}, { bases: [a, b] }))).toBe("'y': a; z: b; x: a");
  });
  test("Z-INH-002: settings are inherited, the target may differ", () => {
    const base = builds(both, {}, { args: [1, 2], convert: "all", recursive: false });
    expect(lines(builds(dict, {}, { bases: [base], args: [] }))).toBe(
      "_target_: dict; _recursive_: false; _convert_: all",
    );
  });
  test("Z-SIG-005, Z-META-004: inherited names are checked, unless they are meta fields", () => {
    const base = makeConfig({ z: 1 });
    expect(() => builds(open, {}, { bases: [base] })).toThrow(/no parameter 'z'/);
    expect(lines(builds(open, {}, { bases: [base], meta: { z: 2 } }))).toContain("_zen_exclude:; - z; z: 2");
  });
  test("Z-PROP-005, Z-MC-006: meta fields and wrappers come along", async () => {
    const base = builds(dict, { a: "${.m}" }, { meta: { m: 3 }, wrappers: tag });
    const child = builds(dict, { b: 1 }, { bases: [base] });
    expect(await instantiate(child)).toEqual(["tag", { a: 3, b: 1 }]);
    expect(usesZenProcessing(child)).toBe(true);
  });
});

describe("what is refused at once (Z-ERR-001, Z-ERR-003)", () => {
  const bad =
    (options: object): (() => unknown) =>
    () =>
      builds(dict, {}, options);
  test.for<readonly [string, () => unknown, RegExp]>([
    ["Z-BUILD-002: no target", () => (builds as Call)(), /function or class/],
    ["Z-BUILD-003: an option that is none", bad({ zen_partial: true }), /no option 'zen_partial'/],
    [
      "Z-BUILD-004: a reserved name",
      () => builds(dict, { _partial_: true }),
      /write it as an option: \{ partial/,
    ],
    ["Z-BUILD-004: a reserved meta name", bad({ meta: { _zen_x: 1 } }), /reserved/],
    ["Z-BUILD-009: partial", bad({ partial: 1 }), /'partial' must be true or false/],
    ["Z-BUILD-009: populateFullSignature", bad({ populateFullSignature: null }), /true or false/],
    ["Z-SIG-002: an unknown name", () => builds(open as Call, { d: 1 }), /no parameter 'd'/],
    ["Z-SIG-003: too many values", () => builds(both, {}, { args: [1, 2, 3] }), /takes 2 positional/],
    ["Z-SIG-004: twice", () => builds(both as Call, { x: 1 }, { args: [1] }), /both by position and by name/],
    ["Z-EXCL-001: text", bad({ exclude: "a" }), /'exclude' must be a list/],
    ["Z-META-003: not a mapping", bad({ meta: [1] }), /'meta' must be an object of fields/],
    ["Z-META-003: a parameter", () => builds(open, {}, { meta: { a: 1 } }), /is a parameter of the target/],
    [
      "Z-META-003: a field too",
      () => builds(dict, { a: 1 }, { meta: { a: 1 } }),
      /both a field and a meta field/,
    ],
    ["Z-WRAP-002: a number", bad({ wrappers: 5 }), /a wrapper is a function/],
    ["Z-DEF-002: no list", bad({ defaults: "a" }), /'defaults' must be a list/],
    ["Z-DEF-002: a list in a list", bad({ defaults: [["a"]] }), /an entry of 'defaults'/],
    ["Z-DEF-002: _self_ twice", bad({ defaults: ["_self_", "_self_"] }), /more than once/],
    ["Z-DEF-003: for a family", () => makeCustomBuilds({ defaults: [] } as never), /belongs to one config/],
    ["Z-DEF-003: given twice", () => makeConfig({ defaults: ["a"] }, { defaults: ["b"] }), /given twice/],
    ["Z-INH-001: bases that are no configs", bad({ bases: [{}] }), /'bases' takes configs/],
    ["Z-KW-003: an unknown name", () => kwargsOf(open as Call, { d: 1 }), /no parameter 'd'/],
    ["Z-MC-004: a reserved name", () => makeConfig({ _target_: "x" }), /'_target_' cannot be a field/],
    [
      "Z-CB-001: what belongs to one config",
      () => makeCustomBuilds({ bases: [] } as never),
      /belongs to one config/,
    ],
    ["Z-VAL-010: a value no config holds", () => just({ a: [new WeakMap()] }), /a\[0\][^]*WeakMap/],
    [
      "Z-HD-002: a field the target lacks",
      () =>
        hydrated(open)(
          class {
            d = 1;
          } as never,
        ),
      /no parameter 'd'/,
    ],
    ["Z-YAML-002: a single leaf", () => toYaml(5), /a mapping or a list/],
    ["Z-ZEN-003: nothing to read", () => zen(Math.max as never), /cannot be read/],
  ])("%s", ([, make, message]) => {
    expect(make).toThrow(message);
    expect(make).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^(?:BUILD|ZEN)_/) as string }),
    );
  });
});

describe("what comes out", () => {
  test.for<readonly [string, () => unknown, unknown]>([
    [
      "Z-BUILD-011: a partial as target",
      () => builds(partial(dict, { a: 1, b: 1 }), { b: 2 }),
      { a: 1, b: 2 },
    ],
    ["Z-SIG-007: a rest takes any name", () => builds(dict, { anything: 1 }), { anything: 1 }],
    ["Z-META-001: meta fields stay behind", () => builds(dict, { a: 1 }, { meta: { m: 2 } }), { a: 1 }],
    [
      "Z-WRAP-001, Z-PROP-008: the last is outermost",
      () => builds(both, { x: 1 }, { wrappers: [twice, tag] as never }),
      [
        "tag",
        [
          [1, 2],
          [1, 2],
        ],
      ],
    ],
    [
      "Z-WRAP-003: null through an interpolation",
      () => ({ w: null, a: builds(dict, { a: 1 }, { wrappers: "${w}" }) }),
      { w: null, a: { a: 1 } },
    ],
    [
      "Z-PROC-001, Z-PROC-002: a config as wrapper",
      () => builds(both, { x: 1 }, { wrappers: builds(tag as Call, {}, { partial: true }) as never }),
      ["tag", [1, 2]],
    ],
    ["Z-KW-001: an object", () => kwargsOf(open, { a: 1, c: 2 }), { a: 1, b: 1, c: 2 }],
    [
      "Z-INST-001: overridden deep inside",
      () => builds(dict, { a: builds(dict, { b: 1 }) }),
      { a: { b: 1 } },
    ],
    ["Z-JUST-001: the value itself", () => just([dict]), [dict]],
    [
      "Z-VAL-001: leaves",
      () => builds(dict, { a: null, b: "x", c: true, d: 1.5 }),
      { a: null, b: "x", c: true, d: 1.5 },
    ],
    [
      "Z-VAL-004: classes and bound names",
      () => builds(dict, { c: Map, m: partial(dict, {}) === undefined }),
      { c: Map, m: false },
    ],
    [
      "Z-VAL-006: objects of the language",
      () => builds(dict, { s: new Set([1]), d: new Date(0), r: /a/g, u: new URL("http://x/"), n: 5n }),
      { s: new Set([1]), d: new Date(0), r: /a/g, u: new URL("http://x/"), n: 5n },
    ],
    ["Z-VAL-007: configs", () => builds(dict, { c: create({ a: 1 }) }, { convert: "all" }), { c: { a: 1 } }],
    [
      "Z-VAL-012: deep",
      () => just({ a: [new Map([[1, new Set(["x"])]])] }),
      { a: [new Map([[1, new Set(["x"])]])] },
    ],
  ])("%s", async ([, make, want]) => {
    expect(plain(await instantiate(make()))).toEqual(want);
  });
  test("Z-PART-001, Z-PART-004, Z-WRAP-004, Z-INST-003: partials show their target and wrap when called", async () => {
    const made: unknown = await instantiate(builds(both, {}, { partial: true, wrappers: tag }), {
      wrapTarget: twice as never,
    });
    expect(made).toHaveProperty("target", both);
    expect((made as Call)(7, 8)).toEqual([
      "tag",
      [
        [7, 8],
        [7, 8],
      ],
    ]);
  });
  test("Z-INST-002, Z-INST-004, Z-INST-005: every real target is wrapped once, in this call only", async () => {
    const seen: string[] = [];
    const wrapTarget = <T extends { name: string }>(target: T): T => (seen.push(target.name), target);
    const config = builds(dict, { a: builds(both, { x: 1 }, { meta: { m: 1 } }), f: open });
    await instantiate(config, { wrapTarget });
    const failing = builds(
      () => {
        throw new Error("no");
      },
      {},
      { name: "failing" },
    );
    await expect(instantiate(failing, { wrapTarget })).rejects.toThrow(/no/);
    await instantiate(config);
    expect(seen).toEqual(["both", "open", "dict", ""]);
  });
  test("Z-TYPE-006, Z-TYPE-007, Z-TYPE-008, Z-FIELD-002: types hold on override, and let null and interpolations in", () => {
    const config = create(builds(open, { b: 1, a: "${b}", c: "t" })) as object;
    expect(() => update(config, "b", "x")).toThrow(expect.objectContaining({ key: "b" }));
    update(config, "b", null);
    update(config, "b", 1.5);
    update(config, "a", [1]);
    const typed = create(makeConfig({ n: field.int(3), any: field.any(1) })) as object;
    expect(() => update(typed, "n", 1.5)).toThrow(/'?1\.5/);
    update(typed, "any", "text");
    expect([select(config, "b"), select(typed, "any")]).toEqual([1.5, "text"]);
  });
  test("Z-HD-001, Z-HD-003, Z-HD-005: declared fields win over the signature, options hold", async () => {
    class Config {
      b = 7;
    }
    hydrated(open, { ...full, partial: true, meta: { m: 1 } })(Config);
    expect(lines(new Config())).toContain("b: 7");
    const made = (await instantiate(new Config())) as Call;
    expect(made({ a: 1 })).toEqual({ a: 1, b: 7, c: undefined });
  });
  test("Z-CB-001, Z-CB-003: a family is builds with other defaults", () => {
    const family = makeCustomBuilds({ ...full, convert: "all" });
    expect(lines(family(open, { a: 1 }))).toBe(lines(builds(open, { a: 1 }, { ...full, convert: "all" })));
    expect(lines(family(open, { a: 1 }, { convert: "none" }))).toContain("_convert_: none");
  });
});

describe("looking at configs", () => {
  const options: readonly BuildOptions[] = [
    {},
    { partial: true },
    { meta: { m: 1 } },
    { wrappers: tag },
    { partial: true, meta: { m: 1 } },
    full,
  ];
  test.for(options)("Z-GET-001, Z-PROP-006: the target of builds(…, %j), also after YAML", async (given) => {
    const config = builds(open, {}, given);
    expect(await getTarget(config)).toBe(open);
    expect(await getTarget(fromYaml(toYaml(config)), { registry: { open } })).toBe(open);
    expect([isPartialBuilds(config), usesZenProcessing(config)]).toEqual([
      given.partial === true,
      given.meta !== undefined || given.wrappers !== undefined,
    ]);
  });
  test.for([5, null, undefined, "x", [], {}, () => 1, { _target_: "${gone}" }])(
    "Z-GET-002, Z-GET-003, Z-GET-004: %j makes none of them throw",
    (value) => {
      for (const ask of [isPartialBuilds, usesZenProcessing, isJust, isBuilds])
        expect(() => ask(value)).not.toThrow();
    },
  );
  test("Z-GET-005: a name that leads nowhere", async () => {
    await expect(getTarget({ path: "gone", _target_: "orochi:just" })).rejects.toThrow(
      /'gone' cannot be found/,
    );
  });
  test("Z-API-003, Z-YAML-001, Z-YAML-003: configs are ordinary: they merge, and go through YAML", async () => {
    const config = builds(dict, { a: builds(both, { x: 1 }) });
    const merged = merge(create(config) as object, { b: 2 });
    expect(plain(await instantiate(merged))).toEqual({ a: [1, 2], b: 2 });
    expect(createNode(config).kind).toBe("map");
  });
});

describe("tasks", () => {
  const task = zen(({ a, b = 2 }: { a: unknown; b?: unknown }) => ({ a, b }));
  test.for<readonly [string, unknown, unknown]>([
    ["Z-ZEN-001, Z-ZEN-004: a config", makeConfig({ a: 1 }), { a: 1, b: 2 }],
    ["Z-ZEN-004: a view", create({ a: 1 }), { a: 1, b: 2 }],
    ["Z-ZEN-004: YAML text", "a: 1", { a: 1, b: 2 }],
    ["Z-ZEN-007: containers become plain", create({ a: { x: [1] } }), { a: { x: [1] }, b: 2 }],
    ["Z-ZEN-008: null is a value", { a: 1, b: null }, { a: 1, b: null }],
  ])("%s", async ([, config, want]) => {
    expect(await task(config)).toEqual(want);
  });
  test.for<readonly [string, unknown, RegExp]>([
    ["Z-ZEN-004: a list", [1], /takes a mapping/],
    ["Z-ZEN-008: no such field", { b: 1 }, /no 'a'/],
    ["Z-ZEN-008: a missing value", { a: "???" }, /Missing mandatory value/],
  ])("%s is an error", async ([, config, message]) => {
    await expect(task(config)).rejects.toThrow(message);
  });
  test("Z-ZEN-009: _args_ fill positions", async () => {
    expect(await zen(both)({ _args_: [1, 5] })).toEqual([1, 5]);
  });
  test("Z-ZEN-010: the whole config on request", async () => {
    const whole = zen(({ x, zenCfg }: { x: number; zenCfg: { y: number } }) => x + zenCfg.y);
    expect(await whole({ x: 1, y: 2 })).toBe(3);
  });
});

function plain(value: unknown): unknown {
  return typeof value === "object" && value !== null && Symbol.for("orochi.config-value") in value
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
    : value;
}
