import { describe, expect, test } from "vitest";
import { createRoot } from "../../src/config/create.ts";
import { MapNode } from "../../src/config/node.ts";
import { Float, PathValue } from "../../src/config/scalar.ts";
import { canonicalForm, configIdentity } from "../../src/sweep/identity.ts";

function config(value: unknown): MapNode {
  const node = createRoot(value);
  if (!(node instanceof MapNode)) throw new Error("no map");
  return node;
}

describe("the identity of a job (design D7)", () => {
  test.for([
    ["order of keys", { a: 1, b: 2 }, { b: 2, a: 1 }],
    ["references", { a: 1, b: "${a}" }, { a: 1, b: 1 }],
    ["the hydra node", { a: 1, hydra: { job: { num: 0 } } }, { a: 1, hydra: { job: { num: 1 } } }],
  ] as const)("%s do not count", ([, a, b]) => {
    expect(configIdentity(config(a))).toBe(configIdentity(config(b)));
  });

  test.for([
    ["int and float", { a: 1 }, { a: new Float(1) }],
    ["number and text", { a: 1 }, { a: "1" }],
    ["null and text", { a: null }, { a: "null" }],
    ["missing and text", { a: "???" }, { a: "?" }],
    ["path and text", { a: new PathValue("x") }, { a: "x" }],
    ["order of items", { a: [1, 2] }, { a: [2, 1] }],
    ["keys 1 and '1'", { a: new Map([[1, 2]]) }, { a: { "1": 2 } }],
  ] as const)("%s differ", ([, a, b]) => {
    expect(configIdentity(config(a))).not.toBe(configIdentity(config(b)));
  });

  test("the canonical form is documented, so it does not change", () => {
    const node = config({ b: [1, new Float(1), true, null], a: { y: "é", x: "${nope}" }, c: "???" });
    expect(canonicalForm(node)).toBe('{"a":{"x":failed"${nope}","y":"é"},"b":[1,1.0,true,null],"c":???}');
    expect(configIdentity(config({ x: 1 }))).toBe(
      "sha256:5041bf1f713df204784353e82f6a4a535931cb64f1f4b4a5aeaffcb720918b22",
    );
  });

  test("a config that refers to itself has an identity", () => {
    expect(configIdentity(config({ a: { b: "${a}" } }))).toMatch(/^sha256:[0-9a-f]{64}$/);
  });
});
