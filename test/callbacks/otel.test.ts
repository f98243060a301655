import { AsyncLocalStorage } from "node:async_hooks";
import { context, metrics, ROOT_CONTEXT, trace, type Context, type Span } from "@opentelemetry/api";
import type { RunContext } from "orochi";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ShippedRig } from "./shipped.ts";

// A tracer of a few lines stands for the SDK: what it is told is what is tested.

interface Told {
  readonly name: string;
  readonly parent: string | undefined;
  readonly trace: number;
  readonly attributes: Record<string, unknown>;
  status?: number;
  readonly exceptions: string[];
  ended: boolean;
}

const spans: Told[] = [];
const records: [name: string, value: number, attributes: unknown][] = [];
const toldOf = new WeakMap<object, Told>();
const active = new AsyncLocalStorage<Context>();

function startSpan(
  name: string,
  options: { attributes?: Record<string, unknown> } = {},
  within?: Context,
): Span {
  const parentSpan = trace.getSpan(within ?? context.active());
  const parent = parentSpan === undefined ? undefined : toldOf.get(parentSpan);
  const told: Told = {
    name,
    parent: parent?.name,
    trace: parent?.trace ?? spans.length,
    attributes: { ...options.attributes },
    exceptions: [],
    ended: false,
  };
  spans.push(told);
  const span = {
    setAttributes: (more: object) => Object.assign(told.attributes, more),
    setStatus: ({ code }: { code: number }) => (told.status = code),
    recordException: (error: unknown) => told.exceptions.push(String(error)),
    end: () => (told.ended = true),
  } as unknown as Span;
  toldOf.set(span, told);
  return span;
}

beforeAll(() => {
  context.setGlobalContextManager({
    active: () => active.getStore() ?? ROOT_CONTEXT,
    with: (within, body, self, ...args) => active.run(within, () => body.apply(self as never, args)),
    bind: (_within, target) => target,
    enable() {
      return this;
    },
    disable() {
      return this;
    },
  });
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startSpan, startActiveSpan: () => undefined as never }),
  });
  metrics.setGlobalMeterProvider({
    getMeter: () =>
      ({
        createGauge: (name: string) => ({
          record: (value: number, attributes: unknown) => records.push([name, value, attributes]),
        }),
      }) as never,
  });
});
afterAll(() => {
  context.disable();
  trace.disable();
  metrics.disable();
});
beforeEach(() => {
  spans.length = 0;
  records.length = 0;
});

test("a trace for each job: task and hooks are its spans, and the task's own ones are below", async () => {
  using rig = new ShippedRig();
  const task = ({ x }: { x: number }) => {
    trace.getTracer("app").startSpan("own").end();
    if (x === 2) throw new Error("told to fail");
    return x;
  };
  await rig.run(["-m", "x=1,2", "hydra/callbacks=[otel,timeit]"], { task });
  const ofJob = (num: number): Told | undefined =>
    spans.find(({ attributes }) => attributes["orochi.job.num"] === num);
  const below = (num: number) =>
    spans
      .filter((span) => span.trace === ofJob(num)?.trace)
      .map(({ name, parent }) => `${parent ?? ""} > ${name}`);
  expect(below(0)).toEqual([
    " > orochi.job",
    "orochi.job > orochi.onJobStart",
    "orochi.job > orochi.task",
    "orochi.task > own",
    "orochi.job > orochi.onJobEnd",
  ]);
  expect(ofJob(0)).toMatchObject({
    status: 1,
    attributes: { "orochi.status": "completed", "orochi.sweep_dir": `${rig.directory}/sweep` },
  });
  expect(ofJob(1)).toMatchObject({
    status: 2,
    exceptions: ["Error: told to fail"],
    attributes: { "orochi.status": "failed" },
  });
  expect(spans.filter(({ name }) => name === "orochi.multirun")).toHaveLength(1);
  expect(spans.filter(({ ended }) => !ended)).toEqual([]);
});

test("jobs side by side keep their traces apart", async () => {
  using rig = new ShippedRig();
  const task = async ({ x }: { x: number }) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    trace.getTracer("app").startSpan(`own ${x}`).end();
  };
  await rig.run(["-m", "x=1,2", "hydra/callbacks=otel", "hydra/launcher=concurrent"], { task });
  for (const [num, x] of [0, 1].map((at) => [at, at + 1])) {
    const job = spans.find(({ attributes }) => attributes["orochi.job.num"] === num);
    expect(spans.find(({ name }) => name === `own ${x}`)?.trace).toBe(job?.trace);
  }
});

test("what is reported becomes metrics", async () => {
  using rig = new ShippedRig();
  const task = async (_config: unknown, { report }: RunContext) => {
    await report({ loss: 0.5, step: { done: 1 }, name: "x" });
    await report(3);
  };
  await rig.run(["+hydra/callbacks=otel"], { task });
  expect(records.map(([name, value]) => [name, value])).toEqual([
    ["orochi.report.loss", 0.5],
    ["orochi.report.step.done", 1],
    ["orochi.report", 3],
  ]);
});
