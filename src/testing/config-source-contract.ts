import assert from "node:assert/strict";
import { toPlain } from "../config/to-object.ts";
import { nodeOf } from "../config/view.ts";
import type { ConfigSource } from "../sources/config-source.ts";
import type { SearchPath } from "../sources/search-path.ts";
import { LoadedConfig } from "../sources/loaded-config.ts";
import { compose } from "../zen/compose.ts";
import { type ContractCheck, contractOf } from "./contract.ts";

/** A config that a source under test must hold. */
export interface ContractConfig {
  /** `/`-separated, without extension: `db/mysql`. */
  readonly path: string;
  /** YAML. */
  readonly text: string;
}

/** Makes a source that holds these configs and nothing else. */
export type MakeConfigSource = (configs: readonly ContractConfig[]) => ConfigSource | Promise<ConfigSource>;

const configs: readonly ContractConfig[] = [
  { path: "config", text: "defaults:\n  - db: mysql\n  - _self_\nx: 1\n" },
  { path: "db", text: "kind: config\n" },
  { path: "db/mysql", text: "port: 3306\nhosts: [a, b]\n" },
  { path: "db/sqlite", text: "port: 0\n" },
  { path: "db/cloud/sky", text: "port: 1\n" },
  { path: "deep/er/est", text: "v: 1\n" },
  { path: "model/v1.5", text: "v: 1.5\n" },
  { path: "model/a-b_c", text: "v: a\n" },
  { path: "größe/日本", text: "名: 値 🐉\n" },
  { path: "constructor/toString", text: "v: 1\n" },
  { path: "languages", text: "defaults: [{ größe: 日本 }]\n" },
  { path: "nothing", text: "" },
];
const groups = ["constructor", "db", "db/cloud", "deep", "deep/er", "größe", "model"];

/**
 * What every {@link ConfigSource} must do. Run each check as a test of its own.
 *
 * @param makeSource - makes a source that holds the given configs; it is called anew for every check.
 * @example
 * import { test } from "node:test";
 * const stored = (configs: readonly ContractConfig[]): ConfigSource => {
 *   const entries = new StoreEntries();
 *   for (const { path, text } of configs) {
 *     const cut = path.lastIndexOf("/");
 *     entries.add({ group: path.slice(0, Math.max(cut, 0)), name: path.slice(cut + 1), node: nodeOf(fromYaml(text)) });
 *   }
 *   return new StoreSource(entries);
 * };
 * for (const { name, run } of configSourceContract(stored)) test(name, run);
 */
export function configSourceContract(makeSource: MakeConfigSource): readonly ContractCheck[] {
  const source = async (): Promise<ConfigSource> => makeSource(configs);
  return contractOf({
    "says who it is": async () => {
      const { scheme, provider, path } = await source();
      assert.match(scheme, /^[a-z][a-z0-9+.-]*$/i, "scheme is the text before ://");
      assert.equal(typeof provider, "string");
      assert.equal(typeof path, "string");
    },
    "is available": async () => {
      assert.equal((await source()).available(), true);
    },
    "holds every config, with its content": async () => {
      const made = await source();
      for (const { path, text } of configs) {
        assert.equal(made.isConfig(path), true, `isConfig(${path})`);
        assert.deepEqual(contentOf(made, path), expectedContent.get(path) ?? assert.fail(text), path);
      }
    },
    "keeps the defaults list of a config": async () => {
      const loaded = load(await source(), "config");
      assert.deepEqual(loaded?.defaults && toPlain(loaded.defaults), [{ db: "mysql" }, "_self_"]);
    },
    "answers undefined for a config that is not there": async () => {
      const made = await source();
      for (const path of [
        "none",
        "db/none",
        "none/mysql",
        "db/cloud",
        "deep",
        "db/mysql/none",
        "config.yaml",
      ]) {
        assert.equal(made.load(path), undefined, `load(${path})`);
        assert.equal(made.isConfig(path), false, `isConfig(${path})`);
      }
    },
    "knows groups, also those that hold groups only; the top is one": async () => {
      const made = await source();
      for (const group of ["", ...groups]) assert.equal(made.isGroup(group), true, `isGroup(${group})`);
    },
    "a config is no group, and a group is no config, unless there are both": async () => {
      const made = await source();
      for (const path of ["config", "db/mysql", "none", "db/none"])
        assert.equal(made.isGroup(path), false, `isGroup(${path})`);
      assert.equal(made.isConfig("db") && made.isGroup("db"), true);
    },
    "does not take names of JavaScript for its own": async () => {
      const made = await source();
      for (const name of ["__proto__", "toString", "hasOwnProperty", "db/constructor", "valueOf/x"]) {
        assert.equal(made.load(name), undefined, `load(${name})`);
        assert.equal(made.isGroup(name), false, `isGroup(${name})`);
      }
    },
    "lists the names directly below a group, sorted, each once": async () => {
      const made = await source();
      assert.deepEqual(made.list("db", "config"), ["mysql", "sqlite"]);
      assert.deepEqual(made.list("db", "group"), ["cloud"]);
      assert.deepEqual(made.list("db", "all"), ["cloud", "mysql", "sqlite"]);
      assert.deepEqual(made.list("model", "config"), ["a-b_c", "v1.5"]);
      assert.deepEqual(made.list("", "all"), [
        "config",
        "constructor",
        "db",
        "deep",
        "größe",
        "languages",
        "model",
        "nothing",
      ]);
    },
    "lists nothing below what is no group": async () => {
      const made = await source();
      for (const kind of ["all", "config", "group"] as const) {
        assert.deepEqual(made.list("none", kind), []);
        assert.deepEqual(made.list("db/mysql", kind), []);
      }
    },
    "what it lists is there": async () => {
      const made = await source();
      for (const group of ["", ...groups]) {
        for (const name of made.list(group, "config"))
          assert.equal(made.isConfig(join(group, name)), true, name);
        for (const name of made.list(group, "group"))
          assert.equal(made.isGroup(join(group, name)), true, name);
      }
    },
    "answers the same when it is asked again": async () => {
      const made = await source();
      const first = contentOf(made, "db/mysql");
      made.list("db", "all").push("changed");
      assert.deepEqual(contentOf(made, "db/mysql"), first);
      assert.deepEqual(made.list("db", "config"), ["mysql", "sqlite"]);
    },
    composes: async () => {
      const made = await source();
      const composed = (configName: string, ...overrides: string[]): unknown => {
        const searchPath = (path: SearchPath): void => path.prepend("contract", "contract://", "schema");
        const sources = { contract: () => made };
        return toPlain(nodeOf(compose({ sources, searchPath, configName, overrides })));
      };
      assert.deepEqual(composed("config"), { db: { port: 3306, hosts: ["a", "b"] }, x: 1 });
      assert.deepEqual(composed("config", "db=sqlite", "x=2"), { db: { port: 0 }, x: 2 });
      assert.deepEqual(composed("config", "db=cloud/sky"), { db: { port: 1 }, x: 1 });
      assert.deepEqual(composed("languages"), { größe: { 名: "値 🐉" } });
    },
    "a source without configs is empty": async () => {
      const empty = await makeSource([]);
      assert.equal(empty.load("config"), undefined);
      assert.deepEqual(empty.list("", "all"), []);
      assert.equal(empty.isGroup("db"), false);
    },
  });
}

const expectedContent = new Map<string, unknown>([
  ["config", { x: 1 }],
  ["db", { kind: "config" }],
  ["db/mysql", { port: 3306, hosts: ["a", "b"] }],
  ["db/sqlite", { port: 0 }],
  ["db/cloud/sky", { port: 1 }],
  ["deep/er/est", { v: 1 }],
  ["model/v1.5", { v: 1.5 }],
  ["model/a-b_c", { v: "a" }],
  ["größe/日本", { 名: "値 🐉" }],
  ["constructor/toString", { v: 1 }],
  ["languages", {}],
  ["nothing", {}],
]);

function load(source: ConfigSource, path: string): LoadedConfig | undefined {
  const content = source.load(path);
  return content === undefined ? undefined : new LoadedConfig(path, source, content);
}

function contentOf(source: ConfigSource, path: string): unknown {
  const loaded = load(source, path);
  return loaded === undefined ? undefined : toPlain(loaded.content);
}

function join(group: string, name: string): string {
  return group === "" ? name : `${group}/${name}`;
}
