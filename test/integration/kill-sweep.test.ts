import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomFrom } from "../../src/overrides/random.ts";
import { buildModules, modulesFolder, type Program, WorkerApp } from "../launch/worker-app.ts";

// A sweep that is killed at any moment loses no finished result and repeats no finished job (D8). A job is finished when its
// result.json says so. `OROCHI_KILL_SEED=n npm run test:integration -- kill-sweep` kills at the same moments again, as far as a clock can.

const seed = Number(process.env["OROCHI_KILL_SEED"] ?? Math.floor(Math.random() * 2 ** 31));
const jobs = 200;

const modules = modulesFolder();
beforeAll(() => buildModules(modules));
afterAll(() => rmSync(path.dirname(modules), { recursive: true, force: true }));

const files = {
  "my_app.mjs": `import { appendFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { builds, hydraConf, main, ZenStore } from "orochi";

class Sum {
  onMultirunEnd({ jobReturns, error }) {
    if (error !== undefined) return;
    const values = jobReturns.map(({ num, returnValue, recorded }) => [num, returnValue, recorded]);
    writeFileSync("end.json", JSON.stringify(values));
  }
}
const store = new ZenStore();
store({ x: 0, when: "\${now:%f}" }, { name: "config" });
store(hydraConf({ callbacks: { sum: builds(Sum) } }));
main(
  async ({ x }, { num, outputDir }) => {
    appendFileSync("started.txt", num + "\\n");
    await sleep(x % 4);
    return x * 2;
  },
  { configName: "config", store },
);
`,
  "package.json": '{ "type": "module" }',
};

describe("kill -9", () => {
  test.for([
    { id: "basic", kills: 30, args: [] },
    { id: "processes", kills: 10, args: ["hydra/launcher=processes", "hydra.launcher.n_jobs=2"] },
  ])("$id", { timeout: 300_000 }, async ({ id, kills, args }) => {
    const random = randomFrom(seed, id);
    const killed = new Kills(random);
    for (let round = 0; killed.count < kills; round++) {
      using app = new WorkerApp(modules, files);
      const line = ["-m", `x=range(${jobs})`, "hydra.sweep.dir=sw", ...args];
      await killed.untilDone(app, line, kills);
      const { exitCode, stderr } = await app.run(resumed(app, line));
      expect([exitCode, stderr], `seed ${seed}, round ${round}`).toEqual([0, expect.any(String)]);
      killed.check(app, `seed ${seed}, round ${round}`);
    }
  });
});

/** How the sweep is begun, or goes on: as soon as there is a journal with its first line. */
function resumed(app: WorkerApp, line: readonly string[]): readonly string[] {
  const file = path.join(app.directory, "sw/journal.jsonl");
  return existsSync(file) && readFileSync(file, "utf8").includes("\n") ? ["--resume", "sw"] : line;
}

class Kills {
  readonly #random: () => number;
  readonly #finished = new Map<number, { readonly text: string; readonly starts: number }>();
  count = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Kills the sweep again and again, until it has ended before it could be killed, or was killed so often. */
  async untilDone(app: WorkerApp, line: readonly string[], kills: number): Promise<void> {
    this.#finished.clear();
    while (this.count < kills) {
      const before = journalSize(app);
      // A directory that was taken, and no more, is given up: the next sweep would get another one.
      if (before === 0) rmSync(path.join(app.directory, "sw"), { recursive: true, force: true });
      const program = app.start(resumed(app, line));
      await this.#moment(app, program, before);
      program.child.kill("SIGKILL");
      await exited(program);
      // A kill between the last line and the end of the process cuts nothing off, and nothing is left to resume.
      if (hasEnded(app)) return;
      this.count++;
      this.#note(app);
    }
  }

  /** All jobs are there, and those that had finished did so once. */
  check(app: WorkerApp, hint: string): void {
    for (const [num, { text, starts }] of this.#finished) {
      assert.equal(app.read(`sw/${num}/.hydra/result.json`), text, `job ${num}, ${hint}`);
      assert.equal(startsOf(app).get(num), starts, `starts of job ${num}, ${hint}`);
    }
    if (!app.has("end.json")) return;
    const end = JSON.parse(app.read("end.json")) as [number, number, boolean][];
    assert.deepEqual(
      end.map(([num, value]) => [num, value]),
      Array.from({ length: jobs }, (_, num) => [num, num * 2]),
      hint,
    );
    for (const [num, , recorded] of end) assert.ok(recorded || !this.#finished.has(num), hint);
    assert.deepEqual([app.has(`sw/${jobs - 1}`), app.has("sw/0_1")], [true, false], hint);
    assert.equal(app.has("sw/results.json"), true, `the table of results, ${hint}`);
  }

  /** Mostly while jobs run, now and then while the program starts. */
  async #moment(app: WorkerApp, { child }: Program, before: number): Promise<void> {
    if (this.#random() < 0.15) {
      await sleep(this.#random() * 300);
      return;
    }
    while (child.exitCode === null && journalSize(app) <= before) await sleep(1);
    await sleep(this.#random() * 80);
  }

  #note(app: WorkerApp): void {
    const starts = startsOf(app);
    for (let num = 0; num < jobs; num++) {
      const file = `sw/${num}/.hydra/result.json`;
      if (this.#finished.has(num) || !app.has(file)) continue;
      const text = app.read(file);
      // Records are whole or not there.
      const { status, returnValue } = JSON.parse(text) as {
        readonly status: string;
        readonly returnValue: number;
      };
      assert.deepEqual([status, returnValue], ["completed", num * 2]);
      this.#finished.set(num, { text, starts: starts.get(num) ?? 0 });
    }
  }
}

function journalSize(app: WorkerApp): number {
  return statSync(path.join(app.directory, "sw/journal.jsonl"), { throwIfNoEntry: false })?.size ?? 0;
}

function hasEnded(app: WorkerApp): boolean {
  return (
    journalSize(app) > 0 && app.read("sw/journal.jsonl").trimEnd().split("\n").at(-1)!.includes('"closed"')
  );
}

function startsOf(app: WorkerApp): Map<number, number> {
  const starts = new Map<number, number>();
  if (!app.has("started.txt")) return starts;
  for (const line of app.read("started.txt").trimEnd().split("\n"))
    starts.set(Number(line), (starts.get(Number(line)) ?? 0) + 1);
  return starts;
}

/** Workers keep the streams open for a moment longer than their parent lives. */
function exited({ child }: Program): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.on("exit", () => resolve());
  });
}
