import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, test } from "vitest";
import { fromYaml } from "../../src/config.ts";
import { registerResolver } from "../../src/config/api/resolvers.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { builds } from "../../src/zen/builds.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { just } from "../../src/zen/just.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { toYaml } from "../../src/zen/yaml.ts";
import { zen, type ZenTask } from "../../src/zen/zen.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";

const seeds: number[] = [];
const seed = zen(function seed({ seed }: { seed: number }) {
  seeds.push(seed);
});
function train({ x, y = 2, ...rest }: { x: number; y?: number }): unknown {
  return { x, y, rest };
}
const wrap = <T>(target: T): T => target;
type AnyTask = ZenTask<typeof train>;

describe("a task as a value (Z-VAL-005, Z-ZEN-017, Z-PROP-011)", () => {
  const tasks = {
    plain: zen(train),
    full: zen(train, { preCall: seed, exclude: "w", unpackKwargs: true, wrapTarget: wrap }),
    calls: zen(train, { preCall: [seed, seed], resolvePreCall: false, runInContext: true }),
  };
  const registry = new TargetRegistry();
  for (const [name, value] of Object.entries({ train, wrap, seed: seed.func }))
    registry.register(name, value);
  const config = { x: 1, y: 5, z: 3, seed: 4 };

  test.for(Object.entries(tasks))("%s does the same after a round trip", async ([, task]) => {
    const want = await task(config);
    const forms: readonly unknown[] = [
      just(task),
      { a: task },
      makeConfig({ a: task }),
      builds(wrap, {}, { args: [task] }),
    ];
    for (const form of forms) {
      for (const value of [form, fromYaml(toYaml(form))]) {
        const made: unknown = await instantiate(value, { registry });
        const again = (typeof made === "function" ? made : (made as { a: unknown }).a) as AnyTask;
        expect(again.func).toBe(train);
        expect(await again(config)).toEqual(want);
      }
    }
  });
  test("its config can be read", () => {
    expect(toYaml(tasks.full)).toBe(
      [
        "_target_: orochi:zenTask",
        "_convert_: all",
        "_args_:\n- path: train\n  _target_: orochi:just",
        "exclude:\n- w",
        "preCall:",
        "  _target_: orochi:zenTask\n  _convert_: all\n  _args_:\n  - path: seed\n    _target_: orochi:just",
        "  exclude: []\n  preCall: null\n  unpackKwargs: false\n  resolvePreCall: true\n  runInContext: false",
        "  wrapTarget: null",
        "unpackKwargs: true\nresolvePreCall: true\nrunInContext: false",
        "wrapTarget:\n  path: wrap\n  _target_: orochi:just\n",
      ].join("\n"),
    );
  });
  test("a store takes a task, and its function as well", async () => {
    const store = new ZenStore();
    store(tasks.plain);
    store(train, { name: "built" });
    const node = store.get(null, "train");
    expect(await ((await instantiate(node, { store })) as AnyTask)(config)).toEqual({ x: 1, y: 5, rest: {} });
  });
});

describe("before the task (Z-ZEN-005, Z-ZEN-013)", () => {
  let state = 1;
  registerResolver("zen_state", () => state, { replace: true });
  const bump = (cfg: { x: number }): void => {
    state = cfg.x * 10;
  };
  test.for([
    [true, 1],
    [false, 10],
  ] as const)("interpolations resolved before the pre-calls: %s", async ([resolvePreCall, want]) => {
    state = 1;
    const task = zen(({ v }: { v: number }) => v, { preCall: bump, resolvePreCall });
    const config = fromYaml("{x: 1, v: '${zen_state:}'}");
    expect(await task(config)).toBe(want);
    expect(toYaml(config)).toBe("x: 1\nv: ${zen_state:}\n");
  });
  test("a pre-call may change the config of its task, and no other", async () => {
    const config = fromYaml("{a: {b: {x: 1, y: '${..z}'}, z: 2}}");
    const task = zen(({ x, y }: { x: number; y: number }) => [x, y], {
      preCall: (cfg: { x: number }) => void (cfg.x = 7),
    });
    expect(await task(config.a.b)).toEqual([7, 2]);
    expect(config.a.b.x).toBe(1);
  });
  test.for([
    ["unpackKwargs", 1],
    ["resolvePreCall", "yes"],
    ["runInContext", null],
  ] as const)("%s must be true or false (Z-ZEN-002)", ([name, value]) => {
    expect(() => zen(train, { [name]: value } as never)).toThrow(`'${name}' must be true or false`);
  });
});

describe("a context of its own (Z-ZEN-015)", () => {
  const current = new AsyncLocalStorage<string>();
  class Reader {
    readonly seen = current.getStore();
  }
  const task = async ({ r }: { r: Reader }): Promise<unknown> => {
    await Promise.resolve();
    return [r.seen, current.getStore()];
  };
  const enter = (cfg: { name: string }): void => current.enterWith(cfg.name);
  const config = { name: "inner", r: builds(Reader) };

  test("pre-calls, instantiation and task share it, and nothing leaks", async () => {
    await current.run("outer", async () => {
      const run = zen(task, { preCall: enter, runInContext: true });
      expect(await run(config)).toEqual(["inner", "inner"]);
      expect(current.getStore()).toBe("outer");
      const both = await Promise.all([run(config), run({ ...config, name: "other" })]);
      expect(both).toEqual([
        ["inner", "inner"],
        ["other", "other"],
      ]);
    });
  });
  test("otherwise they are in the caller's", async () => {
    await current.run("outer", async () => {
      expect(await zen(task, { preCall: enter })(config)).toEqual(["inner", "inner"]);
    });
  });
  test("a pre-call with a context of its own would be in vain", () => {
    const preCall = zen(enter as never, { runInContext: true });
    expect(() => zen(task, { preCall, runInContext: true })).toThrow(/runs in a context of its own/);
    expect(() => zen(task, { preCall })).not.toThrow();
  });
});
