import { rmSync } from "node:fs";
import path from "node:path";
import { buildQueueModules, QueueApp, RedisServer } from "../test/integration/redis-rig.ts";
import { modulesFolder } from "../test/launch/worker-app.ts";
import { type Figure, figureOf, type Suite } from "./harness.ts";

/** Jobs of a sweep that is measured: `OROCHI_BENCH_JOBS=10000` is what the figures of bench/README.md were taken with. */
const jobs = Number(process.env["OROCHI_BENCH_JOBS"] ?? 2000);
const few = 20;
const rounds = 3;
const notes: string[] = [];

const files = {
  "package.json": '{ "type": "module" }',
  "my_app.mjs": `import { main } from "orochi";\nmain(({ x }) => x, { configPath: "conf", configName: "config" });\n`,
  "conf/config.yaml": "x: 0\n",
};

export const suite: Suite = {
  name: "bullmq",
  notes: () => notes,
  async figures(): Promise<Figure[]> {
    const modules = modulesFolder();
    await buildQueueModules(modules);
    await using server = await RedisServer.start();
    using app = new QueueApp(modules, server, files);
    const workers = await Promise.all([app.worker(), app.worker()]);
    try {
      const bare = await throughQueue("a no-op job through the queue, two workers, hydra.output=none", app, [
        "hydra.output=none",
      ]);
      return [bare, await throughQueue("the same, with its directory", app, [])];
    } finally {
      for (const { child } of workers) child.kill("SIGTERM");
      await Promise.all(workers.map(({ ended }) => ended));
      rmSync(path.dirname(modules), { recursive: true, force: true });
    }
  },
};

/** What one more job costs, beside what it costs in two local processes. */
async function throughQueue(name: string, app: QueueApp, words: readonly string[]): Promise<Figure> {
  const pairs: [number, number][] = [];
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    const queue = (count: number): Promise<number> => timed(app, app.words(), count, words);
    const local = ["-m", "hydra/launcher=processes", "hydra.launcher.n_jobs=2", "hydra.sweep.dir=sw"];
    const start = await queue(few);
    const whole = await queue(jobs + few);
    best = Math.min(best, whole);
    pairs.push([
      (whole - start) / jobs,
      ((await timed(app, local, jobs + few, words)) - (await timed(app, local, few, words))) / jobs,
    ]);
  }
  notes.push(`${name}: ${Math.round((1000 * (jobs + few)) / best)} jobs/s over a sweep of ${jobs + few}`);
  return figureOf({ name, yardstick: "in two processes" }, pairs);
}

async function timed(
  app: QueueApp,
  launcher: readonly string[],
  count: number,
  words: readonly string[],
): Promise<number> {
  rmSync(path.join(app.directory, "sw"), { recursive: true, force: true });
  const start = performance.now();
  const { exitCode, stderr } = await app.run([
    ...launcher,
    `x=range(${count})`,
    "hydra.hydra_logging.root.level=ERROR",
    ...words,
  ]);
  if (exitCode !== 0) throw new Error(stderr);
  return performance.now() - start;
}
