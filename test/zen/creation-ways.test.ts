import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { isOrochiError } from "../../src/errors/base.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { builds } from "../../src/zen/builds.ts";
import { field } from "../../src/zen/field.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { just } from "../../src/zen/just.ts";
import { registerAll } from "../../src/zen/live-targets.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { partial } from "../../src/zen/partial.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { ZenConfig } from "../../src/zen/zen-config.ts";

// Z-PROP-002: whatever the value and the way of making the config, either it is refused when the config is made, or the config can be
// written as YAML, and gives the value back, from code and from that YAML.

const answer = ({ value = null }: { value?: unknown } = {}): unknown => value;
const first = (value: unknown): unknown => value;
const all = { convert: "all" } as const;

const ways: Readonly<Record<string, (value: unknown) => unknown>> = {
  "builds, by name": (value) => builds(answer, { value }, all),
  "builds, by position": (value) => builds(first, {}, { args: [value], ...all }),
  "builds, inherited": (value) => builds(answer, {}, { bases: [builds(answer, { value })], ...all }),
  "builds, on a config": (value) => builds(builds(answer, { value }), {}, all),
  "builds, of a partial": (value) => builds(partial(answer, { value }), {}, all),
  "builds, from a meta field": (value) =>
    builds(answer, { value: "${.meta}" }, { meta: { meta: value }, ...all }),
  "builds, in a list in a map": (value) => builds(answer, { value: builds(answer, { value }, all) }, all),
  with: (value) => builds(answer, { value: 1 }, all).with({ value }),
  "makeConfig in builds": (value) =>
    builds(
      ({ c }: { c: { value: unknown } }) => c.value,
      { c: makeConfig({ value }) },
      { name: "inner", ...all },
    ),
  "makeConfig, a field": (value) =>
    builds(
      ({ c }: { c: { value: unknown } }) => c.value,
      { c: makeConfig({ value: field.any(value) }) },
      { name: "inner", ...all },
    ),
  "just in builds": (value) => builds(answer, { value: just(value) }, all),
};

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withTypedArray: true,
  withNullPrototype: true,
  withSparseArray: true,
  maxDepth: 2,
});
const value = fc.oneof(
  anything,
  fc.oneof(
    fc.constantFrom<unknown>(
      /a\/b/giu,
      /\$\{x\}\\/,
      /[\\${1}]/,
      Symbol.for("${s}"),
      new URL("http://a/?x=${y}"),
      Symbol.for("s"),
      NaN,
      -0,
      1e300,
      2n ** 70n,
    ),
    fc.constantFrom<unknown>(
      Buffer.from("x"),
      Promise,
      Math.max,
      new WeakMap(),
      () => 1,
      "${x}",
      "???",
      "\0",
      "!!",
      "- a",
    ),
    fc.constantFrom<unknown>(JSON.parse('{"__proto__": 1, "constructor": {"prototype": 2}}'), {
      "": 1,
      "a.b": [[]],
    }),
  ),
);

describe("a value that a config takes comes back (Z-PROP-001, Z-PROP-002, Z-VAL-012)", () => {
  test.for(Object.keys(ways))("%s", async (way) => {
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        // Text may be an interpolation or the sign of a missing value; what it stands for is tested elsewhere.
        if (given === undefined || hasMeaning(given)) return;
        const config = made(() => ways[way]?.(given));
        if (config === undefined) return;
        const want = withoutUndefined(given);
        expect(await instantiate(config)).toEqual(want);
        const registry = new TargetRegistry();
        if (config instanceof ZenConfig) registerAll(registry, ZenConfig.specOf(config).targets);
        expect(await instantiate(fromYaml(toYaml(config)), { registry })).toEqual(want);
      }),
      { numRuns: 60 },
    );
  });
});

/** `undefined`: refused, as our own error. */
function made(make: () => unknown): unknown {
  try {
    return make();
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}

function hasMeaning(given: unknown): boolean {
  if (typeof given === "string") return given === "???" || given.includes("${");
  if (given instanceof Map) return [...given].flat().some(hasMeaning);
  if (given instanceof Set) return [...given].some(hasMeaning);
  if (typeof given !== "object" || given === null || ArrayBuffer.isView(given)) return false;
  return Object.entries(given).some(([key, item]) => key.startsWith("_") || hasMeaning(item));
}

/** A key whose value is undefined is not there. */
function withoutUndefined(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(withoutUndefined);
  if (given instanceof Map)
    return new Map([...given].map(([key, item]) => [withoutUndefined(key), withoutUndefined(item)]));
  if (given instanceof Set) return new Set([...given].map(withoutUndefined));
  const isData =
    typeof given === "object" &&
    given !== null &&
    [null, Object.prototype].includes(Object.getPrototypeOf(given) as null);
  if (!isData) return given;
  const entries = Object.entries(given).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, withoutUndefined(item)]));
}
