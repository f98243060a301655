import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { launch, main, zen, ZenStore } from "orochi";
import { createResolverRegistry, registerResolver, toObject } from "orochi/config";
import {
  BasicLauncher,
  BasicSweeper,
  type Batch,
  type ConfigContent,
  type ConfigSource,
  createFunctionRegistry,
  type LaunchContext,
  type PlannedJob,
} from "orochi/plugin";
import { runInMemory } from "orochi/testing";
import type { AppExtensions, ComposeExtensions } from "../../src/cli/extensions.ts";
import { compose } from "../../src/zen/compose.ts";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-extensions-")));
  mkdirSync(path.join(root, "conf"));
  mkdirSync(path.join(root, "shared/db"), { recursive: true });
  writeFileSync(path.join(root, "conf/config.yaml"), "x: 1\nw: ${twice:${x}}\n");
  writeFileSync(path.join(root, "shared/db/pg.yaml"), "port: 5432\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Presets that live in the program. */
class PresetSource implements ConfigSource {
  readonly scheme = "preset";
  readonly provider: string;
  readonly path: string;
  constructor(place: string, provider: string) {
    this.path = place;
    this.provider = provider;
  }
  available(): boolean {
    return true;
  }
  load(configPath: string): ConfigContent | undefined {
    return this.isConfig(configPath) ? { kind: "value", value: { from: this.path } } : undefined;
  }
  isGroup(group: string): boolean {
    return group === "" || group === "db";
  }
  isConfig(configPath: string): boolean {
    return configPath === "db/preset";
  }
  list(group: string): string[] {
    return group === "db" ? ["preset"] : group === "" ? ["db"] : [];
  }
}

const twice = (x: number): number => 2 * x;
const extensions = (): Omit<ComposeExtensions, "store"> => ({
  functions: { twice, area: (box: { w: number; h: number }) => box.w * box.h },
  resolvers: { twice },
  sources: { preset: (place, provider) => new PresetSource(place, provider) },
  searchPath: ["shared", "preset://mine"],
});
const overrides = ["x=twice(4)", "+z=area({w:2,h:3})", "+db=preset"];
const wanted = { x: 8, w: 16, z: 6, db: { from: "mine" } };
const files = { configPath: "conf", configName: "config" };

describe("what an app brings along (H-PTH-003, H-SRC-002)", () => {
  test("compose()", () => {
    const from = path.join(root, "app.ts");
    expect(toObject(compose({ ...files, ...extensions(), from, overrides }))).toEqual(wanted);
    expect(toObject(compose({ ...files, ...extensions(), from, overrides: ["+db=pg"] }))).toMatchObject({
      db: { port: 5432 },
    });
  });

  test("main()", async () => {
    const app = (): unknown => main((cfg) => toObject(cfg), { ...files, ...extensions() });
    const { jobs, stderr } = await runInMemory(app, overrides, { directory: root });
    expect([stderr, jobs[0]?.returnValue]).toEqual(["", wanted]);
  });

  test("zen().main()", async () => {
    const app = (): unknown => zen((cfg: object) => cfg).main({ ...files, ...extensions() });
    const { jobs, stderr } = await runInMemory(app, overrides, { directory: root });
    expect([stderr, jobs[0]?.returnValue]).toEqual(["", wanted]);
  });

  test("launch()", async () => {
    const config = { x: 1, w: "${twice:${x}}" };
    const all = [...overrides, `hydra.run.dir=${root}/out`, "hydra/job_logging=none"];
    const entry = path.join(root, "app.ts");
    const options = { ...extensions(), entry, overrides: all };
    expect(
      (
        await launch(
          config,
          zen((cfg: object) => cfg),
          options,
        )
      ).returnValue,
    ).toEqual(wanted);
  });

  test.for([
    { id: "--cfg", argv: ["--cfg", "job", "--resolve", ...overrides], text: "x: 8\nw: 16\n" },
    { id: "--info", argv: ["--info", "searchpath"], text: "preset://mine" },
    { id: "--explain", argv: ["--explain", "x", "x=twice(4)"], text: "x = 8" },
    { id: "--plan", argv: ["--plan", "x=twice(1),twice(2)"], text: "#1  1  x=4" },
  ])("$id", async ({ argv, text }) => {
    const { exitCode, stdout, stderr } = await runInMemory(
      { task: () => {}, ...files, ...extensions() },
      argv,
      { directory: root },
    );
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(text);
  });

  test("functions in hydra.sweeper.params", async () => {
    const argv = ["-m", "+hydra.sweeper.params.x='twice(1),twice(2)'"];
    const app = { task: ({ x }: { x: number }) => x, ...files, ...extensions() };
    const { jobs, stderr } = await runInMemory(app, argv, { directory: root });
    expect([stderr, jobs.map((job) => job.returnValue)]).toEqual(["", [2, 4]]);
  });

  test("what a function throws points at the call (H-ERR-101)", async () => {
    const functions = {
      refuse: () => {
        throw new Error("does not like this");
      },
    };
    const app = { task: () => {}, ...files, functions };
    const { exitCode, stderr } = await runInMemory(app, ["x=refuse(1)"], { directory: root });
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      "refuse(...) does not like this\ncommand line:1:3\n 1 | x=refuse(1)\n   |   ^^^^^^^^^\n",
    );
  });

  test("registries take the place of the defaults", () => {
    const functions = createFunctionRegistry();
    functions.register("one", () => 1);
    const resolvers = createResolverRegistry();
    registerResolver("twice", twice, { registry: resolvers });
    const from = path.join(root, "app.ts");
    const cfg = compose({ ...files, from, functions, resolvers, overrides: ["x=one()"] });
    expect(toObject(cfg)).toEqual({ x: 1, w: 2 });
  });

  test("apps do not meet (D4)", async () => {
    const app = { task: () => {}, ...files };
    const { stderr } = await runInMemory(app, ["x=twice(1)"], { directory: root });
    expect(stderr).toContain("There is no function 'twice'");
  });
});

describe("launchers, sweepers and callbacks are targets", () => {
  const seen: string[] = [];
  class LoudLauncher extends BasicLauncher {
    override launch(batch: Batch, context: LaunchContext): ReturnType<BasicLauncher["launch"]> {
      seen.push(`launch ${batch.size}`);
      return super.launch(batch, context);
    }
  }
  class ByTwos extends BasicSweeper {
    constructor() {
      super({ max_batch_size: 2 });
    }
  }
  test.for([
    {
      id: "registry: configs in files name them",
      more: (): AppExtensions => ({ registry: { LoudLauncher, ByTwos } }),
    },
    {
      id: "store: configs in code are them",
      more: (): AppExtensions => {
        const store = new ZenStore();
        store(LoudLauncher, { group: "hydra/launcher", name: "loud" });
        store(ByTwos, { group: "hydra/sweeper", name: "twos" });
        return { store };
      },
    },
  ])("$id", async ({ id, more }) => {
    seen.length = 0;
    writeFileSync(path.join(root, "conf/config.yaml"), "x: 1\n");
    if (id.startsWith("registry")) {
      write("conf/hydra/launcher/loud.yaml", "_target_: LoudLauncher\n");
      write("conf/hydra/sweeper/twos.yaml", "_target_: ByTwos\n");
    }
    const app = { task: ({ x }: { x: number }) => x, ...files, ...more() };
    const argv = ["-m", "x=1,2,3", "hydra/launcher=loud", "hydra/sweeper=twos"];
    const { jobs, stderr } = await runInMemory(app, argv, { directory: root });
    expect([stderr, jobs.map((job) => job.returnValue)]).toEqual(["", [1, 2, 3]]);
    expect(seen).toEqual(["launch 2", "launch 1"]);
  });
});

describe("a sweeper is closed when its jobs are not wanted any more", () => {
  test.for([
    { id: "a launcher that stops early", fails: false, closed: ["jobs", "sweeper"] },
    { id: "a launcher that fails", fails: true, closed: ["jobs", "sweeper"] },
  ])("$id", async ({ fails, closed: expected }) => {
    const closed: string[] = [];
    class Endless extends BasicSweeper {
      override async *sweep(
        overrides: Parameters<BasicSweeper["sweep"]>[0],
        { composeJob }: Parameters<BasicSweeper["sweep"]>[1],
      ): ReturnType<BasicSweeper["sweep"]> {
        try {
          const jobs = (function* (): Generator<PlannedJob, void> {
            try {
              for (let num = 0; num < 5000; num++) yield composeJob(overrides, num);
            } finally {
              closed.push("jobs");
            }
          })();
          yield { size: 5000, jobs };
          yield { size: 5000, jobs: [] };
          return [];
        } finally {
          closed.push("sweeper");
        }
      }
    }
    class First extends BasicLauncher {
      override async *launch(
        { jobs }: Batch,
        { runJob }: LaunchContext,
      ): ReturnType<BasicLauncher["launch"]> {
        for await (const job of jobs) {
          yield runJob(job);
          if (fails) throw new Error("no more");
          break;
        }
      }
    }
    writeFileSync(path.join(root, "conf/config.yaml"), "x: 1\n");
    const store = new ZenStore();
    store(First, { group: "hydra/launcher", name: "first" });
    store(Endless, { group: "hydra/sweeper", name: "endless" });
    const app = { task: ({ x }: { x: number }) => x, ...files, store };
    const argv = ["-m", "x=1", "hydra/launcher=first", "hydra/sweeper=endless"];
    await runInMemory(app, argv, { directory: root });
    expect(closed).toEqual(expected);
  });
});

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}
