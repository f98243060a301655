import { runInThisContext } from "node:vm";
import { expect, test } from "vitest";
import { keepClassNames, keepFunctionNames } from "../../scripts/build/own-names.ts";

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
var Chain = class _Chain {
  static first = new _Chain();
  static #later;
};
made = [Tree.name, Leaf.name, Plain.name, Other.name, Leaf.make() instanceof Tree, Chain.name, Chain.first instanceof Chain];`;
  const made: unknown = runInThisContext(`(() => { let made; ${keepClassNames(bundle)}; return made; })()`);
  expect(made).toEqual(["Tree", "Leaf", "Plain", "_Mine", true, "Chain", true]);
});

test("functions that the bundle numbered have their own names", () => {
  const bundle = `function read() { const local2 = 1; return { local: local2 }; }
async function read2() {}
made = { first: read, read: read2 };
made = [made.first.name, made.read.name, made.first().local];`;
  const text = keepFunctionNames(bundle.replace("made = [", "later = () => ["));
  const names: unknown = runInThisContext(`(() => { let made, later; ${text}; return later(); })()`);
  expect(names).toEqual(["read", "read", 1]);
});
