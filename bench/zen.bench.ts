import { builds } from "../src/zen/builds.ts";
import { makeConfig } from "../src/zen/make-config.ts";
import { toYaml } from "../src/zen/yaml.ts";
import { ZenStore } from "../src/zen/zen-store.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const values = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6, g: 7, h: 8, i: 9, j: 10 };
type Values = Partial<typeof values>;

class Ten {
  readonly values: Values;
  constructor({ a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8, i = 9, j = 10 }: Values = {}) {
    this.values = { a, b, c, d, e, f, g, h, i, j };
  }
}

const yardstick = "structuredClone of the ten values";
const runYardstick = (): unknown => structuredClone(values);

export const suite: Suite = {
  name: "zen",
  async figures(): Promise<Figure[]> {
    const full = { populateFullSignature: true } as const;
    const nested = makeConfig({ first: builds(Ten, values), second: builds(Ten, {}, full) });
    return [
      await compare({ name: "builds, 10 values", run: () => builds(Ten, values), yardstick, runYardstick }),
      await compare({
        name: "builds, 10 parameters from the signature",
        run: () => builds(Ten, {}, full),
        yardstick,
        runYardstick,
      }),
      await compare({
        name: "with, 1 of 10",
        run: () => nested.fields.first.with({ c: 5 }),
        yardstick,
        runYardstick,
      }),
      await compare({
        name: "toYaml of two such configs",
        run: () => toYaml(nested),
        yardstick,
        runYardstick,
      }),
      await compare({
        name: "store a class, and its config made",
        run: () => {
          const store = new ZenStore();
          store(Ten, { group: "optim", name: "ten" });
          return store.get("optim", "ten");
        },
        yardstick,
        runYardstick,
      }),
    ];
  },
};
