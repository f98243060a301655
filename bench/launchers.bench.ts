import { fork } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import type { Figure, Suite } from "./harness.ts";
import { makeWorkshop, repository } from "./workshop.ts";

/** Takes the minimum of several runs in turn: machines are busy, and only the ratio travels. */
const rounds = 5;

const app = `import { main } from "orochi";
const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
main(({ x, ms }) => { if (ms > 0) spin(ms); return x; }, { configPath: "conf", configName: "config" });
`;

export const suite: Suite = {
  name: "launchers",
  async figures(): Promise<Figure[]> {
    const directory = makeWorkshop({
      "app.mjs": app,
      "bare.mjs": "process.send(1); process.once('message', () => process.disconnect());\n",
      "same.mjs": `import "orochi";\nprocess.send(1); process.once("message", () => process.disconnect());\n`,
      "conf/config.yaml": "x: 0\nms: 0\n",
    });
    await installBundle(directory);
    const sweep = (...args: string[]): number => runSweep(directory, args);
    const figures: Figure[] = [];
    const basic = (jobs: number, ...args: string[]): number => sweep(`x=range(${jobs})`, ...args);
    figures.push(
      perJob("a no-op job with its directory, basic", 200, (jobs) => basic(jobs)),
      perJob("a no-op job, hydra.output=none, basic", 400, (jobs) => basic(jobs, "hydra.output=none")),
      perJob("a no-op job in a warm worker, one at a time", 200, (jobs) =>
        basic(jobs, "hydra/launcher=processes", "hydra.launcher.n_jobs=1"),
      ),
      perJob("the same, hydra.output=none", 400, (jobs) =>
        basic(jobs, "hydra/launcher=processes", "hydra.launcher.n_jobs=1", "hydra.output=none"),
      ),
    );
    figures.push(
      ratio(
        "80 jobs of 50 ms, basic",
        () => basic(80, "ms=50"),
        "two processes",
        () => basic(80, "ms=50", "hydra/launcher=processes", "hydra.launcher.n_jobs=2"),
      ),
    );
    const isolated = (jobs: number): number =>
      basic(jobs, "hydra/launcher=processes", "hydra.launcher.n_jobs=1", "hydra.launcher.isolate=true");
    for (const [name, file] of [
      ["an empty program", "bare.mjs"],
      ["a program that imports orochi", "same.mjs"],
    ] as const)
      figures.push(await isolatedFigure(name, path.join(directory, file), isolated));
    return figures;
  },
};

async function installBundle(directory: string): Promise<void> {
  const modules = path.join(directory, "node_modules");
  rmSync(path.join(modules, "orochi"));
  mkdirSync(path.join(modules, "orochi"));
  await build({
    absWorkingDir: repository,
    entryPoints: { index: "src/index.ts" },
    outdir: path.join(modules, "orochi"),
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    packages: "external",
    outExtension: { ".js": ".mjs" },
  });
  symlinkSync("index.mjs", path.join(modules, "orochi/index.js"));
  for (const name of ["js-yaml", "yaml", "acorn"])
    symlinkSync(path.join(repository, "node_modules", name), path.join(modules, name));
}

function runSweep(directory: string, args: readonly string[]): number {
  rmSync(path.join(directory, "sweep"), { recursive: true, force: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ["app.mjs", "-m", "hydra.sweep.dir=sweep", "hydra.hydra_logging.root.level=ERROR", ...args],
    { cwd: directory, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

/** What one more job costs: the difference between a long sweep and a short one. */
function perJob(name: string, jobs: number, run: (jobs: number) => number): Figure {
  const few = 20;
  const pairs = Array.from({ length: rounds }, () => [run(few + jobs), run(few)] as const);
  const least = (index: 0 | 1): number => Math.min(...pairs.map((pair) => pair[index]));
  const each = (least(0) - least(1)) / jobs;
  return {
    name,
    medianMs: each,
    minimumMs: each,
    yardstick: `the sweep of ${few}`,
    yardstickMedianMs: least(1),
    ratio: each / least(1),
    runs: rounds,
  };
}

function ratio(name: string, run: () => number, yardstick: string, runYardstick: () => number): Figure {
  const pairs = Array.from({ length: 3 }, () => [run(), runYardstick()] as const);
  const least = (index: 0 | 1): number => Math.min(...pairs.map((pair) => pair[index]));
  return {
    name,
    medianMs: least(0),
    minimumMs: least(0),
    yardstick,
    yardstickMedianMs: least(1),
    ratio: least(0) / least(1),
    runs: pairs.length,
  };
}

async function isolatedFigure(
  name: string,
  file: string,
  isolated: (jobs: number) => number,
): Promise<Figure> {
  const jobs = 30;
  const pairs: (readonly [number, number])[] = [];
  for (let round = 0; round < rounds; round++) {
    const sweep = (isolated(2 + jobs) - isolated(2)) / jobs;
    const start = performance.now();
    for (let job = 0; job < jobs; job++) await forkOnce(file);
    pairs.push([sweep, (performance.now() - start) / jobs]);
  }
  const least = (index: 0 | 1): number => Math.min(...pairs.map((pair) => pair[index]));
  return {
    name: "a no-op job in a process of its own, one at a time",
    medianMs: least(0),
    minimumMs: least(0),
    yardstick: `fork of ${name}`,
    yardstickMedianMs: least(1),
    ratio: least(0) / least(1),
    runs: rounds,
  };
}

/** Starts it, takes its message, answers, and waits until it is gone. */
function forkOnce(file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(file, { execArgv: [], stdio: ["ignore", "pipe", "pipe", "ipc"] });
    child.on("message", () => child.send(1));
    child.on("error", reject);
    child.on("exit", () => resolve());
  });
}
