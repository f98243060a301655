import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../../src/errors/hydra-errors.ts";
import { nodeArgsFor } from "../../../src/cli/worker/node-args.ts";
import { workerOptions } from "../../../src/cli/worker/worker-options.ts";
import { processTerminal } from "../../../src/cli/terminal.ts";

const file = fileURLToPath(import.meta.url);
const terminal = { ...processTerminal, env: { REDIS_URL: "redis://there:1" }, cwd: () => "/tmp" };
const read = (...words: string[]) => workerOptions([file, ...words], terminal);

describe("orochi worker", () => {
  test("fills in what was not said", () => {
    expect(read()).toMatchObject({
      place: { queue: "orochi", url: "redis://there:1", prefix: "bull", connectTimeoutMs: 10_000 },
      program: { script: file, args: [], cwd: "/tmp" },
      concurrency: 1,
      lockMs: 30_000,
      stalledIntervalMs: 30_000,
      maxStalled: 1,
      rate: undefined,
      toleratesMismatch: false,
      directory: "/tmp/queued-jobs",
      jobsPerProcess: Number.POSITIVE_INFINITY,
    });
  });
  test("takes what was said", () => {
    const words = [
      "--queue",
      "q",
      "--redis",
      "redis://here",
      "-c",
      "4",
      "--rate-limit",
      "100/60",
      "--isolate",
    ];
    expect(read(...words, "--on-mismatch", "warn", "--", "train", "--fast")).toMatchObject({
      place: { queue: "q", url: "redis://here" },
      concurrency: 4,
      rate: { max: 100, duration: 60_000 },
      jobsPerProcess: 1,
      toleratesMismatch: true,
      program: { args: ["train", "--fast"] },
    });
  });
  test("--help asks for help", () => {
    expect(workerOptions(["--help"], terminal)).toBeUndefined();
  });
  test.for([
    { id: "no file", words: ["--queue", "q"] },
    { id: "two files", words: ["a.ts", "b.ts"] },
    { id: "a file that is not there", words: ["nowhere.ts"] },
    { id: "an unknown option", words: [file, "--quick"] },
    { id: "no jobs at a time", words: [file, "-c", "0"] },
    { id: "half a rate", words: [file, "--rate-limit", "100"] },
    { id: "a mismatch of another kind", words: [file, "--on-mismatch", "maybe"] },
  ])("$id", ({ words }) => {
    expect(() => workerOptions(words, terminal)).toThrow(UsageError);
  });
});

test.for([
  { id: "JavaScript", script: "/tmp/a.mjs", own: ["--enable-source-maps"], want: ["--enable-source-maps"] },
  { id: "tsx given", script: file, own: ["--import", "tsx"], want: ["--import", "tsx"] },
  { id: "tsx installed", script: file, own: [], want: ["--import", expect.stringContaining("tsx")] },
])("options of Node: $id", ({ script, own, want }) => {
  expect(nodeArgsFor(script, own)).toEqual(want);
});
