import fc from "fast-check";
import { expect, test } from "vitest";
import { isoTime } from "../../src/text/iso-time.ts";

test("a time is written as the engine writes it", () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (date) => {
      expect(isoTime(date)).toBe(date.toISOString());
    }),
  );
  expect(isoTime(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
  expect(() => isoTime(new Date(Number.NaN))).toThrow(RangeError);
});
