import { expect, test } from "vitest";
import { nearest } from "../../src/text/nearest.ts";

test.for([
  ["mysq", ["mysql", "sqlite"], ["mysql"]],
  ["mysql", ["mysql"], []],
  ["tabel", ["table", "label"], ["table", "label"]],
  ["MYSQL", ["mysql"], ["mysql"]],
  ["callbaks", ["callbacks", "launcher"], ["callbacks"]],
  // Half of a short word must be right.
  ["vat", ["net", "vet", "cat"], ["vet", "cat"]],
  ["db", ["lr", "dd"], ["dd"]],
  ["x", ["y", "z"], []],
  ["rnage", ["range", "tag"], ["range"]],
] as const)("what is like '%s' in %j", ([wanted, names, want]) => {
  expect(nearest(wanted, names)).toEqual(want);
});
