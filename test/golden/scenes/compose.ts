import { ZenStore } from "orochi";
import { z } from "zod";
import type { AppScene, Scene } from "../scene.ts";

const typed = new ZenStore();
typed(z.object({ x: z.int(), learning_rate: z.number().default(0.1) }), { name: "config" });
const app: AppScene = { app: { store: typed, configName: "config" } };

const db = { "config.yaml": "defaults:\n  - db: mysql\nx: 1\n", "db/mysql.yaml": "port: 3306\n", "db/sqlite.yaml": "file: x\n" };

/** What is typed, and configs that are composed. */
export const composeScenes = {
  OVERRIDE_LEX: { ...app, argv: ["x=a!b"] },
  OVERRIDE_SYNTAX: { ...app, argv: ["x=[1,2", "y=}"] },
  OVERRIDE_FUNCTION: { ...app, argv: ["x=rnage(1,3)"] },
  OVERRIDE_UNKNOWN_KEY: { ...app, argv: ["learning_rte=1"] },
  "OVERRIDE_UNKNOWN_KEY without near name": { ...app, argv: ["seed=1"] },
  "OVERRIDE_UNKNOWN_KEY in a file": { files: db, argv: ["db.prot=1"] },
  OVERRIDE_EXISTS: { files: db, argv: ["+x=2"] },
  OVERRIDE_DELETE: { files: db, argv: ["~db.prot"] },
  "OVERRIDE_DELETE of another value": { files: db, argv: ["~x=2"] },
  OVERRIDE_VALUE: { ...app, argv: ["x=abc"] },
  "OVERRIDE_VALUE of a number": { ...app, argv: ["x=1", "learning_rate=high"] },
  "OVERRIDE_VALUE null": { ...app, argv: ["x=null"] },
  "OVERRIDE_VALUE into a file": {
    files: { "config.yaml": "defaults: [base]\nx: 1\n" },
    app: { store: baseStore() },
    argv: ["x=abc"],
  },
  OVERRIDE_GROUP: { files: db, argv: ["++db=sqlite"] },
  OVERRIDE_SWEEP: { ...app, argv: ["x=range(1,3)"] },
  "OVERRIDE_SWEEP or list": { ...app, argv: ["x=1,2"] },
  CONFIG_NOT_FOUND: { files: db, argv: ["db=mysq"] },
  "CONFIG_NOT_FOUND of the app": { files: db, app: { configName: "confg" } },
  CONFIG_UNREADABLE: { files: { ...db, "db/mysql.yaml": "port: [1\n" } },
  "CONFIG_UNREADABLE as a value": { files: { ...db, "db/mysql.yaml": "5\n" } },
  CONFIG_DIR_MISSING: { files: db, argv: ["--config-dir", "nope"] },
  SOURCE_SCHEME: { files: db, argv: ["hydra.searchpath=[ftp://x]"] },
  HEADER_INVALID: { files: { ...db, "db/mysql.yaml": "# @package a b\nport: 1\n" } },
  DEFAULTS_INVALID: { files: { "config.yaml": "defaults: db\n" } },
  DEFAULTS_CONFLICT: { files: { ...db, "config.yaml": "defaults:\n  - db: mysql\n  - db: sqlite\n" } },
  DEFAULTS_CHOICE_MISSING: { files: { ...db, "config.yaml": "defaults:\n  - db: ???\n" } },
  DEFAULTS_CYCLE: { files: { "config.yaml": "defaults: [a]\n", "a.yaml": "defaults: [b]\n", "b.yaml": "defaults: [a]\n" } },
  DEFAULTS_UNUSED_OVERRIDE: { files: { ...db, "config.yaml": "x: 1\n" }, argv: ["db=mysql"] },
  COMPOSE_MERGE: { files: { ...db, "config.yaml": "defaults:\n  - db: mysql\n  - _self_\ndb: [1, 2]\n" } },
  "COMPOSE_MERGE with a schema": {
    files: { "config.yaml": "defaults:\n  - base\n  - _self_\nname: a\nx: abc\n" },
    app: { store: baseStore() },
  },
  "COMPOSE_MERGE with a key that the schema lacks": {
    files: { "config.yaml": "defaults:\n  - base\n  - _self_\nnmae: a\n" },
    app: { store: baseStore() },
  },
  SEARCHPATH_INVALID: { files: db, argv: ["hydra.searchpath=x"] },
  STORE_EXISTS: () => {
    const store = new ZenStore();
    store({ port: 1 }, { group: "db", name: "mysql" });
    store({ port: 2 }, { group: "db", name: "mysql" });
  },
  STORE_NOT_FOUND: () => {
    const store = new ZenStore();
    store({ port: 1 }, { group: "db", name: "mysql" });
    store.delete("db", "mysq");
  },
  STORE_INVALID: () => new ZenStore()({ port: 1 }),
  "INTERPOLATION_KEY while a task reads": {
    files: { "config.yaml": "host: localhost\nurl: http://${hots}/\n" },
    app: { task: ({ url }: { url: string }) => url },
  },
  "INTERPOLATION_KEY from an override": {
    files: { "config.yaml": "host: localhost\nurl: null\n" },
    argv: ["url=http://${hots}/"],
    app: { task: ({ url }: { url: string }) => url },
  },
  USAGE: { ...app, argv: ["--cgf", "job"] },
  "USAGE of a value": { ...app, argv: ["--cfg", "jbo"] },
} satisfies Record<string, Scene>;

function baseStore(): ZenStore {
  const store = new ZenStore();
  store(z.object({ x: z.int(), name: z.string().default("a") }), { name: "base" });
  return store;
}
