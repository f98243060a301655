import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createNode } from "../../src/config/create.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { FileSource } from "../../src/sources/file-source.ts";
import { packageDirectory } from "../../src/sources/package-source.ts";
import { ConfigRepository } from "../../src/sources/repository.ts";
import { standardSearchPath } from "../../src/sources/search-path.ts";
import { standardSchemes } from "../../src/sources/source-schemes.ts";
import { StoreEntries } from "../../src/sources/store-entries.ts";

let root = "";
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "orochi-repository-"));
  write("conf/config.yaml", "a: 1\n");
  write("conf/db.yaml", "defaults: [x]\nkind: config\n");
  write("conf/db/mysql.yaml", "# @package _global_.db\nhost: m\n");
  write("conf/db/note.txt", "no config\n");
  write("conf/number.yaml", "5\n");
  write("conf/broken.yaml", "a: [1\n");
  write("more/db/sqlite.yaml", "host: s\n");
  write("more/db/mysql.yaml", "host: shadowed\n");
  write("node_modules/@acme/configs/package.json", '{"name":"@acme/configs"}');
  write("node_modules/@acme/configs/conf/x.yaml", "x: 1\n");
  symlinkSync(path.join(root, "more/db"), path.join(root, "conf/linked"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
  writeFileSync(path.join(root, name), text);
}

function open(store = new StoreEntries()): ConfigRepository {
  return new ConfigRepository(
    standardSearchPath("conf"),
    standardSchemes({ store, builtin: new StoreEntries(), cwd: root }),
  );
}

test("H-SRC-008: a directory and a config may share a name", () => {
  const repository = open();
  expect([repository.isGroup("db"), repository.isConfig("db")]).toEqual([true, true]);
});

test("H-SRC-007: a group has the options of all sources, sorted", () => {
  const store = new StoreEntries();
  store.add({ name: "ingres", group: "db", node: createNode({}) });
  const repository = open(store).extend([{ provider: "more", path: "file://more" }]);
  expect(repository.options("db")).toEqual(["ingres", "mysql", "sqlite"]);
  expect(repository.options("linked")).toEqual(["mysql", "sqlite"]);
  expect(repository.allGroups()).toEqual(["db", "linked"]);
});

test("H-PTH-001: the first source wins", () => {
  const repository = open().extend([{ provider: "more", path: "file://more" }]);
  expect(dumpYaml(repository.load("db/mysql")?.content)).toBe("host: m\n");
  expect(repository.load("db/sqlite")?.provider).toBe("more");
});

test("H-PRF-011: what was read stays as it was", () => {
  const repository = open();
  const before = repository.load("config");
  write("conf/config.yaml", "a: 2\n");
  expect(repository.load("config.yaml")).toBe(before);
  expect(repository.extend([{ provider: "more", path: "file://more" }]).load("config")).toBe(before);
  expect(dumpYaml(open().load("config")?.content)).toBe("a: 2\n");
});

test("H-FIL-004: the defaults list is no content", () => {
  const loaded = open().load("db");
  expect(dumpYaml(loaded?.content)).toBe("kind: config\n");
  expect(dumpYaml(loaded?.defaults)).toBe("- x\n");
});

test("H-PKG-010: content stands at its package, and its origin knows", () => {
  const loaded = open().load("db/mysql");
  expect(loaded?.headerPackage).toBe("_global_.db");
  const placed = loaded?.at("a.b");
  expect(dumpYaml(placed)).toBe("a:\n  b:\n    host: m\n");
  expect(placed?.child("a")?.origin).toMatchObject({ kind: "yaml", at: "a.b", config: "db/mysql" });
});

test.for([
  { id: "H-SRC-006: .yml", path: "config.yml", code: "CONFIG_UNREADABLE" },
  { id: "H-SRC-009: a lone number", path: "number", code: "CONFIG_UNREADABLE" },
  { id: "broken YAML names the config", path: "broken", code: "CONFIG_UNREADABLE" },
])("$id", ({ path: name, code }) => {
  expect(() => open().load(name)).toThrow(expect.objectContaining({ code }));
});

test("H-PTH-009: a missing config directory is an error", () => {
  const repository = new ConfigRepository(
    standardSearchPath("nowhere"),
    standardSchemes({ cwd: root, builtin: new StoreEntries() }),
  );
  expect(() => repository.assertMainAvailable()).toThrow(
    expect.objectContaining({ code: "CONFIG_DIR_MISSING" }),
  );
});

test("H-SRC-004: configs of npm packages", () => {
  expect(packageDirectory("@acme/configs/conf", path.join(root, "conf"))).toBe(
    path.join(root, "node_modules/@acme/configs/conf"),
  );
  expect(packageDirectory("orochi/src", process.cwd())).toBe(path.join(process.cwd(), "src"));
  expect(packageDirectory("no-such-package/x", root)).toBeUndefined();
});

test("H-SRC-003: a file source lists groups and configs", () => {
  const source = new FileSource("conf", "main", root);
  expect(source.list("", "group")).toEqual(["db", "linked"]);
  expect(source.list("db", "all")).toEqual(["mysql"]);
  expect(source.load("db/none")).toBeUndefined();
});

test("a source that lists a group without a name comes to an end", () => {
  const schemes = standardSchemes({ store: new StoreEntries(), builtin: new StoreEntries(), cwd: root });
  schemes.register("odd", (place, provider) => ({
    scheme: "odd",
    provider,
    path: place,
    available: () => true,
    load: () => undefined,
    isGroup: () => true,
    isConfig: () => false,
    list: (group, kind) => (kind === "group" ? ["", ...(group === "" ? ["odd"] : [])] : ["x"]),
  }));
  expect(new ConfigRepository(standardSearchPath("odd://"), schemes).allGroups()).toEqual(["odd"]);
});
