import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createStructNode } from "../../src/config/create.ts";
import { formatType } from "../../src/config/types.ts";
import { jsonSchemaToStruct, jsonSchemaToType } from "../../src/schema/json-schema.ts";
import type { JsonSchema } from "../../src/schema/json-schema-types.ts";
import { describeWithLimits } from "../../src/schema/describe-limits.ts";

describe("JSON Schema to config types (design D3)", () => {
  const rows: { id: string; schema: JsonSchema; type: string }[] = [
    { id: "nothing said", schema: {}, type: "any" },
    { id: "type list with null", schema: { type: ["integer", "null"] }, type: "int | null" },
    { id: "several types", schema: { type: ["integer", "string"] }, type: "int | str" },
    { id: "const null", schema: { const: null }, type: "null" },
    { id: "enum with null", schema: { enum: ["a", null] }, type: "'a' | null" },
    { id: "enum of objects", schema: { enum: [{}] }, type: "any" },
    { id: "anyOf of constants", schema: { anyOf: [{ const: "a" }, { const: "b" }] }, type: "'a' | 'b'" },
    { id: "constants and null", schema: { oneOf: [{ enum: ["a"] }, { type: "null" }] }, type: "'a' | null" },
    {
      id: "constant or number",
      schema: { anyOf: [{ const: "auto" }, { type: "number" }] },
      type: "'auto' | int | float",
    },
    { id: "list or scalar", schema: { anyOf: [{ type: "array" }, { type: "string" }] }, type: "any" },
    {
      id: "list or null",
      schema: { anyOf: [{ type: "array", items: { type: "string" } }, { type: "null" }] },
      type: "list[str] | null",
    },
    { id: "object without properties", schema: { type: "object" }, type: "map[str, any]" },
    {
      id: "additional properties",
      schema: { type: "object", additionalProperties: { type: "number" } },
      type: "map[str, float]",
    },
    { id: "reference", schema: { $ref: "#/$defs/a~1b", $defs: { "a/b": { type: "integer" } } }, type: "int" },
    { id: "reference to nothing", schema: { $ref: "#/$defs/x" }, type: "any" },
    { id: "reference to itself", schema: { $ref: "#" }, type: "any" },
    { id: "foreign reference", schema: { $ref: "https://example.org/schema" }, type: "any" },
    { id: "recursive list", schema: { type: "array", items: { $ref: "#" } }, type: "list[any]" },
    {
      id: "draft 7 definitions",
      schema: { $ref: "#/definitions/x", definitions: { x: { type: "boolean" } } },
      type: "bool",
    },
    {
      id: "open tuple",
      schema: { type: "array", prefixItems: [{ type: "integer" }] },
      type: "tuple[int, ...any]",
    },
    {
      id: "closed tuple",
      schema: { type: "array", prefixItems: [{ type: "integer" }], items: false },
      type: "tuple[int]",
    },
    {
      id: "intersection",
      schema: {
        allOf: [
          { type: "object", properties: { a: {} } },
          { type: "object", properties: { b: {} } },
        ],
      },
      type: "x",
    },
  ];
  test.for(rows)("$id", ({ schema, type }) => {
    expect(formatType(jsonSchemaToType(schema, "x"))).toBe(type);
  });

  test("an intersection has the fields of all its sides", () => {
    const struct = jsonSchemaToStruct(
      {
        allOf: [
          { type: "object", properties: { a: { type: "integer" } }, required: ["a"] },
          { type: "object", properties: { b: { type: "string", default: "x" } } },
        ],
      },
      "x",
    );
    expect(
      [...(struct?.fields.values() ?? [])].map(({ name, type, default: value }) => [
        name,
        formatType(type),
        value,
      ]),
    ).toEqual([
      ["a", "int", undefined],
      ["b", "str", "x"],
    ]);
  });

  test("a default that does not fit opens the field", () => {
    const struct = jsonSchemaToStruct(
      { type: "object", properties: { a: { type: "array", items: { type: "integer" }, default: ["x"] } } },
      "x",
    );
    expect(formatType(struct?.fields.get("a")?.type ?? { kind: "bool" })).toBe("any");
  });
});

test.for<{ schema: JsonSchema; text: string | undefined }>([
  { schema: { minimum: 1, maximum: 9 }, text: "1 to 9" },
  { schema: { exclusiveMinimum: 0, description: "rate" }, text: "rate (more than 0)" },
  { schema: { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, text: undefined },
  { schema: { minLength: 1 }, text: "at least 1 characters" },
  { schema: { maxItems: 3 }, text: "at most 3 items" },
  { schema: { format: "uri", pattern: "^h" }, text: "uri" },
  { schema: { pattern: "^h" }, text: "matching /^h/" },
])("limits in words: $text", ({ schema, text }) => {
  expect(describeWithLimits(schema)).toBe(text);
});

const { schema: anySchema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record({
      type: fc.constantFrom("string", "integer", "number", "boolean", "null", "array", "object", "odd"),
    }),
    fc.record({ const: fc.jsonValue() }),
    fc.record({ enum: fc.array(fc.jsonValue(), { maxLength: 3 }) }),
    fc.record({ $ref: fc.constantFrom("#", "#/properties/a", "#/nope", "x") }),
    fc.record({ anyOf: fc.array(tie("schema"), { maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { maxLength: 3 }) }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ type: fc.constant("array"), prefixItems: fc.array(tie("schema"), { maxLength: 2 }) }),
    fc.record({ type: fc.constant("object"), additionalProperties: fc.oneof(fc.boolean(), tie("schema")) }),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom("a", "b", "__proto__"), tie("schema"), { maxKeys: 2 }),
      required: fc.subarray(["a", "b"]),
    }),
  ) as fc.Arbitrary<JsonSchema>,
}));

test("no schema fails to convert, and every struct has a config", () => {
  fc.assert(
    fc.property(anySchema, (schema) => {
      const struct = jsonSchemaToStruct({ type: "object", properties: { a: schema }, required: ["a"] }, "x");
      expect(struct).toBeDefined();
      if (struct !== undefined) createStructNode(struct);
    }),
    { numRuns: 500 },
  );
});
