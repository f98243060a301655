/** Directories and command lines that nobody would write on purpose: an error with a code, or a config; nothing else. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isOrochiError } from "../../src/errors/base.ts";
import { compose } from "../../src/index.ts";
import { composeOk } from "./compose-ok.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "orochi-hostile-"));
  write("conf/config.yaml", "defaults: [{db: null}, _self_]\nx: 1\n");
  write("conf/db/broken.yaml", "a: [1\n");
  write("conf/db/latin.yaml", Buffer.from("a: caf\u00e9\n", "latin1"));
  write("conf/db/Upper.yaml", "a: 1\n");
  write("conf/db/folder.yaml/x.yaml", "a: 1\n");
  write("plain", "x: 1\n");
  symlinkSync(path.join(root, "conf"), path.join(root, "conf/again"));
  symlinkSync("self.yaml", path.join(root, "conf/db/self.yaml"));
  spawnSync("mkfifo", [path.join(root, "conf/db/pipe.yaml")]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    return isOrochiError(error) ? error.code : String(error);
  }
}

test.for([
  ["db=broken", "CONFIG_UNREADABLE"],
  ["db=latin", "CONFIG_UNREADABLE"],
  ["db=upper", "CONFIG_NOT_FOUND"],
  ["db=Upper", "none"],
  ["db=folder", "CONFIG_NOT_FOUND"],
  ["db=self", "CONFIG_NOT_FOUND"],
  ["db=pipe", "CONFIG_NOT_FOUND"],
  ["db=../config", "DEFAULTS_INVALID"],
])("%s: %s", ([override = "", code]) => {
  const wanted = code === "CONFIG_NOT_FOUND" ? /NOT_FOUND|MISSING/ : new RegExp(`^${code}$`);
  expect(
    codeOf(() =>
      compose({ configPath: path.join(root, "conf"), configName: "config", overrides: [override] }),
    ),
  ).toMatch(wanted);
});

test("a config directory that is a file is missing", () => {
  expect(codeOf(() => compose({ configPath: path.join(root, "plain"), configName: "config" }))).toBe(
    "CONFIG_DIR_MISSING",
  );
});

test.for([
  "5",
  "text",
  "{db: a}",
  "[[a]]",
  "[5]",
  "[null]",
  "[{}]",
  "[{a: 1, b: 2}]",
  "[{db: {x: 1}}]",
  "[true]",
  "[???]",
])("defaults: %s", (defaults) => {
  expect(codeOf(() => composeOk({ config: `defaults: ${defaults}\n`, a: "x: 1\n" }))).toBe(
    "DEFAULTS_INVALID",
  );
});

test("a defaults list of 2,000 items and a group of 5,000 options", () => {
  const files: Record<string, string> = {
    config: `defaults: [${Array.from({ length: 2000 }, (_, at) => `c${at}`).join(", ")}, {o: x7}]\n`,
  };
  for (let at = 0; at < 2000; at++) files[`c${at}`] = `k${at}: ${at}\n`;
  for (let at = 0; at < 5000; at++) files[`o/x${at}`] = `at: ${at}\n`;
  expect(composeOk(files).config.size).toBe(2002);
  expect(codeOf(() => composeOk(files, ["o=x5001"]))).not.toBe("none");
});

test("all wrong overrides of one command line are told together, each with its place", () => {
  const texts = ["nope=1", "db=nothing", "x.y.z=1", "~gone", "x=a,b", "hydra.job.chdir=maybe", "+x=2"];
  let message = "";
  try {
    composeOk({ config: "defaults: [{db: a}, _self_]\nx: 1\n", "db/a": "h: 1\n" }, texts);
  } catch (error) {
    message = error instanceof Error ? error.message : "";
  }
  for (const text of texts) expect(message).toContain(` | ${text}\n`);
  expect(message.match(/\^/g)?.length).toBeGreaterThanOrEqual(texts.length);
});

test.for([
  "\u0000",
  "k=\u0007",
  "k=\u202e",
  "\ud800=1",
  "k=\ud800",
  "k='\ud800'",
  "k=🎉",
  "k=ﬁ",
  "k=\u200b",
  "ключ=1",
  "k=[\u0000]",
])("%j is a value or a mistake with a place", (text) => {
  expect(codeOf(() => composeOk({ config: "k: 1\n" }, [text]))).toMatch(/^(?:none|OVERRIDE_[A-Z_]+)$/);
});
