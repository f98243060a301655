import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runApp } from "../src/cli/run-app.ts";
import type { Terminal } from "../src/cli/terminal.ts";
import { compare, type Figure, type Suite } from "./harness.ts";
import { makeWorkshop } from "./workshop.ts";

const jobs = 20;
const plannedJobs = 1000;

export const suite: Suite = {
  name: "multirun",
  async figures(): Promise<Figure[]> {
    const directory = makeWorkshop({
      "conf/config.yaml": "defaults: [{db: a}, _self_]\nx: 0\nname: text\n",
      "conf/db/a.yaml": "host: a\nport: 1\n",
      "conf/db/b.yaml": "host: b\nport: 2\n",
    });
    const sweepDirectory = path.join(directory, "sweep");
    const run = (argv: readonly string[]) => runQuietly(directory, argv);
    const sweep = await compare({
      name: `a job of a sweep of ${jobs}, basic launcher, in this process`,
      run: async () => {
        rmSync(sweepDirectory, { recursive: true, force: true });
        return run(["-m", `x=range(${jobs})`, "hydra.sweep.dir=sweep"]);
      },
      yardstick: "writing the same files directly",
      runYardstick: () => {
        rmSync(sweepDirectory, { recursive: true, force: true });
        for (let job = 0; job < jobs; job++) writeJob(path.join(sweepDirectory, String(job)));
      },
      runs: 12,
      referenceMs: 257,
    });
    const plan = await compare({
      name: `a planned job, of ${plannedJobs}`,
      run: () => run(["-m", "--plan", `x=range(${plannedJobs / 2})`, "db=a,b"]),
      yardstick: "structuredClone of a config like the job's",
      runYardstick: () => {
        for (let job = 0; job < plannedJobs; job++) structuredClone({ db: { host: "a", port: 1 }, x: job });
      },
      runs: 5,
    });
    return [perJob(sweep, jobs), perJob(plan, plannedJobs)];
  },
};

async function runQuietly(directory: string, argv: readonly string[]): Promise<void> {
  let errors = "";
  let cwd = directory;
  const terminal: Terminal = {
    argv,
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
  const { exitCode } = await runApp(
    { task: () => {}, configPath: "conf", configName: "config", entry: path.join(directory, "app.ts") },
    terminal,
  );
  if (exitCode !== 0) throw new Error(errors);
}

/** The four records and the log of a job, of about the size that they have. */
function writeJob(directory: string): void {
  const records = path.join(directory, ".hydra");
  mkdirSync(records, { recursive: true });
  writeFileSync(path.join(records, "config.yaml"), "x".repeat(60));
  writeFileSync(path.join(records, "hydra.yaml"), "x".repeat(4000));
  writeFileSync(path.join(records, "overrides.yaml"), "- x=1\n");
  writeFileSync(path.join(records, "result.json"), "x".repeat(300));
  writeFileSync(path.join(directory, "app.log"), "");
}

function perJob(figure: Figure, count: number): Figure {
  const { medianMs, minimumMs, yardstickMedianMs } = figure;
  return {
    ...figure,
    medianMs: medianMs / count,
    minimumMs: minimumMs / count,
    yardstickMedianMs: yardstickMedianMs / count,
  };
}
