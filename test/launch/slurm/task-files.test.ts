import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  ArrayFolder,
  createKey,
  LineTail,
  readOrder,
  writeOrder,
} from "../../../src/launch/slurm/task-files.ts";
import {
  readHistory,
  readTaskLine,
  readTaskResult,
  TaskLog,
} from "../../../src/launch/slurm/task-messages.ts";
import type { JobOrder } from "../../../src/launch/job-messages.ts";

let root = "";
beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), "orochi-array-"))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const order: JobOrder = {
  num: 3,
  id: undefined,
  attempt: 1,
  config: { tree: { x: "ü\n" }, trusted: [], resolved: [] },
};

test("a job is what was sealed, for its owner alone", () => {
  const { order: file } = ArrayFolder.create(root).task(0);
  const key = createKey();
  writeOrder(file, order, key);
  expect(readOrder(file, key)).toMatchObject({ num: 3, config: order.config });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readOrder(file, createKey())).toBeUndefined();
  writeFileSync(file, readFileSync(file, "utf8").replace('"num":3', '"num":4'));
  expect(readOrder(file, key)).toBeUndefined();
  writeFileSync(file, "");
  expect(readOrder(file, key)).toBeUndefined();
});

test("folders of arrays are numbered", () => {
  expect([1, 2, 10].map(() => path.basename(ArrayFolder.create(root).directory))).toEqual(["1", "2", "3"]);
  expect(ArrayFolder.all(root).length).toBe(3);
  expect(ArrayFolder.all(path.join(root, "nothing"))).toEqual([]);
});

test.for(["", "no json", "null", "[]", '{"version":1}', '{"version":1,"sweep":"a","id":"1; rm","nums":[]}'])(
  "%j is no record of an array",
  (text) => {
    const folder = ArrayFolder.create(root);
    writeFileSync(path.join(folder.directory, "array.json"), text);
    expect(folder.readRecord()).toBeUndefined();
  },
);

test("whole lines are read, once", () => {
  const file = path.join(root, "lines");
  const tail = new LineTail(file);
  expect(tail.read()).toEqual([]);
  const bytes = Buffer.from("eins\nzwei ü");
  appendFileSync(file, bytes.subarray(0, -1));
  expect(tail.read()).toEqual(["eins"]);
  appendFileSync(file, Buffer.concat([bytes.subarray(-1), Buffer.from("\n\nrest")]));
  expect(tail.read()).toEqual(["zwei ü", ""]);
  expect([tail.rest(), tail.rest()]).toEqual(["rest", ""]);
});

test("a job's history counts its starts and what came of them", () => {
  const files = ArrayFolder.create(root).task(0);
  const first = new TaskLog(files, 0);
  first.tell({ type: "started", num: 3, outputDir: "/sweep/3", files: true });
  first.tell({ type: "requeued", num: 3 });
  // Killed in the middle of a line.
  appendFileSync(files.messages, '{"time":"2026');
  new TaskLog(files, 1).tell({ type: "started", num: 3, outputDir: "/sweep/3", files: true });
  expect(readHistory(files)).toEqual({ starts: 2, timeouts: 1, outputDir: "/sweep/3" });
});

test("a new start takes back how the last one ended", () => {
  const files = ArrayFolder.create(root).task(0);
  const now = new Date().toISOString();
  const result = { status: "cancelled", startedAt: now, endedAt: now } as const;
  new TaskLog(files, 0).end({ type: "ended", num: 3, attempt: 1, recorded: true, result });
  expect(readTaskResult(files.result)?.result.status).toBe("cancelled");
  new TaskLog(files, 1).tell({ type: "progress", num: 3, progress: 1 });
  expect(readTaskResult(files.result)).toBeUndefined();
});

test.for([
  "",
  "{",
  "null",
  "1",
  '{"orochi":1,"type":"progress","num":3}',
  '{"time":"x","type":"ended","num":3}',
])("%j is no message", (text) => {
  expect(readTaskLine(text)).toBeUndefined();
});
