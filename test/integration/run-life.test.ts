import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { App } from "../apps/rig.ts";
import { skipWithout, tsxCommand, typeInto } from "../apps/shell-rig.ts";

const files = {
  "my_app.ts": `import { setTimeout as sleep } from "node:timers/promises";
import { main } from "orochi";

interface Config { readonly x: number; readonly how: string }

main(
  async ({ x, how }: Config, context) => {
    const { log, outputDir } = context;
    console.log(\`started \${x}\`);
    if (how === "wait") await sleep(30_000);
    if (how === "careful") {
      await new Promise((done) => context.signal.addEventListener("abort", done));
      console.log("saved");
      context.signal.throwIfAborted();
    }
    if (how === "deaf") {
      context.signal.addEventListener("abort", () => console.log("not listening"));
      await sleep(30_000);
    }
    while (how === "busy");
    if (how === "compute") for (const end = Date.now() + 1000; Date.now() < end; );
    if (how === "throw") throw new RangeError("too far");
    if (how === "much") for (let line = 0; line < 20_000; line++) console.log("line", line);
    log.info("done");
    console.error(outputDir);
  },
  { configPath: "conf", configName: "config" },
);
`,
  "package.json": '{ "type": "module" }',
  "conf/config.yaml": "x: 1\nhow: fine\nwhen: ${now:%f}\n",
};

/** Sends a signal every time one of these texts shows for the first time. */
function signals(...wanted: readonly (readonly [text: string, signal: NodeJS.Signals])[]) {
  let sent = 0;
  return (output: string, kill: (signal: NodeJS.Signals) => void): void => {
    const next = wanted[sent];
    if (next === undefined || !output.includes(next[0])) return;
    sent++;
    kill(next[1]);
  };
}

describe("signals (D6, H-ERR-026)", () => {
  test.for([
    {
      id: "Ctrl-C in a run",
      args: ["how=wait", "hydra.run.dir=out"],
      on: signals(["started 1", "SIGINT"]),
      exit: 130,
      record: "out/.hydra/result.json",
      shows: "Cancelled",
    },
    {
      id: "Ctrl-C in a run that takes care",
      args: ["how=careful", "hydra.run.dir=out"],
      on: signals(["started 1", "SIGINT"]),
      exit: 130,
      record: "out/.hydra/result.json",
      shows: "saved",
    },
    {
      id: "SIGTERM",
      args: ["how=wait", "hydra.run.dir=out"],
      on: signals(["started 1", "SIGTERM"]),
      exit: 143,
      record: "out/.hydra/result.json",
      shows: "Cancelled",
    },
    {
      id: "Ctrl-C in a multirun: later jobs do not start",
      args: ["-m", "how=wait", "x=1,2", "hydra.sweep.dir=out"],
      on: signals(["started 1", "SIGINT"]),
      exit: 130,
      record: "out/0/.hydra/result.json",
      shows: "Cancelled",
    },
  ])("$id", async ({ args, on, exit, record, shows }) => {
    using app = new App(files);
    const { exitCode, stdout, stderr } = await app.run(args, { onOutput: on });
    expect([exitCode, stdout + stderr]).toEqual([exit, expect.stringContaining(shows)]);
    expect(stdout).not.toContain("started 2");
    expect(JSON.parse(app.read(record))).toMatchObject({ status: "cancelled" });
  });

  test("Ctrl-C while an async task computes: the next job does not start", async () => {
    using app = new App(files);
    const args = ["-m", "how=compute", "x=1,2", "hydra.sweep.dir=out"];
    const { exitCode, stdout } = await app.run(args, { onOutput: signals(["started 1", "SIGINT"]) });
    expect([exitCode, stdout.includes("started 2")]).toEqual([130, false]);
    expect(JSON.parse(app.read("out/0/.hydra/result.json"))).toMatchObject({ status: "completed" });
  });

  test("who waits for a task that read the signal is told so; a second Ctrl-C leaves at once", async () => {
    using app = new App(files);
    const onOutput = signals(["started 1", "SIGINT"], ["Waiting for the job to end", "SIGINT"]);
    const { exitCode, stderr } = await app.run(["how=deaf", "hydra.run.dir=out"], { onOutput });
    expect([exitCode, stderr]).toEqual([130, expect.stringContaining("Ctrl-C again leaves at once")]);
    // A job that was cut off has no result, and nothing that is half written.
    expect(app.files().filter((name) => name.startsWith("out/"))).toEqual([
      "out/.hydra/config.yaml",
      "out/.hydra/hydra.yaml",
      "out/.hydra/overrides.yaml",
      "out/my_app.log",
    ]);
  });

  const busy = `const busy = () => {
  console.log("started 1");
  for (const end = Date.now() + 60_000; Date.now() < end; );
};
`;
  test.for([
    ["a task", `import { main } from "orochi";\n${busy}main(() => busy());\n`],
    [
      "a task that zen wraps",
      `import { zen } from "orochi";\n${busy}zen(function task() { busy(); }).main();\n`,
    ],
  ] as const)("a signal ends %s that computes without a pause", async ([, source]) => {
    using app = new App({ ...files, "busy.ts": source });
    const started = Date.now();
    const run = (signal: NodeJS.Signals, directory: string) =>
      app.run([`hydra.run.dir=${directory}`], { entry: "busy.ts", onOutput: signals(["started 1", signal]) });
    const [interrupted, terminated] = await Promise.all([run("SIGINT", "int"), run("SIGTERM", "term")]);
    expect([interrupted.exitCode, interrupted.stderr]).toEqual([130, "Cancelled\n"]);
    expect(JSON.parse(app.read("int/.hydra/result.json"))).toMatchObject({ status: "cancelled" });
    // As any program that does not listen: at once, and without a word.
    expect([terminated.signal, terminated.stderr]).toEqual(["SIGTERM", ""]);
    expect(app.files().filter((name) => name.startsWith("term/.hydra/"))).not.toContain(
      "term/.hydra/result.json",
    );
    expect(Date.now() - started).toBeLessThan(55_000);
  });

  test("SIGTERM is heard while a hook waits between plain tasks, by one listener", async () => {
    const entry = `import { builds, hydraConf, main, ZenStore } from "orochi";
class Save {
  async onJobEnd({ signal }) {
    if (signal.aborted) return;
    await new Promise((turn) => setImmediate(turn));
    console.log("waiting", process.listenerCount("SIGTERM"));
    await new Promise((done) => signal.addEventListener("abort", done));
    console.log("saved");
  }
}
const store = new ZenStore();
store(hydraConf({ callbacks: { save: builds(Save) } }));
main(({ x }) => console.log("started", x), { configPath: "conf", configName: "config", store });
`;
    using app = new App({ ...files, "plain.ts": entry });
    const { exitCode, stdout, stderr } = await app.run(["-m", "x=1,2,3", "hydra.sweep.dir=out"], {
      entry: "plain.ts",
      onOutput: signals(["waiting", "SIGTERM"]),
    });
    expect([exitCode, stdout + stderr]).toEqual([143, expect.stringContaining("waiting 1\nsaved\n")]);
    expect(stdout).not.toContain("started 2");
  });
});

describe("a signal when all jobs have ended", () => {
  const entry = `import { builds, main, ZenStore } from "orochi";
class Slow {
  constructor({ at }) {
    this[at] = async ({ signal }) => {
      console.log("waiting");
      await new Promise((done) => signal.addEventListener("abort", done));
    };
  }
}
const store = new ZenStore();
for (const at of ["onJobEnd", "onRunEnd", "onMultirunEnd"])
  store({ slow: builds(Slow, { at }) }, { group: "hydra/callbacks", name: at });
main(() => 1, { configPath: "conf", configName: "config", store });
`;
  test.for([
    { at: "onJobEnd", args: ["hydra.run.dir=out"] },
    { at: "onRunEnd", args: ["hydra.run.dir=out"] },
    { at: "onMultirunEnd", args: ["-m", "x=1,2", "hydra.sweep.dir=out"] },
  ])("is heard while $at waits, and told by the exit code", async ({ at, args }) => {
    using app = new App({ ...files, "slow.ts": entry });
    const run = (signal: NodeJS.Signals) =>
      app.run([...args, `+hydra/callbacks=${at}`, "hydra.job.on_existing=unique"], {
        entry: "slow.ts",
        onOutput: signals(["waiting", signal]),
      });
    expect([(await run("SIGINT")).exitCode, (await run("SIGTERM")).exitCode]).toEqual([130, 143]);
    const record = at === "onMultirunEnd" ? "out/1/.hydra/result.json" : "out/.hydra/result.json";
    expect(JSON.parse(app.read(record))).toMatchObject({ status: "completed" });
  });

  test("counts also when an async task computed to its end under it", async () => {
    using app = new App(files);
    const { exitCode } = await app.run(["how=compute", "hydra.run.dir=out"], {
      onOutput: signals(["started 1", "SIGINT"]),
    });
    expect(exitCode).toBe(130);
  });
});

describe("output directories (H-JOB-001, D8)", () => {
  test("two runs of one second never share one", async () => {
    using app = new App(files);
    const args = ["hydra.run.dir=out"];
    const runs = await Promise.all(Array.from({ length: 8 }, () => app.run(args)));
    const directories = runs.map(({ stderr }) => path.basename(stderr.trim())).sort();
    expect(directories).toEqual(["out", ...[1, 2, 3, 4, 5, 6, 7].map((number) => `out_${number}`)]);
    expect(runs.map(({ stdout }) => stdout).join("")).toContain(
      "out holds another run; this one writes to out_",
    );
  });

  test("hydra.job.on_existing: error and reuse; hydra.output: none", async () => {
    using app = new App(files);
    await app.run(["hydra.run.dir=out"]);
    const refused = await app.run(["hydra.run.dir=out", "hydra.job.on_existing=error"]);
    expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining("holds another run")]);
    const reused = await app.run(["hydra.run.dir=out", "hydra.job.on_existing=reuse"]);
    expect([reused.exitCode, path.basename(reused.stderr.trim())]).toEqual([0, "out"]);
    const before = app.files();
    expect((await app.run(["hydra.output=none"])).exitCode).toBe(0);
    expect((await app.run(["hydra.output=none", "-m", "x=1,2"])).exitCode).toBe(0);
    expect(app.files()).toEqual(before);
  });

  test("a log on a full disk is told, and the job ends well", async () => {
    using app = new App(files);
    const { exitCode, stderr } = await app.run([
      "hydra.run.dir=out",
      "hydra.job_logging.handlers.file.filename=/dev/full",
    ]);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/warning: the log \/dev\/full is not complete: ENOSPC/);
  });
});

test("a failed job of a sweep is told when it fails; machines get one line for each (H-ERR-021)", async () => {
  using app = new App(files);
  const text = await app.run(["-m", "how=throw", "x=1,2", "hydra.sweep.dir=sw"]);
  expect(text.exitCode).toBe(1);
  expect(text.stderr).toMatch(
    /^Job #0 failed with overrides: \[how=throw, x=1\]\nRangeError: too far\n +at .*\nJob #1 failed .*\nRangeError: too far\n +at .*\n2 of 2 jobs failed: #0, #1\n$/,
  );
  expect(app.read("sw/1/my_app.log")).toContain("RangeError: too far");
  const json = await app.run(["how=throw", "hydra.run.dir=out", "--error-format", "json"]);
  expect(JSON.parse(json.stderr)).toMatchObject({ overrides: ["how=throw"], error: { message: "too far" } });
  const usage = await app.run(["--nope", "--error-format=json"]);
  expect([usage.exitCode, JSON.parse(usage.stderr)]).toMatchObject([2, { error: { code: "USAGE" } }]);
});

test("a debugger that looks on sees the whole trace (H-ERR-020, H-ERR-024)", async () => {
  using app = new App(files);
  const args = ["how=throw", "hydra.output=none"];
  const [plain, debugged] = await Promise.all([
    app.run(args),
    app.run(args, { env: { NODE_OPTIONS: "--inspect=127.0.0.1:0" } }),
  ]);
  expect(plain.stderr).toMatch(
    /^Job failed with overrides: \[how=throw\]\nRangeError: too far\n +at task .*my_app\.ts/,
  );
  expect([plain.stderr.includes("invokeTask"), debugged.stderr.includes("invokeTask")]).toEqual([
    false,
    true,
  ]);
});

describe("--rerun (H-CLI-060)", () => {
  test("composes again and tells what differs", async () => {
    using app = new App(files);
    await app.run(["x=5", "hydra.run.dir=out"]);
    const same = await app.run(["--rerun", "out"]);
    expect([same.exitCode, same.stdout]).toEqual([0, expect.stringContaining("started 5")]);
    expect(same.stderr).toContain("Running out again, with the same config");
    const other = await app.run(["--rerun", "out", "x=6"]);
    expect(other.stdout).toContain("started 6");
    expect(other.stderr).toContain("Running out again, with another config:\n  x = 6 (was 5)");
    expect(app.read("out_2/.hydra/overrides.yaml")).toBe("- x=5\n- x=6\n");
  });

  test("goes with every command", async () => {
    using app = new App(files);
    await app.run(["x=5", "hydra.run.dir=out"]);
    const shown = await app.run(["--cfg", "job", "-p", "x", "--rerun=out"]);
    expect(shown).toMatchObject({ exitCode: 0, stdout: "5\n", stderr: "" });
    const explained = await app.run(["--rerun", "out", "--explain", "x"]);
    expect(explained.stdout).toBe(
      "x = 5\n  set by the override x=5\n  replaced 1 of config (conf/config.yaml:1:4)\n",
    );
    const swept = await app.run(["--rerun", "out", "-m", "x=7,8", "hydra.sweep.dir=sw"]);
    expect([swept.stdout.match(/started \d/g), swept.stderr]).toEqual([
      ["started 7", "started 8"],
      expect.stringContaining("Sweeping over out\n"),
    ]);
    const job = await app.run(["--rerun", "sw/1"]);
    expect([job.exitCode, job.stdout]).toEqual([0, expect.stringContaining("started 8")]);
  });

  test.for([
    { id: "no records", damage: {}, directory: "conf", says: "There are no records of a job in conf" },
    {
      id: "a sweep",
      damage: { "sw/multirun.yaml": "" },
      directory: "sw",
      says: "name one of its jobs, such as sw/0",
    },
    {
      id: "no list",
      damage: { "out/.hydra/overrides.yaml": "a: 1\n" },
      directory: "out",
      says: "it should hold a list of overrides",
    },
    {
      id: "no hydra node",
      damage: { "out/.hydra/hydra.yaml": "hello\n" },
      directory: "out",
      says: "a mapping with the key 'hydra'",
    },
    {
      id: "no YAML",
      damage: { "out/.hydra/config.yaml": "a: [\n" },
      directory: "out",
      says: "out/.hydra/config.yaml:2:1",
    },
  ])("says what is wrong with the records: $id", async ({ damage, directory, says }) => {
    using app = new App(files);
    await app.run(["hydra.run.dir=out"]);
    app.write(damage);
    const { exitCode, stdout, stderr } = await app.run(["--rerun", directory]);
    expect([exitCode, stdout, stderr]).toEqual([1, "", expect.stringContaining(says)]);
    expect(stderr).not.toMatch(/\n +at /);
  });
});

const inTerminal = { retry: 2, timeout: 120_000 };

test.skipIf(skipWithout("python3"))(
  "a second Ctrl-C ends a program whose async task computes without a pause (D6)",
  inTerminal,
  () => {
    using app = new App(files);
    const shown = typeInto("bash", app.directory, [
      { type: "", until: "" },
      { type: `${tsxCommand} how=busy hydra.run.dir=out\n`, until: "started 1" },
      { type: "\u0003", until: "^C" },
      { type: "\u0003", until: "was killed" },
      { type: 'echo co""de $?\n', until: "code" },
    ]);
    expect(shown[3]).toContain("The program computes without a pause and was killed");
    expect(shown[4]).toContain("code 137");
    const records = readdirSync(path.join(app.directory, "out/.hydra"));
    expect(records.toSorted()).toEqual(["config.yaml", "hydra.yaml", "overrides.yaml"]);
  },
);

test.skipIf(skipWithout("python3"))(
  "a second Ctrl-C ends a program whose end hook computes without a pause, after the first broke off a plain task",
  inTerminal,
  () => {
    const entry = `import { builds, hydraConf, main, ZenStore } from "orochi";
const compute = () => { for (const end = Date.now() + 60_000; Date.now() < end; ); };
class Slow {
  onJobEnd() {
    console.log("hook");
    compute();
  }
}
const store = new ZenStore();
store(hydraConf({ callbacks: { slow: builds(Slow) } }));
main(() => { console.log("started 1"); compute(); }, { configPath: "conf", configName: "config", store });
`;
    using app = new App({ ...files, "my_app.ts": entry });
    const shown = typeInto("bash", app.directory, [
      { type: "", until: "" },
      { type: `${tsxCommand} hydra.run.dir=out\n`, until: "started 1" },
      { type: "\u0003", until: "hook" },
      { type: "\u0003", until: "was killed" },
      { type: 'echo co""de $?\n', until: "code" },
    ]);
    expect(shown[4]).toContain("code 137");
  },
);

test.skipIf(skipWithout("python3"))(
  "a run that ends leaves the watch to another run of the same process (D4)",
  inTerminal,
  () => {
    using app = new App({
      ...files,
      "my_app.ts": `import { setTimeout as sleep } from "node:timers/promises";
import { main } from "orochi";

const options = { configPath: "conf", configName: "config" };
const first = main(() => sleep(300), options);
void main(
  async () => {
    await first;
    await sleep(300);
    console.log("started 1");
    for (;;);
  },
  options,
);
`,
    });
    const shown = typeInto("bash", app.directory, [
      { type: "", until: "" },
      { type: `${tsxCommand} hydra.output=none\n`, until: "started 1" },
      { type: "\u0003", until: "^C" },
      { type: "\u0003", until: "was killed" },
      { type: 'echo co""de $?\n', until: "code" },
    ]);
    expect(shown[4]).toContain("code 137");
  },
);

test.skipIf(skipWithout("python3"))(
  "nothing is left of what watches for that when the program ends",
  inTerminal,
  () => {
    using app = new App(files);
    const shown = typeInto("bash", app.directory, [
      { type: "", until: "" },
      { type: `${tsxCommand} hydra.run.dir=out\n`, until: "out" },
      { type: 'echo le""ft $(grep -al "count=[$]2 seen" /proc/[0-9]*/cmdline | wc -l)\n', until: "left" },
    ]);
    expect(shown[2]).toContain("left 0");
  },
);

test("output that goes to a full disk is told, the job ends, and the program fails", () => {
  using app = new App(files);
  const { exitCode, stdout, stderr } = app.shell(`${tsxCommand} how=much hydra.run.dir=out >/dev/full`);
  expect([exitCode, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^warning: some of the output could not be written: ENOSPC/m);
  expect(stderr).not.toMatch(/\n +at /);
  expect(JSON.parse(app.read("out/.hydra/result.json"))).toMatchObject({ status: "completed" });
});

test.for([
  { id: "a mistake", args: "y=1", exit: 1, to: "2>/dev/full" },
  { id: "a flag that there is not", args: "--bogus", exit: 2, to: "2>/dev/full" },
  { id: "a task that fails", args: "how=throw hydra.output=none", exit: 1, to: "2>/dev/full" },
  { id: "all that a run says", args: "how=much hydra.run.dir=out", exit: 1, to: ">/dev/full 2>/dev/full" },
])("where nothing can be told the program ends all the same: $id", ({ args, exit, to }) => {
  using app = new App(files);
  const { exitCode, stdout, stderr } = app.shell(`timeout -s KILL 60 ${tsxCommand} ${args} ${to}`);
  expect([exitCode, stderr, stdout.replaceAll("started 1\n", "")]).toEqual([exit, "", ""]);
});

test("where nothing can be written nothing holds the directory afterwards", () => {
  using app = new App(files);
  const sweep = `${tsxCommand} -m x=1,2 hydra.sweep.dir=sw hydra.run.dir=out`;
  const run = `${tsxCommand} hydra.run.dir=out`;
  // No file may have a byte.
  const full = app.shell(`ulimit -f 0; ${sweep}; ${run}; echo $?`);
  expect([full.stdout.trim().at(-1), full.stderr]).toEqual(["1", expect.stringContaining("EFBIG")]);
  const left = app.files().filter((name) => /multirun|lock|hydra/.test(name));
  expect([left, app.shell(`${sweep} && ${run}`).stdout]).toEqual([[], expect.not.stringContaining("holds")]);
});

test.for([
  { id: "a run", args: "how=much hydra.run.dir=out", first: "started 1" },
  { id: "--info", args: "--info all", first: "Orochi" },
  { id: "--cfg", args: "--cfg job", first: "x: 1" },
])("a reader that goes away is no failure: my_app | head -1 of $id", ({ args, first }) => {
  using app = new App(files);
  const { stdout, stderr } = app.shell(`${tsxCommand} ${args} | head -1; echo "exit \${PIPESTATUS[0]}"`);
  expect(stdout).toMatch(new RegExp(`^${first}.*\nexit 0\n$`));
  expect(stderr).not.toContain("EPIPE");
});

test("colours are for terminals (H-PLG-030)", async () => {
  using app = new App(files);
  const args = [
    "hydra/job_logging=colorlog",
    "hydra/hydra_logging=colorlog",
    "-m",
    "x=1",
    "hydra.sweep.dir=sw",
  ];
  const plain = await app.run(args);
  expect(plain.stdout).not.toContain("\u001B");
  const coloured = await app.run(args, { env: { FORCE_COLOR: "1" } });
  expect(coloured.stdout).toContain("][\u001B[35mHYDRA\u001B[0m] Launching 1 jobs locally");
  expect(coloured.stdout).toContain("[\u001B[34mmy_app\u001B[0m][\u001B[32mINFO\u001B[0m] - done");
  expect(app.read("sw_1/0/my_app.log")).not.toContain("\u001B");
});
