import { compareProcesses, type Figure, type Suite } from "./harness.ts";
import { makeWorkshop } from "./workshop.ts";

const app = `import { main } from "orochi";
main(() => {}, { configPath: "conf", configName: "config" });
`;

/** Whole processes of the built package, with compiled code kept by an earlier one, beside an empty Node program. */
export const suite: Suite = {
  name: "start-up (built package)",
  figures(): Figure[] {
    const cwd = makeWorkshop({
      "app.mjs": app,
      "import.mjs": 'import "orochi";\n',
      "empty.mjs": "",
      "conf/config.yaml": "defaults:\n- db: mysql\n- _self_\nx: 1\nname: run-${x}\n",
      "conf/db/mysql.yaml": "host: localhost\nport: 3306\n",
    });
    const figure = (
      name: string,
      args: readonly string[] | ((run: number) => readonly string[]),
      referenceMs: number,
    ): Figure =>
      compareProcesses({
        name,
        command: (run) => ["app.mjs", ...(typeof args === "function" ? args(run) : args)],
        yardstick: "an empty Node program",
        yardstickCommand: ["empty.mjs"],
        cwd,
        referenceMs,
      });
    return [
      compareProcesses({
        name: 'import "orochi"',
        command: ["import.mjs"],
        yardstick: "an empty Node program",
        yardstickCommand: ["empty.mjs"],
        cwd,
      }),
      figure("--cfg job", ["x=1", "--cfg", "job"], 491),
      figure("one run of an empty task", (run) => [`hydra.run.dir=out/${run}`], 598),
      figure("--help", ["--help"], 728),
    ];
  },
};
