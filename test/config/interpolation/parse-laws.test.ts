import fc from "fast-check";
import { expect, test } from "vitest";
import {
  checkInterpolation,
  parseInterpolation,
  parseSingleElement,
} from "../../../src/config/interpolation/parse.ts";
import { GrammarParseError } from "../../../src/errors/config-errors.ts";
import { read, treeOf } from "./test-tree.ts";

const piece = fc.constantFrom(
  ..."${ } [ ] : , . ' \" \\ - + = ( ) { a b 0 1 e _ é 1e3 null true inf nan ?".split(" "),
  " ",
  "\t",
  "\n",
  "${",
  "${a}",
  "${f:",
  "\\${",
);
const soup = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(""));
const plainText = fc.string({
  unit: fc.constantFrom("a", "\\", "$", "{", "}", "'", '"', " ", "é", "\n", ","),
});

test("no text makes the parser throw anything but a GrammarParseError with a span inside the text", () => {
  fc.assert(
    fc.property(fc.oneof(soup, fc.string({ unit: "binary" })), (text) => {
      for (const parse of [parseInterpolation, parseSingleElement]) {
        const error = thrownBy(() => parse(text));
        expect(error === undefined || pointsInto(error, text)).toBe(true);
      }
    }),
    { numRuns: 3000 },
  );
});

test("the check of a text and its parser agree (O-CRE-010)", () => {
  const name = fc.constantFrom("a", "_", "b1", "null", "true", "inf", "é", "1", "", " ", "a-b");
  const names = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `\${${parts.join(".")}}`);
  const text = fc.array(fc.oneof(names, piece), { maxLength: 6 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (value) => {
      const [checked, parsed] = [checkInterpolation, parseInterpolation].map((call) =>
        thrownBy(() => call(value)),
      );
      expect(checked === undefined).toBe(parsed === undefined);
    }),
    { numRuns: 5000 },
  );
});

function thrownBy(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error;
  }
}

function pointsInto(error: unknown, text: string): boolean {
  if (!(error instanceof GrammarParseError) || error.span === undefined) return false;
  const { source, start, end } = error.span;
  return source.text === text && start >= 0 && start <= end && end <= text.length;
}

test("any text can be written so that it is read back: backslashes before ${ doubled, one added (O-ESC-001)", () => {
  fc.assert(
    fc.property(plainText, (text) => {
      fc.pre(text.includes("${"));
      const root = treeOf({ k: text.replace(/(\\*)\$\{/g, "$1$1\\${") });
      expect(read(root, "k")).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.for(["'", '"'])("any text can be written in %s quotes (O-ESC-003)", (quote) => {
  const special = new RegExp(String.raw`(\\*)(\$\{|${quote})`, "g");
  fc.assert(
    fc.property(plainText, (text) => {
      const escaped = text.replace(special, "$1$1\\$2").replace(/\\+$/, "$&$&");
      const root = treeOf({ k: `\${ident:${quote}${escaped}${quote}}` }, { ident: ([value]) => value });
      expect(read(root, "k")).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test("text around an interpolation is kept", () => {
  fc.assert(
    fc.property(plainText, plainText, (before, after) => {
      fc.pre(!`${before}${after}`.includes("${") && !before.endsWith("\\") && !before.endsWith("$"));
      expect(read(treeOf({ v: "x", k: `${before}\${v}${after}` }), "k")).toBe(
        before === "" && after === "" ? "x" : `${before}x${after}`,
      );
    }),
  );
});
