import path from "node:path";
import { compareProcesses, type Figure, type Suite } from "./harness.ts";
import { makeWorkshop } from "./workshop.ts";

/** What a press of Tab costs: the program that shells call, beside an empty Node program. */
export const suite: Suite = {
  name: "completion (built package)",
  figures(): Figure[] {
    const options = Array.from({ length: 500 }, (_, index) => [
      `conf/db/option${index}.yaml`,
      `port: ${index}\n`,
    ]);
    const cwd = makeWorkshop({
      "app.mjs": `import { main } from "orochi";\nmain(() => {}, { configPath: "conf", configName: "config" });\n`,
      "empty.mjs": "",
      "conf/config.yaml": "defaults: [{db: option0}, _self_]\nnested: {deep: {leaf: 17}}\n",
      ...(Object.fromEntries(options) as Record<string, string>),
    });
    const helper = path.join(cwd, "node_modules/orochi/dist/complete.cjs");
    process.env["XDG_CACHE_HOME"] = path.join(cwd, ".cache");
    const tab = (name: string, word: string): Figure => {
      process.env["COMP_LINE"] = `node app.mjs ${word}`;
      return compareProcesses({
        name,
        command: [helper, "bash", process.execPath, "app.mjs"],
        yardstick: "an empty Node program",
        yardstickCommand: ["empty.mjs"],
        cwd,
      });
    };
    return [
      tab("Tab, 500 options", "db="),
      tab("Tab, one option of 500", "db=option49"),
      tab("Tab, a key", "nested.deep.le"),
      tab("Tab, a flag", "--expl"),
    ];
  },
};
