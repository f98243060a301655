// Checked by `tsc --noEmit`: what compiles, and what must not.
import {
  builds,
  choice,
  converterFor,
  createBuilder,
  field,
  glob,
  hydraConf,
  hydrated,
  instantiate,
  instantiateScope,
  just,
  launch,
  main,
  makeConfig,
  makeCustomBuilds,
  partial,
  range,
  store,
  sweep,
  type Sweep,
  zen,
  ZenStore,
  type Callback,
  type JobEndEvent,
} from "orochi";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";

class Adam {
  readonly lr: number;
  constructor({ params, lr = 0.1 }: { params: number[]; lr?: number; betas?: [number, number] }) {
    this.lr = lr + params.length;
  }
}
class Model {
  readonly layers: number;
  constructor({ layers = 1 }: { layers?: number; act?: (x: number) => number } = {}) {
    this.layers = layers;
  }
}
abstract class Shape {
  abstract area(): number;
}
const relu = (x: number): number => Math.max(0, x);
async function train({
  epochs = 1,
}: {
  model: Model;
  optim: (options: { params: number[] }) => Adam;
  epochs?: number;
  tag: "a" | "b";
}): Promise<number> {
  return epochs;
}
type Either = { kind: "a"; x: number } | { kind: "b"; y: string };
const either = (options: Either): string => options.kind;

// names and values
builds(Model, { layers: 2, act: just(relu) });
builds(Adam, { lr: 0.1, betas: [0.9, 0.99] });
builds(train, { model: builds(Model), optim: builds(Adam, { lr: 0.1 }, { partial: true }), tag: "a" });
builds(train, { model: "${model}", epochs: "${n}", tag: "???" });
builds(either, { kind: "a", x: 1 });
builds((x: number, y: string) => `${x}${y}`, { x: 1, y: "a" });
// @ts-expect-error a misspelled name
builds(Adam, { lrr: 0.1 });
// @ts-expect-error a value of the wrong type
builds(Adam, { lr: "fast" });
// @ts-expect-error text that is no member of the union
builds(train, { tag: "z" });
// @ts-expect-error a config of another class
builds(train, { model: builds(Adam) });
// @ts-expect-error a partial of another class
builds(train, { optim: builds(Model, {}, { partial: true }) });
// @ts-expect-error a name for a target without parameters
builds(class None {}, { x: 1 });
// @ts-expect-error an abstract class
builds(Shape);
// @ts-expect-error no function
builds("Adam");
const extra = { lr: 0.1, lrr: 0.2 };
// @ts-expect-error a misspelled name in a variable
builds(Adam, extra);

// changes
const adam = builds(Adam, { lr: 0.1 });
adam.with({ betas: [1, 2] });
// @ts-expect-error a misspelled name
adam.with({ beta: [1, 2] });
// @ts-expect-error configs are frozen
adam.fields.lr = 1;
// @ts-expect-error the config on which this one builds has no such parameter
builds(adam, { lrr: 1 });

// what comes out
expectTypeOf(instantiate(adam)).resolves.toEqualTypeOf<Adam>();
expectTypeOf(instantiate(builds(train, { tag: "a" }))).resolves.toEqualTypeOf<number>();
expectTypeOf(instantiate(just(relu))).resolves.toEqualTypeOf<typeof relu>();
expectTypeOf(instantiate({ a: 1 })).resolves.toBeUnknown();
const part = await instantiate(builds(Adam, { lr: 1 }, { partial: true }));
part({ params: [1] });
part({ params: [1], lr: 2 });
// @ts-expect-error params are still open
part({});
const fbuilds = makeCustomBuilds({ populateFullSignature: true });
expectTypeOf(instantiate(fbuilds(Model))).resolves.toEqualTypeOf<Model>();
// @ts-expect-error a misspelled name
fbuilds(Model, { layer: 1 });
const pbuilds = makeCustomBuilds({ partial: true });
expectTypeOf((await instantiate(pbuilds(Adam, { lr: 1 })))({ params: [] })).toEqualTypeOf<Adam>();
expectTypeOf(partial(Adam, { lr: 1 })({ params: [] })).toEqualTypeOf<Adam>();
const logged = partial(({ x }: { x: number; y?: number }, log: string) => `${log}${x}`, { x: 1 });
logged();
logged({ y: 2 }, "log");
// @ts-expect-error a second value of the wrong type
logged({ y: 2 }, 5);
// @ts-expect-error a third value
logged({ y: 2 }, "log", 5);
const positional = partial((x: number, y: number) => x + y, {});
positional(1, 2);
expectTypeOf([{ params: [1] }].map(part)).toEqualTypeOf<Adam[]>();
// @ts-expect-error a default of the wrong kind
makeCustomBuilds({ convert: "some" });

// class decorator
@hydrated(Model)
class ModelConfig {
  layers = 3;
}
// @ts-expect-error a field that the target does not have
@hydrated(Model)
class Misspelled {
  layer = 3;
}
export { Misspelled, ModelConfig };

// callbacks
class TimeIt implements Callback {
  onJobEnd(_event: JobEndEvent<{ x: number }>): void {}
}
class NoCallback {
  end(): void {}
}
hydraConf({ callbacks: { timeit: builds(TimeIt), off: null } });
// @ts-expect-error a class without any hook
hydraConf({ callbacks: { timeit: builds(NoCallback) } });
// @ts-expect-error a misspelled setting
hydraConf({ callback: {} });
// @ts-expect-error a setting of the wrong type
hydraConf({ job: { chdir: "yes" } });

// tasks and their configs
const Config = z.object({ x: z.int(), lr: z.number().default(0.1) });
async function task({ x, lr }: { x: number; lr: number }): Promise<number> {
  return x * lr;
}
const wrapped = zen(task);
void (() => wrapped.main({ config: Config }));
void (() => wrapped.main({ configName: "task", store: new ZenStore() }));
zen(task, Config);
zen(task, type({ x: "number", lr: "number" }));
zen(task, v.object({ x: v.number(), lr: v.number() }));
zen(task, { preCall: () => {}, exclude: ["x"] });
zen(
  ({ model, seed }: { model: Model; seed: number }) => [model, seed],
  makeConfig({ model: builds(Model), seed: 3, more: "x" }),
);
zen(({ n }: { n: number }) => n, makeConfig({ n: field.int() }));
expectTypeOf(zen(task)({ x: 1 })).resolves.toEqualTypeOf<number>();
// @ts-expect-error the schema has no lr
zen(task, z.object({ x: z.int() }));
// @ts-expect-error lr is text
zen(task, z.object({ x: z.int(), lr: z.string() }));
// @ts-expect-error the schema has no lr
void (() => wrapped.main({ config: z.object({ x: z.int() }) }));
// @ts-expect-error a config of another class
zen(({ model }: { model: Model }) => model, makeConfig({ model: builds(Adam) }));
// @ts-expect-error the config lacks seed
zen(({ model, seed }: { model: Model; seed: number }) => [model, seed], makeConfig({ model: builds(Model) }));
// @ts-expect-error a misspelled option
void (() => wrapped.main({ configname: "task" }));

// stores
expectTypeOf(store(Adam, { group: "optim", config: { lr: 0.1 } })).toEqualTypeOf<typeof Adam>();
store(Config, { name: (schema) => Object.keys(schema.shape).join() });
@store.as({ group: "model" })
class Stored {}
export { Stored };
// @ts-expect-error a misspelled option
store(Adam, { gruop: "optim" });

// what is not known till the program runs (Z-STAT-002)
declare const isPartial: boolean;
const either2 = builds(Model, { layers: 1 }, { partial: isPartial });
void instantiate(either2);
builds((x: unknown, y?: unknown) => [x, y], { x: 1, y: 2 });

// stores check the values for a target, and serve main() and launch() alike
store(Adam, { config: { lr: "${lr}" } });
// @ts-expect-error a misspelled name
store(Adam, { config: { lrr: 1 } });
void (() => main((config: { x: number }) => config.x, { store: new ZenStore(), configName: "task" }));

// sweeps carry the type of their values
expectTypeOf(sweep([1, 2])).toExtend<Sweep<number>>();
expectTypeOf(range(0, 3)).toEqualTypeOf<Sweep<number>>();
// @ts-expect-error numbers only
range("a", 3);

// scopes know what they hold
expectTypeOf(instantiateScope(builds(Model)))
  .resolves.toHaveProperty("value")
  .toEqualTypeOf<Model>();

// families check like builds does
const family = createBuilder({ converters: [converterFor(Model, ({ layers }) => ({ layers }))] });
family.builds(Model, { layers: 2 });
// @ts-expect-error a misspelled name
family.builds(Model, { layer: 2 });
// @ts-expect-error a property that the class does not have
converterFor(Model, ({ layer }) => layer);

// launches know the keys of their config, and the types of the values there
const Served = makeConfig({
  lr: 0.1,
  layers: [1, 2],
  tag: "a",
  model: builds(Model, { layers: 2 }),
  optim: builds(Adam, { lr: 1 }, { meta: { scale: 2 } }),
  db: { host: "localhost", ports: [{ number: 1 }] },
  seed: field.int(),
  ref: "${lr}",
  later: null,
});
declare const untyped: Record<string, unknown>;
const served = ({ lr }: { lr: number }): number => lr;
void (async () => {
  const done = await launch(Served, zen(served), {
    overrides: {
      lr: 0.2,
      layers: [3],
      "layers.0": 4,
      tag: "${ref}",
      "model.layers": 3,
      "model.act": undefined,
      "optim.lr": 2,
      "optim.scale": 3,
      "db.host": "h",
      "db.ports.0.number": 3,
      seed: null,
      ref: [1],
      later: { a: 1 },
      "later.a.b": 1,
      "+extra": 1,
      "~tag": null,
      "hydra.run.dir": "out",
      "hydra/launcher": "basic",
      "db@backup": "mysql",
      "+model/act": "relu",
    },
  });
  expectTypeOf(done.returnValue).toEqualTypeOf<number>();
  const all = await launch(Served, served, {
    multirun: true,
    overrides: {
      lr: sweep([0.1, 0.2]),
      layers: sweep([[1], [2, 3]]),
      tag: glob("*"),
      "model.layers": range(1, 3),
      seed: sweep(new Set([1, 2])),
      "optim.lr": choice(1, 2),
    },
  });
  expectTypeOf(all[0]!.returnValue).toEqualTypeOf<number>();
  await launch(Served, served, { overrides: ["lr=1", "nope=2"] });
  await launch(Served, served, { overrides: new Map([["nope", 1]]) });
  await launch(Config, served, { overrides: { x: 1, lr: 2 } });
  await launch({ a: { b: 1 } }, served, { overrides: { "a.b": 2 } });
  await launch(makeConfig({ lr: 1 }, { defaults: ["_self_", { db: "a" }] }), served, {
    overrides: { db: "b", "db.port": 1, lr: 2 },
  });
  await launch(makeConfig({}, { bases: [Served] }), served, { overrides: { "model.layers": 2 } });
  await launch(untyped, served, { overrides: { "any.key": 1 } });

  // @ts-expect-error a misspelled key
  await launch(Served, served, { overrides: { lrr: 1 } });
  // @ts-expect-error a misspelled key below
  await launch(Served, served, { overrides: { "model.layerz": 1 } });
  // @ts-expect-error a misspelled key in data
  await launch(Served, served, { overrides: { "db.hots": "h" } });
  // @ts-expect-error a leaf has no keys
  await launch(Served, served, { overrides: { "lr.x": 1 } });
  // @ts-expect-error a misspelled key of a schema
  await launch(Config, served, { overrides: { y: 1 } });
  // @ts-expect-error a misspelled key of plain data
  await launch({ a: { b: 1 } }, served, { overrides: { "a.c": 2 } });
  // @ts-expect-error a misspelled inherited key
  await launch(makeConfig({}, { bases: [Served] }), served, { overrides: { "model.layer": 2 } });
  // @ts-expect-error text for a number
  await launch(Served, served, { overrides: { lr: "fast" } });
  // @ts-expect-error text for a number below
  await launch(Served, served, { overrides: { "model.layers": "three" } });
  // @ts-expect-error text in a list of numbers
  await launch(Served, served, { overrides: { layers: ["a"] } });
  // @ts-expect-error a sweep in a single run
  await launch(Served, served, { overrides: { lr: sweep([1, 2]) } });
  // @ts-expect-error a sweep of text for a number
  await launch(Served, served, { multirun: true, overrides: { lr: sweep(["a", "b"]) } });
  // @ts-expect-error a range for text
  await launch(Served, served, { multirun: true, overrides: { tag: range(0, 2) } });
  // @ts-expect-error names of options for a number
  await launch(Served, served, { multirun: true, overrides: { lr: glob("*") } });
  // @ts-expect-error with a defaults list keys are free, values of known ones are not
  await launch(makeConfig({ lr: 1 }, { defaults: ["_self_"] }), served, { overrides: { lr: "b" } });
});

// tasks called with a config
void (() => [
  zen(served)(Served),
  zen(served)(makeConfig({ lr: "${x}" })),
  zen(served)(makeConfig({ lr: "???" })),
  zen(served)(builds(served, { lr: 1 })),
  zen(task)(builds(task, { x: 1 })),
  zen(({ tag }: { tag: "a" | "b" }) => tag)(makeConfig({ tag: "a" })),
  zen(({ list }: { list: number[] }) => list)(makeConfig({ list: [1, 2] })),
  zen(served)(makeConfig({}, { bases: [Served] })),
  zen(served)(makeConfig({}, { defaults: ["_self_", { optim: "a" }] })),
  zen(served)({ anything: 1 }),
  zen(served)("lr: 1"),
]);
// @ts-expect-error text for a number
void (() => zen(served)(makeConfig({ lr: "fast" })));
// @ts-expect-error no lr
void (() => zen(served)(makeConfig({ rate: 1 })));
// @ts-expect-error another literal
void (() => zen(({ tag }: { tag: "a" | "b" }) => tag)(makeConfig({ tag: "c" })));
