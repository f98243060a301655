import fc from "fast-check";
import type { Files } from "./compose-ok.ts";

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
/** Config directories that may make sense. */
export const files: fc.Arbitrary<Files> = fc.record(
  Object.fromEntries(names.map((name) => [name, content])),
  {
    requiredKeys: ["config"],
  },
);
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
/** Command lines that may fit them. */
export const overrides: fc.Arbitrary<string[]> = fc.array(override, { maxLength: 4 });
export const mode: fc.Arbitrary<"run" | "multirun" | "auto"> = fc.constantFrom(
  "run" as const,
  "multirun" as const,
  "auto" as const,
);
