import fc from "fast-check";
import { expect, test } from "vitest";
import { isNumberLike } from "../../../src/config/yaml/number-like.ts";
import { resolvePlainScalar } from "../../../src/config/yaml/plain-scalars.ts";

const text = Symbol("text");
type Expected = typeof text | null | boolean | bigint | number;

/** Ints are written as bigint here, floats as numbers: the kind is part of the answer. */
const table: readonly (readonly [Expected, string])[] = [
  [null, "null Null NULL ~"],
  [text, "nULL none None nil"],
  [true, "true True TRUE yes Yes YES on On ON"],
  [false, "false False FALSE no No NO off Off OFF"],
  [text, "tRUE yEs y Y n N t f truee"],
  [0n, "0 -0 +0 00"],
  [7n, "7 007 0_7 +7"],
  [-3n, "-3"],
  [8n, "010"],
  [511n, "0777"],
  [text, "08 09 0888 0o17 0X1F 0B1 0b 0x _1 --1 0xG"],
  [31n, "0x1F"],
  [-16n, "-0x10"],
  [1n, "0x_1 1_ 0b1"],
  [5n, "0b101"],
  [2n, "0b1_0"],
  [1000n, "1_000 1_000_"],
  [10n, "1__0"],
  [3735928559n, "0xdeadBEEF"],
  [90n, "1:30"],
  [-90n, "-1:30"],
  [5445n, "1:30:45"],
  [685230n, "190:20:30"],
  [text, "01:30 1:60 1:99 0:0"],
  [123456789012345678901234567890n, "123456789012345678901234567890"],
  [9007199254740993n, "9007199254740993"],
  [1, "1.0 1."],
  [0.5, ".5"],
  [1.5, "1.5_0 1_.5 1._5"],
  [10.5, "1_0.5"],
  [100000, "1e5 1E5 1e+5 1.e5"],
  [1e-5, "1e-05"],
  [1e6, "1_0e5"],
  [500, ".5e+3"],
  [90.5, "1:30.5"],
  [text, "-.5 +.5 .5e3 -.5e+3 . .. 1.2.3 1,000 1e1_0 1_e5 1.5e 1.5e3.0 1e 1:70.5 0x1.8p1 ._5 0.0.0.0"],
  [Number.POSITIVE_INFINITY, ".inf .Inf .INF +.inf 1e400"],
  [Number.NEGATIVE_INFINITY, "-.inf -1e400"],
  [Number.NaN, ".nan .NaN .NAN"],
  [text, ".iNF inf -inf Infinity .Nan nan -.nan NaN"],
  [0, "0.0 1e-400 0e5"],
  [-0, "-0.0"],
  [text, "2020-01-02 2020-01-02T10:20:30Z ??? ${a} a:b a#b"],
];

test.for(table.flatMap(([expected, words]) => words.split(" ").map((word) => [word, expected] as const)))(
  "O-YML-006: %s",
  ([word, expected]) => {
    expect(answer(word)).toBe(expected);
  },
);

function answer(word: string): unknown {
  const found = resolvePlainScalar(word);
  if (found === undefined) return text;
  return found.kind === "int" ? BigInt(found.value as number | bigint) : found.value;
}

test("O-YML-006: text without characters is null, << and = are special", () => {
  expect(resolvePlainScalar("")?.kind).toBe("null");
  expect(resolvePlainScalar("<<")?.kind).toBe("merge");
  expect(resolvePlainScalar("=")?.kind).toBe("value");
});

test("TS-1: ints are numbers up to 2^53-1 and bigints beyond", () => {
  expect(resolvePlainScalar("9007199254740991")?.value).toBe(9007199254740991);
  expect(resolvePlainScalar("9007199254740992")?.value).toBe(9007199254740992n);
  expect(resolvePlainScalar("0xFFFFFFFFFFFFFFFFFF")?.value).toBe(0xffffffffffffffffffn);
});

const digitsAndPoints = fc.string({
  unit: fc.constantFrom(..."0123456789..".split("")),
  minLength: 1,
  maxLength: 20,
});
const numeral = fc.tuple(fc.constantFrom("", "-"), digitsAndPoints).map(([sign, rest]) => sign + rest);

test("O-YML-006: what has nothing but digits, points and a minus is read by the rules of ints and floats", () => {
  const expectedOf = (word: string): unknown => {
    if (/^-?0\d+$/.test(word)) return /[89]/.test(word) ? text : octal(word);
    if (/^-?\d+$/.test(word)) return BigInt(word);
    return /^(?:-?\d+\.\d*|\.\d+)$/.test(word) ? Number(word) : text;
  };
  fc.assert(
    fc.property(numeral, (word) => {
      expect(answer(word)).toBe(expectedOf(word));
    }),
    { numRuns: 2000 },
  );
});

function octal(word: string): bigint {
  const magnitude = BigInt(`0o${word.replace("-", "")}`);
  return word.startsWith("-") ? -magnitude : magnitude;
}

test("O-DMP-010: what has nothing but digits, points and a minus is a number for Python if it has one point at most", () => {
  const expectedOf = (word: string): boolean => /^-?(?:\d+\.?\d*|\.\d+)$/.test(word);
  fc.assert(
    fc.property(numeral, (word) => {
      expect(isNumberLike(word)).toBe(expectedOf(word));
    }),
    {
      numRuns: 2000,
    },
  );
});

test.for([".hydra", ".env", ".i", ".inf", ".nan", ".Nan", ".INF", ".e5", "..", "."])(
  "O-YML-006, O-DMP-010: %s is a number only if it is one by name",
  (word) => {
    expect([resolvePlainScalar(word) !== undefined, isNumberLike(word)]).toEqual([
      [".inf", ".INF", ".nan"].includes(word),
      false,
    ]);
  },
);
