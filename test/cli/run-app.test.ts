import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AppDefinition } from "../../src/cli/app.ts";
import { type AppOutcome, runApp } from "../../src/cli/run-app.ts";
import { version } from "../../src/cli/version.ts";
import { getLogger, runContext, type RunContext } from "../../src/jobs/run-context.ts";
import { TargetRegistry } from "../../src/targets/registry.ts";
import { type MemoryTerminal, memoryTerminal } from "../../src/testing/memory-terminal.ts";
import manifest from "../../package.json" with { type: "json" };

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-cli-")));
  mkdirSync(path.join(root, "conf/db"), { recursive: true });
  writeFileSync(path.join(root, "conf/config.yaml"), "defaults: [{db: mysql}, _self_]\nx: 1\n");
  writeFileSync(path.join(root, "conf/db/mysql.yaml"), "port: 3306\n");
  writeFileSync(path.join(root, "conf/db/sqlite.yaml"), "port: 0\n");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

type Task = (config: never, context: RunContext) => unknown;

interface Run extends AppOutcome {
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  argv: string,
  task: Task = () => {},
  more: Partial<AppDefinition> = {},
  terminal = memoryTerminal({ directory: root, argv: argv.split(" ").filter(Boolean) }),
): Promise<Run> {
  const definition = {
    task,
    configName: "config",
    configPath: "conf",
    entry: path.join(root, "my_app.ts"),
    ...more,
  };
  const outcome = await runApp(definition, terminal);
  return { ...outcome, ...terminal.output(), exitCode: outcome.exitCode };
}

const read = (file: string): string => readFileSync(path.join(root, file), "utf8");

describe("a single run", () => {
  test("the task gets its config and its context (H-JOB-001)", async () => {
    const seen: unknown[] = [];
    const { exitCode } = await run(
      "hydra.run.dir=out db.port=7",
      (config: { db: { port: number } }, context) => {
        seen.push(
          config.db.port,
          context.outputDir,
          context.num,
          runContext() === context,
          "hydra" in config,
        );
      },
    );
    expect([exitCode, ...seen]).toEqual([0, 7, path.join(root, "out"), undefined, true, false]);
  });
  test("a task may take its context apart, and pass on a copy", async () => {
    let copy: Partial<RunContext> = {};
    await run("hydra.run.dir=out", (_config, context) => {
      copy = { ...context };
    });
    expect(Object.keys(copy).sort()).toEqual(["hydra", "log", "num", "outputDir", "report", "signal"]);
    expect([copy.outputDir, copy.signal?.aborted]).toEqual([path.join(root, "out"), false]);
  });
  test("records and log (H-JOB-002, H-JOB-003, D8)", async () => {
    await run("hydra.run.dir=out db.port=7", (_config, { log }) => {
      log.info("hello");
      getLogger("other").warning("there");
      return { score: 1 };
    });
    expect(read("out/.hydra/config.yaml")).toBe("db:\n  port: 7\nx: 1\n");
    expect(read("out/.hydra/overrides.yaml")).toBe("- db.port=7\n");
    expect(read("out/.hydra/hydra.yaml")).toMatch(/^hydra:\n/);
    expect(read("out/my_app.log")).toMatch(/\[my_app\]\[INFO\] - hello\n.*\[other\]\[WARNING\] - there\n/);
    expect(JSON.parse(read("out/.hydra/result.json"))).toMatchObject({
      status: "completed",
      returnValue: { score: 1 },
    });
  });
  test("what the task changes stays with the task (H-JOB-009)", async () => {
    const registry = new TargetRegistry();
    const seen: unknown[] = [];
    registry.register(
      "Watch",
      class {
        onJobEnd({ config }: { config: { x: number } }) {
          seen.push(config.x);
        }
      },
    );
    await run(
      "hydra.run.dir=out +hydra.callbacks.w={_target_:Watch}",
      (config: { x: number }) => {
        config.x = 5;
        seen.push(config.x);
      },
      { registry },
    );
    expect(seen).toEqual([5, 1]);
  });
  test("chdir and env_set hold for the task and are undone (H-JOB-001, H-JOB-004)", async () => {
    const terminal = memoryTerminal({
      directory: root,
      argv: ["hydra.run.dir=out", "hydra.job.chdir=true", "+hydra.job.env_set.A=${x}"],
      env: { B: "b" },
    });
    const seen: unknown[] = [];
    await run("", () => seen.push(terminal.cwd(), { ...terminal.env }), {}, terminal);
    expect(seen).toEqual([path.join(root, "out"), { A: "1", B: "b" }]);
    expect([terminal.cwd(), terminal.env]).toEqual([root, { B: "b" }]);
  });
  test("${hydra.…} and ${hydra:…} work in the app's config (H-HYD-003)", async () => {
    const seen: unknown[] = [];
    await run(
      "hydra.run.dir=out/${x} +a=${hydra.job.name} +b=${hydra:runtime.output_dir}",
      (config: { a: string; b: string }) => {
        seen.push(config.a, config.b);
      },
    );
    expect(seen).toEqual(["my_app", path.join(root, "out/1")]);
  });
});

describe("failures", () => {
  test("a task's error: overrides, trace of the user's code, exit 1 (H-ERR-020, H-ERR-021)", async () => {
    const { exitCode, stderr } = await run("hydra.run.dir=out x=2", async function failing() {
      await Promise.resolve();
      throw new RangeError("too far");
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^Job failed with overrides: \[x=2\]\nRangeError: too far\n {4}at .*failing/);
    expect(stderr).not.toMatch(/src\/jobs|src\/cli/);
    expect(read("out/my_app.log")).toMatch(/\[ERROR\] - Job failed: RangeError: too far/);
    expect(JSON.parse(read("out/.hydra/result.json"))).toMatchObject({
      status: "failed",
      error: { message: "too far" },
    });
  });
  test("everything is shown with OROCHI_FULL_ERROR=1 (H-ERR-023)", async () => {
    const terminal = memoryTerminal({ directory: root, argv: ["nope=1"], env: { OROCHI_FULL_ERROR: "1" } });
    const { stderr } = await run("", undefined, {}, terminal);
    expect(stderr).toMatch(/ConfigCompositionException: .*[^]*\n {4}at /);
  });
  test.for([
    { id: "unknown key", argv: "nope=1", code: "OVERRIDE_UNKNOWN_KEY", exit: 1 },
    { id: "unknown option", argv: "db=nope", code: "CONFIG_NOT_FOUND", exit: 1 },
    { id: "unknown flag", argv: "--nope", code: "USAGE", exit: 2 },
    { id: "two commands", argv: "--run --multirun", code: "USAGE", exit: 1 },
    { id: "--resolve alone", argv: "--resolve", code: "USAGE", exit: 1 },
    { id: "--config-dir that is not there", argv: "--config-dir nope", code: "CONFIG_DIR_MISSING", exit: 1 },
    { id: "--config-path with a file", argv: "--config-path conf/config.yaml", code: "USAGE", exit: 1 },
    { id: "no launcher", argv: "-m hydra.launcher=null", code: "LAUNCHER_INVALID", exit: 1 },
  ])("$id: exit $exit, no stack, nothing left behind", async ({ argv, code, exit }) => {
    const { exitCode, stderr, stdout, error } = await run(argv);
    expect([exitCode, stdout]).toEqual([exit, ""]);
    expect(error).toMatchObject({ code });
    expect(stderr).not.toMatch(/\n {4}at /);
    expect(existsSync(path.join(root, "outputs"))).toBe(false);
  });
});

describe("a multirun", () => {
  test("every job of a batch runs, then the first failure is told (H-SWP-026, H-SWP-031)", async () => {
    const seen: unknown[] = [];
    const { exitCode, stderr } = await run(
      "-m x=1,2,3 hydra.sweep.dir=sw",
      (config: { x: number }, { num }) => {
        seen.push([num, config.x]);
        if (config.x === 2) throw new Error("two is bad");
      },
    );
    expect([exitCode, seen]).toEqual([
      1,
      [
        [0, 1],
        [1, 2],
        [2, 3],
      ],
    ]);
    expect(stderr).toMatch(/overrides: \[x=2\]\nError: two is bad/);
    const journal = read("sw/journal.jsonl")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { event: string; num: number });
    expect(journal.map(({ event, num }) => `${event} ${num}`)).toEqual([
      "sweep undefined",
      "planned 0",
      "planned 1",
      "planned 2",
      "started 0",
      "completed 0",
      "started 1",
      "failed 1",
      "started 2",
      "completed 2",
      "closed undefined",
    ]);
  });
  test("a job that cannot be composed stops the sweep before any job (D7)", async () => {
    const seen: unknown[] = [];
    const { exitCode, error } = await run("-m db=mysql,nope hydra.sweep.dir=sw", () => seen.push(1));
    expect([exitCode, seen]).toEqual([1, []]);
    expect(error).toMatchObject({ code: "CONFIG_NOT_FOUND" });
  });
  test("--plan shows the jobs and runs none", async () => {
    const { exitCode, stdout } = await run("--plan db=glob(*) x=1,2", () => expect.unreachable());
    expect(exitCode).toBe(0);
    expect(stdout.match(/^#.*$/gm)).toEqual([
      "#0  0  db=mysql x=1",
      "#1  1  db=mysql x=2",
      "#2  2  db=sqlite x=1",
      "#3  3  db=sqlite x=2",
    ]);
  });
  test("jobs share the sweep's clock (H-SWP-003)", async () => {
    const seen = new Set<unknown>();
    await run("-m x=1,2 +t=${now:%f} hydra.sweep.dir=sw", (config: { t: string }) => seen.add(config.t));
    expect(seen.size).toBe(1);
  });
  test("a job cannot choose another launcher (H-SWP-004)", async () => {
    writeFileSync(
      path.join(root, "conf/db/sqlite.yaml"),
      "# @package _global_\nhydra: {launcher: {extra: 1}}\n",
    );
    const { error } = await run("-m db=mysql,sqlite hydra.sweep.dir=sw");
    expect(error).toMatchObject({ code: "LAUNCHER_INVALID" });
  });
});

describe("Ctrl-C (D6, H-CBK-022)", () => {
  const hooks: string[] = [];
  const registry = (): TargetRegistry => {
    const targets = new TargetRegistry();
    hooks.length = 0;
    targets.register(
      "Watch",
      class {
        onJobEnd({ jobReturn }: { jobReturn: { status: string } }) {
          hooks.push(`job ${jobReturn.status}`);
        }
        onRunEnd({ jobReturn }: { jobReturn: { status: string } }) {
          hooks.push(`run ${jobReturn.status}`);
        }
        onMultirunEnd({ jobReturns }: { jobReturns: readonly unknown[] }) {
          hooks.push(`multirun ${jobReturns.length}`);
        }
      },
    );
    return targets;
  };
  const watched = (argv: string): MemoryTerminal =>
    memoryTerminal({
      directory: root,
      argv: [
        ...argv.split(" "),
        "hydra.run.dir=out",
        "hydra.sweep.dir=sw",
        "+hydra.callbacks.w={_target_:Watch}",
      ],
    });

  test("a task that never asked for the signal is left behind", async () => {
    const terminal = watched("x=1");
    const forever = (): Promise<void> => {
      terminal.interrupt();
      return new Promise(() => {});
    };
    const { exitCode } = await run("", forever, { registry: registry() }, terminal);
    expect([exitCode, hooks]).toEqual([130, ["job cancelled", "run cancelled"]]);
    expect(JSON.parse(read("out/.hydra/result.json"))).toMatchObject({ status: "cancelled" });
  });
  test("a task that has the signal is waited for", async () => {
    const terminal = watched("x=1");
    const steps: string[] = [];
    const careful: Task = async (_config, { signal }) => {
      terminal.interrupt();
      await Promise.resolve();
      steps.push("saved");
      signal.throwIfAborted();
    };
    const { exitCode } = await run("", careful, { registry: registry() }, terminal);
    expect([exitCode, steps, hooks]).toEqual([130, ["saved"], ["job cancelled", "run cancelled"]]);
  });
  test("later jobs of a sweep do not start", async () => {
    const terminal = watched("-m x=1,2,3");
    const seen: unknown[] = [];
    const once = (config: { x: number }): Promise<void> => {
      seen.push(config.x);
      terminal.interrupt();
      return new Promise(() => {});
    };
    const { exitCode } = await run("", once, { registry: registry() }, terminal);
    expect([exitCode, seen, hooks]).toEqual([130, [1], ["job cancelled", "multirun 1"]]);
  });
});

describe("showing things", () => {
  test("--version", async () => {
    expect(version).toBe(manifest.version);
    expect((await run("--version")).stdout).toBe(`Orochi ${version}\n`);
  });
  test("--explain tells what set a value and what it replaced (D2)", async () => {
    const { stdout } = await run("--explain db.port db.port=7");
    expect(stdout.replaceAll(root, "ROOT")).toBe(
      "db.port = 7\n  set by the override db.port=7\n  replaced 3306 of db/mysql (conf/db/mysql.yaml:1:7)\n",
    );
  });
  test("--info all has every section", async () => {
    const { stdout } = await run("--info");
    for (const title of ["Plugins", "Config search path", "Defaults Tree", "Defaults List", "Config"])
      expect(stdout).toContain(`\n${title}\n***`);
  });
});

test("a job that SaveJobInfo saved can be run again (H-CLI-060, H-CLI-061)", async () => {
  const seen: string[] = [];
  const task = (config: { t: string }): void => void seen.push(config.t);
  await run("hydra.run.dir=out +t=${now:%f} +hydra.callbacks.s={_target_:orochi:SaveJobInfo}", task);
  const { exitCode } = await run("--experimental-rerun out/.hydra/config.json", task);
  expect(exitCode).toBe(0);
  expect(seen).toHaveLength(2);
  expect(seen[1]).toBe(seen[0]);
});
