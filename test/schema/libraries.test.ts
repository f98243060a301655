import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type as ark } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  create,
  fromYaml,
  merge,
  missingKeys,
  SchemaValidationError,
  type StandardSchema,
  toObject,
  toYaml,
  typeNames,
  update,
  validate,
} from "../../src/config.ts";

// The same declaration in three libraries is the same config (design D3): one table of expectations for all of them.

const zod = z.object({
  host: z.string().default("localhost"),
  port: z.int().min(1).max(65535).default(3306),
  mode: z.enum(["dev", "prod"]).default("dev"),
  kind: z.literal("mysql").default("mysql"),
  rate: z.number().nullable().default(null),
  note: z.string().optional(),
  size: z.union([z.int(), z.string()]).default(1),
  pool: z.object({ max: z.int().default(5), names: z.array(z.string()).default([]) }).prefault({}),
  labels: z.record(z.string(), z.int()).default({}),
  user: z.string(),
});

const arkType = ark({
  host: "string = 'localhost'",
  port: "1 <= number.integer <= 65535 = 3306",
  mode: "'dev' | 'prod' = 'dev'",
  kind: "'mysql' = 'mysql'",
  rate: "number | null = null",
  "note?": "string",
  size: "number.integer | string = 1",
  pool: ark({ max: "number.integer = 5", names: ark("string[]").default(() => []) }).default(() => ({
    max: 5,
    names: [],
  })),
  labels: ark("Record<string, number.integer>").default(() => ({})),
  user: "string",
});

const valibot = v.object({
  host: v.optional(v.string(), "localhost"),
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535)), 3306),
  mode: v.optional(v.picklist(["dev", "prod"]), "dev"),
  kind: v.optional(v.literal("mysql"), "mysql"),
  rate: v.optional(v.nullable(v.number()), null),
  note: v.optional(v.string()),
  size: v.optional(v.union([v.pipe(v.number(), v.integer()), v.string()]), 1),
  pool: v.optional(
    v.object({
      max: v.optional(v.pipe(v.number(), v.integer()), 5),
      names: v.optional(v.array(v.string()), []),
    }),
    { max: 5, names: [] },
  ),
  labels: v.optional(v.record(v.string(), v.pipe(v.number(), v.integer())), {}),
  user: v.string(),
});

const libraries: { name: string; schema: StandardSchema }[] = [
  { name: "Zod", schema: zod },
  { name: "ArkType", schema: arkType },
  { name: "Valibot", schema: toStandardJsonSchema(valibot) },
];

interface Loose {
  [key: string]: unknown;
}

const defaults = {
  host: "localhost",
  port: 3306,
  mode: "dev",
  kind: "mysql",
  rate: null,
  note: null,
  size: 1,
  pool: { max: 5, names: [] },
  labels: {},
  user: "???",
};

describe.for(libraries)("$name", ({ schema }) => {
  test("defaults, and what must be given", () => {
    const cfg = create(schema) as object;
    expect(toObject(cfg, { throwOnMissing: false })).toEqual(defaults);
    expect(missingKeys(cfg)).toEqual(["user"]);
  });

  test.for<[string, unknown, unknown]>([
    ["port", "5", 5],
    ["mode", "prod", "prod"],
    ["rate", 2, 2],
    ["rate", "0.5", 0.5],
    ["note", 5, "5"],
    ["size", "big", "big"],
    ["pool", { max: "7" }, { max: 7, names: [] }],
    ["pool.names", ["a", 1], ["a", "1"]],
    ["labels", { a: "1" }, { a: 1 }],
    ["user", "${host}", "localhost"],
    ["port", "${pool.max}", 5],
  ])("%s takes %j", ([key, value, stored]) => {
    const cfg = create(schema) as Loose;
    update(cfg, key, value);
    const top = key.split(".")[0] ?? "";
    expect(toObject<Loose>(cfg, { throwOnMissing: false })[top]).toEqual(
      top === key ? stored : { max: 5, names: stored },
    );
  });

  test.for<[unknown, string, string]>([
    [{ port: "many" }, "VALUE_TYPE", "port"],
    [{ port: 1.5 }, "VALUE_TYPE", "port"],
    [{ port: null }, "VALUE_NOT_OPTIONAL", "port"],
    [{ mode: "test" }, "VALUE_TYPE", "mode"],
    [{ kind: "sqlite" }, "VALUE_TYPE", "kind"],
    [{ size: [1] }, "VALUE_TYPE", "size"],
    [{ pool: { max: "x" } }, "VALUE_TYPE", "pool.max"],
    [{ pool: { mx: 1 } }, "KEY_NOT_IN_SCHEMA", "pool.mx"],
    [{ labels: { a: "x" } }, "VALUE_TYPE", "labels.a"],
    [{ usr: "x" }, "KEY_NOT_IN_SCHEMA", "usr"],
  ])("%j is refused", ([value, code, key]) => {
    expect(failureOf(() => merge(schema, value))).toMatchObject({ code, key });
  });

  test("the finished config is shown to the schema, without what was not given", async () => {
    const cfg = merge(schema, { user: "me" }) as object;
    const { note: _, ...given } = defaults;
    expect(await validate(cfg, schema)).toEqual({ ...given, user: "me" });
    await expect(validate(create(schema) as object, schema)).rejects.toMatchObject({
      code: "VALUE_MISSING",
      key: "user",
    });
  });

  test("bounds are told with key and place", async () => {
    const cfg = merge(schema, fromYaml("user: me\nport: 70000\n", { name: "app.yaml" })) as object;
    const error = await validate(cfg, schema).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof SchemaValidationError)) throw new Error("no SchemaValidationError");
    expect(error.issues.map(({ key }) => key)).toEqual(["port"]);
    expect(error.message).toContain("app.yaml:2:7");
  });

  test("types have names", () => {
    const cfg = create(schema) as Loose;
    expect(["port", "mode", "rate", "labels"].map((key) => typeNames(cfg, key)?.declared)).toEqual([
      "int",
      "'dev' | 'prod'",
      "float | null",
      "map[str, int]",
    ]);
  });
});

describe("what goes in is stored, what comes out is passed on", () => {
  const rows = [
    {
      name: "Zod",
      schema: z.object({
        when: z.string().transform((text) => new Date(text)),
        n: z.coerce.number<string>().default(2),
      }),
    },
    {
      name: "ArkType",
      schema: ark({ when: ark("string").pipe((text) => new Date(text)), n: "number = 2" }),
    },
    {
      name: "Valibot",
      schema: toStandardJsonSchema(
        v.object({
          when: v.pipe(
            v.string(),
            v.transform((text) => new Date(text)),
          ),
          n: v.optional(v.number(), 2),
        }),
      ),
    },
  ];
  test.for(rows)("$name", async ({ schema }) => {
    const cfg = merge(schema as unknown as StandardSchema, { when: "2020-01-02" }) as Loose;
    expect(cfg["when"]).toBe("2020-01-02");
    expect(toYaml(cfg)).toContain("when: '2020-01-02'");
    const result = (await validate(cfg, schema as unknown as StandardSchema)) as Loose;
    expect(result).toEqual({ when: new Date("2020-01-02"), n: 2 });
    expect(cfg["when"]).toBe("2020-01-02");
  });
});

test("refinements may wait and look across fields; all issues are told", async () => {
  const Range = z
    .object({
      low: z.int().refine(async (low) => Promise.resolve(low >= 0), "must not be negative"),
      high: z.int(),
      deep: z.object({ list: z.array(z.int().max(3)) }),
    })
    .refine(({ low, high }) => low < high, { path: ["high"], message: "must be above low" });
  const ok = merge(Range, { low: 1, high: 2, deep: { list: [1] } });
  await expect(validate(ok, Range)).resolves.toEqual({ low: 1, high: 2, deep: { list: [1] } });
  const bad = merge(Range, { low: -1, high: -2, deep: { list: [1, 9] } });
  await expect(validate(bad, Range)).rejects.toMatchObject({
    code: "SCHEMA_VALIDATION",
    issues: expect.arrayContaining([
      expect.objectContaining({ key: "low", message: "must not be negative" }),
      expect.objectContaining({ key: "deep.list[1]" }),
    ]) as unknown,
  });
  const crossed = merge(Range, { low: 3, high: 2, deep: { list: [] } });
  await expect(validate(crossed, Range)).rejects.toThrow("'high': must be above low");
});

function failureOf(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return undefined;
}
