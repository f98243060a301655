/**
 * Prints what a sweep of many jobs that do nothing takes: milliseconds for each job, and the most memory that the process had.
 * `npx tsx bench/long-sweep.ts 100000 hydra.output=none`; without further overrides each job writes its records.
 */
import path from "node:path";
import { runApp } from "../src/cli/run-app.ts";
import type { Terminal } from "../src/cli/terminal.ts";
import { makeWorkshop } from "./workshop.ts";

const [count = "100000", ...overrides] = process.argv.slice(2);
const directory = makeWorkshop({
  "conf/config.yaml": "defaults: [{db: a}, _self_]\nx: 0\nname: text\n",
  "conf/db/a.yaml": "host: a\nport: 1\n",
});
let errors = "";
let cwd = directory;
const terminal: Terminal = {
  argv: ["-m", `x=range(${count})`, "hydra.sweep.dir=sweep", ...overrides],
  script: path.join(directory, "app.ts"),
  cwd: () => cwd,
  chdir: (next) => (cwd = path.resolve(cwd, next)),
  env: process.env,
  stdout: { write: () => {} },
  stderr: { write: (text) => (errors += text) },
  setExitCode: () => {},
  onInterrupt: () => () => {},
  leave: async () => {},
};
const start = performance.now();
const { exitCode } = await runApp(
  { task: () => {}, configPath: "conf", configName: "config", entry: path.join(directory, "app.ts") },
  terminal,
);
if (exitCode !== 0) throw new Error(errors);
console.log(
  JSON.stringify({
    jobs: Number(count),
    msPerJob: Number(((performance.now() - start) / Number(count)).toFixed(3)),
    maximumMb: Math.round(process.resourceUsage().maxRSS / 1000),
  }),
);
