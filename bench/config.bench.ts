import { create, merge, type Config } from "../src/config.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const flat = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${index}`, index]));
const nested = { a: { b: { c: 1 } } };

export const suite: Suite = {
  name: "config tree",
  async figures(): Promise<Figure[]> {
    const first = create(flat);
    const second = create(flat);
    const config: Config<typeof nested> = create(nested);
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
        name: "1,000 reads of a 3-level key",
        run: () => sumOfReads(config),
        yardstick: "a plain object",
        runYardstick: () => sumOfReads(nested),
        referenceMs: 30.6,
      }),
    ];
  },
};

function sumOfReads(config: typeof nested): number {
  let sum = 0;
  for (let index = 0; index < 1000; index++) sum += config.a.b.c;
  return sum;
}
