import { describe, expect, test } from "vitest";
import type { Callback } from "../../src/callbacks/callback.ts";
import { createCallbacks } from "../../src/callbacks/create-callbacks.ts";
import { CallbackDispatch, type CallbackEntry } from "../../src/callbacks/dispatch.ts";
import { createRoot } from "../../src/config/create.ts";
import { MapNode } from "../../src/config/node.ts";

const signal = new AbortController().signal;
const event = { config: {}, configName: "config", signal };

function dispatchOf(entries: readonly CallbackEntry[]): { dispatch: CallbackDispatch; warnings: string[] } {
  const warnings: string[] = [];
  const log = { debug() {}, info() {}, warning() {}, error() {} };
  return {
    dispatch: new CallbackDispatch(entries, { warn: (text) => warnings.push(text), log: () => log }),
    warnings,
  };
}

describe("CallbackDispatch (H-CBK-001…011, D10)", () => {
  const recorder = (name: string, seen: string[]): CallbackEntry => ({
    name,
    onError: "warn",
    callback: {
      onRunStart: async () => {
        await Promise.resolve();
        seen.push(`${name} start`);
      },
      onRunEnd: () => seen.push(`${name} end`),
    },
  });

  test("start hooks run in order, end hooks in reverse, each awaited (Z-CALL-004)", async () => {
    const seen: string[] = [];
    const { dispatch } = dispatchOf([recorder("a", seen), recorder("b", seen)]);
    await dispatch.emit("onRunStart", event);
    await dispatch.emit("onRunEnd", { ...event, jobReturn: undefined as never });
    expect(seen).toEqual(["a start", "b start", "b end", "a end"]);
  });

  class Broken implements Callback {
    onRunStart(): void {
      throw new TypeError("no network");
    }
  }

  test("an error is a warning that names callback and hook; the next callback goes on (H-CBK-009)", async () => {
    const seen: string[] = [];
    const { dispatch, warnings } = dispatchOf([
      { name: "broken", callback: new Broken(), onError: "warn" },
      recorder("b", seen),
    ]);
    await dispatch.emit("onRunStart", event);
    expect(warnings).toEqual(["Callback Broken.onRunStart threw TypeError: no network"]);
    expect(seen).toEqual(["b start"]);
  });

  test("with on_error: fail the others run, then the run ends", async () => {
    const seen: string[] = [];
    const { dispatch, warnings } = dispatchOf([
      { name: "broken", callback: new Broken(), onError: "fail" },
      recorder("b", seen),
    ]);
    await expect(dispatch.emit("onRunStart", event)).rejects.toMatchObject({
      code: "CALLBACK_FAILED",
      key: "hydra.callbacks.broken",
    });
    expect([seen, warnings]).toEqual([["b start"], []]);
  });

  test("hooks that a callback lacks are passed over (H-CBK-016)", async () => {
    const { dispatch, warnings } = dispatchOf([{ name: "empty", callback: {}, onError: "fail" }]);
    await dispatch.emit("onRunStart", event);
    expect(warnings).toEqual([]);
  });
});

describe("createCallbacks", () => {
  const create = (callbacks: object) => {
    const root = createRoot({ hydra: { callbacks } });
    const hydra = root instanceof MapNode ? root.child("hydra") : undefined;
    const node = hydra instanceof MapNode ? hydra.child("callbacks") : undefined;
    return createCallbacks(node, async (config) =>
      config instanceof MapNode ? { keys: [...config.children()].map(({ key }) => key) } : undefined,
    );
  };

  test("keeps the order of the config and leaves null out", async () => {
    const entries = await create({ b: { _target_: "B" }, gone: null, a: { _target_: "A" } });
    expect(entries.map(({ name }) => name)).toEqual(["b", "a"]);
  });
  test("on_error is for the engine, not for the constructor", async () => {
    const [entry] = await create({ a: { _target_: "A", on_error: "fail", x: 1 } });
    expect(entry).toMatchObject({ onError: "fail", callback: { keys: ["_target_", "x"] } });
  });
  test("a value without _target_ ends the run (H-CBK-001)", async () => {
    await expect(create({ a: { bucket: "s3:/" } })).rejects.toMatchObject({
      code: "CALLBACK_INVALID",
      key: "hydra.callbacks.a",
    });
  });
});
