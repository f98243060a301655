import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// What a call costs the compiler must not grow with what a project declares: each row generates many calls, right and wrong,
// and bounds the type instantiations of one. The bounds are about twice what was measured.

const repository = fileURLToPath(new URL("../..", import.meta.url));
const workshop = path.join(repository, "node_modules/.cache/orochi-instantiations");

const rows = [
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

const calls = 20;

test("the compiler's work for one call is bounded", { timeout: 300_000 }, () => {
  const baseline = instantiations("baseline", () => "void 0").count;
  const costs = rows.map(({ id, call }) => {
    const { count, errors } = instantiations(id, call);
    return { id, cost: Math.round((count - baseline) / calls), errors };
  });
  for (const [index, { id, cost, errors }] of costs.entries()) {
    const row = rows[index];
    expect.soft(cost, id).toBeLessThan(row?.most ?? 0);
    expect.soft(errors, id).toBe(row?.isWrong === true ? calls : 0);
  }
});

function instantiations(id: string, call: (n: number) => string): { count: number; errors: number } {
  const folder = path.join(workshop, id.replaceAll(/[^a-z]+/g, "-"));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const config = path.relative(folder, path.join(repository, "src/config.ts"));
  const lines = Array.from({ length: calls }, (_, n) => [
    `declare const app${n}: Config<{ db: { port: number; hosts: { name: string; n${n}: number }[] }; extra: { a: { b: { c: 1 } } } }>;`,
    `void (${call(n)});`,
  ]);
  writeFileSync(
    path.join(folder, "calls.ts"),
    [
      `import { type Config, create, merge, select, struct, t, update } from "${config}";`,
      `import { z } from "zod";`,
      `const Schema = z.object({ db: z.object({ port: z.int().default(1), tags: z.array(z.string()) }) });`,
      "type Names<P extends string> = `${P}${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;",
      `declare const wide: Config<Record<Names<"g">, Record<Names<"k">, Record<Names<"x">, number>>>>;`,
      `void [create, merge, select, struct, t, update, Schema];`,
      ...lines.flat(),
    ].join("\n"),
  );
  writeFileSync(
    path.join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: path.join(repository, "tsconfig.json"),
      compilerOptions: { noEmit: true, rootDir: repository, incremental: false, composite: false },
      include: ["calls.ts"],
    }),
  );
  const { stdout } = spawnSync(
    process.execPath,
    [
      path.join(repository, "node_modules/typescript/bin/tsc"),
      "-p",
      folder,
      "--extendedDiagnostics",
      "--pretty",
      "false",
    ],
    { encoding: "utf8", cwd: folder },
  );
  const count = Number(/^Instantiations:\s+(\d+)/m.exec(stdout)?.[1]);
  return { count, errors: stdout.split("\n").filter((line) => line.startsWith("calls.ts")).length };
}
