import { expect, test } from "vitest";
import { excesses, type Row } from "./helpers/count-instantiations.ts";

// The work that the typings of the zen layer make the compiler do, for right and for wrong calls.

const rows: readonly Row[] = [
  { id: "builds", most: 400, call: (n) => `builds(Adam${n}, { lr: 0.1 })` },
  {
    id: "builds, nested",
    most: 500,
    call: (n) => `builds(train, { model: builds(Model, { n: ${n} }), tag: "a" })`,
  },
  { id: "builds, a wrong name", most: 750, call: (n) => `builds(Adam${n}, { lrr: 0.1 })`, isWrong: true },
  {
    id: "builds, a config of another class",
    most: 700,
    call: (n) => `builds(train, { model: builds(Adam${n}) })`,
    isWrong: true,
  },
  {
    id: "builds, recursive options",
    most: 300,
    call: (n) => `builds(tree, { value: ${n}, children: [{ value: 1, children: [] }] })`,
  },
  { id: "builds, options of two kinds", most: 300, call: (n) => `builds(either, { kind: "a", x: ${n} })` },
  {
    id: "makeConfig",
    most: 100,
    call: (n) => `makeConfig({ model: builds(Model), a${n}: 1, list: [1, 2], deep: { x: { y: 1 } } })`,
  },
  { id: "makeConfig, bases", most: 200, call: (n) => `makeConfig({ a${n}: 1 }, { bases: [Wide] })` },
  { id: "zen", most: 400, call: (n) => `zen(task)(makeConfig({ x: 1, a${n}: 2 }))` },
  {
    id: "zen, a config that does not fit",
    most: 550,
    call: (n) => `zen(task)(makeConfig({ x: "x", a${n}: 2 }))`,
    isWrong: true,
  },
  {
    id: "launch",
    most: 800,
    call: (n) =>
      `launch(makeConfig({ x: 1, model: builds(Model), a${n}: 2 }), task, { overrides: { "model.n": 3 } })`,
  },
  {
    id: "launch, a wrong key",
    most: 750,
    call: (n) =>
      `launch(makeConfig({ x: 1, model: builds(Model), a${n}: 2 }), task, { overrides: { "model.m": 3 } })`,
    isWrong: true,
  },
  {
    id: "launch, a wide config",
    most: 400,
    call: (n) => `launch(Wide, task, { multirun: true, overrides: { "g7.k9.x3": sweep([${n}]) } })`,
  },
  {
    id: "launch, a wrong key of a wide config",
    most: 250,
    call: () => `launch(Wide, task, { overrides: { "g7.k9.y": 3 } })`,
    isWrong: true,
  },
  {
    id: "launch, a recursive type",
    most: 260,
    call: (n) => `launch(forest, task, { overrides: { "left.left.value": ${n} } })`,
  },
];

test("the compiler's work for one call is bounded", { timeout: 300_000 }, async () => {
  const digits = "0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9";
  const found = await excesses(rows, {
    name: "zen",
    entry: "index.ts",
    imports: ["builds", "instantiate", "launch", "makeConfig", "store", "sweep", "zen", "type Builds"],
    head: [
      "class Model { readonly weight: number = 1; constructor({ n = 1 }: { n?: number } = {}) { this.weight = n; } }",
      `const train = ({ model, tag }: { model: Model; tag: "a" | "b" }) => [model, tag];`,
      "interface Tree { value: number; children: Tree[] }",
      "const tree = (options: Tree) => options.value;",
      `const either = (options: { kind: "a"; x: number } | { kind: "b"; y: string }) => options.kind;`,
      "const task = ({ x }: { x: number }) => x;",
      `type Names<P extends string> = \`\${P}\${${digits}}\`;`,
      `type Fields = Record<Names<"g">, Record<Names<"k">, Record<Names<"x">, number>>>;`,
      "declare const Wide: Builds<unknown, Fields, Fields>;",
      "interface Forest { value: number; left: Forest; right: Forest; up: Forest; down: Forest }",
      "declare const forest: Forest;",
      "void [builds, instantiate, launch, makeConfig, store, sweep, zen, Model, train, tree, either, task, Wide, forest];",
    ],
    before: (n) => [
      `class Adam${n} { readonly lr: number; constructor({ lr = 0.1 }: { lr?: number; betas?: [number, number] } = {}) { this.lr = lr; } }`,
      `void Adam${n};`,
    ],
  });
  expect(found).toEqual([]);
});
