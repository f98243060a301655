import { load } from "js-yaml";
import { dumpYaml } from "../src/config/yaml/dump.ts";
import { loadYaml } from "../src/config/yaml/load.ts";
import { compare, type Figure, type Suite } from "./harness.ts";
import { flatYaml } from "./workshop.ts";

const small =
  "host: localhost\nport: 3306\nuser: root\ntimeouts:\n  connect: 5\n  read: 30.5\ntags: [a, b]\n";
const large = flatYaml(10_000);

export const suite: Suite = {
  name: "YAML",
  async figures(): Promise<Figure[]> {
    const tree = loadYaml(large, {});
    const plain = load(large);
    return [
      await compare({
        name: "read a group file of 9 lines",
        run: () => loadYaml(small, {}),
        yardstick: "js-yaml alone",
        runYardstick: () => load(small),
      }),
      await compare({
        name: "read 10,000 keys",
        run: () => loadYaml(large, {}),
        yardstick: "js-yaml alone",
        runYardstick: () => load(large),
        runs: 10,
        referenceMs: 1376,
      }),
      await compare({
        name: "write 10,000 keys",
        run: () => dumpYaml(tree),
        yardstick: "JSON.stringify",
        runYardstick: () => JSON.stringify(plain),
        runs: 10,
        referenceMs: 518,
      }),
    ];
  },
};
