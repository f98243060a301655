import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { create, merge, toObject, toYaml, type Config } from "../src/config.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const flat = entries(10_000);
const nested = { a: { b: { c: 1 } } };
const hundredNested = Array.from({ length: 100 }, (_, index) => ({ a: { b: { c: index } } }));
const keys = Object.keys(flat);

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

/** A loop over one constant object is optimised away, so there are reads that no compiler can foresee beside it. */
async function reads(): Promise<Figure[]> {
  const config: Config<typeof nested> = create(nested);
  const configs: Config<typeof nested>[] = hundredNested.map((each) => create(each));
  const wide: Readonly<Record<string, number>> = create(flat);
  return [
    await compare({
      name: "1,000 reads of a 3-level key",
      run: () => sumOfReads(config),
      yardstick: "a plain object, optimised away",
      runYardstick: () => sumOfReads(nested),
      referenceMs: 30.6,
    }),
    await compare({
      name: "a 3-level key in 100 configs",
      run: () => sumOver(configs),
      yardstick: "100 plain objects",
      runYardstick: () => sumOver(hundredNested),
    }),
    await compare({
      name: "10,000 keys by name",
      run: () => sumByName(wide),
      yardstick: "a plain object",
      runYardstick: () => sumByName(flat),
    }),
  ];
}

/** Ratio 1 is linear: the yardstick is as many smaller trees as the large one has keys. */
async function growth(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const times of [10, 100]) {
    const large = entries(10_000 * times);
    figures.push(
      await compare({
        name: `create ${(10_000 * times).toLocaleString("en")} keys`,
        run: () => create(large),
        yardstick: `${times} x create 10,000 keys`,
        runYardstick: () => {
          for (let time = 0; time < times; time++) create(flat);
        },
        runs: 3,
      }),
    );
  }
  return figures;
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

function sumOver(configs: readonly (typeof nested)[]): number {
  let sum = 0;
  for (const config of configs) sum += config.a.b.c;
  return sum;
}

function sumByName(config: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const key of keys) sum += config[key] ?? 0;
  return sum;
}

function sumOfReads(config: typeof nested): number {
  let sum = 0;
  for (let index = 0; index < 1000; index++) sum += config.a.b.c;
  return sum;
}
