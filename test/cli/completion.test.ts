import { describe, expect, test } from "vitest";
import { completeLine, type CompletionApp } from "../../src/cli/completion/complete.ts";
import { completeGroups } from "../../src/cli/completion/complete-groups.ts";
import { splitFileWord } from "../../src/cli/completion/complete-files.ts";
import type { KeyTree } from "../../src/cli/completion/complete-keys.ts";
import { splitWords, stripProgram } from "../../src/cli/completion/words.ts";

describe("the part of the line that is the app's (H-CMP-005)", () => {
  test.for<[line: string, rest: string]>([
    ["my_app db=", "db="],
    ["my_app ", ""],
    ["my_app", ""],
    ["./bin/my-app x=1 y", "x=1 y"],
    ["node my_app.js db=", "db="],
    ["node --enable-source-maps my-app.mjs db=", "db="],
    ["npx tsx my_app.ts -m db=", "-m db="],
    ["python3 my_app.py db=", "db="],
    ["/usr/bin/node my_app.js ", ""],
  ])("%s", ([line, rest]) => {
    expect(stripProgram(line).trimStart()).toBe(rest);
  });

  test("a blank at the end begins a new word", () => {
    expect(splitWords("a=1 b")).toEqual({ before: ["a=1"], current: "b" });
    expect(splitWords("a=1 b ")).toEqual({ before: ["a=1", "b"], current: "" });
    expect(splitWords("")).toEqual({ before: [], current: "" });
  });
});

describe("files (H-CMP-006)", () => {
  test.for([
    ["x=./da", { key: "x=", file: "./da" }],
    ["x=/", { key: "x=", file: "/" }],
    ["x=C:/a", { key: "x=", file: "C:/a" }],
    ["x=da", undefined],
    ["./da", undefined],
  ] as const)("%s", ([word, want]) => {
    expect(splitFileWord(word)).toEqual(want);
  });
});

describe("groups (H-CMP-007)", () => {
  const tree: Record<string, { groups: string[]; options: string[] }> = {
    "": { groups: ["db", "deep", "mixed"], options: [] },
    db: { groups: [], options: ["mysql", "sqlite"] },
    deep: { groups: ["er"], options: [] },
    "deep/er": { groups: [], options: ["x"] },
    mixed: { groups: ["sub"], options: ["a"] },
    "mixed/sub": { groups: [], options: ["b"] },
  };
  const listing = {
    groups: (parent: string) => tree[parent]?.groups ?? [],
    options: (group: string) => tree[group]?.options ?? [],
  };
  test.for([
    ["d", ["db=", "deep/"]],
    ["mixed", ["mixed"]],
    ["deep/", ["deep/er="]],
    ["db=", ["db=mysql", "db=sqlite"]],
    ["db=m", ["db=mysql"]],
    ["+db", ["+db="]],
    ["~d", ["~db", "~deep/"]],
    ["~db=s", ["~db=sqlite"]],
    ["nope", []],
    ["nope=", []],
  ] as const)("%s", ([word, want]) => {
    expect(completeGroups(word, listing)).toEqual(want);
  });
});

describe("groups with a package (H-CMP-007), and what is not completed (H-CMP-011)", () => {
  type Tree = { readonly [name: string]: Tree | string };
  const keyTree = (tree: Tree | string): KeyTree => ({
    isSection: typeof tree !== "string",
    children: () =>
      typeof tree === "string"
        ? undefined
        : Object.entries(tree).map(([name, child]) => [name, keyTree(child)] as const),
    value: () => (typeof tree === "string" ? tree : undefined),
  });
  const listing = {
    groups: () => [],
    options: (group: string) => (group === "db" ? ["mysql", "sqlite"] : []),
  };
  const app: CompletionApp = {
    cwd: "/",
    listing: () => listing,
    anyListing: listing,
    keys: () => keyTree({ hydra: { runtime: { choices: { db: "mysql", "db@backup": "mysql" } } } }),
  };
  test.for([
    ["db=", ["db=mysql", "db=sqlite"]],
    ["db@backup=", ["db@backup=mysql", "db@backup=sqlite"]],
    ["db@other=", []],
    ["+db@other=m", ["+db@other=mysql"]],
    ["~db@backup=s", ["~db@backup=sqlite"]],
    ["db=mysql,", []],
  ] as const)("%s", ([word, want]) => {
    expect(completeLine(`my_app ${word}`, app)).toEqual(want);
  });
});
