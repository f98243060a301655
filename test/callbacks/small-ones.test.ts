import { existsSync, lstatSync, mkdirSync, readlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

describe("environment", () => {
  test("tells of Node, machine, packages and command line", async () => {
    using rig = new ShippedRig();
    const installed = path.join(rig.directory, "node_modules/some-package");
    mkdirSync(installed, { recursive: true });
    writeFileSync(path.join(installed, "package.json"), '{ "version": "1.2.3" }');
    const dependencies = { "some-package": "^1.0.0", absent: "*" };
    writeFileSync(path.join(rig.directory, "package.json"), JSON.stringify({ name: "app", dependencies }));
    const { json } = await rig.run(
      ["+hydra/callbacks=environment", "hydra.callbacks.environment.variables=[OROCHI_TEST_X,OROCHI_TEST_Y]"],
      {},
    );
    expect(json("out/environment.json")).toMatchObject({
      node: { version: process.version },
      cpu: { cores: expect.any(Number) },
      memory: { total: expect.any(Number) },
      cwd: rig.directory,
      command: expect.any(Array),
      app: { name: "app" },
      packages: { "some-package": "1.2.3", absent: null },
      variables: { OROCHI_TEST_X: null, OROCHI_TEST_Y: null },
    });
  });

  test("once for a sweep", async () => {
    using rig = new ShippedRig();
    await rig.run(["-m", "x=1,2", "hydra/callbacks=environment"]);
    expect(existsSync(path.join(rig.directory, "sweep/environment.json"))).toBe(true);
    expect(existsSync(path.join(rig.directory, "sweep/0/environment.json"))).toBe(false);
  });
});

describe("latest", () => {
  test("links to the newest run and sweep", async () => {
    using rig = new ShippedRig();
    await rig.run(["+hydra/callbacks=latest"]);
    await rig.run(["+hydra/callbacks=latest", "hydra.run.dir=outputs/b"]);
    await rig.run(["-m", "x=1,2", "+hydra/callbacks=latest"]);
    expect(readlinkSync(path.join(rig.directory, "outputs/latest"))).toBe("b");
    expect(readlinkSync(path.join(rig.directory, "multirun/latest"))).toBe("../sweep");
    expect(existsSync(path.join(rig.directory, "multirun/latest/1/.hydra/config.yaml"))).toBe(true);
  });

  test("writes a file where it is told to, and a link takes its place again", async () => {
    using rig = new ShippedRig();
    const { read } = await rig.run(["+hydra/callbacks=latest", "hydra.callbacks.latest.kind=file"]);
    expect(read("outputs/latest.txt")).toBe(`${rig.directory}/out\n`);
    await rig.run(["+hydra/callbacks=latest", "hydra.run.dir=outputs/b"]);
    expect(existsSync(path.join(rig.directory, "outputs/latest.txt"))).toBe(false);
    expect(lstatSync(path.join(rig.directory, "outputs/latest")).isSymbolicLink()).toBe(true);
  });

  test("leaves alone what is no link, with a warning", async () => {
    using rig = new ShippedRig();
    mkdirSync(path.join(rig.directory, "outputs/latest"), { recursive: true });
    const { exitCode, stderr } = await rig.run(["+hydra/callbacks=latest"]);
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining("is not a link")]);
  });
});

describe("summary", () => {
  const fail = ({ x }: { x: number }) => {
    if (x === 2) throw new Error("a | b\nc");
    return { loss: 1 / x };
  };

  test("a Markdown table, sorted, with what failed at the end", async () => {
    using rig = new ShippedRig();
    const overrides = ["-m", "x=1,2,4", "+hydra/callbacks=summary", "hydra.callbacks.summary.sort=loss"];
    const { read } = await rig.run(overrides, { task: fail });
    const lines = read("sweep/summary.md")
      .replaceAll(/^((?:\|[^|]*){4}\|) [\d.]+ /gm, "$1 T ")
      .split("\n");
    expect(lines).toEqual([
      "# app",
      "",
      "3 jobs: 2 completed, 1 failed.",
      "",
      "The sweep ended early: Job #1 failed",
      "",
      "| num | x | status | loss | seconds | error | directory |",
      "| ---: | --- | --- | ---: | ---: | --- | --- |",
      "| 2 | 4 | completed | 0.25 | T |  | 2 |",
      "| 0 | 1 | completed | 1 | T |  | 0 |",
      String.raw`| 1 | 2 | failed |  | T | a \| b c | 1 |`,
      "",
    ]);
  });

  test("a CSV table of chosen metrics and rows, largest first", async () => {
    using rig = new ShippedRig();
    const { read } = await rig.run([
      "-m",
      "x=1,2,4",
      "+hydra/callbacks=summary",
      "hydra.callbacks.summary={file:best.csv,sort:-loss,limit:1,metrics:[loss]}",
    ]);
    expect(read("sweep/best.csv").replace(/,[\d.]+(?=,,)/, ",T")).toBe(
      "num,x,status,loss,seconds,error,directory\n2,4,completed,2,T,,2\n",
    );
  });
});
