import { readFileSync } from "node:fs";
import { getTarget, instantiate, loadFromYaml } from "orochi";
import { select } from "orochi/config";
import { Model, targets } from "./model.ts";

const [directory = "out"] = process.argv.slice(2);
const config = loadFromYaml(`${directory}/.hydra/config.yaml`);
const saved = select(config, "model");

// What a file names has to be registered or allowed, as everywhere.
const options = { registry: targets };
console.log("target:", (await getTarget(saved, options)) === Model);
const model = await instantiate(saved, options); // of a file, its type is not known
if (!(model instanceof Model)) throw new TypeError("this run has another kind of model");
const weights: number[] = JSON.parse(readFileSync(`${directory}/weights.json`, "utf8"));
console.log(model.layers, weights, model.act(-6));
