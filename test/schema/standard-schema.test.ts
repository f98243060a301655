import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type as ark } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { createStructNode } from "../../src/config/create.ts";
import { mergeNodes } from "../../src/config/merge.ts";
import { createNode } from "../../src/config/create.ts";
import { formatType, isSubtype, type StructType } from "../../src/config/types.ts";
import { isStandardSchema, schemaToType } from "../../src/schema/standard-schema.ts";
import { encodeNode } from "../conformance/encoding.ts";

function structOf(schema: unknown, name = "task"): StructType {
  const type = schemaToType(schema, name);
  if (type === undefined) throw new Error("no struct");
  return type;
}

function typesOf(struct: StructType): Record<string, string> {
  return Object.fromEntries([...struct.fields].map(([name, field]) => [name, formatType(field.type)]));
}

describe("one type for each schema (design D3)", () => {
  const rows: { id: string; schema: z.ZodType; type: string; value?: unknown }[] = [
    { id: "int", schema: z.int(), type: "int" },
    { id: "number", schema: z.number(), type: "float" },
    { id: "string", schema: z.string(), type: "str" },
    { id: "boolean", schema: z.boolean(), type: "bool" },
    { id: "default", schema: z.string().default("x"), type: "str", value: "x" },
    { id: "float default", schema: z.number().default(1), type: "float", value: { $float: "1.0" } },
    { id: "enum", schema: z.enum(["a", "b"]), type: "'a' | 'b'" },
    { id: "constant", schema: z.literal("a"), type: "'a'", value: "a" },
    { id: "literals", schema: z.union([z.literal("a"), z.literal(1)]), type: "'a' | 1" },
    { id: "nullable", schema: z.number().nullable(), type: "float | null" },
    { id: "nullable enum", schema: z.enum(["a"]).nullable().default(null), type: "'a' | null", value: null },
    { id: "optional", schema: z.string().optional(), type: "str | null", value: null },
    { id: "union of scalars", schema: z.union([z.string(), z.number()]), type: "str | int | float" },
    { id: "union with a list", schema: z.union([z.string(), z.array(z.string())]), type: "any" },
    { id: "list", schema: z.array(z.int()), type: "list[int]" },
    { id: "list default", schema: z.array(z.int()).default([1]), type: "list[int]", value: [1] },
    { id: "tuple", schema: z.tuple([z.int(), z.string()]), type: "tuple[int, str]" },
    { id: "open tuple", schema: z.tuple([z.int()], z.string()), type: "tuple[int, ...str]" },
    { id: "record", schema: z.record(z.string(), z.int()), type: "map[str, int]" },
    { id: "any", schema: z.any(), type: "any" },
    { id: "date", schema: z.date(), type: "any" },
    { id: "transform", schema: z.string().transform(Number), type: "str" },
    { id: "object", schema: z.object({ a: z.int().default(3) }), type: "task.x", value: { a: 3 } },
    { id: "object, required leaf", schema: z.object({ a: z.int() }), type: "task.x", value: { a: "???" } },
    {
      id: "object default",
      schema: z.object({ a: z.int().default(3) }).prefault({ a: 4 }),
      type: "task.x",
      value: { a: 4 },
    },
    {
      id: "optional object",
      schema: z.object({ a: z.int() }).optional(),
      type: "task.x | null",
      value: null,
    },
  ];
  test.for(rows)("$id", ({ schema, type, value = "???" }) => {
    const struct = structOf(z.object({ x: schema }));
    expect(typesOf(struct)).toEqual({ x: type });
    expect(encodeNode(createStructNode(struct))).toEqual({ x: value });
  });

  test("a recursive object is a recursive struct", () => {
    const Tree: z.ZodType = z.object({
      size: z.int().default(1),
      get child() {
        return Tree.optional();
      },
    });
    const node = createStructNode(structOf(Tree));
    const merged = mergeNodes(node, createNode({ child: { child: { size: "4" } } }));
    expect(encodeNode(merged)).toEqual({ size: 1, child: { size: 1, child: { size: 4, child: null } } });
  });

  test("limits are told, the bounds of integers are not", () => {
    const struct = structOf(z.object({ port: z.int().min(1).max(9).describe("where"), n: z.int() }));
    expect([...struct.fields.values()].map((field) => field.description)).toEqual([
      "where (1 to 9)",
      undefined,
    ]);
  });

  test("extra keys are taken where the schema takes them", () => {
    expect(structOf(z.object({})).rest).toBeUndefined();
    expect(structOf(z.strictObject({})).rest).toBeUndefined();
    expect(structOf(z.looseObject({})).rest).toEqual({ kind: "any" });
    expect(structOf(z.object({}).catchall(z.int())).rest).toEqual({ kind: "int" });
  });
});

test("equal parts of two schemas are one type, more fields extend it", () => {
  const Db = z.object({ host: z.string().default("x") });
  const MySql = Db.extend({ port: z.int().default(3306) });
  const config = structOf(z.object({ db: Db }), "config");
  const field = config.fields.get("db")?.type;
  if (field?.kind !== "struct") throw new Error("no struct");
  expect(isSubtype(structOf(Db, "db"), field)).toBe(true);
  expect(isSubtype(structOf(MySql, "mysql"), field)).toBe(true);
  expect(isSubtype(structOf(z.object({ host: z.int() }), "other"), field)).toBe(false);
  const merged = mergeNodes(
    createStructNode(config),
    createNode({ db: createStructNode(structOf(MySql, "mysql")) }),
  );
  expect(encodeNode(merged)).toEqual({ db: { host: "x", port: 3306 } });
});

describe("other libraries", () => {
  test("ArkType, whose JSON Schema has no defaults", () => {
    const schema = ark({
      host: "string = 'x'",
      "port?": "number.integer",
      mode: "'a'|'b' = 'a'",
      nested: { a: "boolean = true" },
      rate: "number|null",
      even: "1<=number<=9",
    });
    const struct = structOf(schema);
    expect(typesOf(struct)).toEqual({
      even: "float",
      nested: "task.nested",
      rate: "float | null",
      host: "str",
      mode: "'a' | 'b'",
      port: "int | null",
    });
    expect(encodeNode(createStructNode(struct))).toEqual({
      even: "???",
      nested: { a: true },
      rate: "???",
      host: "x",
      mode: "a",
      port: null,
    });
  });

  test("Valibot with its adapter", () => {
    const schema = v.object({
      host: v.optional(v.string(), "x"),
      port: v.pipe(v.number(), v.integer(), v.minValue(1)),
      mode: v.picklist(["a", "b"]),
      nested: v.object({ q: v.optional(v.number(), 2) }),
    });
    expect(schemaToType(schema, "task")).toBeUndefined();
    const struct = structOf(toStandardJsonSchema(schema));
    expect(typesOf(struct)).toEqual({ host: "str", port: "int", mode: "'a' | 'b'", nested: "task.nested" });
    expect(encodeNode(createStructNode(struct))).toEqual({
      host: "x",
      port: "???",
      mode: "???",
      nested: { q: { $float: "2.0" } },
    });
  });
});

test.for([
  { value: z.int(), is: true },
  { value: ark("string"), is: true },
  { value: v.string(), is: true },
  { value: {}, is: false },
  { value: null, is: false },
  { value: () => 1, is: false },
])("isStandardSchema $is", ({ value, is }) => {
  expect(isStandardSchema(value)).toBe(is);
});
