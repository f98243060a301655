import path from "node:path";
import { writeFileSync } from "node:fs";
import {
  create,
  enumOf,
  fromSchema,
  getItem,
  load,
  merge,
  popItem,
  removeItem,
  registerResolver,
  save,
  setReadonly,
  setStruct,
  struct,
  structOf,
  t,
  toObject,
  update,
  validate,
} from "orochi/config";
import { ZenStore } from "orochi";
import { z } from "zod";
import type { Scene } from "../scene.ts";

const Db = struct("Db", { host: "localhost", port: t.int.default(3306), names: t.map(t.str, t.int).default({}) });
const App = struct("App", { db: Db, tags: t.list(t.str).default([]), level: enumOf("Level", { LOW: 1, HIGH: 2 }) });

/** Reading and writing configs in a program (docs/errors.md, the first four tables). */
export const configScenes = {
  KEY_NOT_FOUND: () => getItem(create({ learning_rate: 0.1 }), "learning_rte"),
  KEY_NOT_IN_STRUCT: () => {
    const cfg = create<{ db: Record<string, unknown> }>({ db: { port: 1 } });
    setStruct(cfg, true);
    cfg.db["prot"] = 2;
  },
  KEY_NOT_IN_SCHEMA: (root) => merge(create(App), file(root, "db:\n  host: example\n  prot: 3307\n")),
  KEY_TYPE: (root) => merge(create(App), file(root, "db:\n  names:\n    one: a\n")),
  KEY_PATH: () => update(create({ hosts: [{ name: "a" }] }), "hosts[0.name", "b"),
  ITEM_NOT_FOUND: () => removeItem(create({ tags: ["a", "b"] }).tags, "c"),
  INDEX_OUT_OF_RANGE: () => getItem(create([1, 2]), 5),
  VALUE_MISSING: { files: { "config.yaml": "db:\n  port: ???\n" }, app: { task: readPort } },
  "VALUE_MISSING from code": { app: { ...stored({ x: "???" }), task: ({ x }: { x: number }) => x } },
  VALUE_TYPE: (root) => merge(create(App), file(root, "db:\n  host: example\n  port: high\n")),
  "VALUE_TYPE of a list": (root) => merge(create(App), file(root, "tags: [a, b, [c]]\n")),
  "VALUE_TYPE of an enum": (root) => merge(create(App), file(root, "level: MIDDLE\n")),
  "VALUE_TYPE on assignment": (root) => {
    const cfg = merge(create(App), file(root, "db:\n  port: 3307\n"));
    Reflect.set(part(cfg, "db"), "port", "high");
  },
  VALUE_NOT_OPTIONAL: (root) => merge(create(App), file(root, "db:\n  port: null\n")),
  VALUE_UNSUPPORTED: () => create({ when: { started: Symbol("now") } }),
  CONFIG_READONLY: (root) => {
    const cfg = file(root, "db:\n  port: 3306\n");
    setReadonly(cfg, true);
    Reflect.set(part(cfg, "db"), "port", 1);
  },
  OPERATION_NOT_SUPPORTED: () => popItem(create(Db) as object, "port"),
  MERGE_INCOMPATIBLE: (root) => merge(file(root, "db:\n  port: 1\n"), file(root, "db: [1, 2]\n", "other.yaml")),
  "MERGE_INCOMPATIBLE with a schema": (root) => merge(create(App), file(root, "db: mysql\n")),
  CONFIG_CYCLE: () => {
    const a: Record<string, unknown> = {};
    a["self"] = { back: a };
    create(a);
  },
  INTERPOLATION_SYNTAX: (root) => file(root, "url: 'http://${host'\n"),
  "INTERPOLATION_SYNTAX from code": () => create({ db: { url: "http://${host" } }),
  INTERPOLATION_KEY: (root) => file(root, "host: localhost\nurl: http://${hots}/\n")["url"],
  "INTERPOLATION_KEY from code": () => create({ host: "localhost", url: "http://${hots}/" }).url,
  INTERPOLATION_TO_MISSING: (root) => file(root, "db:\n  port: ???\nurl: localhost:${db.port}\n")["url"],
  INTERPOLATION_TYPE: (root) =>
    Reflect.get(part(merge(create(App), file(root, "db:\n  host: example\n  port: ${db.host}\n")), "db"), "port"),
  INTERPOLATION_CYCLE: (root) => file(root, "a: ${b}\nb: x${c}\nc: ${a}\n")["a"],
  INTERPOLATION_FAILED: (root) => file(root, "home: ${oc.env:OROCHI_NOT_SET}\n")["home"],
  RESOLVER_UNKNOWN: (root) => file(root, "name: ${oc.evn:HOME}\n")["name"],
  RESOLVER_EXISTS: () => {
    registerResolver("golden", () => 1);
    registerResolver("golden", () => 2);
  },
  YAML_SYNTAX: (root) => file(root, "db:\n  ports: [1, 2\nname: x\n"),
  YAML_DUPLICATE_KEY: (root) => file(root, "db: mysql\nport: 1\ndb: sqlite\n"),
  YAML_UNSUPPORTED: (root) => file(root, "when: !date 2020-01-01\n"),
  YAML_LIMIT: (root) => file(root, `deep: ${"[".repeat(1001)}${"]".repeat(1001)}\n`),
  FILE_UNREADABLE: (root) => load(path.join(root, "nope.yaml")),
  FILE_UNWRITABLE: (root) => save(create({ a: 1 }), path.join(root, "no", "such", "directory.yaml")),
  SCHEMA_UNSUPPORTED: () => fromSchema(z.string() as never),
  "SCHEMA_UNSUPPORTED of a class": () =>
    structOf(
      class Job {
        readonly name: string;
        constructor(options: { name: string }) {
          this.name = options.name;
        }
      } as never,
    ),
  SCHEMA_VALIDATION: async (root) => {
    const Ports = z.object({ low: z.int().min(1), high: z.int().max(99) });
    await validate(merge(create(Ports), file(root, "low: 0\nhigh: 100\n")), Ports);
  },
  "SCHEMA_VALIDATION of one value": async (root) => {
    const Ports = z.object({ low: z.int().min(1) });
    await validate(merge(create(Ports), file(root, "low: 0\n")), Ports);
  },
  "VALUE_MISSING of a schema": async () => {
    await validate(create(z.object({ x: z.int(), y: z.int() })), z.object({ x: z.int(), y: z.int() }));
  },
  "INTERPOLATION_KEY in toObject": (root) => toObject(file(root, "a:\n  - b\n  - ${c}\n")),
} satisfies Record<string, Scene>;

function readPort({ db }: { db: { port: number } }): number {
  return db.port;
}

function stored(config: object): { configName: string; store: ZenStore } {
  const store = new ZenStore();
  store(config, { name: "config" });
  return { configName: "config", store };
}

function part(config: object, key: string): object {
  return Reflect.get(config, key) as object;
}

/** A config from a file on the disk. */
function file(root: string, text: string, name = "config.yaml") {
  const at = path.join(root, name);
  writeFileSync(at, text);
  return load<Record<string, unknown>>(at);
}
