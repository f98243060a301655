import { main } from "orochi";

interface Config {
  readonly model: { readonly name: string; readonly depth: number };
  readonly optimizer: string;
  readonly momentum: number;
  readonly lr: number;
  readonly seed: number;
}

function train({ model, lr, seed }: Config): number {
  return Number((model.depth * lr + seed / 1000).toFixed(4));
}

main(train, { configPath: "conf", configName: "config" });
