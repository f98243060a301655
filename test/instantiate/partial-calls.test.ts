import { describe, expect, test } from "vitest";
import { ArgumentError } from "../../src/instantiate/bind-arguments.ts";
import type { PartialFunction } from "../../src/instantiate/partial-function.ts";
import { builds } from "../../src/zen/builds.ts";
import { instantiate } from "../../src/zen/instantiate.ts";
import { partial } from "../../src/zen/partial.ts";

// Z-PART-001, H-INS-019: further positional values are appended, named ones win; what a function would ignore, its partial ignores.

type Call = (...args: unknown[]) => unknown;
const options = ({ x, y = 2 }: { x?: unknown; y?: unknown } = {}): unknown => ({ x, y });
const withContext = ({ x, y }: { x?: unknown; y?: unknown }, context: unknown): unknown => [x, y, context];
const positional = (a: unknown, b: unknown): unknown => [a, b];
const gather = (...all: unknown[]): unknown => all;

describe("calls of a partial", () => {
  test.for<readonly [string, () => unknown, unknown]>([
    ["options over options", () => partial(options, { x: 1 })({ x: 3 }), { x: 3, y: 2 }],
    ["nothing", () => partial(options, { x: 1 })(), { x: 1, y: 2 }],
    ["what map() passes on", () => [{ y: 5 }].map(partial(options, { x: 1 })), [{ x: 1, y: 5 }]],
    ["options and a context", () => partial(withContext, { x: 1 })({ y: 2 }, "context"), [1, 2, "context"]],
    [
      "options, a context, and too much",
      () => (partial(withContext, { x: 1 }) as Call)({ y: 2 }, 3, 4),
      [1, 2, 3],
    ],
    ["positions", () => partial(positional, {}, 1)(2), [1, 2]],
    ["too many positions", () => partial(positional, {}, 1)(2, 3), [1, 2]],
    ["a rest takes all", () => partial(gather, {}, 1)(2, 3), [1, 2, 3]],
    ["native functions take all", () => partial(Math.max, {}, 1)(5, 3), 5],
  ])("%s", ([, call, want]) => {
    expect(call()).toEqual(want);
  });
  test("of a config", async () => {
    const made = await instantiate(builds(withContext, { x: 1 }, { partial: true }));
    expect(made({ y: 2 }, "context")).toEqual([1, 2, "context"]);
  });
  test("invoke() is exact", () => {
    const made: PartialFunction = partial(positional, {}, 1);
    expect(() => made.invoke([2, 3])).toThrow(/takes 2 positional values, but 3 are given/);
    expect(() => made.invoke([], { a: 1 })).toThrow(
      expect.objectContaining({ cause: expect.any(ArgumentError) as ArgumentError }),
    );
  });
});
