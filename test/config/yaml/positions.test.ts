import { expect, test } from "vitest";
import { locateInYaml } from "../../../src/config/yaml/positions.ts";
import { formatPlace, Source } from "../../../src/text/source.ts";

const text = `# top
base: &base
  x: 1
  inner: {y: [a, "b c"]}
use:
  <<: *base
  z: *base
list:
- name: one
  empty:
-
  - deep
1: int key
true: bool key
text: |
  a block
`;
const source = new Source("c.yaml", text);

test.for([
  [["base", "x"], "value", "3:6", "1"],
  [["base", "x"], "key", "3:3", "x"],
  [["base", "inner", "y", 1], "value", "4:18", '"b c"'],
  [["base", "inner", "y", "-1"], "value", "4:18", '"b c"'],
  [["base", "inner", "y"], "value", "4:14", '[a, "b c"]'],
  [["use", "x"], "value", "3:6", "1"],
  [["use", "z"], "value", "7:6", "*base"],
  [["use", "z", "inner", "y", 0], "value", "4:15", "a"],
  [["list", 0], "value", "9:3", "name: one\n  empty:"],
  [["list", "0", "name"], "value", "9:9", "one"],
  [["list", 0, "empty"], "value", "10:3", "empty"],
  [["list", 1, 0], "value", "12:5", "deep"],
  [["1"], "value", "13:4", "int key"],
  [["True"], "key", "14:1", "true"],
  [["text"], "value", "15:7", "|\n  a block\n"],
] as const)("%j (%s) is at %s", ([path, what, place, found]) => {
  const span = locateInYaml(source, path, what);
  expect(span && formatPlace(span)).toBe(`c.yaml:${place}`);
  expect(span && text.slice(span.start, span.end)).toBe(found);
});

test.for([[["nope"]], [["base", "x", "y"]], [["list", 7]], [["list", "name"]]] as const)(
  "nothing at %j",
  ([path]) => {
    expect(locateInYaml(source, path)).toBeUndefined();
  },
);

test("a text that cannot be read has no places", () => {
  expect(locateInYaml(new Source("c.yaml", "a: [1"), ["a"])).toBeUndefined();
  expect(locateInYaml(new Source("c.yaml", ""), [])).toBeUndefined();
});

test("of a repeated key, the first is found", () => {
  expect(locateInYaml(new Source("c.yaml", "a: 1\na: 2\n"), ["a"])?.start).toBe(3);
});
