import { assert, expect, test } from "vitest";
import { hydraSchema } from "../../src/jobs/hydra-schema.ts";
import { MapNode } from "../../src/config/node.ts";
import { selectNode } from "../../src/config/select.ts";
import { toPlain } from "../../src/config/to-object.ts";
import type { Composition } from "../../src/compose/compose.ts";
import { decideMode } from "../../src/compose/mode.ts";
import { composeOk } from "./compose-ok.ts";

function hydraOf(composition: Composition): MapNode {
  const hydra = composition.config.child("hydra");
  assert(hydra instanceof MapNode, "no hydra node");
  return hydra;
}
const plain = (composition: Composition, key: string) => {
  const node = selectNode(hydraOf(composition), key);
  return node === undefined ? undefined : toPlain(node);
};
const files = { config: "x: 1\n", "db/mysql": "host: m\n" };

test("H-HYD-002: keys stand in schema order", () => {
  const listed = [...hydraSchema.fields.values()].filter(({ absent }) => absent !== true);
  expect([...hydraOf(composeOk(files)).children()].map(({ key }) => key)).toEqual(
    listed.map(({ name }) => name),
  );
});

test("H-APL-001: overrides are kept as typed, and stay text", () => {
  const composition = composeOk(files, ["x='${y}'", "hydra.verbose=true", "+db=mysql"]);
  expect(plain(composition, "overrides")).toEqual({
    hydra: ["hydra.verbose=true"],
    task: ["x='${y}'", "+db=mysql"],
  });
});

test("H-APL-013: the directory name of overrides", () => {
  expect(plain(composeOk(files, ["x=2", "+db=mysql", '+y="a b"']), "job.override_dirname")).toBe(
    '+db=mysql,+y="a b",x=2',
  );
});

test("env_copy copies the named variables, an unset one is an error (H-ERR-126)", () => {
  const runtime = { env: { TOKEN: "t" } };
  const override = "hydra.job.env_copy=[TOKEN]";
  expect(plain(composeOk(files, [override], { runtime }), "job.env_set")).toEqual({ TOKEN: "t" });
  expect(() => composeOk(files, [override])).toThrow(expect.objectContaining({ code: "ENV_MISSING" }));
});

test("H-APL-012: sweeper params take keys on the command line", () => {
  expect(plain(composeOk(files, ["+hydra.sweeper.params.x='1,2'"]), "sweeper.params")).toEqual({ x: "1,2" });
  expect(plain(composeOk(files, ["hydra.sweeper.params={x: 5}"]), "sweeper.params")).toEqual({ x: "5" });
});

test.for([
  ["run", undefined, "run", true],
  ["auto", undefined, "run", true],
  ["auto", "multirun", "multirun", false],
  ["multirun", undefined, "multirun", true],
  ["multirun", "run", "multirun", true],
  ["run", "multirun", "run", true],
  ["job", "run", "multirun", false],
] as const)("H-HYD-010: %s over %s is %s", ([wanted, configured, mode, byFlag]) => {
  expect(decideMode(wanted, configured)).toMatchObject({ mode, byFlag });
});

test("H-HYD-010: composing once is enough to know the mode", () => {
  const sweep = {
    config: "defaults: [{db: ???}]\nhydra: {mode: MULTIRUN}\n",
    "db/mysql": "",
    "db/sqlite": "",
  };
  expect(composeOk(sweep, ["db=mysql,sqlite"], { mode: "auto" }).mode).toBe("multirun");
  expect(() => composeOk({ ...sweep, config: "defaults: [{db: ???}]\n" }, [], { mode: "auto" })).toThrow(
    expect.objectContaining({ code: "DEFAULTS_CHOICE_MISSING" }),
  );
});

test("H-HYD-010: a mode decided by a flag is recorded on request", () => {
  const composition = composeOk(files, ["x=2"], { recordMode: true });
  expect(plain(composition, "overrides.hydra")).toEqual(["hydra.mode=RUN"]);
  expect(selectNode(hydraOf(composition), "mode")).toMatchObject({ value: { name: "RUN" } });
});

test("H-DEF-052: the result is closed", () => {
  expect(composeOk(files).config.flags).toMatchObject({ struct: true });
});

test("D2: values know the file and the override they come from", () => {
  const { config } = composeOk({ config: "defaults: [{db: mysql}]\nx: 1\n", "db/mysql": "host: m\n" }, [
    "x=2",
  ]);
  expect(selectNode(config, "db.host")?.origin).toMatchObject({ kind: "yaml", at: "db", config: "db/mysql" });
  expect(selectNode(config, "x")?.origin).toMatchObject({ kind: "override", start: 2, end: 3 });
  expect(selectNode(config, "x")?.shadowed).toMatchObject({ text: "1" });
});
