import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { compileCondition, conditionKey } from "../../src/sweep/condition/evaluate.ts";
import { Source } from "../../src/text/source.ts";

const given = [
  "lr=0.1",
  "batch=32",
  "optimizer=sgd",
  "name='a b'",
  "sizes=[1,2]",
  "db@backup=mysql",
  "big=null",
];
const more = ["flag=true", "model.depth=3", "+extra=7", "~gone", "wide=9007199254740993", "label=lr"];

function holds(text: string, overrides: readonly string[] = [...given, ...more]): boolean {
  const parsed = parseOverrides(overrides);
  const byKey = new Map(parsed.map((override) => [conditionKey(override), override]));
  const absent = ["momentum"];
  const test = compileCondition(
    new Source("hydra.sweeper.where", text),
    new Set([...byKey.keys(), ...absent]),
  );
  return test((key) => byKey.get(key));
}

describe("conditions over the overrides of a job", () => {
  test.for([
    // comparisons
    ["lr == 0.1", true],
    ["lr = 0.1", true],
    ["lr != 0.1", false],
    ["batch == 32.0", true],
    ["batch == '32'", false],
    ["batch < 33 and batch <= 32 and batch >= 32 and batch > 31", true],
    ["0 < lr <= 0.1", true],
    ["0 < lr < 0.1", false],
    ["0.05 < lr and 1e-1 == lr and .1 == lr", true],
    ["batch == 3_2", true],
    ["wide > 9007199254740992", true],
    // texts
    ["optimizer == sgd", true],
    ["optimizer == 'sgd'", true],
    ['optimizer == "sgd"', true],
    ["optimizer < t", true],
    ["name == 'a b'", true],
    ["label == 'lr'", true],
    ["optimizer in [sgd, adam]", true],
    ["optimizer not in [sgd, adam]", false],
    ["optimizer in [sgd, adam,]", true],
    ["'g' in optimizer", true],
    ["lr in []", false],
    ["2 in sizes and 3 not in sizes", true],
    ["sizes == [1, 2]", true],
    // what a job does not have
    ["momentum == null", true],
    ["momentum > 0", false],
    ["momentum <= 0", false],
    ["momentum + 1 == null", true],
    ["gone == null and big == null", true],
    ["not momentum", true],
    // logic
    ["flag", true],
    ["not flag", false],
    ["!flag || flag", true],
    ["flag && !(lr > 1)", true],
    ["flag or lr > 1 and lr > 2", true],
    ["(flag or lr > 1) and lr > 2", false],
    ["flag == true and flag == True", true],
    ["not lr == 0.2", true],
    // computing
    ["batch * 2 == 64", true],
    ["batch + 2 * 3 == 38", true],
    ["(batch + 2) * 3 == 102", true],
    ["batch % 5 == 2", true],
    ["batch / 64 == 0.5", true],
    ["batch - 2 - 30 == 0", true],
    ["-batch == - 32", true],
    ["lr < batch", true],
    // keys
    ["db@backup == mysql", true],
    ["model.depth == 3", true],
    ["extra == 7", true],
  ] as const)("%s is %s", ([text, want]) => expect(holds(text)).toBe(want));

  test("both sides of 'and' are looked at only as far as needed", () => {
    expect(holds("optimizer == adam and optimizer > 3")).toBe(false);
  });

  test.for([
    ["lrr < 1", "'lrr' is not overridden by this sweep", "lrr"],
    ["lr < batch2 * 2", "'batch2' is not overridden by this sweep", "batch2"],
    ["lr <", "ends where a value or a key is needed", ""],
    ["", "ends where a value or a key is needed", ""],
    ["(lr < 1", "ends where ')' is needed", ""],
    ["lr in [1, 2", "ends where ']' is needed", ""],
    ["lr < 1)", "')' cannot stand here", ")"],
    ["lr 1", "'1' cannot stand here", "1"],
    ["and lr", "'and' cannot stand here", "and"],
    ["lr < 'x", "does not end", "'"],
    ["lr ? 1", "cannot contain '?'", "?"],
    ["lr < sgd", "have no order", "sgd"],
    ["optimizer + 1 == 2", "is not a number", "optimizer"],
    ["lr", "neither true nor false", "lr"],
    ["lr and flag", "neither true nor false", "lr"],
    ["3 in lr", "Nothing is in 0.1", "lr"],
    [`${"(".repeat(1000)}lr`, "nested more than", "("],
    [`${"not ".repeat(100_000)}flag`, "nested more than", "not"],
    [`${"-".repeat(100_000)}1 == 1`, "nested more than", "-"],
  ] as const)("%s", ([text, message, place]) => {
    let thrown: unknown;
    try {
      holds(text);
    } catch (error) {
      thrown = error;
    }
    expect(isOrochiError(thrown) && thrown.code).toBe("SWEEP_CONDITION");
    if (!isOrochiError(thrown)) return;
    expect(thrown.summary).toContain(message);
    const { span } = thrown;
    expect(span?.source.text.slice(span.start, span.end)).toBe(place);
  });

  test("a word that is nearly a key is named", () => {
    expect(() => holds("optimzer == sgd")).toThrow(/did you mean 'optimizer'/);
  });

  test("any text is a condition or an error of ours", () => {
    const piece = fc.constantFrom(
      "lr",
      "sgd",
      "0.1",
      "<",
      "==",
      "and",
      "or",
      "not",
      "in",
      "(",
      ")",
      "[",
      "]",
      ",",
      "-",
      "'",
      "%",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(" ")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = answerOrError(text);
        expect(typeof outcome === "boolean" || isOrochiError(outcome)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

function answerOrError(text: string): unknown {
  try {
    return holds(text);
  } catch (error) {
    return error;
  }
}
