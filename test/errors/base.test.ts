import { describe, expect, test, vi } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { ConfigKeyError, ValidationError } from "../../src/errors/config-errors.ts";
import { Source, type Span } from "../../src/text/source.ts";

const text = new Source("config.yaml", "port: high\n");
const span: Span = { source: text, start: 6, end: 10 };
const message =
  "'high' does not fit the type int\nkey: port\nconfig.yaml:1:7\n 1 | port: high\n   |       ^^^^\nhint: give a number";

function failure(place: Span | (() => Span)): ValidationError {
  const facts = { key: "port", span: place, hint: "give a number", referenceType: "int" };
  return new ValidationError("VALUE_TYPE", "'high' does not fit the type int", facts);
}

describe("places (design D2, D11)", () => {
  test("are found only when somebody reads the message, and once", () => {
    const locate = vi.fn<() => Span>(() => span);
    const error = failure(locate);
    expect(locate).not.toHaveBeenCalled();
    expect(error.message).toBe(message);
    expect(error.stack).toContain(message);
    expect(error.span).toBe(span);
    expect(locate).toHaveBeenCalledOnce();
  });

  test("known at once give the same message", () => {
    expect(failure(span).message).toBe(message);
  });

  test("are added at the edge of a stage, unless the error has its own", () => {
    const other: Span = { source: text, start: 0, end: 4 };
    const error = new ConfigKeyError("KEY_NOT_FOUND", "There is no key 'port'");
    expect(error.message).toBe("There is no key 'port'");
    error.addPlaces({ span: () => other });
    expect(error.message).toBe("There is no key 'port'\nconfig.yaml:1:1\n 1 | port: high\n   | ^^^^");
    error.addPlaces({ span });
    expect(error.span).toBe(other);
  });

  test("that are the same are shown once", () => {
    const error = failure(span);
    error.addPlaces({ related: { label: "now set here", span } });
    expect(error.message).toBe(message);
  });
});

test("the machine form tells everything (O-ERR-001)", () => {
  const error = failure(span);
  error.addPlaces({ related: { label: "now set here", span: { source: text, start: 0, end: 4 } } });
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: "VALUE_TYPE",
    name: "ValidationError",
    summary: "'high' does not fit the type int",
    key: "port",
    at: "config.yaml:1:7",
    related: { label: "now set here", at: "config.yaml:1:1" },
    hint: "give a number",
    referenceType: "int",
  });
});

describe("isOrochiError", () => {
  test("knows an error of another installed copy", async () => {
    vi.resetModules();
    const copy = await import("../../src/errors/config-errors.ts");
    const foreign = new copy.ConfigKeyError("KEY_NOT_FOUND", "There is no key 'x'");
    expect(foreign).not.toBeInstanceOf(ConfigKeyError);
    expect(isOrochiError(foreign)).toBe(true);
  });

  test.for([new Error("x"), { code: "VALUE_TYPE" }, null, undefined, "VALUE_TYPE"])("refuses %j", (value) => {
    expect(isOrochiError(value)).toBe(false);
  });
});
