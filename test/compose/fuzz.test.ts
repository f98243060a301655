import fc from "fast-check";
import { expect, test } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { composeConfig, type Composition } from "../../src/compose/compose.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import { composeOk, type Files, repositoryWith } from "./compose-ok.ts";

const group = fc.constantFrom("db", "db/pool", "model", "exp");
const option = fc.constantFrom("a", "a", "b", "b", "c", "???", "db/pool/a", "${db}", "../a", "a.yaml");
const packageSuffix = fc.constantFrom(
  "",
  "",
  "",
  "@x",
  "@_global_",
  "@_here_",
  "@x.y",
  "@",
  "@_group_",
  "@x:y",
);
const keyword = fc.constantFrom(
  "",
  "",
  "",
  "override ",
  "optional ",
  "optional override ",
  "override optional ",
);
const item = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(keyword, fc.constantFrom("", "/"), group, packageSuffix, option)
      .map(([word, slash, name, at, choice]) => `{"${word}${slash}${name}${at}": "${choice}"}`),
  },
  { weight: 1, arbitrary: fc.tuple(group, packageSuffix).map(([name, at]) => `{"${name}${at}": [a, b]}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "_self_",
      "a",
      "/db/a",
      "db/b@x",
      "{db: null}",
      "{}",
      "5",
      "null",
      "[a]",
      "{a: 1, b: 2}",
      '"/config"',
    ),
  },
);
const value = fc.constantFrom(
  "1",
  "1.5",
  "text",
  "null",
  "???",
  "${x}",
  "${db.k}",
  "${nope}",
  "[1, 2]",
  "{k: 1}",
  "!append [3]",
  "!remove [1]",
  "[]",
);
const header = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom("", "", "# @package _global_\n", "# @package x.y\n") },
  { weight: 1, arbitrary: fc.constantFrom("# @package _group_\n", "# @package\n", "# @other x\n") },
);
const content = fc
  .tuple(
    header,
    fc.option(fc.array(item, { maxLength: 4 }), { nil: undefined }),
    fc.uniqueArray(fc.tuple(fc.constantFrom("k", "x", "db", "model", "list"), value), {
      selector: ([key]) => key,
      maxLength: 4,
    }),
  )
  .map(([top, defaults, entries]) => {
    const list = defaults === undefined ? "" : `defaults: [${defaults.join(", ")}]\n`;
    return top + list + entries.map(([key, text]) => `${key}: ${text}\n`).join("");
  });
const names = [
  "config",
  "a",
  "db/a",
  "db/b",
  "db/c",
  "db/pool/a",
  "db/pool/b",
  "model/a",
  "model/b",
  "exp/a",
  "exp/b",
];
const files: fc.Arbitrary<Files> = fc.record(Object.fromEntries(names.map((name) => [name, content])), {
  requiredKeys: ["config"],
});
const override = fc
  .tuple(
    fc.constantFrom("", "", "+", "++", "~"),
    fc.constantFrom(
      "db",
      "db@x",
      "db/pool",
      "model",
      "exp",
      "k",
      "x",
      "db.k",
      "list",
      "list.0",
      "hydra.job.name",
      "hydra.searchpath",
      "hydra/launcher",
      "nope.deep.key",
    ),
    fc.constantFrom(
      "=a",
      "=b",
      "=null",
      "=1",
      "=[1,2]",
      "={k: 2}",
      "=append(4)",
      "=remove(1)",
      "=insert(0,5)",
      "=",
      "=???",
      "=${x}",
      "",
      "=a,b",
      "=range(3)",
      "=glob(*)",
      "='q'",
    ),
  )
  .map((parts) => parts.join(""));
const overrides = fc.array(override, { maxLength: 4 });
const mode = fc.constantFrom("run" as const, "multirun" as const, "auto" as const);

/** What came of it: the whole config as text, or the error as its user reads it. */
function outcome(work: () => Composition): string {
  try {
    const { config, choices, mode: decided } = work();
    return `${decided} ${JSON.stringify([...choices])}\n${dumpYaml(config)}`;
  } catch (error) {
    if (!isOrochiError(error)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

test("any configs and overrides compose, or say what is wrong with them", () => {
  fc.assert(
    fc.property(files, overrides, mode, (given, texts, wanted) => {
      expect(outcome(() => composeOk(given, texts, { mode: wanted }))).not.toBe("");
    }),
    { numRuns: 400 },
  );
});

test("composing is pure: the same from the same, whatever was composed in between (H-APL-001)", () => {
  fc.assert(
    fc.property(files, overrides, overrides, (given, texts, others) => {
      const repository = repositoryWith(given);
      const compose = (wanted: readonly string[]) =>
        outcome(() => composeOk(given, wanted, { repository, configName: "config" }));
      const first = compose(texts);
      const between = compose(others);
      expect(compose(texts)).toBe(first);
      expect(compose(others)).toBe(between);
      expect(outcome(() => composeOk(given, texts))).toBe(first);
    }),
    { numRuns: 150 },
  );
});

test("what one composition is given stays as it was", () => {
  fc.assert(
    fc.property(files, overrides, (given, texts) => {
      const parsed = parsedOr(texts);
      const before = JSON.stringify(parsed, (_, each: unknown) =>
        typeof each === "bigint" ? `${each}` : each,
      );
      outcome(() =>
        composeConfig({
          repository: repositoryWith(given),
          configName: "config",
          overrides: parsed,
          mode: "run",
        }),
      );
      const after = JSON.stringify(parsed, (_, each: unknown) =>
        typeof each === "bigint" ? `${each}` : each,
      );
      expect(after).toBe(before);
    }),
    { numRuns: 100 },
  );
});

function parsedOr(texts: readonly string[]): ReturnType<typeof parseOverrides> {
  return texts.flatMap((text) => {
    try {
      return parseOverrides([text]);
    } catch {
      return [];
    }
  });
}
