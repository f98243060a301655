import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { instantiateScope } from "../../src/zen/instantiate-scope.ts";
import { instantiate } from "../../src/zen/instantiate.ts";

// The order of making and closing, sharing, and what happens when something on the way fails (H-INS-013, H-INS-019, H-INS-023).

let events: string[] = [];
const box = (options: Record<string, unknown>): unknown => ({ ...options });
async function later({ name, fail = false }: { name: string; fail?: boolean }): Promise<unknown> {
  events.push(`start ${name}`);
  await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  if (fail) throw new Error(`no ${name}`);
  events.push(`made ${name}`);
  return {
    name,
    [Symbol.asyncDispose]: async () => {
      await Promise.resolve();
      events.push(`closed ${name}`);
    },
  };
}
const registry = new TargetRegistry();
registry.register("box", box);
registry.register("later", later);
const scope = (yaml: string) => instantiateScope(fromYaml(yaml), { registry });
const run = (yaml: string): Promise<unknown> => instantiate(fromYaml(yaml), { registry });

describe("making", () => {
  test("one after another, depth first in key order, and closed the other way round", async () => {
    events = [];
    const yaml =
      "{b: {_target_: later, name: b, x: {_target_: later, name: bx}}, a: [{_target_: later, name: a0}, {_target_: later, name: a1}]}";
    const made = await scope(yaml.replace(", x: {", "}, c: {").replace("bx}}", "bx}"));
    await made[Symbol.asyncDispose]();
    const names = ["b", "bx", "a0", "a1"];
    expect(events).toEqual([
      ...names.flatMap((name) => [`start ${name}`, `made ${name}`]),
      ...names.toReversed().map((name) => `closed ${name}`),
    ]);
  });
  test("after a rejection nothing more is started, and what was made is closed", async () => {
    events = [];
    const yaml =
      "[{_target_: later, name: a}, {k: {_target_: later, name: b, fail: true}}, {_target_: later, name: c}]";
    await expect(scope(yaml)).rejects.toMatchObject({
      code: "TARGET_FAILED",
      key: "[1].k",
      cause: new Error("no b"),
    });
    expect(events).toEqual(["start a", "made a", "start b", "closed a"]);
  });
  test("whatever fails, everything made is closed once, the last first", async () => {
    const item = fc.record({ fail: fc.boolean(), shared: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(item, { maxLength: 6 }), async (items) => {
        events = [];
        const config = items.map(({ fail, shared }, index) => ({
          _target_: "later",
          name: `n${index}`,
          ...(fail ? { fail } : {}),
          ...(shared ? { _shared_: true } : {}),
        }));
        const made = await scope(
          JSON.stringify({ items: config, again: config.map((_, index) => `\${items.${index}}`) }),
        ).catch(() => undefined);
        await made?.[Symbol.asyncDispose]();
        const opened = events.filter((event) => event.startsWith("made")).map((event) => event.slice(5));
        const closed = events.filter((event) => event.startsWith("closed")).map((event) => event.slice(7));
        expect(closed).toEqual(opened.toReversed());
        expect(made === undefined).toBe(items.some(({ fail }) => fail));
      }),
      { numRuns: 40 },
    );
  });
});

describe("sharing", () => {
  test("one instance through lists, maps, partials and interpolations", async () => {
    const made = (await run(
      "{pool: {_target_: box, _shared_: true}, list: ['${pool}', {deep: '${pool}'}], part: {_target_: box, _partial_: true, pool: '${pool}', more: ['${pool}']}}",
    )) as { pool: object; list: [object, { deep: object }]; part: () => { pool: object; more: object[] } };
    const { pool, list, part } = made;
    for (const same of [list[0], list[1].deep, part().pool, part().more[0]]) expect(same).toBe(pool);
  });
  test("a shared partial is one function, and what it makes is not shared", async () => {
    const { a, b } = (await run(
      "{p: {_target_: box, _partial_: true, _shared_: true, x: 1}, a: '${p}', b: '${p}'}",
    )) as Record<string, () => object>;
    expect(a).toBe(b);
    expect(a?.()).not.toBe(b?.());
  });
  test("before its own place as well", async () => {
    const { first, pool } = (await run("{first: ['${pool}'], pool: {_target_: box, _shared_: true}}")) as {
      first: object[];
      pool: object;
    };
    expect(first[0]).toBe(pool);
  });
});

describe("cycles end with an error that names the place", () => {
  test.for([
    ["{a: {_target_: box, self: '${a}'}}", "a.self"],
    ["{a: {_target_: box, _shared_: true, self: '${a}'}}", "a.self"],
    ["{a: {_target_: box, b: '${b}'}, b: {_target_: box, a: '${a}'}}", "b.a"],
    ["{a: ['${a}']}", "a[0]"],
    ["{a: {_target_: box, _partial_: true, x: ['${a}']}}", "a.x[0]"],
    ["{a: {b: '${a}'}}", "a.b"],
  ] as const)("%s", async ([yaml, key]) => {
    await expect(run(yaml)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:INSTANTIATE_INVALID|INTERPOLATION_CYCLE)$/) as string,
      key,
    });
  });
  test("an interpolation of itself", async () => {
    await expect(run("{a: '${b}', b: '${a}'}")).rejects.toMatchObject({
      code: expect.stringContaining("INTERPOLATION") as string,
    });
  });
});
