import { expect, test } from "vitest";
import type { DefaultsNode } from "../../src/compose/defaults-tree.ts";
import { ConfigItem, GroupItem } from "../../src/compose/defaults-item.ts";
import { composeOk, defaultsOk, type Files, yamlOf } from "./compose-ok.ts";

const db: Files = { "db/mysql": "host: m\n", "db/sqlite": "host: s\n", mysql: "top: 1\n" };

interface Row {
  readonly id: string;
  readonly files: Files;
  readonly overrides?: readonly string[];
  readonly yaml: string;
}
const rows: readonly Row[] = [
  { id: "H-DEF-002 group item", files: { config: "defaults: [{db: mysql}]\n" }, yaml: "db:\n  host: m\n" },
  { id: "H-DEF-001 config item", files: { config: "defaults: [db/mysql]\n" }, yaml: "db:\n  host: m\n" },
  {
    id: "H-DEF-003 options list, later option wins",
    files: { config: "defaults: [{db: [mysql, sqlite]}]\n" },
    yaml: "db:\n  host: s\n",
  },
  { id: "H-DEF-006 optional", files: { config: "defaults: [{optional db: none}]\na: 1\n" }, yaml: "a: 1\n" },
  {
    id: "H-DEF-016 own content comes last without _self_",
    files: { config: "defaults: [{db: mysql}]\ndb: {host: own}\n" },
    yaml: "db:\n  host: own\n",
  },
  {
    id: "H-DEF-016 a list of overrides alone keeps the config's content when groups are added",
    files: { config: "defaults:\n  - override hydra/job_logging: none\na: 1\n" },
    overrides: ["+db=mysql"],
    yaml: "a: 1\ndb:\n  host: m\n",
  },
  {
    id: "H-DEF-022 added groups are absolute",
    files: { config: "# @package app\na: 1\n" },
    overrides: ["+db=mysql"],
    yaml: "app:\n  a: 1\ndb:\n  host: m\n",
  },
  {
    id: "H-DEF-032 slash shorthand is the group below",
    files: { config: "defaults: [{a: b/c}]\n", "a/b/c": "defaults: [d]\nx: 1\n", "a/b/d": "z: 2\n" },
    yaml: "a:\n  b:\n    z: 2\n    x: 1\n",
  },
  {
    id: "H-DEF-037 the last override wins",
    files: { config: "defaults: [{db: mysql}, {override db: mysql}, {override db: sqlite}]\n" },
    yaml: "db:\n  host: s\n",
  },
  {
    id: "H-DEF-037 an appended experiment overrides the primary config's override",
    files: {
      config: "defaults: [{db: mysql}, {override db: mysql}]\n",
      "exp/e": "# @package _global_\ndefaults: [{override /db: sqlite}]\n",
    },
    overrides: ["+exp=e"],
    yaml: "db:\n  host: s\n",
  },
  {
    id: "H-DEF-038 interpolations see choices that are made later",
    files: { config: "defaults: [{x: '${db}'}, {db: mysql}]\n", "x/mysql": "for: m\n" },
    yaml: "x:\n  for: m\ndb:\n  host: m\n",
  },
  {
    id: "H-DEF-044 ~group removes a list of options",
    files: { config: "defaults: [{db: [mysql, sqlite]}]\na: 1\n" },
    overrides: ["~db"],
    yaml: "a: 1\n",
  },
  {
    id: "H-DEF-044 ~group/option removes one of them",
    files: { config: "defaults: [{db: [mysql, sqlite]}]\n" },
    overrides: ["~db/sqlite"],
    yaml: "db:\n  host: m\n",
  },
  {
    id: "H-DEF-034 ~name of a config that no list includes deletes the value",
    files: { config: "mysql: 5\na: 1\n" },
    overrides: ["~mysql"],
    yaml: "a: 1\n",
  },
  {
    id: "oddity 4: group=null",
    files: { config: "defaults: [{db: mysql}]\na: 1\n" },
    overrides: ["db=null"],
    yaml: "a: 1\n",
  },
  {
    id: "~db db=sqlite",
    files: { config: "defaults: [{db: mysql}]\na: 1\n" },
    overrides: ["~db", "db=sqlite"],
    yaml: "a: 1\n",
  },
  {
    id: "H-PKG-005 _group_ in an item",
    files: { config: "defaults: [{db@_group_.x: mysql}]\n" },
    yaml: "db:\n  x:\n    host: m\n",
  },
];
test.for(rows)("$id", ({ files, overrides, yaml }) => {
  expect(yamlOf(composeOk({ ...db, ...files }, overrides))).toBe(yaml);
});

test.for([
  {
    id: "H-DEF-012 unknown keyword",
    config: "defaults: [{optinal db: mysql}]\n",
    code: "DEFAULTS_INVALID",
    text: /'optional'/,
  },
  { id: "H-DEF-014 not a list", config: "defaults: {db: mysql}\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-014 two keys", config: "defaults: [{db: mysql, x: y}]\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-014 two _self_", config: "defaults: [_self_, _self_]\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-014 number as option", config: "defaults: [{db: 5}]\n", code: "DEFAULTS_INVALID" },
  {
    id: "H-DEF-005 mandatory",
    config: "defaults: [{db: ???}]\n",
    code: "DEFAULTS_CHOICE_MISSING",
    text: /mysql or sqlite/,
  },
  {
    id: "H-DEF-017 override first",
    config: "defaults: [{override db: mysql}, {db: mysql}]\n",
    code: "DEFAULTS_INVALID",
  },
  { id: "H-DEF-019 dots", config: "defaults: [{../db: mysql}]\n", code: "DEFAULTS_INVALID", text: /'\/db'/ },
  { id: "H-DEF-019 backslash", config: "defaults: ['db\\mysql']\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-040 resolver", config: "defaults: [{db: '${oc.env:X}'}]\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-040 old form", config: "defaults: [{db: '${defaults.0.x}'}]\n", code: "DEFAULTS_INVALID" },
  { id: "H-DEF-041 twice", config: "defaults: [{db: mysql}, {db: mysql}]\n", code: "DEFAULTS_CONFLICT" },
  { id: "two choices", config: "defaults: [{db: mysql}, {db: sqlite}]\n", code: "DEFAULTS_CONFLICT" },
  {
    id: "H-DEF-042 unused override",
    config: "defaults: [{override db: mysql}]\n",
    code: "DEFAULTS_UNUSED_OVERRIDE",
  },
  {
    id: "H-DEF-043 cycle",
    config: "defaults: [one]\n",
    code: "DEFAULTS_CYCLE",
    text: /config → one → config/,
  },
  { id: "H-DEF-043 itself", config: "defaults: [config]\n", code: "DEFAULTS_CYCLE" },
  {
    id: "H-ERR-115 nearest option",
    config: "defaults: [{db: mysqll}]\n",
    code: "CONFIG_NOT_FOUND",
    text: /did you mean 'mysql'/,
  },
  { id: "H-PKG-007 rename", config: "defaults: [{'db@a:b': mysql}]\n", code: "DEFAULTS_INVALID" },
])("refused: $id", ({ config, code, text }) => {
  const run = () => composeOk({ ...db, one: "defaults: [config]\n", config });
  expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(text ?? "") }));
});

test("H-CLI-054: the tree shows what includes what", () => {
  const { tree } = defaultsOk({ ...db, config: "defaults: [{db: mysql}, _self_]\n" });
  const [hydra, primary] = tree.children;
  expect(hydra?.children.map(labelOf)).toEqual([
    "hydra/output: default",
    "hydra/launcher: basic",
    "hydra/sweeper: basic",
    "hydra/help: default",
    "hydra/hydra_help: default",
    "hydra/hydra_logging: default",
    "hydra/job_logging: default",
    "hydra/callbacks: null",
    "hydra/env: default",
    "self",
  ]);
  expect(primary?.children.map(labelOf)).toEqual(["db: mysql", "self"]);
});

test("H-DEF-045: choices, in order of discovery, lists included", () => {
  const { choices } = composeOk({ ...db, config: "defaults: [{db: [mysql]}, {x@y: null}]\n" });
  expect([...choices].slice(0, 2)).toEqual([
    ["x@y", null],
    ["db", ["mysql"]],
  ]);
});

function labelOf({ item }: DefaultsNode): string {
  if (item instanceof GroupItem) return `${item.overrideKey}: ${String(item.value)}`;
  return item instanceof ConfigItem ? item.configPath : item.kind;
}
