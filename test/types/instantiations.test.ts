import { expect, test } from "vitest";
import { excesses, type Row } from "./helpers/count-instantiations.ts";

// What a call costs the compiler must not grow with what a project declares: each row generates many calls, right and wrong,
// and bounds the type instantiations of one.

const rows: readonly Row[] = [
  {
    id: "create",
    most: 550,
    call: (n: number) => `create({ a${n}: { b: [1, { c: "x" }] }, d: true }).a${n}.b`,
  },
  {
    id: "create with a struct",
    most: 200,
    call: (n: number) =>
      `create(struct("S${n}", { a${n}: t.int, l: t.list(t.str), o: t.optional(t.int) })).a${n}`,
  },
  { id: "create with a schema", most: 250, call: (n: number) => `create({ s: Schema, n${n}: 1 }).s.db.port` },
  {
    id: "merge",
    most: 1200,
    call: (n: number) => `merge({ a: { x${n}: 1 } }, { a: { y: 2 } }, { b: "x" }).a.x${n}`,
  },
  { id: "select", most: 1400, call: (n: number) => `select(app${n}, "db.hosts[0].name")` },
  {
    id: "select, a wrong path",
    most: 1400,
    call: (n: number) => `select(app${n}, "db.nope.x").y`,
    isWrong: true,
  },
  { id: "select in a wide config", most: 200, call: (n: number) => `select(wide, "g7.k9.x${n % 2}")` },
  { id: "update", most: 1200, call: (n: number) => `update(app${n}, "db.port", ${n})` },
  { id: "a wrong key", most: 300, call: (n: number) => `create({ a${n}: { b: 1 } }).b`, isWrong: true },
  { id: "a wrong value", most: 160, call: (n: number) => `create({ a${n}: 1 }).a${n} = "x"`, isWrong: true },
];

test("the compiler's work for one call is bounded", { timeout: 300_000 }, async () => {
  const found = await excesses(rows, {
    name: "config",
    entry: "config.ts",
    imports: ["type Config", "create", "merge", "select", "struct", "t", "update"],
    head: [
      `import { z } from "zod";`,
      `const Schema = z.object({ db: z.object({ port: z.int().default(1), tags: z.array(z.string()) }) });`,
      "type Names<P extends string> = `${P}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;",
      `declare const wide: Config<Record<Names<"g">, Record<Names<"k">, Record<Names<"x">, number>>>>;`,
      `void [create, merge, select, struct, t, update, Schema];`,
    ],
    before: (n) => [
      `declare const app${n}: Config<{ db: { port: number; hosts: { name: string; n${n}: number }[] }; extra: { a: { b: { c: 1 } } } }>;`,
    ],
  });
  expect(found).toEqual([]);
});
