import { createNode } from "../src/config/create.ts";
import type { ConfigNode } from "../src/config/node.ts";
import { defaultContext } from "../src/config/resolvers/default-context.ts";
import { toPlain } from "../src/config/to-object.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const count = 1000;

export const suite: Suite = {
  name: "interpolation",
  async figures(): Promise<Figure[]> {
    const references = tree((index) => `\${base.k${index % 10}}`);
    const texts = tree((index) => `run-\${base.k${index % 10}}-${index}`);
    const copy = (): unknown => structuredClone(plain);
    const plain = toPlain(references, { resolve: true });
    return [
      await compare({
        name: `resolve ${count} references`,
        run: () => toPlain(references, { resolve: true }),
        yardstick: "structuredClone of the result",
        runYardstick: copy,
        referenceMs: 281,
      }),
      await compare({
        name: `resolve ${count} references inside text`,
        run: () => toPlain(texts, { resolve: true }),
        yardstick: "structuredClone of the result",
        runYardstick: copy,
      }),
    ];
  },
};

function tree(value: (index: number) => string): ConfigNode {
  const base = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, index]));
  const readers = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [`r${index}`, value(index)]),
  );
  return createNode({ base, ...readers }, { context: defaultContext() });
}
