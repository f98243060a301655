import { describe, expect, test } from "vitest";
import { instantiate } from "../../src/zen/instantiate.ts";
import { converterFor } from "../../src/zen/converter.ts";
import { createBuilder } from "../../src/zen/create-builder.ts";
import { builds } from "../../src/zen/builds.ts";
import { partial } from "../../src/zen/partial.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

class Duration {
  readonly ms: number;
  constructor({ ms }: { ms: number }) {
    this.ms = ms;
  }
}
class Longer extends Duration {}
const dict = ({ ...values }: Record<string, unknown>): unknown => values;
const family = createBuilder({
  converters: [
    converterFor(Duration, ({ ms }) => builds(Duration, { ms })),
    { accepts: (value) => value === Symbol.iterator, toConfig: () => "the iterator" },
  ],
  defaults: { convert: "all" },
});
const value = new Duration({ ms: 5 });

describe("converters reach values everywhere (Z-BFN-001, Z-BFN-002)", () => {
  test.for<readonly [string, () => unknown, unknown]>([
    ["just", () => family.just(value), value],
    ["deep inside", () => family.just([{ a: [value] }]), [{ a: [value] }]],
    ["in a map", () => family.just({ a: new Map([["x", value]]) }), { a: new Map([["x", value]]) }],
    ["a field", () => family.builds(dict, { a: value }), { a: value }],
    ["an argument", () => family.builds((x: unknown) => x, {}, { args: [value], name: "f" }), value],
    ["a meta field", () => family.builds(dict, { a: "${.m}" }, { meta: { m: value } }), { a: value }],
    ["a changed field", () => family.builds(dict, { a: 1 }).with({ a: value }), { a: value }],
    ["a config", () => family.makeConfig({ a: value }), { a: value }],
    ["kwargsOf", () => family.kwargsOf(({ a }: { a: unknown }) => a, { a: value }), { a: value }],
    ["a symbol", () => family.builds(dict, { a: Symbol.iterator }), { a: "the iterator" }],
  ])("%s", async ([, make, want]) => {
    const made = await instantiate(make(), { overrides: {} });
    expect(JSON.stringify(made)).toBe(JSON.stringify(want));
  });
  test("partials too", async () => {
    const made = (await instantiate(family.just([partial(dict, { a: value })]))) as (() => { a: Duration })[];
    expect(made[0]?.().a).toEqual(value);
  });
  test("stores use the family (Z-BFN-004, Z-TC)", () => {
    const store = new ZenStore().with({ toConfig: family.toConfig });
    store({ a: value }, { name: "data" });
    store(Duration, { config: { ms: 3 } });
    expect(toYaml(store.get(null, "data"))).toBe("a:\n  _target_: Duration\n  ms: 5\n");
    expect(toYaml(store.get(null, "Duration"))).toBe("_target_: Duration\n_convert_: all\nms: 3\n");
  });
  test("subclasses and other families know nothing of it (Z-VAL-010, Z-VAL-011)", () => {
    expect(() => family.just(new Longer({ ms: 1 }))).toThrow(/an instance of Longer/);
    expect(() => builds(dict, { a: value })).toThrow(/an instance of Duration/);
  });
  test("wrong defaults fail at once (Z-CB-002)", () => {
    expect(() => createBuilder({ defaults: { convert: "x" as never } })).toThrow(/'convert'/);
  });
});
