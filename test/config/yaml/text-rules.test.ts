import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolvePlainScalar } from "../../../src/config/yaml/plain-scalars.ts";
import { styleOfText } from "../../../src/config/yaml/text-style.ts";

const spellings = (word: string): string[] => [
  word,
  word.charAt(0).toUpperCase() + word.slice(1),
  word.toUpperCase(),
];
const words = ["null", "yes", "true", "on", "no", "false", "off"].flatMap(spellings);

/** Every way to write a word in small and capital letters. */
function waysToWrite(word: string): string[] {
  return Array.from({ length: 2 ** word.length }, (_, mask) =>
    Array.from(word, (letter, at) => ((mask >> at) & 1 ? letter.toUpperCase() : letter)).join(""),
  );
}

describe("plain texts, as the rules have them", () => {
  test.each(["null", "yes", "true", "on", "no", "false", "off", "y", "n"])(
    "%s is read in three spellings (O-YML-002)",
    (word) => {
      const isKnown = word.length > 1;
      for (const written of waysToWrite(word)) {
        const isSpelling = spellings(word).includes(written);
        expect([written, resolvePlainScalar(written) !== undefined, styleOfText(written, false)]).toEqual([
          written,
          isKnown && isSpelling,
          isSpelling ? "single" : "plain",
        ]);
      }
    },
  );

  test("what looks like a word is none", () => {
    for (const text of ["\u212aey", "nu\u217cl", "ye\u017f", "tru", "nulls", "o", "nil"])
      expect([text, resolvePlainScalar(text)]).toEqual([text, undefined]);
    expect(resolvePlainScalar("")).toEqual({ kind: "null", value: null });
    expect(resolvePlainScalar("~")).toEqual({ kind: "null", value: null });
    expect(resolvePlainScalar("<<")).toEqual({ kind: "merge", value: "<<" });
    expect(resolvePlainScalar("=")).toEqual({ kind: "value", value: "=" });
  });

  test("punctuation asks for quotes where a reader would take it for something else (O-DMP-012)", () => {
    const forbidden = /^(?:---|\.\.\.|[ #,[\]{}&*!|>'"%@`]|[?-](?: |$))|:(?: |$)| #| $/;
    const text = fc.string({
      unit: fc.constantFrom(...Array.from("abz-?.: #,[]{}&*!|>'\"%@`~=<x")),
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(!words.includes(value) && value !== "~" && value !== "=" && value !== "<<");
        expect(styleOfText(value, false)).toBe(forbidden.test(value) ? "single" : "plain");
      }),
    );
  });
});
