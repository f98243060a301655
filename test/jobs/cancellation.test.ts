import { describe, expect, test } from "vitest";
import { cancelledBy, CancellationSource } from "../../src/jobs/cancellation.ts";

describe("calling off a run (D6)", () => {
  test("the signal is made when somebody asks for it, and once", () => {
    let asked = 0;
    const source = new CancellationSource(() => asked++);
    expect([source.aborted, asked]).toEqual([false, 0]);
    expect(source.signal).toBe(source.signal);
    expect([source.signal.aborted, asked]).toEqual([false, 1]);
  });

  test("those who wait are told, with the reason", () => {
    const source = new CancellationSource();
    const heard: unknown[] = [];
    source.signal.addEventListener("abort", () => heard.push(source.signal.reason));
    source.abort("why");
    source.abort("again");
    expect([source.aborted, source.reason, heard]).toEqual([true, "why", ["why"]]);
  });

  test("a signal that is asked for afterwards is aborted", () => {
    const source = new CancellationSource();
    source.abort("why");
    expect([source.signal.aborted, source.signal.reason]).toEqual([true, "why"]);
  });

  test("without a reason the signal says what signals say", () => {
    const source = new CancellationSource();
    source.abort();
    expect([source.aborted, source.reason, (source.signal.reason as Error).name]).toEqual([
      true,
      undefined,
      "AbortError",
    ]);
  });

  test("a signal that is there already is followed", () => {
    const controller = new AbortController();
    const cancellation = cancelledBy(controller.signal);
    expect([cancellation.aborted, cancellation.signal]).toEqual([false, controller.signal]);
    controller.abort("why");
    expect([cancellation.aborted, cancellation.reason]).toEqual([true, "why"]);
  });
});
