import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { RunContext } from "orochi";
import { describe, expect, test } from "vitest";
import { App } from "../apps/rig.ts";
import { ShippedRig, type ShippedRun } from "../callbacks/shipped.ts";

// Canaries: values that must be found nowhere but in the task.

const canary = "canary-Kx81z";
const other = "canary-Qw52y";

interface Config {
  readonly x: number;
  readonly db: { readonly user: string; readonly password: string };
}

const secrets = "+hydra.job.secrets=[db.password,'**.token']";
const config = {
  db: { user: "me", password: null, url: "db://me:${db.password}@host" },
  api: { token: "none" },
};

/** All files below a directory that hold a text. */
function filesWith(directory: string, text: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => file.includes(text) || readFileSync(file, "latin1").includes(text));
}

function expectNoCanary({
  stdout,
  stderr,
  directory,
}: Pick<ShippedRun, "stdout" | "stderr" | "directory">): void {
  const names = readdirSync(directory, { recursive: true, encoding: "utf8" });
  for (const text of [canary, other]) {
    expect(`${stdout}${stderr}`).not.toContain(text);
    expect(filesWith(directory, text)).toEqual([]);
    expect(names.filter((name) => name.includes(text))).toEqual([]);
  }
}

const given = [`db.password=${canary}`, `api.token=${other}`, secrets];
const everything = "+hydra/callbacks=[timeit,git,environment,latest,summary]";
const saving = "+hydra.callbacks.save._target_=orochi:SaveJobInfo";

describe("canaries", () => {
  test("a run: the task gets them, its records do not", async () => {
    using rig = new ShippedRig();
    let got: unknown;
    const task = ({ db }: Config & { x: number }): string => {
      got = db.password;
      return `connected with ${db.password}`;
    };
    const run = await rig.run([...given, everything, saving], { task: task as never, config });
    expect([run.exitCode, got]).toEqual([0, canary]);
    expectNoCanary(run);
    expect(run.read("out/.hydra/overrides.yaml")).toContain("db.password=<redacted>");
    expect(run.read("out/.hydra/config.yaml")).toContain("password: <redacted>");
    expect(run.read("out/.hydra/config.yaml")).toContain("url: db://me:${db.password}@host");
  });

  test("a sweep over one, named by its overrides, with reports and failures that tell it", async () => {
    using rig = new ShippedRig();
    const task = async ({ x, db }: Config, { report }: RunContext) => {
      await report({ as: db.password });
      if (x === 2) throw new Error(`${db.password} was refused`);
      return { as: db.password };
    };
    const run = await rig.run(
      [
        "-m",
        `db.password=${canary},${other}`,
        "x=1,2",
        secrets,
        everything,
        saving,
        "hydra.sweep.subdir=${hydra.job.num}_${hydra.job.override_dirname}",
      ],
      { task: task as never, config },
    );
    expect([run.exitCode, run.jobs.length]).toEqual([1, 4]);
    expectNoCanary(run);
    expect(run.stderr).toContain("<redacted> was refused");
    expect(run.stdout).toContain("db.password=<redacted> x=1");
  });

  test.for([
    ["--cfg", "job"],
    ["--cfg", "all", "--resolve"],
    ["--cfg", "hydra"],
    ["--cfg", "job", "--format", "json"],
    ["--cfg", "job", "--package", "db", "--resolve"],
    ["--info", "all"],
    ["--info", "config", "--format", "json"],
    ["--explain", "db.password"],
    ["--explain", "db.url"],
    ["--plan", "-m", "x=1,2"],
    ["--plan", "-m", "x=1,2", "--format", "json"],
    ["--help"],
    ["hydra.verbose=true"],
  ])("%s", async (argv) => {
    using rig = new ShippedRig();
    const run = await rig.run([...argv, ...given], { task: () => 1, config });
    expect(run.exitCode).toBe(0);
    expectNoCanary(run);
  });

  test("failing hooks and a mapping that holds one", async () => {
    using rig = new ShippedRig();
    const run = await rig.run(
      [
        `db={user: me, password: ${canary}, url: x}`,
        secrets,
        "+hydra/callbacks=upload",
        "hydra.callbacks.upload.url=ü://x",
      ],
      { task: () => 1, config },
    );
    expectNoCanary(run);
    const fine = await rig.run([`db={user: me, password: ${canary}, url: x}`, secrets], {
      task: () => 1,
      config,
    });
    expect(fine.exitCode).toBe(0);
    expectNoCanary(fine);
    expect(fine.read("out/.hydra/overrides.yaml")).toContain("db=<redacted>");
  });

  test("what comes from the environment stays an interpolation, and is not told resolved", async () => {
    using rig = new ShippedRig();
    process.env["OROCHI_TEST_CANARY"] = canary;
    try {
      const from = ["db.password='${oc.env:OROCHI_TEST_CANARY}'", secrets];
      const run = await rig.run(from, { task: ({ x }) => x, config });
      expectNoCanary(run);
      expect(run.read("out/.hydra/config.yaml")).toContain("password: ${oc.env:OROCHI_TEST_CANARY}");
      expectNoCanary(await rig.run([...from, "--cfg", "job", "--resolve"], { config }));
      const again = await rig.run(["--rerun", "out"], { config });
      expect([again.exitCode, again.stderr]).toEqual([0, expect.stringContaining("with the same config")]);
    } finally {
      delete process.env["OROCHI_TEST_CANARY"];
    }
  });

  test("jobs in other processes get them, and nothing on disk has them", async () => {
    using app = new App({
      "my_app.ts": `
        import { main } from "orochi";
        main(({ db }: { db: { password: string } }) => {
          if (db.password !== "${canary.split("").reverse().join("")}".split("").reverse().join("")) throw new Error("not given");
          return db.password;
        }, { configName: "config", configPath: "." });`,
      "config.yaml":
        "x: 1\ndb: { password: null }\nhydra: { job: { secrets: [db.password] }, sweep: { dir: sweep } }\n",
    });
    const { exitCode, stdout, stderr } = await app.run(
      ["-m", "x=1,2", `db.password=${canary}`, "hydra/launcher=processes"],
      {},
    );
    expect([exitCode, stderr]).toEqual([0, ""]);
    expectNoCanary({ stdout, stderr, directory: path.join(app.directory, "sweep") });
  });
});

describe("giving a secret again", () => {
  const task = ({ x, db }: Config): string => `${x} ${db.password === canary}`;

  test("--rerun asks for it, and takes it", async () => {
    using rig = new ShippedRig();
    await rig.run(["x=3", ...given], { task: task as never, config });
    const asked = await rig.run(["--rerun", "out"], { task: task as never, config });
    expect([asked.exitCode, asked.stderr]).toEqual([1, expect.stringContaining("db.password=… api.token=…")]);
    const again = await rig.run(["--rerun", "out", ...given.slice(0, 2)], { task: task as never, config });
    expect([again.exitCode, again.jobs[0]?.returnValue]).toEqual([0, "3 true"]);
    expect(again.stderr).toContain("with the same config");
    expectNoCanary(again);
  });

  test("--resume asks for it, and takes it", async () => {
    using rig = new ShippedRig();
    let isBroken = true;
    const breaking = (cfg: Config): string => {
      if (isBroken && cfg.x === 2) throw new Error("not yet");
      return task(cfg);
    };
    await rig.run(["-m", "x=1,2,3", ...given], { task: breaking as never, config });
    isBroken = false;
    const asked = await rig.run(["--resume", "sweep", "--retry-failed"], { task: breaking as never, config });
    expect([asked.exitCode, asked.stderr]).toEqual([
      1,
      expect.stringContaining("hydra.job.secrets keeps it out"),
    ]);
    const again = await rig.run(["--resume", "sweep", "--retry-failed", ...given.slice(0, 2)], {
      task: breaking as never,
      config,
    });
    expect([again.exitCode, again.stderr]).toEqual([
      0,
      expect.stringContaining("2 of 3 jobs have completed"),
    ]);
    expect(again.json("sweep/1/.hydra/result.json")).toMatchObject({ returnValue: "2 true" });
    expectNoCanary(again);
  });

  test("--experimental-rerun cannot", async () => {
    using rig = new ShippedRig();
    await rig.run([...given, saving], { config });
    const run = await rig.run(["--experimental-rerun", "out/.hydra/config.json"], { config });
    expect([run.exitCode, run.stderr]).toEqual([1, expect.stringContaining("does not hold all values")]);
  });
});
