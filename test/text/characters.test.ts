import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  consistsOfNameParts,
  endOfIdentifier,
  hasLineBreak,
  isDigit,
  isNamePart,
  isNameStart,
} from "../../src/text/characters.ts";

/** Texts with many of the characters that the rules are about. */
const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...Array.from("aZ_09-./$ \t\n\r:\u0085\u2028\u2029é\u212a\u0130")),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  ),
  maxLength: 12,
});

describe("characters are what patterns say", () => {
  test("of one character", () => {
    for (let code = 0; code < 0x3000; code++) {
      const character = String.fromCharCode(code);
      expect([character, isNameStart(code), isNamePart(code), isDigit(code)]).toEqual([
        character,
        /[A-Za-z_]/.test(character),
        /\w/.test(character),
        /[0-9]/.test(character),
      ]);
    }
  });

  test("of texts", () => {
    fc.assert(
      fc.property(text, fc.nat({ max: 12 }), (value, at) => {
        expect(consistsOfNameParts(value)).toBe(/^\w*$/.test(value));
        expect(consistsOfNameParts(value, ".-")).toBe(/^[\w.-]*$/.test(value));
        expect(hasLineBreak(value)).toBe(/[\n\u2028\u2029]/.test(value));
        const identifier = /[A-Za-z_][A-Za-z0-9_-]*/y;
        identifier.lastIndex = at;
        expect(endOfIdentifier(value, at)).toBe(at + (identifier.exec(value)?.[0].length ?? 0));
      }),
    );
  });
});
