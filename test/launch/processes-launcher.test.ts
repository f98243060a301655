import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ProcessesLauncher } from "orochi/plugin";
import { launcherContract } from "orochi/testing";
import { keepsContract } from "../testing/keeps-contract.ts";
import { buildModules, eventually, modulesFolder, type StartOptions, WorkerApp } from "./worker-app.ts";

// Real programs with real workers: design D9, H-PLG-041.

const modules = modulesFolder();
const contractApp = path.join(path.dirname(modules), "contract-app.mjs");
beforeAll(async () => {
  await buildModules(modules);
  writeFileSync(contractApp, 'import { contractMain } from "orochi/testing";\nvoid contractMain();\n');
});
afterAll(() => rmSync(path.dirname(modules), { recursive: true, force: true }));

const files = {
  "my_app.mjs": `import { spawn } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { getLogger, main, runContext } from "orochi";

const tries = (name) => {
  appendFileSync(name, ".");
  return readFileSync(name, "utf8").length;
};
const until = async (file) => {
  while (!existsSync(file)) await sleep(10);
};
const ways = {
  value: ({ x }) => x,
  pid: () => process.pid,
  print: ({ x }, { log }) => {
    console.log("out", x);
    process.stdout.write("no end");
    console.error("err", x);
    log.info("logged");
  },
  exit: () => process.exit(7),
  kill: () => process.kill(process.pid, "SIGKILL"),
  spin: () => {
    for (;;);
  },
  memory: () => {
    const kept = [];
    for (;;) kept.push(new Array(10_000).fill(Math.random()));
  },
  uncaught: async () => {
    setTimeout(() => {
      throw new Error("nobody caught this");
    });
    await sleep(60_000);
  },
  throw: () => {
    throw new RangeError("too far", { cause: new TypeError("deep") });
  },
  flaky: ({ x }) => {
    if (tries("tries-" + x) < 3) throw new Error("not yet");
    return "at last";
  },
  crashOnce: ({ x }) => {
    if (tries("crashes-" + x) < 2) process.exit(3);
    return "at last";
  },
  careful: async (_config, context) => {
    console.log("waiting");
    await new Promise((resolve) => context.signal.addEventListener("abort", resolve));
    console.log("saved");
    context.signal.throwIfAborted();
  },
  wait: async () => {
    console.log("waiting");
    await sleep(60_000);
  },
  spinSaying: () => {
    console.log("spinning");
    for (;;);
  },
  grandchild: async () => {
    spawn("sleep", ["600"], { stdio: "ignore" });
    console.log("spawned");
    for (;;);
  },
  odd: ({ x }) => [() => 1, Symbol("s"), 10n, NaN, new Map([["a", undefined]]), new Date(0), undefined, null][x],
  where: () => [process.cwd(), process.env.GREETING, runContext().outputDir, runContext().num],
  report: async (_config, { report }) => {
    await report({ step: 1 });
    getLogger("lib").warning("careful");
  },
  bytes: () => {
    process.stdout.write(Buffer.from([0, 255, 10, 27, 7]));
    process.stdout.write("x".repeat(3_000_000) + "\\n");
  },
  meet: async ({ x }) => {
    appendFileSync("here-" + x, "");
    await until("here-" + (3 - x));
  },
};
main((config, context) => ways[config.how](config, context), {
  configPath: "conf",
  configName: "config",
  resolvers: { shout: (text) => text.toUpperCase() },
});
`,
  "conf/config.yaml": "x: 0\nhow: value\nwhen: ${now:%H:%M:%S.%f}\nloud: ${shout:hi}\n",
};

const launcher = ["-m", "hydra/launcher=processes", "hydra.sweep.dir=sw"];
const sweep = (...args: string[]): string[] => [...launcher, ...args];
const app = (more: Readonly<Record<string, string>> = {}): WorkerApp =>
  new WorkerApp(modules, { ...files, ...more });

describe("ProcessesLauncher keeps the contract of launchers (H-PLG-041, H-PLG-042)", () => {
  keepsContract(launcherContract(() => new ProcessesLauncher({ n_jobs: 2 }), { entry: contractApp }));
});

describe.concurrent("processes", () => {
  test("workers stay for job after job; jobs run side by side", async ({ expect }) => {
    using here = app();
    const pids = await here.run(sweep("how=pid", "x=range(6)", "hydra.launcher.n_jobs=2"));
    expect([pids.exitCode, pids.stderr]).toEqual([0, ""]);
    const seen = new Set([0, 1, 2, 3, 4, 5].map((num) => here.result(`sw/${num}`).returnValue));
    expect(seen.size).toBeLessThanOrEqual(2);
    expect(seen.has(undefined)).toBe(false);
    const met = await here.run(sweep("how=meet", "x=1,2", "hydra.launcher.n_jobs=2", "hydra.sweep.dir=met"));
    expect(met.exitCode).toBe(0);
  });

  test.for([
    { id: "isolate", args: ["hydra.launcher.isolate=true"], workers: 4 },
    { id: "recycle_after", args: ["hydra.launcher.recycle_after=2"], workers: 2 },
    { id: "batches share workers", args: ["hydra.sweeper.max_batch_size=1"], workers: 1 },
  ])("$id", async ({ args, workers }, { expect }) => {
    using here = app();
    const { exitCode } = await here.run(sweep("how=pid", "x=range(4)", "hydra.launcher.n_jobs=1", ...args));
    expect(exitCode).toBe(0);
    const pids = [0, 1, 2, 3].map((num) => here.result(`sw/${num}`).returnValue);
    expect(new Set(pids).size).toBe(workers);
  });

  test("what an app prints before main() is no job's, however much it is", async ({ expect }) => {
    const top = `for (let line = 0; line < 12_000; line++) console.log("loading item number", line);\n`;
    using here = app({ ...files, "my_app.mjs": `${top}${files["my_app.mjs"]}` });
    const { exitCode, stdout } = await here.run(
      sweep("how=print", "x=1,2", "hydra.launcher.n_jobs=1", "hydra.hydra_logging.root.level=ERROR"),
    );
    expect(exitCode).toBe(0);
    for (const x of [1, 2])
      expect(here.read(`sw/${x - 1}/stdout.log`)).toMatch(new RegExp(`^out ${x}\nno end`));
    // The program itself says it, and nobody else.
    expect(stdout.match(/loading item number/g)).toHaveLength(12_000);
  });

  test("a program that a job left behind does not keep the sweep", async ({ expect }) => {
    const leave = `import { spawn } from "node:child_process";
import { main } from "orochi";
main(() => spawn("sleep", ["30"], { stdio: "inherit" }).unref(), { configPath: "conf", configName: "config" });
`;
    using here = app({ ...files, "leave.mjs": leave });
    const started = Date.now();
    const program = here.start(sweep("x=1,2", "hydra.launcher.n_jobs=1"), { entry: "leave.mjs" });
    const exitCode = await new Promise((resolve) => program.child.once("exit", resolve));
    expect([exitCode, Date.now() - started < 25_000]).toEqual([0, true]);
    for (const pid of here.processes()) process.kill(pid, "SIGKILL");
  });

  test("a worker is not late because the program composes", async ({ expect }) => {
    using here = app();
    const many = sweep("x=range(1000)", "hydra.launcher.n_jobs=1", "hydra.output=none");
    const { exitCode, stderr } = await here.run([...many, "hydra.launcher.start_timeout=0.5"]);
    expect([exitCode, stderr]).toEqual([0, ""]);
  });

  test("a job that cannot be composed: workers that were started meanwhile are gone", async ({ expect }) => {
    using here = app({ ...files, "conf/kind/good.yaml": "a: 1\n", "conf/kind/bad.yaml": "a: [\n" });
    const { exitCode, stderr } = await here.run(sweep("+kind=good,bad"));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("bad.yaml:")]);
    expect([here.has("sw/0"), here.processes()]).toEqual([false, []]);
  });

  describe("isolate starts a process ahead", () => {
    // Each process leaves a line when it has read the app. The first one is the program itself.
    const files = {
      "my_app.mjs": `import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { main } from "orochi";
const note = (what) => appendFileSync("events.txt", what + "\\n");
const reads = () => readFileSync("events.txt", "utf8").match(/^read$/gm).length;
note("read");
main(async ({ wait, fail }, { num, signal }) => {
  while (reads() < wait + num && !signal.aborted) await sleep(5);
  if (fail) throw new Error("no");
  note("end");
}, { configPath: "conf", configName: "config" });
`,
      "conf/config.yaml": "wait: 0\nfail: false\nx: 0\n",
    };
    const isolated = [...launcher, "hydra.launcher.isolate=true", "hydra.launcher.n_jobs=1"];

    test("the next process has read the app while a job runs", async ({ expect }) => {
      using here = app(files);
      // The last job waits for no further one: there is none.
      const { exitCode, stderr } = await here.run([...isolated, "wait=3,3,2"]);
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(here.read("events.txt").match(/^read$/gm)).toHaveLength(4);
    });

    test("start_ahead=0 starts it when its job begins", async ({ expect }) => {
      using here = app(files);
      const { exitCode } = await here.run([...isolated, "hydra.launcher.start_ahead=0", "x=1,2,3"]);
      expect(exitCode).toBe(0);
      expect(here.read("events.txt").trim().split("\n")).toEqual([
        "read",
        "read",
        "end",
        "read",
        "end",
        "read",
        "end",
      ]);
    });

    test("what was started ahead is gone when no job comes any more", async ({ expect }) => {
      using here = app(files);
      const failing = ["fail=true", "wait=3", "x=1,2,3", "hydra.launcher.max_failures=1"];
      const { exitCode } = await here.run([...isolated, ...failing]);
      expect([exitCode, here.has("sw/1")]).toEqual([1, false]);
      expect(here.processes()).toEqual([]);
    });

    test("Ctrl-C ends it as well", async ({ expect }) => {
      using here = app(files);
      const program = here.start([...isolated, "wait=9", "x=1,2,3"]);
      await eventually(
        () => here.has("events.txt") && here.read("events.txt").length >= 15,
        "read three times",
      );
      program.child.kill("SIGINT");
      expect((await program.ended).exitCode).toBe(130);
      expect(here.processes()).toEqual([]);
    });

    test("a number that is none is refused", async ({ expect }) => {
      using here = app(files);
      const { exitCode, stderr } = await here.run([...isolated, "hydra.launcher.start_ahead=-1", "x=1,2"]);
      expect([exitCode, stderr]).toEqual([
        1,
        expect.stringContaining("hydra.launcher.start_ahead cannot be -1"),
      ]);
    });
  });

  test.for([
    { how: "exit", code: "WORKER_LOST", says: "exited with code 7" },
    { how: "kill", code: "WORKER_LOST", says: "killed by SIGKILL" },
    { how: "uncaught", code: "WORKER_LOST", says: "exited with code 1", shows: "nobody caught this" },
    { how: "spin", code: "JOB_TIMEOUT", says: "took longer than 1 s", args: ["hydra.launcher.timeout=1"] },
    { how: "wait", code: "JOB_TIMEOUT", says: "took longer than 1 s", args: ["hydra.launcher.timeout=1"] },
    {
      how: "memory",
      code: "WORKER_MEMORY",
      says: "ran out of its memory of 40 MB",
      args: ["hydra.launcher.memory_limit=40"],
    },
    { how: "throw", code: undefined, says: "too far" },
  ])(
    "a job that does '$how' costs itself alone",
    async ({ how, code, says, args = [], shows = says }, { expect }) => {
      using here = app();
      const bad = [`how=value,${how}`, "x=1", "hydra.launcher.n_jobs=1", "hydra.launcher.grace=0.2", ...args];
      const { exitCode, stderr, stdout } = await here.run(sweep(...bad, "+again=1,2"));
      expect([exitCode, stderr + stdout]).toEqual([1, expect.stringContaining(shows)]);
      const results = [0, 1, 2, 3].map((num) => here.result(`sw/${num}`));
      expect(results.map(({ status }) => status)).toEqual(["completed", "completed", "failed", "failed"]);
      for (const { error } of results.slice(2)) {
        expect(error?.code).toBe(code);
        expect(error?.message).toContain(says);
      }
      expect(here.events("sw", 3)).toEqual(["planned", "started", "failed"]);
      expect(here.processes()).toEqual([]);
    },
  );

  test("errors keep class, stack and cause; the task's frames are shown", async ({ expect }) => {
    using here = app();
    const { stderr } = await here.run(sweep("how=throw", "x=1"));
    expect(stderr).toMatch(
      /^Job #0 failed with overrides: \[how=throw, x=1\]\nRangeError: too far\n( +at .*my_app\.mjs.*\n)+caused by TypeError: deep\n/,
    );
  });

  test("retries go on in the same directory", async ({ expect }) => {
    using here = app();
    const retry = ["hydra.launcher.retries=2", "hydra.launcher.backoff=0.01"];
    const { exitCode, stdout } = await here.run(
      sweep("how=flaky,crashOnce", "x=1", "+y=3", "hydra.launcher.n_jobs=1", ...retry),
    );
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining("Job #0 failed (not yet) and is tried again"),
    ]);
    expect([here.result("sw/0").returnValue, here.result("sw/1").returnValue]).toEqual([
      "at last",
      "at last",
    ]);
    expect(here.events("sw", 0)).toEqual([
      "planned",
      "started",
      "retrying",
      "started",
      "retrying",
      "started",
      "completed",
    ]);
    expect(here.has("sw/0_1")).toBe(false);
    const lost = await here.run(
      sweep("how=flaky", "x=7", ...retry, "hydra.launcher.retry_on=lost", "hydra.sweep.dir=lost"),
    );
    expect([lost.exitCode, here.events("lost", 0)]).toEqual([1, ["planned", "started", "failed"]]);
  });

  test("max_failures: nothing further starts", async ({ expect }) => {
    using here = app();
    const { exitCode, stdout } = await here.run(
      sweep("how=throw", "x=range(9)", "hydra.launcher.n_jobs=1", "hydra.launcher.max_failures=2"),
    );
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining("7 were not started")]);
    expect([here.has("sw/1"), here.has("sw/2")]).toEqual([true, false]);
  });

  test("output goes into the job's directory, and is shown with its number", async ({ expect }) => {
    using here = app();
    const { stdout, stderr } = await here.run(sweep("how=print", "x=5,6", "hydra.launcher.n_jobs=1"));
    for (const [num, x] of [
      [0, 5],
      [1, 6],
    ]) {
      expect(here.read(`sw/${num}/stdout.log`)).toMatch(
        new RegExp(`^out ${x}\nno end\\[.*\\]\\[my_app\\]\\[INFO\\] - logged\n$`),
      );
      expect(here.read(`sw/${num}/stderr.log`)).toBe(`err ${x}\n`);
      expect(stdout).toContain(`[#${num}] out ${x}\n[#${num}] no end[`);
      expect(stderr).toContain(`[#${num}] err ${x}\n`);
    }
    const silent = await here.run(sweep("x=1", "hydra.sweep.dir=silent"));
    expect([silent.exitCode, here.has("silent/0/stdout.log")]).toEqual([0, false]);
    const none = await here.run(sweep("how=print", "x=1", "hydra.output=none", "hydra.sweep.dir=none"));
    expect([none.stdout, here.has("none")]).toEqual([expect.stringContaining("[#0] out 1\n"), false]);
  });

  test("bytes arrive as they were written, also many of them", async ({ expect }) => {
    using here = app();
    const { exitCode } = await here.run(sweep("how=bytes", "x=1,2"));
    expect(exitCode).toBe(0);
    expect(here.read("sw/1/stdout.log").length).toBe(3_000_006);
  });

  test("progress and values of all kinds come back", async ({ expect }) => {
    using here = app();
    const { exitCode } = await here.run(sweep("how=report", "x=1"));
    expect([exitCode, here.events("sw", 0)]).toEqual([0, ["planned", "started", "progress", "completed"]]);
    const odd = await here.run(
      sweep(
        "how=odd",
        "x=range(8)",
        "+hydra.callbacks.log._target_=orochi:LogJobReturn",
        "hydra.sweep.dir=odd",
      ),
    );
    expect([odd.exitCode, odd.stderr]).toEqual([0, ""]);
    const rows = JSON.parse(here.read("odd/results.json")) as readonly { readonly returnValue: unknown }[];
    const returned = rows.map(({ returnValue }) => returnValue);
    const text = (value: string): object => ({ unserialisable: value });
    expect(returned).toEqual([
      text("() => 1"),
      text("Symbol(s)"),
      "10",
      null,
      {},
      "1970-01-01T00:00:00.000Z",
      null,
      null,
    ]);
    expect(returned).toEqual(rows.map((_, num) => here.result(`odd/${num}`).returnValue));
  });

  test("chdir, env_set and the run's clock are the job's own", async ({ expect }) => {
    using here = app();
    const { exitCode } = await here.run(
      sweep(
        "how=where",
        "x=1,2",
        "hydra.job.chdir=true",
        "+hydra.job.env_set.GREETING=hi-${x}",
        "hydra.launcher.n_jobs=1",
      ),
    );
    expect(exitCode).toBe(0);
    const at = (num: number): string => path.join(here.directory, "sw", String(num));
    expect(here.result("sw/0").returnValue).toEqual([at(0), "hi-1", at(0), 0]);
    expect(here.result("sw/1").returnValue).toEqual([at(1), "hi-2", at(1), 1]);
    const later = await here.run(
      sweep(
        "how=value",
        "x=${when},${loud}",
        "hydra.sweep.dir=later",
        "hydra.launcher.isolate=true",
        "+y=1,2",
      ),
    );
    expect(later.exitCode).toBe(0);
    expect(here.result("later/0").returnValue).toBe(here.result("later/1").returnValue);
    expect(here.result("later/2").returnValue).toBe("HI");
  });

  test("texts of all kinds and large configs travel", async ({ expect }) => {
    using here = app({
      "conf/part/large.yaml": `text: ${"é".repeat(2_000_000)}\n"ключ": 🐉\n"1": one\n1: two\n$x: y\nf: 1.0\n`,
    });
    const { exitCode, stderr } = await here.run(sweep("+part=large", "how=value", "+y=1"));
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(here.read("sw/0/.hydra/config.yaml")).toContain("  f: 1.0\n");
    expect(here.read("sw/0/.hydra/config.yaml")).toContain("ключ: 🐉\n");
  });
});

describe.concurrent("the end of the sweep", () => {
  test("Ctrl-C tells the jobs, and waits for those that listen", async ({ expect }) => {
    using here = app();
    const program = here.start(sweep("how=careful,wait", "x=1", "+y=1,2,3", "hydra.launcher.n_jobs=4"));
    for (const num of [0, 1, 2, 3]) await program.printed(`[#${num}] waiting`);
    program.signalGroup("SIGINT");
    const { exitCode, stdout, stderr } = await program.ended;
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining("Cancelled")]);
    expect(stdout).toContain("[#0] saved");
    for (const num of [0, 1, 2, 3]) expect(here.result(`sw/${num}`).status).toBe("cancelled");
    expect(here.has("sw/4")).toBe(false);
    expect(here.processes()).toEqual([]);
  });

  test("a job that does not listen is killed after its grace", async ({ expect }) => {
    using here = app();
    const program = here.start(
      sweep("how=spinSaying,grandchild", "x=1", "hydra.launcher.n_jobs=2", "hydra.launcher.grace=0.2"),
    );
    await program.printed("spinning");
    await program.printed("spawned");
    program.signalGroup("SIGINT");
    expect((await program.ended).exitCode).toBe(130);
    expect(here.result("sw/1")).toMatchObject({ status: "cancelled", error: { code: "JOB_CANCELLED" } });
    expect(here.processes()).toEqual([]);
  });

  test("a second Ctrl-C leaves at once", async ({ expect }) => {
    using here = app();
    const program = here.start(
      sweep("how=spinSaying", "x=1,2", "hydra.launcher.n_jobs=2", "hydra.launcher.grace=600"),
    );
    await program.printed("[#0] spinning");
    await program.printed("[#1] spinning");
    program.signalGroup("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    program.signalGroup("SIGINT");
    expect((await program.ended).exitCode).toBe(130);
    await eventually(() => here.processes().length === 0, "end");
  });

  test.for([
    { id: "killed", signal: "SIGKILL" as const, group: false },
    { id: "killed with its group", signal: "SIGKILL" as const, group: true },
    { id: "ended by the loss of its terminal", signal: "SIGHUP" as const, group: false },
  ])(
    "a parent that is $id leaves nobody behind: spinning, waiting, grandchildren",
    async ({ signal, group }, { expect }) => {
      using here = app();
      const program = here.start(sweep("how=spinSaying,wait,grandchild", "x=1", "hydra.launcher.n_jobs=3"));
      await program.printed("spinning");
      await program.printed("waiting");
      await program.printed("spawned");
      expect(here.processes().length).toBeGreaterThanOrEqual(5);
      if (group) program.signalGroup(signal);
      else program.child.kill(signal);
      await program.ended;
      await eventually(() => here.processes().length === 0, "end all processes");
    },
  );
});

const launching = `{ configPath: "conf", configName: "config" }`;

describe.concurrent("programs that workers cannot run", () => {
  test.for([
    {
      id: "no call of main()",
      text: `import { main } from "orochi";\nif (process.env.OROCHI_WORKER === undefined) main(() => 1, ${launching});`,
      says: "ended without serving a job",
    },
    {
      id: "an error at import",
      text: `import { main } from "orochi";\nif (process.env.OROCHI_WORKER !== undefined) throw new Error("no licence");\nmain(() => 1, ${launching});`,
      says: "no licence",
    },
    {
      id: "never to the call of main()",
      text: `import { main } from "orochi";\nif (process.env.OROCHI_WORKER !== undefined) await new Promise((r) => setTimeout(r, 6e5));\nmain(() => 1, ${launching});`,
      says: "did not call main() within 1 s",
      args: ["hydra.launcher.start_timeout=1"],
    },
    {
      id: "too little memory to start",
      text: files["my_app.mjs"],
      says: "before it served a job",
      args: ["hydra.launcher.memory_limit=4"],
    },
    {
      id: "launch() from code",
      text: `import { launch } from "orochi";\nawait launch({ x: 0 }, () => 1, { multirun: true, overrides: ["x=1,2", "hydra/launcher=processes"] });`,
      says: "LAUNCHER_INVALID",
    },
  ])("$id", async ({ text, says, args = [] }, { expect }) => {
    using here = app({ "my_app.mjs": text });
    const { exitCode, stderr } = await here.run(sweep("x=1,2", ...args));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(says)]);
    expect(here.processes()).toEqual([]);
  });

  test("launch() from code with an entry that serves", async ({ expect }) => {
    const launch = (file: string): string => `import { launch, main } from "orochi";
const options = { multirun: true, entry: new URL("${file}", import.meta.url).href };
const overrides = ["x=1,2", "hydra/launcher=processes", "hydra.sweep.dir=sw"];
const jobs = await launch({ x: 0 }, () => "here", { ...options, overrides });
console.log(jobs.map((job) => job.returnValue));
main(() => "never", {});
`;
    using here = app({
      "good.mjs": launch("./server.mjs"),
      "server.mjs": `import { main } from "orochi";\nmain(({ x }) => "there " + x, {});\n`,
      "bad.mjs": launch("./bad.mjs"),
    });
    const good = await here.run([], { entry: "good.mjs" });
    expect([good.exitCode, good.stdout]).toEqual([0, expect.stringContaining("[ 'there 1', 'there 2' ]")]);
    const bad = await here.run([], { entry: "bad.mjs" });
    expect([bad.exitCode, bad.stderr]).toEqual([
      1,
      expect.stringContaining("A worker launched a sweep instead of serving jobs"),
    ]);
  });

  test("two calls of main(), and output at import", async ({ expect }) => {
    using here = app({
      "my_app.mjs": `import { main } from "orochi";
console.log("imported");
await main(() => "first", { configPath: "conf", configName: "config" });
await main(() => "second", { configPath: "conf", configName: "config" });
console.log("over");
`,
    });
    const { exitCode, stdout, stderr } = await here.run(sweep("x=1"));
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect([here.result("sw/0").returnValue, here.result("sw_1/0").returnValue]).toEqual(["first", "second"]);
    expect(stdout.match(/imported/g)).toHaveLength(1);
    expect(stdout.match(/over/g)).toHaveLength(1);
  });

  test("a job may launch a sweep of its own, and send messages", async ({ expect }) => {
    using here = app({
      "my_app.mjs": `import { launch, main } from "orochi";
main(async ({ x }) => {
  process.send?.({ type: "ready" });
  process.send?.("anything");
  const jobs = await launch({ y: 0 }, ({ y }) => y, { multirun: true, overrides: ["y=1,2", "hydra.output=none"] });
  return [x, process.env.OROCHI_WORKER ?? null, ...jobs.map((job) => job.returnValue)];
}, { configPath: "conf", configName: "config" });
`,
    });
    const { exitCode, stderr } = await here.run(sweep("x=1"));
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(here.result("sw/0").returnValue).toEqual([1, null, 1, 2]);
  });
});

describe("any kind of program", () => {
  const typed = `import { main } from "orochi";
main(({ x }: { x: number }) => x * 2, { configPath: "conf", configName: "config" });
`;
  const common = `const { main } = require("orochi");
main(({ x }) => x * 2, { configPath: "conf", configName: "config" });
`;
  // This Node when it can, and others that OROCHI_TEST_NODES names, separated by ":".
  const natives = [process.execPath, ...(process.env["OROCHI_TEST_NODES"] ?? "").split(":").filter(Boolean)];
  const kinds: readonly {
    readonly id: string;
    readonly files: Record<string, string>;
    readonly options: StartOptions;
  }[] = [
    { id: "CommonJS", files: { "my_app.cjs": common }, options: { entry: "my_app.cjs" } },
    {
      id: "TypeScript with --import tsx",
      files: { "my_app.ts": typed },
      options: { entry: "my_app.ts", nodeArgs: ["--import", "tsx"] },
    },
    {
      id: "TypeScript in a CommonJS package",
      files: { "my_app.ts": typed, "package.json": "{}" },
      options: { entry: "my_app.ts", nodeArgs: ["--import", "tsx"] },
    },
    {
      id: "TypeScript through the tsx command",
      files: { "my_app.ts": typed },
      options: { entry: "node_modules/tsx/dist/cli.mjs" },
    },
  ];
  test.for(kinds)("$id", async ({ files: more, options }) => {
    using here = app(more);
    const own = options.entry?.includes("cli.mjs") === true ? ["my_app.ts"] : [];
    const { exitCode, stderr } = await here.run([...own, ...sweep("x=1,2")], options);
    expect([exitCode, stderr]).toEqual([0, ""]);
    expect(here.result("sw/1").returnValue).toBe(4);
  });

  test.for(natives)("type stripping: %s", async (node, { skip }) => {
    using here = app({ "my_app.ts": typed, "package.json": '{ "type": "module" }' });
    writeFileSync(path.join(here.directory, "probe.ts"), "const x: number = 1;\n");
    if ((await here.run([], { node, entry: "probe.ts" })).exitCode !== 0) skip();
    const { exitCode } = await here.run(sweep("x=1,2"), { node, entry: "my_app.ts" });
    expect(exitCode).toBe(0);
    expect(here.result("sw/1").returnValue).toBe(4);
  });

  test("the options and variables of the program are those of its workers", async () => {
    using here = app({
      "conf/config.yaml": "x: 0\n",
      "my_app.mjs": `import { main } from "orochi";
main(() => [typeof gc, process.env.TOKEN, process.argv.length > 2], { configPath: "conf", configName: "config" });
`,
    });
    writeFileSync(path.join(here.directory, "unused"), "");
    const options = { nodeArgs: ["--expose-gc"], env: { TOKEN: "secret" } };
    const { exitCode } = await here.run(sweep("x=1"), options);
    expect(exitCode).toBe(0);
    expect(here.result("sw/0").returnValue).toEqual(["function", "secret", true]);
  });
});
