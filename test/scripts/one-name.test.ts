import { expect, test } from "vitest";
import { takePartsLate } from "../../scripts/build/late-parts.ts";
import { requireOnce } from "../../scripts/build/one-name.ts";
import { takeBuiltinsLate } from "../../scripts/build/quick-builtins.ts";

test("what is required several times has one name", () => {
  const bundle = `var import_a = require("a");
var import_a2 = require("a");
var import_b = require("b");
import_a2.x(import_b.import_a2, import_a22, import_a.y, ...import_a2.z);
`;
  expect(requireOnce(bundle, /\b(import_\w+) = require\("(\w+)"\)/g)).toBe(`var import_a = require("a");
var import_a;
var import_b = require("b");
import_a.x(import_b.import_a2, import_a22, import_a.y, ...import_a.z);
`);
});

test("so have parts and modules of Node, with and without a default", () => {
  const parts = takePartsLate(`var import_x = require("part:runs#src/x.ts");
var import_x2 = require("part:runs#src/x.ts");
import_x2.f(import_x.g, ...import_x2.h);`);
  expect(parts.match(/loadPart/g)).toHaveLength(1);
  expect(parts).toContain("(import_x()).f((import_x()).g, ...(import_x()).h)");
  const builtins = takeBuiltinsLate(`var import_node_path = __toESM(require("node:path"), 1);
var import_node_path2 = require("node:path");
import_node_path2.join(import_node_path.default.sep);`);
  expect(builtins.match(/getBuiltinModule/g)).toHaveLength(1);
  expect(builtins).toContain("(import_node_path()).join((import_node_path()).sep)");
});

test("a use that the build does not know is no use that it leaves as it is", () => {
  const bundle = `var import_x = require("part:runs#src/x.ts");\nuse(import_x);`;
  expect(() => takePartsLate(bundle)).toThrow(/src\/x.ts is used in an unknown way: import_x\)/);
});
