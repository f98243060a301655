import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Journal } from "../../src/jobs/journal.ts";
import { readJournal } from "../../src/jobs/read-journal.ts";
import { readSweep, readSweeps } from "../../src/jobs/read-sweep.ts";
import { lockSweep, sweepOwner } from "../../src/jobs/sweep-lock.ts";

// The journal of a sweep and its lock (D8).

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "orochi-journal-"));
  writeFileSync(path.join(directory, "multirun.yaml"), "{}\n");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (): string => path.join(directory, "journal.jsonl");
const write = (...lines: readonly object[]): void =>
  appendFileSync(file(), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
const events = (): string[] => [...readJournal(file())].map(({ event }) => event);

const time = "2026-11-22T10:00:00.000Z";
const header = {
  event: "sweep",
  version: 1,
  time,
  app: "app",
  configName: null,
  overrides: { hydra: [], task: [] },
  flags: {},
  directory: "/gone/sw",
  sweepDir: "sw",
  records: ".hydra",
  cwd: "/gone",
  clock: time,
  seed: 1,
  jobs: 3,
  sources: { "/conf/a.yaml": "sha256:0" },
  orochi: "0",
  host: "h",
  pid: 1,
};
const planned = (num: number) => ({
  event: "planned",
  time,
  num,
  overrides: [`x=${num}`],
  identity: `id${num}`,
});

describe("reading", () => {
  test("a torn line at the end is left out, wherever it is torn", () => {
    write(header, planned(0), { event: "closed", time, status: "failed" });
    const whole = readFileSync(file());
    const last = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = last; length < whole.length; length++) {
      writeFileSync(file(), whole.subarray(0, length));
      expect(events()).toEqual(["sweep", "planned"]);
    }
  });

  test("a damaged line within is an error with its number", () => {
    write(header);
    appendFileSync(file(), "{not json\n");
    write(planned(0));
    expect(events).toThrow(/^Line 2 of .*journal\.jsonl is damaged/);
  });

  test("lines longer than what is read at once, and a later version", () => {
    const overrides = [`x=${"é".repeat(1_500_000)}`];
    write(header, { ...planned(0), overrides }, planned(1));
    expect([...readSweep(directory).jobs.values()].map((job) => job.overrides)).toEqual([overrides, ["x=1"]]);
    write({ ...header, version: 2 });
    expect(events).toThrow(/is a journal of version 2/);
  });

  test("any cut of a journal reads as a part of it", () => {
    write(header, planned(0), { event: "started", time, num: 0, outputDir: "/gone/sw/0", attempt: 1 });
    const whole = readFileSync(file());
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (length) => {
        writeFileSync(file(), whole.subarray(0, length));
        expect(["sweep", "planned", "started"].join()).toMatch(new RegExp(`^${events().join()}`));
      }),
    );
  });
});

describe("writing", () => {
  test("what a killed process left of a line is cut off before the next one", () => {
    write(header);
    appendFileSync(file(), '{"event":"plan');
    const journal = new Journal(directory);
    journal.resumed(false);
    journal.close("completed");
    expect(events()).toEqual(["sweep", "resumed", "closed"]);
  });

  test("a full disk is told once, and nothing is thrown", () => {
    const told: string[] = [];
    const journal = new Journal("/dev/null/nowhere", (message) => told.push(message));
    journal.resumed(false);
    journal.resumed(false);
    journal.close("failed");
    expect(told).toEqual([expect.stringContaining("journal.jsonl is not complete: ENOTDIR")]);
  });
});

describe("the state of a sweep", () => {
  test("follows the lines; directories follow the sweep when it is moved", () => {
    write(
      header,
      ...[0, 1, 2].map(planned),
      { event: "started", time, num: 0, outputDir: "/gone/sw/0", attempt: 1 },
      { event: "progress", time, num: 0, progress: { step: 3 } },
      { event: "started", time, num: 1, outputDir: "/elsewhere/1", attempt: 1 },
      { event: "failed", time, num: 1, seconds: 2, error: { message: "no" } },
      { event: "something new", time, num: 2 },
    );
    const { jobs, total, status, owner, sources } = readSweep(directory);
    expect([...jobs.values()]).toMatchObject([
      { state: "interrupted", outputDir: path.join(directory, "0"), progress: { step: 3 }, attempts: 1 },
      { state: "failed", outputDir: "/elsewhere/1", seconds: 2, error: { message: "no" } },
      { state: "planned", outputDir: undefined, identity: "id2", overrides: ["x=2"] },
    ]);
    expect([total, status, owner, [...sources]]).toEqual([
      3,
      undefined,
      undefined,
      [["/conf/a.yaml", "sha256:0"]],
    ]);
  });

  test("several sweeps of one directory are told apart", () => {
    write(header, planned(0), { event: "closed", time, status: "completed" }, { ...header, seed: 2 });
    expect(
      readSweeps(directory).map(({ header: { seed }, jobs, status }) => [seed, jobs.size, status]),
    ).toEqual([
      [1, 1, "completed"],
      [2, 0, undefined],
    ]);
  });

  test.for([
    { id: "no journal", prepare: () => {}, message: /it has no journal\.jsonl/ },
    {
      id: "no multirun.yaml",
      prepare: () => rmSync(path.join(directory, "multirun.yaml")),
      message: /has no multirun/,
    },
    {
      id: "an empty journal",
      prepare: () => writeFileSync(file(), ""),
      message: /does not say what the sweep is/,
    },
  ])("$id is a clear error", ({ prepare, message }) => {
    prepare();
    expect(() => readSweep(directory)).toThrow(message);
  });
});

describe("the lock", () => {
  const lock = (): string => path.join(directory, "sweep.lock");

  test("is held by one, and goes when it is released", () => {
    const held = lockSweep(directory);
    expect(sweepOwner(directory)).toMatchObject({ pid: process.pid, host: hostname() });
    expect(() => lockSweep(directory)).toThrow(/is run by process/);
    held.release();
    expect(sweepOwner(directory)).toBeUndefined();
    lockSweep(directory).release();
  });

  test.for([
    { id: "a process that is gone", owner: { pid: 2 ** 22 + 1, host: hostname() }, alive: false },
    {
      id: "another process with its number",
      owner: { pid: process.pid, host: hostname(), birth: "1" },
      alive: false,
    },
    { id: "a process elsewhere", owner: { pid: 1, host: "elsewhere" }, alive: true },
    { id: "text that is no lock", owner: "torn", alive: false },
  ])("of $id", ({ owner, alive }) => {
    writeFileSync(lock(), JSON.stringify(owner));
    expect(sweepOwner(directory) !== undefined).toBe(alive);
    const take = (): string => {
      try {
        lockSweep(directory).release();
        return "taken";
      } catch (error) {
        return String(error);
      }
    };
    expect(take()).toMatch(alive ? /remove .*sweep\.lock/ : /^taken$/);
  });
});
