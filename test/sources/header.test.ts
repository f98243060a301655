import { expect, test } from "vitest";
import { normalizeHeaderPackage, parseHeader } from "../../src/sources/header.ts";
import { Source } from "../../src/text/source.ts";

const packageOf = (text: string) => parseHeader(new Source("x.yaml", text)).get("package");

test.for([
  { id: "H-FIL-001: the first line", text: "# @package db\na: 1\n", want: "db" },
  { id: "H-FIL-001: after blank lines", text: "\n\n# @package db\n", want: "db" },
  { id: "H-FIL-001: an ordinary comment ends the header", text: "# note\n# @package db\n", want: undefined },
  { id: "H-FIL-001: content ends the header", text: "a: 1\n# @package db\n", want: undefined },
  { id: "H-FIL-002: blanks around", text: "#    @package     db\n", want: "db" },
  { id: "H-FIL-002: unknown keys are kept", text: "# @other x\n# @package db\n", want: "db" },
  { id: "the last one wins", text: "# @package a\n# @package b\n", want: "b" },
])("$id", ({ text, want }) => {
  expect(packageOf(text)).toBe(want);
});

test.for(["# @package\n", "# @package a b\n"])("H-FIL-002: %j is refused", (text) => {
  expect(() => packageOf(text)).toThrow(expect.objectContaining({ code: "HEADER_INVALID" }));
});

test.for([
  ["", "_global_"],
  ["_global_", "_global_"],
  ["_global_.x", "_global_.x"],
  ["a.b", "_global_.a.b"],
] as const)("H-PKG-003: header package %j is %j", ([text, want]) => {
  expect(normalizeHeaderPackage(text, "In 'x'")).toBe(want);
});

test.for(["_group_", "a._name_"])("H-PKG-006: %j is refused", (text) => {
  expect(() => normalizeHeaderPackage(text, "In 'x'")).toThrow(
    expect.objectContaining({ code: "HEADER_INVALID" }),
  );
});
