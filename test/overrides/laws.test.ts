import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OverrideParseException } from "../../src/errors/hydra-errors.ts";
import { parseOverride } from "../../src/overrides/parse.ts";
import { printOverride, printValue } from "../../src/overrides/print.ts";
import { toRawValue } from "../../src/overrides/raw.ts";
import { isSweep, sweepElements } from "../../src/overrides/sweep-values.ts";
import { ChoiceSweep, ListOperation, type Override } from "../../src/overrides/types.ts";
import { almostOverride, element } from "./arbitraries.ts";

describe("laws of the override language", () => {
  test("what is printed reads back to the same value (H-OVR-019)", () => {
    fc.assert(
      fc.property(element, fc.boolean(), (value, spaced) => {
        const { value: again } = parseOverride(`k=${printValue(value, { spaced })}`);
        expect(again === undefined ? again : toRawValue(again)).toEqual(toRawValue(value));
      }),
      { numRuns: 800 },
    );
  });

  test("parse(print(parse(text))) is parse(text), for every text that parses", () => {
    fc.assert(
      fc.property(almostOverride, (tail) => {
        const first = parsed(`k=${tail}`) ?? parsed(tail);
        if (first === undefined || first.text.includes("shuffle")) return;
        const again = parseOverride(printOverride(first));
        expect(printOverride(again)).toBe(printOverride(first));
        expect([again.type, again.key, again.package]).toEqual([first.type, first.key, first.package]);
        expect(rawOf(again)).toEqual(rawOf(first));
        expect(elements(again)).toEqual(elements(first));
      }),
      { numRuns: 1500 },
    );
  });

  test("nothing but OverrideParseException is thrown, and its span lies in the argument", () => {
    fc.assert(
      fc.property(fc.oneof(almostOverride, fc.string(), fc.string({ unit: "binary" })), (text) => {
        for (const argument of [text, `k=${text}`]) expect(mistakeOf(argument)).toBe("none");
      }),
      { numRuns: 1500 },
    );
  });
});

function parsed(text: string) {
  try {
    return parseOverride(text);
  } catch {
    return undefined;
  }
}

function rawOf(override: Override): unknown {
  const { value } = override;
  if (value === undefined || isSweep(override)) return undefined;
  return value instanceof ListOperation ? value.items.map(toRawValue) : toRawValue(value);
}

/** Texts of the elements of a sweep that can be listed without a repository and in a short time. */
function elements(override: Override): unknown[] | undefined {
  if (!isSweep(override) || !(override.value instanceof ChoiceSweep)) return undefined;
  return [...sweepElements(override)].map((value) => printValue(value));
}

/** What is wrong with the way in which a text is refused. */
function mistakeOf(text: string): string {
  try {
    parseOverride(text);
    return "none";
  } catch (error) {
    if (!(error instanceof OverrideParseException)) return String(error);
    const start = error.span?.start ?? -1;
    return start >= 0 && start <= text.length ? "none" : `a span at ${start}`;
  }
}
