import { writeFileSync } from "node:fs";
import path from "node:path";
import { builds, makeConfig, zen, type RunContext } from "orochi";
import { Model, relu, targets } from "./model.ts";

const Config = makeConfig({ model: builds(Model, { layers: [4, 2], act: relu }), seed: 1 });

function train({ model, seed }: { model: Model; seed: number }, { outputDir }: RunContext): void {
  writeFileSync(
    path.join(outputDir, "weights.json"),
    JSON.stringify(model.layers.map((size) => size * seed)),
  );
  console.log(`trained ${model.layers.join("-")} with ${model.act.name}`);
}

// Said before anything is built, with the whole config.
const announce = ({ seed }: { seed: number }): void => console.log(`seed is ${seed}`);

zen(train, { preCall: announce }).main({ config: Config, registry: targets });
