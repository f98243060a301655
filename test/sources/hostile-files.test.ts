import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FileSource } from "../../src/sources/file-source.ts";
import { exportedDirectory } from "../../src/sources/package-exports.ts";
import { packageDirectory } from "../../src/sources/package-source.ts";
import { ConfigRepository } from "../../src/sources/repository.ts";
import { SearchPath } from "../../src/sources/search-path.ts";
import { standardSchemes } from "../../src/sources/source-schemes.ts";

let root = "";
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "orochi-files-")));
  write("conf/db/a.yaml", "k: 1\n");
  write("conf/dir.yaml/inner.yaml", "z: 1\n");
  write("conf/latin.yaml", Buffer.from("name: caf\u00e9\n", "latin1"));
  write("conf/wide.yaml", Buffer.from("\ufeffx: 1\n", "utf16le"));
  write("conf/marked.yaml", "\ufeff# @package p\r\nx: 1\r\n");
  write("conf/odd.yaml", "x: \ufffd\n");
  symlinkSync(path.join(root, "conf"), path.join(root, "conf/loop"));
  symlinkSync(path.join(root, "conf/db"), path.join(root, "conf/linked"));
  symlinkSync(path.join(root, "conf/db/a.yaml"), path.join(root, "conf/link.yaml"));
  symlinkSync("/nowhere", path.join(root, "conf/dangling.yaml"));
  const exports = { ".": "./i.js", "./presets/*": "./dist/p/*", "./closed/*": null };
  write("node_modules/@acme/c/package.json", JSON.stringify({ name: "@acme/c", exports }));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), content);
}

function open(directory = "conf"): ConfigRepository {
  const searchPath = new SearchPath([{ provider: "main", path: `file://${directory}` }]);
  return new ConfigRepository(searchPath, standardSchemes({ cwd: root }));
}

test("what is listed: directories named like files, links, and no dead or endless ones", () => {
  const source = new FileSource(path.join(root, "conf"), "main");
  expect(source.list("", "config")).toEqual(["latin", "link", "marked", "odd", "wide"]);
  expect(source.list("", "group")).toEqual(["db", "dir.yaml", "linked"]);
  expect(open().allGroups()).toEqual(["db", "dir.yaml", "linked"]);
});

test("links are followed: errors name the file itself (H-SRC-003)", () => {
  expect(open().load("linked/a")?.text?.name).toBe(path.join(root, "conf/db/a.yaml"));
  expect(open().load("link")?.text?.name).toBe(path.join(root, "conf/db/a.yaml"));
});

test.for([
  { config: "latin", says: "not written in UTF-8" },
  { config: "wide", says: "the file is UTF-16: save it as UTF-8" },
])("$config is refused: $says", ({ config, says }) => {
  expect(() => open().load(config)).toThrow(says);
});

test("a byte order mark, Windows line ends and a real U+FFFD are fine", () => {
  expect(open().load("marked")?.headerPackage).toBe("_global_.p");
  expect(open().load("odd")?.content.size).toBe(1);
});

test("a config is taken apart again only when its text changed (H-PRF-001)", () => {
  write("again/x.yaml", "a: 1\n");
  const first = open("again").load("x");
  expect(open("again").load("x")).toBe(first);
  const old = new Date(Date.now() - 60_000);
  utimesSync(path.join(root, "again/x.yaml"), old, old);
  expect(open("again").load("x")).toBe(first);
  write("again/x.yaml", "a: 2\n");
  const second = open("again").load("x");
  expect(second).not.toBe(first);
  expect(second?.text?.text).toBe("a: 2\n");
});

test("5,000 options are listed in no time", () => {
  for (let index = 0; index < 5000; index++) write(`huge/o/x${index}.yaml`, "");
  const start = performance.now();
  expect(open("huge").options("o")).toHaveLength(5000);
  expect(performance.now() - start).toBeLessThan(500);
});

test.for([
  { exports: undefined, directory: "conf", to: undefined },
  { exports: "./index.js", directory: "conf", to: undefined },
  { exports: { ".": "./i.js" }, directory: "conf", to: undefined },
  { exports: { "./conf/*": "./dist/conf/*" }, directory: "conf", to: "./dist/conf" },
  { exports: { "./conf/*": "./dist/conf/*" }, directory: "conf/db", to: "./dist/conf/db" },
  { exports: { "./conf/*.yaml": "./d/*.yaml" }, directory: "conf/db", to: "./d/db" },
  { exports: { "./conf/": "./d/" }, directory: "conf", to: "./d" },
  { exports: { "./conf": "./d" }, directory: "conf", to: "./d" },
  { exports: { "./conf/*": { require: "./no/*", import: "./yes/*" } }, directory: "conf", to: "./yes" },
  { exports: { "./c/*": "./a/*", "./c/d/*": "./b/*" }, directory: "c/d", to: "./b" },
  { exports: { "./conf/*": null }, directory: "conf", to: null },
  { exports: { "./config/*": "./a/*" }, directory: "conf", to: undefined },
])("H-SRC-004: exports $exports put $directory at $to", ({ exports, directory, to }) => {
  expect(exportedDirectory(exports, directory)).toBe(to);
});

test("H-SRC-004: packages are found with their exports", () => {
  expect(packageDirectory("@acme/c/presets/x", root)).toBe(path.join(root, "node_modules/@acme/c/dist/p/x"));
  expect(packageDirectory("@acme/c/raw", root)).toBe(path.join(root, "node_modules/@acme/c/raw"));
  expect(packageDirectory("@acme/c/closed", root)).toBeUndefined();
});
