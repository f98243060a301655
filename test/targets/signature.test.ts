import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { readSignature } from "../../src/targets/signature.ts";
import { summary } from "./helpers/summary.ts";

// oxlint-disable-next-line typescript/no-implied-eval -- the text of a function is what is tested
const source = (text: string): unknown => new Function(`return ${text}`)();

describe("readSignature (D5, zen-in-typescript 2.1)", () => {
  test.for([
    [
      "options",
      "function task({ x, lr = 0.1, nested: { a = 1 } = {}, ...rest }, ctx) {}",
      "{x, lr=0.1, nested={}, ...}, ctx",
    ],
    ["arrow, renamed", "({ x: renamed = 2 }) => renamed", "{x=2}"],
    ["arrow without parentheses", "value => value", "value"],
    ["async arrow", "async (a, b = 'x') => a", 'a, b="x"'],
    ["generator", "function* g(a) {}", "a"],
    ["rest", "function f(sep = '-', ...parts) {}", 'sep="-", ...'],
    ["array pattern", "function f([a, b] = [1, 2], c) {}", "?=[1,2], c"],
    ["minified names", "function f({x:r,lr:t=.1,...e}){}", "{x, lr=0.1, ...}"],
    ["minified literals", "({a=!0,b=void 0,c=1/0,d=-1})=>0", "{a=true, b=undefined, c=null, d=-1}"],
    ["arithmetic", "({ ms = 60 * 1000, s = 'a' + 'b' }) => 0", '{ms=60000, s="ab"}'],
    ["not a literal", "({ decay = Math.PI, t = `x${1}` }) => 0", "{decay=<Math.PI>, t=<`x${1}`>}"],
    [
      "lists and maps",
      "({ a = [1, [2]], b = { c: 1, 'd e': null } }) => 0",
      '{a=[1,[2]], b={"c":1,"d e":null}}',
    ],
    ["no prototype key", "({ a = { __proto__: null } }) => 0", "{a=<{ __proto__: null }>}"],
    ["quoted key", "({ 'learning-rate': lr = 1 }) => lr", "{learning-rate=1}"],
    [
      "class",
      "class { #p = 1; constructor({ bucket = 's3:/' } = {}) { this.#p = bucket } }",
      '{bucket="s3:/"}={}',
    ],
    ["class without constructor", "class A { static x = 1; m(a) {} }", ""],
    ["inherited constructor", "class B extends (class { constructor(a, b = 2) {} }) {}", "a, b=2"],
    ["method", "({ m(a, b = 1) {} }).m", "a, b=1"],
    ["async method", "({ async m(a) {} }).m", "a"],
    ["computed method", "({ ['x' + 1](a) {} })['x1']", "a"],
    [
      "static method with super and private",
      "(class A { static #q = 1; static s(a) { return super.x + A.#q } }).s",
      "a",
    ],
    ["getter", "Object.getOwnPropertyDescriptor({ get x() { return 1 } }, 'x').get", ""],
    ["sloppy code", "function f(a) { with (a) {} }", "a"],
  ] as const)("%s", ([, text, want]) => {
    expect(summary(readSignature(source(text)))).toBe(want);
  });

  test.for([
    ["bound", [].push.bind([])],
    ["native", Array.prototype.push],
    ["native class", Map],
    ["subclass of a native class", class extends Map {}],
    ["no function", 5],
  ] as const)("not inspectable: %s (Z-SIG-006)", ([, value]) => {
    expect(readSignature(value)).toBeUndefined();
  });

  test("a class of Node is read like any other", () => {
    expect(readSignature(class extends EventEmitter {})).toBeDefined();
  });

  test("is read once per function", () => {
    const f = (a: number): number => a;
    expect(readSignature(f)).toBe(readSignature(f));
  });
});
