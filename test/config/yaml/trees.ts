import fc from "fast-check";
import { Float } from "../../../src/config/scalar.ts";

const boolWords = ["y", "n", "yes", "no", "true", "false", "on", "off"].flatMap((word) => [
  word,
  word.charAt(0).toUpperCase() + word.slice(1),
  word.toUpperCase(),
]);

const telling = fc.constantFrom(
  ...boolWords,
  ..."null ~ Null 1 -1 +1 1.0 .5 1e3 1_000 0x1F 0b1 017 08 1:30 1:30.5 1._5e5 1.5_e5 .inf nan inf 2020-01-02 << = ??? - ? : # & * ! | > % @ [ ] { } , ' \" \\ --- ... -- ٣ é 你好 😀 ${a} ${a:b,c} \\${a}".split(
    " ",
  ),
  "",
  " ",
  "a: b",
  "a #b",
  "- a",
  "x\ny",
  "x\n\n y ",
  "\n",
  " lead",
  "tab\there",
  "a\rb",
  "nul\0",
  "nel\x85",
  "ls\u2028ps\u2029",
  "\ufeffbom",
  "\ud800",
  "'q' \"q\"",
  "2020-01-02 10:20:30",
  "word ".repeat(40),
  "x".repeat(130),
  "x".repeat(1100),
);

const pieces = [
  "a",
  "b",
  " ",
  "  ",
  "\n",
  "'",
  '"',
  ":",
  "#",
  "-",
  "\\",
  "\t",
  "é",
  "😀",
  "1",
  ".",
  ",",
  "]",
  "word",
];

/** Texts that are hard to write: words that mean something, line breaks, blanks, quotes, long lines. */
export const text: fc.Arbitrary<string> = fc.oneof(
  telling,
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }).filter((value) => !value.includes("${")),
);

/** Texts without the characters that readers of YAML 1.1 and 1.2 disagree about. */
export const commonText: fc.Arbitrary<string> = text.filter(
  (value) => !/[\x85\u2028\u2029\ufeff]/.test(value),
);

const number = fc.oneof(
  fc.integer(),
  fc.bigInt(),
  fc.double().map((value) => new Float(value)),
);

const key = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> => texts;

/** Raw trees for `createNode`. Maps are `Map`s, so that any text can be a key. */
export function trees(texts: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      texts,
      fc.oneof(fc.constant(null), fc.boolean(), number, fc.uint8Array({ maxLength: 80 })),
      fc.array(tie("tree"), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(key(texts), tie("tree")), { selector: ([name]) => name, maxLength: 4 })
        .map((entries) => new Map(entries)),
    ),
  })).tree;
}

/** Trees of texts alone. */
export function textTrees(texts: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      texts,
      fc.array(tie("tree"), { maxLength: 4 }),
      fc
        .uniqueArray(fc.tuple(texts, tie("tree")), { selector: ([name]) => name, maxLength: 4 })
        .map((entries) => new Map(entries)),
    ),
  })).tree;
}
