import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readSweep } from "../../src/jobs/read-sweep.ts";
import { rowsOfSweep } from "../../src/jobs/result-rows.ts";
import { metricsOf, type ResultRow, titlesOf } from "../../src/sweep/result-row.ts";
import { writeResults } from "../../src/jobs/write-results.ts";
import { runInMemory } from "../../src/testing/run-in-memory.ts";
import type { RunContext } from "../../src/jobs/run-context.ts";
import { ZenStore } from "../../src/zen/zen-store.ts";
import { withCaseDirectory } from "../conformance/case-directory.ts";

describe("metrics", () => {
  test.for<{ id: string; returned: unknown; reported?: unknown; want: Record<string, unknown> }>([
    { id: "a number", returned: 3, want: { value: 3 } },
    { id: "a text", returned: "good", want: { value: "good" } },
    { id: "nothing", returned: null, want: {} },
    { id: "an object", returned: { acc: 0.5, ok: true, at: null }, want: { acc: 0.5, ok: true, at: null } },
    {
      id: "nested objects, as deep as eyes go",
      returned: { a: { b: { c: 1, d: { e: 2 } } } },
      want: { "a.b.c": 1 },
    },
    { id: "lists are data", returned: { list: [1], n: 1 }, want: { n: 1 } },
    { id: "a report", returned: null, reported: { step: 2 }, want: { step: 2 } },
    {
      id: "what is returned counts more",
      returned: { loss: 1 },
      reported: { loss: 2, step: 3 },
      want: { loss: 1, step: 3 },
    },
    {
      id: "names of every kind",
      returned: { ["__proto__"]: 1, constructor: 2 },
      want: { ["__proto__"]: 1, constructor: 2 },
    },
  ])("$id", ({ returned, reported, want }) => {
    expect(new Set(metricsOf(returned, reported))).toEqual(new Set(Object.entries(want)));
  });
});

test("columns whose names are taken have longer ones", () => {
  const columns = { keys: ["x", "status"], metrics: ["loss", "x", "error"] };
  expect(titlesOf(columns, ["num", "status", "error"])).toEqual({
    keys: ["x", "overrides.status"],
    metrics: ["loss", "metrics.x", "metrics.error"],
  });
});

const noRow: Omit<ResultRow, "num" | "status" | "overrides"> = {
  metrics: new Map(),
  returnValue: undefined,
  seconds: undefined,
  startedAt: undefined,
  endedAt: undefined,
  error: undefined,
  outputDir: undefined,
};

describe("results in files", () => {
  test("a sweep leaves a table of what its jobs found", async () => {
    await withCaseDirectory({}, async (root) => {
      const store = new ZenStore();
      store({ x: 0, y: 0 }, { name: "config" });
      const task = async ({ x }: { x: number }, { report }: RunContext): Promise<unknown> => {
        await report({ step: x * 10 });
        if (x === 2) throw new Error('bad, "very"\nbad');
        return { loss: 1 / x };
      };
      const argv = ["-m", "x=1,2,4", "y=5", "hydra.sweep.dir=sw"];
      const { exitCode } = await runInMemory({ task, store, configName: "config" }, argv, {
        directory: root,
      });
      expect(exitCode).toBe(1);
      const directory = path.join(root, "sw");
      const written = readFileSync(path.join(directory, "results.csv"), "utf8");
      const csv = written.replaceAll(/^(\d+,\w+,)[\d.]+/gm, "$1SECONDS");
      expect(csv).toBe(
        [
          "num,status,seconds,x,step,loss,error,directory",
          "0,completed,SECONDS,1,10,1,,0",
          `1,failed,SECONDS,2,20,,"bad, ""very""\nbad",1`,
          "2,completed,SECONDS,4,40,0.25,,2",
          "",
        ].join("\n"),
      );
      const json: unknown = JSON.parse(readFileSync(path.join(directory, "results.json"), "utf8"));
      expect(json).toMatchObject([
        {
          num: 0,
          status: "completed",
          overrides: ["x=1", "y=5"],
          returnValue: { loss: 1 },
          metrics: { step: 10, loss: 1 },
        },
        { num: 1, status: "failed", error: 'bad, "very"\nbad', directory: "1" },
        { num: 2, metrics: { loss: 0.25 } },
      ]);
      const before = readFileSync(path.join(directory, "results.json"), "utf8");
      const sweep = readSweep(directory);
      writeResults(directory, { [Symbol.iterator]: () => rowsOfSweep(sweep) });
      expect(JSON.parse(readFileSync(path.join(directory, "results.json"), "utf8"))).toEqual(
        JSON.parse(before),
      );
    });
  });

  test("columns are what differs, and keep their order", async () => {
    await withCaseDirectory({}, async (root) => {
      const rows: ResultRow[] = [
        { ...noRow, num: 0, status: "completed", overrides: ["a=1", "b=x", "+c=0"] },
        { ...noRow, num: 1, status: "planned", overrides: ["a=1", "b=y", "~d"] },
      ];
      writeResults(root, rows);
      expect(readFileSync(path.join(root, "results.csv"), "utf8")).toBe(
        "num,status,seconds,b,+c,~d,error,directory\n0,completed,,x,0,,,\n1,planned,,y,,,,\n",
      );
      expect(readdirSync(root).sort()).toEqual(["results.csv", "results.json"]);
    });
  });

  test("no rows", async () => {
    await withCaseDirectory({}, async (root) => {
      writeResults(root, []);
      expect(readFileSync(path.join(root, "results.json"), "utf8")).toBe("[]\n");
    });
  });
});
