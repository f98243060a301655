/** One row for each rule of composition that no other test names. */
import { expect, test } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { composeOk, type Files, yamlOf } from "./compose-ok.ts";

const db: Files = { "db/mysql": "host: m\n", "db/sqlite": "host: s\n" };

interface Row {
  readonly id: string;
  readonly files: Files;
  readonly overrides?: readonly string[];
  readonly yaml: string;
}

test.for<Row>([
  {
    id: "H-DEF-004: null is a placeholder that an argument fills",
    files: { ...db, config: "defaults: [{db: null}]\n" },
    overrides: ["db=mysql"],
    yaml: "db:\n  host: m\n",
  },
  {
    id: "H-DEF-050: later configs win, mappings merge deeply, lists are replaced",
    files: {
      config: "defaults: [a, b, _self_]\nm: {z: 3}\n",
      a: "m: {x: 1, l: [1, 2]}\n",
      b: "m: {x: 2, y: 2, l: [3]}\n",
    },
    yaml: "m:\n  x: 2\n  l:\n  - 3\n  'y': 2\n  z: 3\n",
  },
  {
    id: "H-DEF-050, H-PKG-010: a config that is included twice has what its file says both times",
    files: { config: "defaults: [base, change, base@copy]\n", base: "m: {x: 1}\n", change: "m: {y: 2}\n" },
    yaml: "m:\n  x: 1\n  'y': 2\ncopy:\n  m:\n    x: 1\n",
  },
  {
    id: "H-DEF-007, H-DEF-037: an override changes an earlier item",
    files: { ...db, config: "defaults: [{db: mysql}, {override db: sqlite}]\n" },
    yaml: "db:\n  host: s\n",
  },
  {
    id: "H-DEF-008: _self_ says where own content comes",
    files: { ...db, config: "defaults: [_self_, {db: mysql}]\ndb: {host: own}\n" },
    yaml: "db:\n  host: m\n",
  },
  {
    id: "H-DEF-009, H-DEF-020, H-DEF-021: paths are relative to the config's group, with a slash to the top",
    files: {
      ...db,
      config: "defaults: [{server: a}]\n",
      "server/a": "defaults: [/db: mysql, {inner: x}, b]\n",
      "server/b": "name: b\n",
      "server/inner/x": "deep: 1\n",
    },
    yaml: "server:\n  db:\n    host: m\n  inner:\n    deep: 1\n  name: b\n",
  },
  {
    id: "H-DEF-010, H-DEF-018: options named by other choices",
    files: {
      ...db,
      config: "defaults: [{db: mysql}, {ui: '${db}_ui'}]\n",
      "ui/mysql_ui": "u: m\n",
      "ui/sqlite_ui": "u: s\n",
    },
    overrides: ["db=sqlite"],
    yaml: "db:\n  host: s\nui:\n  u: s\n",
  },
  {
    id: "H-DEF-011: group: sub/option",
    files: { config: "defaults: [{a: b/c}]\n", "a/b/c": "x: 1\n" },
    yaml: "a:\n  b:\n    x: 1\n",
  },
  {
    id: "H-DEF-013: the item's own `optional` decides",
    files: { ...db, config: "defaults: [{optional db: mysql}, {override db: nope}, _self_]\nx: 1\n" },
    yaml: "x: 1\n",
  },
  {
    id: "H-DEF-015: an empty defaults list is none",
    files: { config: "defaults: []\nx: 1\n" },
    yaml: "x: 1\n",
  },
  {
    id: "H-DEF-035, H-DEF-036, H-DEF-039: depth first, in the order of the lists",
    files: {
      config: "defaults: [a, b, _self_]\nk: 3\n",
      a: "defaults: [c, _self_]\nk: 1\na: 1\n",
      b: "k: 2\n",
      c: "k: 0\nc: 1\n",
    },
    yaml: "k: 3\nc: 1\na: 1\n",
  },
  {
    id: "H-DEF-048: an experiment overrides choices and values from the top",
    files: {
      ...db,
      config: "defaults: [{db: mysql}, _self_, {experiment: null}]\nlr: 1\n",
      "experiment/x": "# @package _global_\ndefaults: [{override /db: sqlite}]\nlr: 2\n",
    },
    overrides: ["experiment=x"],
    yaml: "db:\n  host: s\nlr: 2\n",
  },
  {
    id: "H-PKG-001: the item's package wins over the header",
    files: { config: "defaults: [{db@here: a}]\n", "db/a": "# @package there\nx: 1\n" },
    yaml: "here:\n  x: 1\n",
  },
  {
    id: "H-PKG-002, H-PKG-009: a package moves all that is below",
    files: {
      config: "defaults: [{server@backup: a}]\n",
      "server/a": "defaults: [{db: x}]\nname: a\n",
      "server/db/x": "h: 1\n",
    },
    yaml: "backup:\n  db:\n    h: 1\n  name: a\n",
  },
  {
    id: "H-PKG-004: _here_ and _global_",
    files: {
      config: "defaults: [{server: a}]\n",
      "server/a": "defaults: [{/db@_here_: mysql}, {/db@_global_.top: sqlite}]\n",
      ...db,
    },
    yaml: "server:\n  host: m\ntop:\n  host: s\n",
  },
  {
    id: "H-PKG-008: the override key has the package without the header",
    files: {
      config: "defaults: [{db@x: mysql}, {kind: a}]\n",
      ...db,
      "kind/a": "# @package other\nk: a\n",
      "kind/b": "# @package other\nk: b\n",
    },
    overrides: ["db@x=sqlite", "kind=b"],
    yaml: "x:\n  host: s\nother:\n  k: b\n",
  },
  {
    id: "H-FIL-003: a header of the primary config",
    files: { config: "# @package foo\nx: 1\n" },
    yaml: "foo:\n  x: 1\n",
  },
  {
    id: "H-FIL-005: a list as the content of an option",
    files: { config: "defaults: [{items: a}]\n", "items/a": "- 1\n- 2\n" },
    yaml: "items:\n- 1\n- 2\n",
  },
  {
    id: "H-APL-002: values come after all choices, whatever the order",
    files: { ...db, config: "defaults: [{db: mysql}]\n" },
    overrides: ["db.host=h", "db=sqlite"],
    yaml: "db:\n  host: h\n",
  },
  {
    id: "H-CST-006: a base first, own content after",
    files: {
      config: "defaults: [{db: child}]\n",
      "db/base": "a: 1\nb: 1\n",
      "db/child": "defaults: [base, _self_]\nb: 2\n",
    },
    yaml: "db:\n  a: 1\n  b: 2\n",
  },
  {
    id: "H-APP-004: a config's name with or without extension",
    files: { config: "defaults: [a.yaml]\n", a: "x: 1\n" },
    yaml: "x: 1\n",
  },
])("$id", ({ files, overrides = [], yaml }) => {
  expect(yamlOf(composeOk(files, overrides))).toBe(yaml);
});

test("H-APP-005: a primary config in a group has the group's package", () => {
  const files = { "db/mysql": "host: m\n" };
  expect(yamlOf(composeOk(files, [], { configName: "db/mysql" }))).toBe("db:\n  host: m\n");
});

test("H-API-006: without a primary config the config starts empty", () => {
  expect(yamlOf(composeOk({}, ["+a.b=1"], { configName: undefined }))).toBe("a:\n  b: 1\n");
});

test("H-DEF-046: the hydra node's own choices", () => {
  const { choices } = composeOk({ config: "x: 1\n" });
  expect(choices.get("hydra/launcher")).toBe("basic");
  expect(choices.get("hydra/sweeper")).toBe("basic");
});

test("H-PTH-010: the sources of a run are told", () => {
  const { config } = composeOk({ config: "x: 1\n" });
  expect(dumpYaml(config)).toContain(
    "config_sources:\n    - path: orochi\n      schema: builtin\n      provider: hydra\n",
  );
});

interface Wrong {
  readonly id: string;
  readonly files: Files;
  readonly overrides?: readonly string[];
  readonly code: string;
}

test.for<Wrong>([
  {
    id: "H-DEF-047: a hydra group needs `override`",
    files: { config: "defaults: [{hydra/launcher: basic}, _self_]\n", "hydra/launcher/other": "{}\n" },
    overrides: [],
    code: "DEFAULTS_CONFLICT",
  },
  {
    id: "H-DEF-051: a merge that fails names the config",
    files: { config: "defaults: [_self_, {hydra/job: bad}]\n", "hydra/job/bad": "chdir: [1]\n" },
    code: "COMPOSE_MERGE",
  },
  {
    id: "H-FIL-005: a list cannot be the whole config",
    files: { config: "defaults: [{items@_global_: a}]\n", "items/a": "- 1\n" },
    code: "COMPOSE_MERGE",
  },
  {
    id: "H-APL-009, H-APL-010: a value of another type",
    files: { config: "x: 1\n" },
    overrides: ["hydra.job.chdir=abc"],
    code: "OVERRIDE_VALUE",
  },
  {
    id: "H-PTH-007: hydra.searchpath is a list",
    files: { config: "hydra: {searchpath: 5}\n" },
    code: "SEARCHPATH_INVALID",
  },
  {
    id: "H-PTH-006, H-PTH-007: only the primary config has it",
    files: { config: "defaults: [a]\n", a: "hydra: {searchpath: [x]}\n" },
    code: "SEARCHPATH_INVALID",
  },
])("$id", ({ files, overrides = [], code }) => {
  let found: unknown;
  try {
    composeOk(files, overrides);
  } catch (error) {
    found = error;
  }
  expect(isOrochiError(found) && found.code).toBe(code);
});
