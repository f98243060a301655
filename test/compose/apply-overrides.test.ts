import { expect, test } from "vitest";
import { composeOk, yamlOf } from "./compose-ok.ts";

const files = {
  config: "x: 1\nlst: [1, 2]\nd: {a: 1}\nnul: null\nmiss: ???\n",
  "db/mysql": "host: m\n",
};
/** Answers the lines that differ from the config without overrides. */
function changed(...overrides: string[]): string[] {
  const before = new Set(yamlOf(composeOk(files)).split("\n"));
  return yamlOf(composeOk(files, overrides))
    .split("\n")
    .filter((line) => !before.has(line));
}

test.for([
  { id: "H-APL-005 scalar", overrides: ["x=2"], lines: ["x: 2"] },
  { id: "H-APL-005 scalar over mapping", overrides: ["d=5"], lines: ["d: 5"] },
  { id: "H-APL-005 list item", overrides: ["lst.0=9"], lines: ["- 9"] },
  { id: "H-APL-006 mapping merges", overrides: ["+d={b: 2}"], lines: ["  b: 2"] },
  { id: "H-APL-006 list is replaced", overrides: ["+lst=[3]"], lines: ["- 3"] },
  { id: "H-APL-006 null counts as absent", overrides: ["+nul=3"], lines: ["nul: 3"] },
  { id: "H-APL-007 force", overrides: ["++x=3", "++k.m=4"], lines: ["x: 3", "k:", "  m: 4"] },
  { id: "later overrides win", overrides: ["x=2", "x=3"], lines: ["x: 3"] },
  { id: "append", overrides: ["lst=append(7)"], lines: ["- 7"] },
])("$id", ({ overrides, lines }) => {
  expect(changed(...overrides)).toEqual(lines);
});

test.for([
  { id: "null", override: "~nul", gone: "nul" },
  { id: "missing", override: "~miss", gone: "miss" },
  { id: "missing with value", override: "~miss=???", gone: "miss" },
  { id: "value", override: "~x=1", gone: "x" },
])("H-APL-008: deletes $id", ({ override, gone }) => {
  expect(yamlOf(composeOk(files, [override]))).not.toContain(`${gone}:`);
});

test.for([
  { id: "H-APL-005 typo", override: "lts=[1]", code: "OVERRIDE_UNKNOWN_KEY", text: "did you mean 'lst'?" },
  {
    id: "H-APL-005 typo in a group inside of a group",
    override: "hydra/job_loging=disabled",
    code: "OVERRIDE_UNKNOWN_KEY",
    text: "did you mean 'hydra/job_logging'",
  },
  {
    id: "H-APL-005 new key",
    override: "completely=1",
    code: "OVERRIDE_UNKNOWN_KEY",
    text: "write +completely=1",
  },
  { id: "H-APL-005 below a mapping", override: "d={b: 2}", code: "OVERRIDE_UNKNOWN_KEY", text: "'d.b'" },
  { id: "H-APL-006 exists", override: "+x=2", code: "OVERRIDE_EXISTS", text: "++x=2" },
  { id: "H-APL-008 absent", override: "~y", code: "OVERRIDE_DELETE", text: "nothing to delete" },
  { id: "H-APL-008 other value", override: "~x=5", code: "OVERRIDE_DELETE", text: "another value" },
  {
    id: "H-APL-004 no such group",
    override: "dbb@x=mysql",
    code: "OVERRIDE_GROUP",
    text: "did you mean 'db'?",
  },
  { id: "H-ERR-107 force-add of a group", override: "++db=mysql", code: "OVERRIDE_GROUP", text: "+db=mysql" },
  { id: "H-APL-005 index", override: "lst.5=1", code: "OVERRIDE_VALUE", text: "lst.5=1" },
  { id: "H-APL-011 typed", override: "hydra.job.num=abc", code: "OVERRIDE_VALUE", text: "int" },
  { id: "H-APL-003 simple sweep", override: "x=1,2", code: "OVERRIDE_SWEEP", text: "x=[1,2]" },
  { id: "H-APL-003 other sweep", override: "x=range(3)", code: "OVERRIDE_SWEEP", text: "--multirun" },
])("refused: $id", ({ override, code, text }) => {
  const run = () => composeOk(files, [override]);
  expect(run).toThrow(expect.objectContaining({ code }));
  expect(run).toThrow(text);
});

test("all wrong overrides are reported together, and only they", () => {
  const run = () =>
    composeOk({ ...files, config: `defaults: [{db: mysql}]\n${files.config}` }, [
      "db=mysqll",
      "db.host=1",
      "y=1",
      "x=2",
      "~z",
    ]);
  expect(run).toThrow(/3 problems/);
  for (const part of ["'mysqll'", "'y'", "'z'"]) expect(run).toThrow(part);
});
