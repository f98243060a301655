import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { MapNode } from "../../../src/config/node.ts";
import { mismatch } from "../../../src/launch/bullmq/app-stamp.ts";
import {
  encodeQueuedJob,
  queueData,
  type QueuedSweep,
  readQueuedJob,
} from "../../../src/launch/bullmq/queued-job.ts";
import { shownUrl } from "../../../src/launch/bullmq/queue-link.ts";
import { encodeReport, readReport } from "../../../src/launch/bullmq/queue-report.ts";
import { decodeJobConfig } from "../../../src/launch/job-config-data.ts";
import { ResolverCache } from "../../../src/config/resolvers/cache.ts";
import { createResolverRegistry } from "../../../src/config/resolvers/default-registry.ts";
import { toPlain } from "../../../src/config/to-object.ts";

const sweep: QueuedSweep = {
  sweep: "0123456789ab",
  app: { script: "my_app.ts", code: "sha256:aa", version: "0.1.0" },
  main: 0,
  clock: "2026-11-22T10:00:00.000Z",
  cwd: "/home/me",
  sweepDir: "/home/me/sw",
  timeoutMs: undefined,
  retry: { retries: 2, retry_on: "all", backoff: 1, max_backoff: 60 },
};
const hydra = { job: { id: "3" }, sweep: { subdir: "${hydra.job.id}" }, output_subdir: ".hydra" };

function planned(config: object) {
  const node = createNode({ ...config, hydra });
  if (!(node instanceof MapNode)) throw new Error("no mapping");
  return { num: 3, overrides: [], config: node };
}
const throughRedis = (value: object): unknown => JSON.parse(JSON.stringify(value));

describe("jobs in a queue (H-PLG-033)", () => {
  test("a config of any keys and values comes back", () => {
    // The start of an interpolation is no value.
    const text = fc.string().filter((one) => !one.includes("${"));
    const value = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
    const configs = fc.dictionary(
      fc.string().filter((key) => key !== "hydra" && key !== "__proto__"),
      fc.oneof(value, fc.array(value), fc.dictionary(fc.string(), value)),
    );
    fc.assert(
      fc.property(configs, (config) => {
        const job = planned(config);
        const { queued } = encodeQueuedJob(sweep, job);
        const read = readQueuedJob(throughRedis(queueData(queued)));
        if (read === undefined) throw new Error("not read");
        const context = { resolvers: createResolverRegistry(), cache: new ResolverCache() };
        expect(toPlain(decodeJobConfig(read.order.config, context))).toEqual(toPlain(job.config));
      }),
      { numRuns: 50 },
    );
  });

  test("the id tells sweep, number and config; the job finds it as hydra.job.id", () => {
    const one = encodeQueuedJob(sweep, planned({ x: 1 }));
    const same = encodeQueuedJob(sweep, planned({ x: 1 }));
    const other = encodeQueuedJob(sweep, planned({ x: 2 }));
    expect(one.id).toMatch(/^0123456789ab-3-[0-9a-f]{12}$/);
    expect([same.id === one.id, other.id === one.id]).toEqual([true, false]);
    expect(one.queued.order.id).toBe(one.id);
    expect(JSON.stringify(one.queued.order.config)).toContain(one.id);
  });

  test("no message says which targets are trusted", () => {
    const { queued } = encodeQueuedJob(sweep, planned({ x: { _target_: "node:child_process:execSync" } }));
    const forged = { ...queueData(queued), order: { ...queued.order, config: { ...queued.order.config } } };
    Object.assign(forged.order.config, { trusted: [["x", "_target_"]] });
    expect(readQueuedJob(throughRedis(forged))?.order.config.trusted).toEqual([]);
  });

  const { queued } = encodeQueuedJob(sweep, planned({ x: 1 }));
  test.for([
    { id: "nothing", data: null },
    { id: "a text", data: "job" },
    { id: "a list", data: [1] },
    { id: "no mark", data: queued },
    { id: "another format", data: { ...queueData(queued), orochi: 2 } },
    { id: "no order", data: { ...queueData(queued), order: undefined } },
    { id: "an order without config", data: { ...queueData(queued), order: { num: 1, attempt: 1 } } },
    { id: "a sweep that is a path", data: { ...queueData(queued), sweep: "../../etc" } },
    { id: "a clock that is none", data: { ...queueData(queued), clock: "noon" } },
    { id: "a stamp that is none", data: { ...queueData(queued), app: "my_app.ts" } },
    { id: "a directory that is none", data: { ...queueData(queued), sweepDir: 7 } },
  ])("$id is no job", ({ data }) => {
    expect(readQueuedJob(data)).toBeUndefined();
  });
});

test("reports come back, and what is none does not", () => {
  const report = {
    attempt: 2,
    host: "gpu-7",
    shared: true,
    outputDir: "/sw/3",
    events: [
      { type: "started", outputDir: "/sw/3" },
      { type: "progress", progress: { step: 1 } },
      { type: "line", text: "ü", stream: "stderr" },
      { type: "retrying", error: { message: "no" }, delay: 5 },
    ],
    outcome: {
      recorded: true,
      result: { status: "completed", startedAt: "2026", endedAt: "2026", returnValue: [1] },
    },
  } as const;
  expect(readReport(throughRedis(encodeReport(report)))).toMatchObject(report);
  for (const none of [
    undefined,
    50,
    "half",
    {},
    { orochi: 1 },
    { orochi: 1, attempt: 1, host: "h", events: 3 },
  ])
    expect(readReport(none)).toBeUndefined();
  const odd = { orochi: 1, attempt: 1, host: "h", events: [null, { type: "eval" }], outcome: { result: 1 } };
  expect(readReport(odd)).toMatchObject({ events: [], outcome: undefined });
});

test("a worker compares code and version, and not where the file is", () => {
  const { app } = sweep;
  expect(mismatch(1, app, { ...app, script: "elsewhere.ts" })).toBeUndefined();
  expect(mismatch(1, app, { ...app, code: "sha256:bb" })?.summary).toContain("my_app.ts is sha256:bb here");
  expect(mismatch(1, app, { ...app, version: "9" })?.summary).toContain("Orochi is 9 here and was 0.1.0");
});

test.for([
  ["redis://me:pw@host:6379/0", "redis://me:…@host:6379/0"],
  ["redis://:p:w@host", "redis://:…@host"],
  ["redis://host", "redis://host"],
])("%s is shown as %s", ([url, shown]) => {
  expect(shownUrl(url ?? "")).toBe(shown);
});
