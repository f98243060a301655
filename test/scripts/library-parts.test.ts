import { expect, test } from "vitest";
import { takePartsLate, usesOf } from "../../scripts/build/late-parts.ts";
import { partition } from "../../scripts/build/partition.ts";

/** A graph of modules, each with what it imports. */
function graph(modules: Readonly<Record<string, readonly string[]>>): Parameters<typeof partition>[0] {
  return {
    inputs: Object.fromEntries(
      Object.entries(modules).map(([module, imports]) => [
        module,
        { bytes: 1, imports: imports.map((path) => ({ path, kind: "import-statement" as const })) },
      ]),
    ),
  };
}

test("a part has what it names and what nobody else needs; earlier ones come first", () => {
  const modules = graph({
    "src/index.ts": ["src/a.ts", "src/help.ts"],
    "src/a.ts": ["src/shared.ts", "src/run/job.ts"],
    "src/shared.ts": [],
    "src/help.ts": ["src/shared.ts", "src/table.ts", "src/run/job.ts"],
    "src/table.ts": ["src/width.ts"],
    "src/run/job.ts": ["src/width.ts"],
    "src/run/log.ts": [],
    "src/width.ts": [],
  });
  const placed = partition(
    modules,
    ["src/index.ts"],
    [
      { name: "runs", files: ["run/"] },
      { name: "help", files: ["help.ts"] },
    ],
  );
  expect(Object.fromEntries(placed)).toEqual({
    "src/index.ts": "core",
    "src/a.ts": "core",
    "src/shared.ts": "core",
    "src/run/job.ts": "runs",
    "src/run/log.ts": "runs",
    "src/width.ts": "runs",
    "src/help.ts": "help",
    "src/table.ts": "help",
  });
});

test("a part that names nothing is a mistake, and so is import()", () => {
  const modules = graph({ "src/index.ts": [] });
  expect(() => partition(modules, ["src/index.ts"], [{ name: "runs", files: ["run/"] }])).toThrow(
    /src\/run\//,
  );
  const late = { path: "src/a.ts", kind: "dynamic-import" as const };
  const asking = {
    inputs: { "src/index.ts": { bytes: 1, imports: [late] }, "src/a.ts": { bytes: 1, imports: [] } },
  };
  expect(() => partition(asking, ["src/index.ts"], [])).toThrow(/import\(\)/);
});

const bundle = `var import_help = require("part:commands#src/cli/help.ts");
var import_help2 = require("part:commands#src/help2.ts");
var import_node = require("part:core#src/node.ts");
function run() {
  (0, import_help.show)(import_help2.text, x.import_help.show);
  return new import_node.MapNode(import_node.empty, $import_help.show);
}`;

test("modules of parts are taken when they are used, those of the core at once", () => {
  expect(takePartsLate(bundle))
    .toBe(`var import_help$,import_help=()=>import_help$??=loadPart("commands")["src/cli/help.ts"];
var import_help2$,import_help2=()=>import_help2$??=loadPart("commands")["src/help2.ts"];
var import_node=core["src/node.ts"];
function run() {
  (0, (import_help()).show)((import_help2()).text, x.import_help.show);
  return new import_node.MapNode(import_node.empty, $import_help.show);
}`);
});

test("a script is told what is used of it", () => {
  expect([...usesOf("core", bundle)]).toEqual([["src/node.ts", new Set(["MapNode", "empty"])]]);
  expect([...usesOf("commands", bundle)]).toEqual([
    ["src/cli/help.ts", new Set(["show"])],
    ["src/help2.ts", new Set(["text"])],
  ]);
});
