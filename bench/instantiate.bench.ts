import { createNode } from "../src/config/create.ts";
import { defaultContext } from "../src/config/resolvers/default-context.ts";
import { instantiateNode, instantiateNodeSync } from "../src/instantiate/instantiate.ts";
import { TargetRegistry } from "../src/targets/registry.ts";
import { createTargetContext } from "../src/targets/target-context.ts";
import { compare, type Figure, type Suite } from "./harness.ts";

const count = 1000;

class Layer {
  readonly units: number;
  readonly name: string;
  constructor({ units, name = "layer" }: { units: number; name?: string }) {
    this.units = units;
    this.name = name;
  }
}

class Model {
  readonly layers: readonly Layer[];
  constructor({ layers }: { layers: readonly Layer[] }) {
    this.layers = layers;
  }
}

export const suite: Suite = {
  name: "instantiate",
  async figures(): Promise<Figure[]> {
    const registry = new TargetRegistry();
    registry.register("Layer", Layer);
    registry.register("Model", Model);
    const targets = createTargetContext({ registry, baseDir: process.cwd() });
    const layers = Array.from({ length: count }, (_, index) => ({
      _target_: "Layer",
      units: index,
      name: `l${index}`,
    }));
    const config = createNode({ _target_: "Model", layers }, { context: defaultContext() });
    const direct = (): Model =>
      new Model({ layers: layers.map(({ units, name }) => new Layer({ units, name })) });
    return [
      await compare({
        name: `${count + 1} nodes`,
        run: () => instantiateNode(config, { targets }),
        yardstick: "constructing them directly",
        runYardstick: direct,
        referenceMs: 494,
      }),
      await compare({
        name: `${count + 1} nodes, instantiateSync`,
        run: () => instantiateNodeSync(config, { targets }),
        yardstick: "constructing them directly",
        runYardstick: direct,
        referenceMs: 494,
      }),
    ];
  },
};
