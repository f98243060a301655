import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { keepClassNames } from "../../scripts/build/class-names.ts";

test("classes that speak of themselves have their own names", () => {
  const bundle = `var Tree = class _Tree {
  static make() { return new _Tree(); }
};
var Leaf = class _Leaf extends Tree {
  static make() { return new _Leaf(); }
};
var Plain = class {
};
var Other = class _Mine {
};
made = [Tree.name, Leaf.name, Plain.name, Other.name, Leaf.make() instanceof Tree];`;
  const made: unknown = runInThisContext(`(() => { let made; ${keepClassNames(bundle)}; return made; })()`);
  expect(made).toEqual(["Tree", "Leaf", "Plain", "_Mine", true]);
});
