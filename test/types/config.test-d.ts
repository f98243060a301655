import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import {
  type Config,
  copy,
  create,
  enumOf,
  float,
  fromYaml,
  II,
  load,
  maskedCopy,
  merge,
  select,
  struct,
  structOf,
  t,
  toObject,
  update,
  validate,
} from "../../src/config.ts";

interface App {
  readonly db: { readonly host: string; port: number };
  readonly hosts: readonly { name: string }[];
}
declare const app: Config<App>;

test("a config has the shape of its data and can be written", () => {
  const cfg = create({ db: { port: 1 }, list: [1, 2] });
  expectTypeOf(cfg).toEqualTypeOf<{ db: { port: number }; list: number[] }>();
  cfg.db.port = 2;
  app.db.port = 2;
  app.db.host = "y";
  // @ts-expect-error -- a typo in a key
  void cfg.bd;
  // @ts-expect-error -- text for a number
  cfg.db.port = "2";
});

test("schemas, structs and classes say their types, also inside data", () => {
  class Db {
    host = "x";
    port = 1;
  }
  const Schema = z.object({ x: z.int(), lr: z.number().default(0.1) });
  const User = struct("User", {
    name: "bond",
    age: t.int,
    tags: t.list(t.str),
    mode: t.literal("a", "b").optional(),
  });
  expectTypeOf(create(Schema)).toEqualTypeOf<{ x: number; lr: number }>();
  expectTypeOf(create(User)).toEqualTypeOf<{
    name: string;
    age: number;
    tags: string[];
    mode: "a" | "b" | null;
  }>();
  expectTypeOf(create(structOf(Db)).port).toEqualTypeOf<number>();
  expectTypeOf(create({ db: Db, s: Schema }).db.host).toEqualTypeOf<string>();
  expectTypeOf(create({ db: Db, s: [Schema] }).s[0]).toEqualTypeOf<{ x: number; lr: number } | undefined>();
  const Sub = struct("Sub", { extra: t.map(t.int) }, { extends: User });
  expectTypeOf(create(Sub).extra).toEqualTypeOf<Record<string, number>>();
  expectTypeOf(create(Sub).age).toEqualTypeOf<number>();
  // @ts-expect-error -- the default does not fit the type
  t.int.default("x");
  const Paint = struct("Paint", { color: enumOf("Color", { Red: 0, Green: 1 } as const) });
  expectTypeOf(create(Paint).color).toEqualTypeOf<0 | 1>();
});

test("YAML is untyped unless its type is said", () => {
  expectTypeOf(fromYaml("a: 1")).toBeAny();
  expectTypeOf(load<App>("app.yaml").db.port).toEqualTypeOf<number>();
  expectTypeOf(create("a: 1")).toBeAny();
});

test("merge", () => {
  expectTypeOf(merge({ a: { x: 1 } }, { a: { y: "s" }, b: true })).toEqualTypeOf<{
    a: { x: number; y: string };
    b: boolean;
  }>();
  const Schema = z.object({ x: z.int() });
  expectTypeOf(merge(Schema, fromYaml("x: 1"), { x: "5" })).toEqualTypeOf<{ x: number }>();
  expectTypeOf(merge(app, fromYaml("x: 1")).db.port).toEqualTypeOf<number>();
});

test("select knows the type at a path", () => {
  expectTypeOf(select(app, "db.port")).toEqualTypeOf<number | undefined>();
  expectTypeOf(select(app, "hosts[0].name")).toEqualTypeOf<string | undefined>();
  expectTypeOf(select(app, "hosts.0.name")).toEqualTypeOf<string | undefined>();
  expectTypeOf(select(app, "db.port", { default: 5 })).toEqualTypeOf<number>();
  expectTypeOf(select(app, "db.nope")).toEqualTypeOf<unknown>();
  expectTypeOf(select(fromYaml(""), "a.b")).toBeAny();
  update(app, "db.port", 1);
  update(app, "anything.else", 1);
});

test("functions keep types", async () => {
  expectTypeOf(copy(app)).toEqualTypeOf<Config<App>>();
  expectTypeOf(toObject(app)).toEqualTypeOf<Config<App>>();
  expectTypeOf(maskedCopy(app, "db")).toEqualTypeOf<Pick<Config<App>, "db">>();
  expectTypeOf(create({ lr: float(1) }).lr).toEqualTypeOf<number>();
  const port: number = II("db.port");
  void port;
  const Schema = z.object({ when: z.string().transform((text) => new Date(text)) });
  expectTypeOf(await validate(app, Schema)).toEqualTypeOf<{ when: Date }>();
});
