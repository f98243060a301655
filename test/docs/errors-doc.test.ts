import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { errorCodes } from "../../src/errors/codes.ts";

const page = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");
const rows = [...page.matchAll(/^\| `([A-Z_]+)`\s*\|(.*)\|$/gm)].map(([, code = "", cells = ""]) => ({
  code,
  cells,
}));

test("docs/errors.md has one row per code, in the order of the table in the code", () => {
  expect(rows.map(({ code }) => code)).toEqual(Object.keys(errorCodes));
});

test.for(rows)("$code: meaning, example and remedy are there", ({ cells }) => {
  expect(
    cells
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
      .every((cell) => cell !== ""),
  ).toBe(true);
});
