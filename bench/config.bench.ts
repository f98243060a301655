import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { create, merge, toObject, toYaml, type Config } from "../src/config.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const flat = entries(10_000);
const fifty = entries(50);
const numbers = Array.from({ length: 10_000 }, (_, index) => index);
const hundredNested = Array.from({ length: 100 }, (_, index) => ({ a: { b: { c: index } } }));
const keys = Object.keys(flat);

interface Nested {
  readonly a: { readonly b: { readonly c: number } };
}

export const suite: Suite = {
  name: "config tree",
  async figures(): Promise<Figure[]> {
    const first = create(flat);
    const second = create(flat);
    return [
      await compare({
        name: "create 10,000 keys",
        run: () => create(flat),
        yardstick: "structuredClone",
        runYardstick: () => structuredClone(flat),
        runs: 10,
        referenceMs: 1110,
      }),
      await compare({
        name: "merge 10,000 keys onto the same 10,000",
        run: () => merge(first, second),
        yardstick: "object spread",
        runYardstick: () => ({ ...flat, ...flat }),
        runs: 10,
        referenceMs: 2484,
      }),
      await compare({
        name: "toObject of 10,000 keys",
        run: () => toObject(first),
        yardstick: "structuredClone",
        runYardstick: () => structuredClone(flat),
        runs: 10,
      }),
      await compare({
        name: "toYaml of 10,000 keys",
        run: () => toYaml(first),
        yardstick: "JSON.stringify",
        runYardstick: () => JSON.stringify(flat),
        runs: 10,
        referenceMs: 518,
      }),
      ...(await reads()),
      ...(await growth()),
    ];
  },
  notes: memory,
};

/**
 * A loop over one constant object is optimised away, so objects and keys vary here. Subject and yardstick have functions of their
 * own: in a shared one the views would spoil the engine's inline caches for the plain objects too.
 */
async function reads(): Promise<Figure[]> {
  const configs: Config<Nested>[] = hundredNested.map((each) => create(each));
  const proxies = hundredNested.map(emptyProxies);
  const wide: Readonly<Record<string, number>> = create(flat);
  const few: Readonly<Record<string, number>> = create(fifty);
  const list: readonly number[] = create(numbers);
  return [
    await compare({
      name: "1,000 reads of a 3-level key in 100 configs",
      run: () => sumOver(configs),
      yardstick: "plain objects, inline cached",
      runYardstick: () => sumOverPlain(hundredNested),
      referenceMs: 30.6,
    }),
    await compare({
      name: "the same reads",
      run: () => sumOver(configs),
      yardstick: "proxies that do nothing",
      runYardstick: () => sumOverProxies(proxies),
    }),
    await compare({
      name: "50 keys of a config by name",
      run: () => sumByName(few, Object.keys(fifty)),
      yardstick: "a plain object",
      runYardstick: () => sumByNamePlain(fifty, Object.keys(fifty)),
    }),
    await compare({
      name: "10,000 keys by name",
      run: () => sumByName(wide, keys),
      yardstick: "a plain object",
      runYardstick: () => sumByNamePlain(flat, keys),
    }),
    await compare({
      name: "a list of 10,000 items, for … of",
      run: () => sumOfItems(list),
      yardstick: "a plain array",
      runYardstick: () => sumOfItemsPlain(numbers),
    }),
  ];
}

/**
 * Ratio 1 is linear: the yardstick is as many smaller trees as the large one has keys. What a hash table and the heap of a million
 * objects cost more is the engine's, so a `Map` of plain objects grows beside the tree, and a tree of small maps shows the rest.
 */
async function growth(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const times of [10, 100]) {
    const large = entries(10_000 * times);
    const deep = groups(100 * times);
    const few = groups(100);
    const count = (10_000 * times).toLocaleString("en");
    const grown = async (name: string, make: () => unknown, makeSmall: () => unknown): Promise<void> => {
      figures.push(
        await compare({
          name: `${name} of ${count}`,
          run: make,
          yardstick: `${times} x of 10,000`,
          runYardstick: () => {
            for (let time = 0; time < times; time++) makeSmall();
          },
          runs: 3,
        }),
      );
    };
    await grown(
      "create one map",
      () => create(large),
      () => create(flat),
    );
    await grown(
      "create maps of 100",
      () => create(deep),
      () => create(few),
    );
    await grown(
      "a plain Map of objects",
      () => mapOfObjects(large),
      () => mapOfObjects(flat),
    );
    figures.push(
      await compare({
        name: `create one map of ${count}`,
        run: () => create(large),
        yardstick: "structuredClone of it",
        runYardstick: () => structuredClone(large),
        runs: 3,
      }),
    );
  }
  return figures;
}

function mapOfObjects(plain: Readonly<Record<string, number>>): Map<string, object> {
  const map = new Map<string, object>();
  for (const key of Object.keys(plain)) map.set(key, { key, value: plain[key], map, a: 0, b: 0, c: 0, d: 0 });
  return map;
}

function groups(count: number): Record<string, Record<string, number>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`g${index}`, entries(100)]));
}

function memory(): string[] {
  const file = fileURLToPath(new URL("memory.ts", import.meta.url));
  const { stdout } = spawnSync(process.execPath, ["--expose-gc", ...process.execArgv, file], {
    encoding: "utf8",
  });
  const figures = Object.entries(JSON.parse(stdout) as Record<string, number>);
  return figures.map(([name, bytes]) => `memory of ${name} leaves: ${bytes} bytes a leaf`);
}

function entries(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, index]));
}

/** A proxy without any trap on every level: what the engine takes for the least that a view could do. */
function emptyProxies(plain: Nested): Nested {
  return new Proxy({ a: new Proxy({ b: new Proxy({ c: plain.a.b.c }, {}) }, {}) }, {});
}

function sumOver(values: readonly Nested[]): number {
  let sum = 0;
  for (let time = 0; time < 10; time++) for (const value of values) sum += value.a.b.c;
  return sum;
}

function sumOverProxies(values: readonly Nested[]): number {
  let sum = 0;
  for (let time = 0; time < 10; time++) for (const value of values) sum += value.a.b.c;
  return sum;
}

function sumOverPlain(values: readonly Nested[]): number {
  let sum = 0;
  for (let time = 0; time < 10; time++) for (const value of values) sum += value.a.b.c;
  return sum;
}

function sumByName(values: Readonly<Record<string, number>>, names: readonly string[]): number {
  let sum = 0;
  for (const name of names) sum += values[name] ?? 0;
  return sum;
}

function sumByNamePlain(values: Readonly<Record<string, number>>, names: readonly string[]): number {
  let sum = 0;
  for (const name of names) sum += values[name] ?? 0;
  return sum;
}

function sumOfItems(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function sumOfItemsPlain(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
