import { fork, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type Figure, figureOf, type Suite } from "./harness.ts";
import { makeWorkshop } from "./workshop.ts";

const rounds = 5;
/** What is in every sweep: its start, its end, code that runs for the first times. */
const few = 20;

const plainApp = `import { main } from "orochi";
const spin = (ms) => { const end = performance.now() + ms; while (performance.now() < end); };
main(({ x, ms }) => { if (ms > 0) spin(ms); return x; }, { configPath: "conf", configName: "config" });
`;
const asyncApp = `import { main } from "orochi";
main(async ({ x }) => x, { configPath: "conf", configName: "config" });
`;

interface Sweep {
  /** A plain function, unless it is said otherwise. */
  readonly app?: "plain.mjs" | "async.mjs";
  readonly args?: readonly string[];
}

const withoutFiles = ["hydra.output=none"];
const oneWorker = ["hydra/launcher=processes", "hydra.launcher.n_jobs=1"];

/** Whole sweeps of the built package. What one more job costs is the difference between a long sweep and a short one. */
export const suite: Suite = {
  name: "launchers (built package)",
  async figures(): Promise<Figure[]> {
    const directory = makeWorkshop({
      "plain.mjs": plainApp,
      "async.mjs": asyncApp,
      "bare.mjs": "process.send(1); process.once('message', () => process.disconnect());\n",
      "same.mjs": `import "orochi";\nprocess.send(1); process.once("message", () => process.disconnect());\n`,
      "conf/config.yaml": "x: 0\nms: 0\n",
    });
    const sweep = (jobs: number, { app = "plain.mjs", args = [] }: Sweep = {}): number =>
      runSweep(directory, app, [`x=range(${jobs})`, ...args]);
    const perJob = (name: string, jobs: number, options?: Sweep): Figure => {
      const start = (): number => sweep(few, options) / few;
      const pairs = minimaOf(rounds, () => sweep(few + jobs, options), start);
      const each: [number, number] = [(pairs[0] - pairs[1] * few) / jobs, pairs[1]];
      return figureOf({ name, yardstick: `a job of a sweep of ${few}, start and end included` }, [each]);
    };
    const asyncSweep: Sweep = { app: "async.mjs", args: withoutFiles };
    const bareFiles = (): number => writeFiles(path.join(directory, "bare"), 1000);
    const [long, short, bare] = minimaOf(
      rounds,
      () => sweep(1000 + few),
      () => sweep(few),
      bareFiles,
    );
    const isolated = (jobs: number): number =>
      sweep(jobs, { args: [...oneWorker, "hydra.launcher.isolate=true"] });
    return [
      perJob("a no-op job of a sweep of 10,000, hydra.output=none", 10_000, { args: withoutFiles }),
      perJob("the same, async function", 10_000, asyncSweep),
      perJob("a no-op job of a sweep of 500, hydra.output=none", 500, { args: withoutFiles }),
      perJob("the same, async function", 500, asyncSweep),
      figureOf(
        {
          name: "a no-op job with its directory, sweep of 1,000",
          yardstick: "the same files written directly",
        },
        [[(long - short) / 1000, bare / 1000]],
      ),
      perJob("a no-op job with its directory, sweep of 200", 200),
      perJob("a no-op job in a warm worker, one at a time", 1000, { args: oneWorker }),
      perJob("the same, hydra.output=none", 1000, { args: [...oneWorker, ...withoutFiles] }),
      twoProcesses(sweep),
      await isolatedFigure("an empty program", path.join(directory, "bare.mjs"), isolated),
      await isolatedFigure("a program that imports orochi", path.join(directory, "same.mjs"), isolated),
    ];
  },
};

function runSweep(directory: string, app: string, args: readonly string[]): number {
  rmSync(path.join(directory, "sweep"), { recursive: true, force: true });
  const start = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [app, "-m", "hydra.sweep.dir=sweep", "hydra.hydra_logging.root.level=ERROR", ...args],
    { cwd: directory, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(stderr);
  return performance.now() - start;
}

/** The least that each of some works took, done in turn. */
function minimaOf<Works extends readonly (() => number)[]>(
  count: number,
  ...works: Works
): { [Index in keyof Works]: number } {
  for (const work of works) work();
  const taken = Array.from({ length: count }, () => works.map((work) => work()));
  return works.map((_, index) => Math.min(...taken.map((times) => times[index] ?? Number.NaN))) as {
    [Index in keyof Works]: number;
  };
}

/** The directories, records and logs of as many jobs, each record written whole, as jobs write them. */
function writeFiles(directory: string, jobs: number): number {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const start = performance.now();
  for (let job = 0; job < jobs; job++) {
    const output = path.join(directory, String(job));
    const records = path.join(output, ".hydra");
    mkdirSync(output);
    mkdirSync(records);
    closeSync(openSync(path.join(output, "app.log"), "a"));
    for (const [name, size] of [
      ["config.yaml", 20],
      ["hydra.yaml", 4000],
      ["overrides.yaml", 8],
      ["result.json", 250],
    ] as const) {
      writeFileSync(path.join(records, `.${name}.tmp`), "x".repeat(size));
      renameSync(path.join(records, `.${name}.tmp`), path.join(records, name));
    }
  }
  return performance.now() - start;
}

function twoProcesses(sweep: (jobs: number, options: Sweep) => number): Figure {
  const busy = ["ms=50"];
  const two = [...busy, "hydra/launcher=processes", "hydra.launcher.n_jobs=2"];
  const pair = minimaOf(
    3,
    () => sweep(80, { args: busy }),
    () => sweep(80, { args: two }),
  );
  return figureOf({ name: "80 jobs of 50 ms, basic", yardstick: "two processes" }, [[...pair]]);
}

async function isolatedFigure(
  name: string,
  file: string,
  isolated: (jobs: number) => number,
): Promise<Figure> {
  const jobs = 30;
  const pairs: [number, number][] = [];
  for (let round = 0; round < rounds; round++) {
    const sweep = (isolated(2 + jobs) - isolated(2)) / jobs;
    const start = performance.now();
    for (let job = 0; job < jobs; job++) await forkOnce(file);
    pairs.push([sweep, (performance.now() - start) / jobs]);
  }
  const facts = { name: "a no-op job in a process of its own, one at a time", yardstick: `fork of ${name}` };
  return figureOf(facts, pairs);
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
