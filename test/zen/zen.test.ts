import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { builds } from "../../src/zen/builds.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { launch } from "../../src/zen/launch.ts";
import { makeConfig } from "../../src/zen/make-config.ts";
import { range, sweep } from "../../src/zen/sweep-values.ts";
import { field } from "../../src/zen/field.ts";
import { zen } from "../../src/zen/zen.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";
import { hydraConf } from "../../src/zen/hydra-conf.ts";
import { create } from "./helpers/create.ts";

class Model {
  readonly layers: number;
  constructor({ layers = 1 }: { layers?: number } = {}) {
    this.layers = layers;
  }
}
class Failing {
  constructor() {
    throw new Error("not to be made");
  }
}

describe("the call (Z-ZEN)", () => {
  const task = zen(({ x, y = 2, list = 0 }: { x: unknown; y?: number; list?: unknown }) => ({
    x,
    y,
    list,
  }));

  test("reads what the parameters name, defaults where nothing is there", async () => {
    expect(await task({ x: 1 })).toEqual({ x: 1, y: 2, list: 0 });
    expect(await task(create({ x: "${y}", y: null, list: [1, "${y}"] }))).toEqual({
      x: null,
      y: null,
      list: [1, null],
    });
    expect(await task("x: 5\nlist: {a: [b]}")).toEqual({ x: 5, y: 2, list: { a: ["b"] } });
  });
  test("instantiates only that (Z-ZEN-006)", async () => {
    const config = makeConfig({ x: builds(Model, { layers: 3 }), other: builds(Failing) });
    expect(await task(config)).toMatchObject({ x: { layers: 3 } });
  });
  test("positional tasks by name, and `cfg` for everything (D8)", async () => {
    expect(await zen((x: number, y: number) => x - y)({ y: 1, x: 3 })).toBe(2);
    expect(await zen((cfg: { a: number; b: number }) => cfg.a + cfg.b)({ a: 1, b: 2 })).toBe(3);
    expect(await zen(() => 7)({})).toBe(7);
    expect(await zen((x: number, y = 5) => [x, y])({ _args_: [1] })).toEqual([1, 5]);
  });
  test("all other fields for `...rest`, if asked for (Z-ZEN-011)", async () => {
    const all = ({ x, ...rest }: Record<string, unknown>): unknown => ({ x, rest });
    expect(await zen(all, { unpackKwargs: true })({ x: 1, y: 2, z: 3 })).toEqual({
      x: 1,
      rest: { y: 2, z: 3 },
    });
    expect(await zen(all)({ x: 1, y: 2 })).toEqual({ x: 1, rest: {} });
  });
  test("pre-calls come first and see the config (Z-ZEN-013)", async () => {
    const seen: unknown[] = [];
    const seed = zen(({ seed }: { seed: number }) => void seen.push(seed));
    const run = zen(({ x }: { x: number }) => seen.push(x), {
      preCall: [seed, null, (cfg: { x: number }) => void seen.push(cfg.x * 10)],
    });
    await run({ x: 1, seed: 4 });
    expect(seen).toEqual([4, 10, 1]);
    expect(() => zen(() => 0, { preCall: () => 0 })).toThrow(/must take one value/);
  });
  test("the wrapper is around the task and its targets (Z-ZEN-016)", async () => {
    const names: string[] = [];
    const wrapTarget = <T extends { name: string }>(target: T): T => (names.push(target.name), target);
    await zen(
      function main({ m }: { m: Model }) {
        return m;
      },
      { wrapTarget },
    )({ m: builds(Model) });
    expect(names).toEqual(["Model", "main"]);
  });
  test("validate names all that is missing, and calls nothing (Z-ZEN-014)", () => {
    const strict = zen(({ model, seed }: { model: Model; seed: number }) => [model, seed]);
    expect(() => strict.validate({ sed: 1 })).toThrow(/no 'model', 'seed'/);
    expect(() => strict.validate({ model: builds(Failing), seed: 1 })).not.toThrow();
    expect(() => strict.validate({ model: 1, seed: "???" })).toThrow(/Missing mandatory value/);
    expect(() => strict.validate([1])).toThrow(/a mapping/);
    expect(() => zen(Math.max as never)).toThrow(/cannot be read/);
  });
  test("excluded parameters are not read (Z-ZEN-012)", async () => {
    expect(
      await zen(({ a = 0, b }: { a?: number; b: number }) => [a, b], { exclude: " a ,c" })({ a: 1, b: 2 }),
    ).toEqual([0, 2]);
  });
});

describe("launch (Z-LAUNCH)", () => {
  let directory = "";
  beforeAll(() => {
    directory = mkdtempSync(path.join(tmpdir(), "orochi-launch-"));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const inside = (): Record<string, string> => ({
    "hydra.run.dir": path.join(directory, "run"),
    "hydra.sweep.dir": path.join(directory, "sweep"),
  });
  const quiet = { "hydra/hydra_logging": "none" };

  test("one job", async () => {
    const config = makeConfig({ x: field.int(), model: builds(Model, { layers: 1 }) });
    const overrides = { ...inside(), x: 3, "model.layers": 7 };
    const done = await launch(
      config,
      zen(({ x, model }: { x: number; model: Model }) => [x, model.layers]),
      { overrides },
    );
    expect(done.returnValue).toEqual([3, 7]);
    expect(done.taskName).toBe("zen_launch");
  });
  test("values come back as they went in (Z-PROP-010)", async () => {
    const values = {
      a: "1",
      b: "null",
      c: "a,b",
      d: ["x y", 1, "2"],
      e: null,
      f: true,
      g: 1.5,
      h: { k: "t: u", l: [null] },
      i: "it's",
    };
    const config = Object.fromEntries(Object.keys(values).map((key) => [key, "???"]));
    const done = await launch(
      config,
      zen((cfg: object) => cfg),
      { overrides: { ...inside(), ...values } },
    );
    expect(done.returnValue).toEqual(values);
  });
  test("a sweep, side by side with another (D4)", async () => {
    const task = zen(({ x }: { x: number }) => x * 2);
    const jobs = await launch({ x: 0 }, task, {
      multirun: true,
      overrides: { ...inside(), ...quiet, x: sweep([1, 2, 3]) },
    });
    expect(jobs.map((job) => job.returnValue)).toEqual([2, 4, 6]);
  });
  test("schemas convert and check the finished config (D3, D16)", async () => {
    const schema = z
      .object({ from: z.int(), to: z.int(), day: z.coerce.date().default(new Date(0)) })
      .refine((c) => c.from < c.to, {
        message: "from must be below to",
        path: ["to"],
      });
    const task = zen(({ from, day }: { from: number; day?: unknown }) => [from, day]);
    const overrides = { ...inside(), from: 1, to: 2, "++day": "2026-01-02" };
    expect((await launch(schema, task, { overrides })).returnValue).toEqual([1, new Date("2026-01-02")]);
    await expect(launch(schema, task, { overrides: { ...overrides, to: 0 } })).rejects.toThrow(
      /'to': from must be below to/,
    );
  });
  test("a sweep whose jobs do not satisfy the schema does not start (D7, D16)", async () => {
    const seen: number[] = [];
    const schema = z.object({
      x: z.int().refine((x) => x < 3, { message: "too large" }),
      y: z.string().optional(),
    });
    const overrides = { ...inside(), ...quiet, x: range(1, 4) };
    const task = zen(({ x }: { x: number }) => seen.push(x));
    await expect(launch(schema, task, { multirun: true, overrides })).rejects.toThrow(/'x': too large/);
    await expect(
      launch(
        { x: 0 },
        zen(({ y }: { y: number }) => y),
        { multirun: true, overrides: { ...inside(), x: sweep([1, 2]) } },
      ),
    ).rejects.toThrow(/no 'y'/);
    expect(seen).toEqual([]);
    const later = { ...inside(), ...quiet, x: sweep([1, 2]), "+y": "${hydra:runtime.output_dir}" };
    const jobs = await launch(
      schema,
      zen(({ x, y }: { x: number; y: string }) => `${y.length > 3}${x}`),
      {
        multirun: true,
        overrides: { ...later, "+y": undefined, y: later["+y"] },
      },
    );
    expect(jobs.map((job) => job.returnValue)).toEqual(["true1", "true2"]);
  });
  test("a task's error reaches the caller; callbacks ran (Z-LAUNCH-008, 009)", async () => {
    const events: string[] = [];
    class Watch {
      onJobEnd(): void {
        events.push("job end");
      }
    }
    const store = new ZenStore();
    store(hydraConf({ callbacks: { watch: builds(Watch) } }));
    const failing = (): never => {
      throw new Error("on purpose");
    };
    await expect(launch({}, failing, { store, overrides: inside() })).rejects.toThrow("on purpose");
    expect(events).toEqual(["job end"]);
  });
  test("targets of the app are known inside its jobs", async () => {
    const store = new ZenStore();
    store.registerTarget("acme.Model", Model);
    const config = { model: { _target_: "acme.Model", layers: 2 } };
    const task = async (cfg: { model: unknown }): Promise<unknown> => await instantiate(cfg.model);
    const done = await launch(config, task, { store, overrides: inside() });
    expect(done.returnValue).toMatchObject({ layers: 2 });
  });
});
