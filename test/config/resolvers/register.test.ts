import { expect, test } from "vitest";
import { isContainer, isNode, type ConfigNode } from "../../../src/config/node.ts";
import { clearResolvers, createResolverRegistry } from "../../../src/config/resolvers/default-registry.ts";
import { defaultContext } from "../../../src/config/resolvers/default-context.ts";
import { fitArguments } from "../../../src/config/resolvers/fit-arguments.ts";
import { registerResolver } from "../../../src/config/resolvers/register.ts";
import type { ResolverContext } from "../../../src/config/resolvers/registry.ts";
import { int, optional } from "../fixtures.ts";
import { failureOf, nodeAt, read, treeOf } from "../interpolation/test-tree.ts";

test("a name is taken until it is replaced (O-RES-001)", () => {
  const registry = createResolverRegistry();
  registerResolver(registry, "f", () => 1);
  expect(failureOf(() => registerResolver(registry, "f", () => 2)).code).toBe("RESOLVER_EXISTS");
  registerResolver(registry, "f", () => 2, { replace: true });
  expect(registry.get("f")?.call([], {} as ResolverContext)).toBe(2);
  expect(() => registerResolver(registry, "", () => 1)).toThrow(TypeError);
});

test("built-in resolvers can be removed and come back (O-RES-006)", () => {
  const registry = createResolverRegistry();
  registerResolver(registry, "f", () => 1);
  expect(registry.delete("oc.env")).toBe(true);
  clearResolvers(registry);
  expect(registry.names().sort()).toEqual([
    "oc.create",
    "oc.decode",
    "oc.deprecated",
    "oc.dict.keys",
    "oc.dict.values",
    "oc.env",
    "oc.select",
  ]);
});

test("two registries never meet (design D4)", () => {
  const one = createResolverRegistry();
  registerResolver(one, "f", () => 1);
  expect(createResolverRegistry().get("f")).toBeUndefined();
  expect(defaultContext().resolvers.get("f")).toBeUndefined();
});

test("cached results are found by the texts of the arguments, per root (O-RES-005)", () => {
  let calls = 0;
  const content = { x: 1, a: "${f:1}", b: "${f: 1 }", c: "${f:'1'}", d: "${f:${x}}", e: "${f:${x}}" };
  const count = () => ++calls;
  const root = treeOf(content, { f: [count, { useCache: true }] });
  expect(["a", "b", "c", "d", "e", "d"].map((key) => read(root, key))).toEqual([1, 1, 2, 3, 3, 3]);
  expect(read(treeOf(content, { f: [count, { useCache: true }] }), "a")).toBe(4);
});

test("a resolver knows the place it is called from (O-RES-002)", () => {
  const seen: ResolverContext[] = [];
  const root = treeOf({ at: { a: "${f:}" } }, { f: (_, context) => seen.push(context) });
  read(root, "at.a");
  expect(seen[0]).toMatchObject({ node: nodeAt(root, "at", "a"), parent: root.child("at"), root });
});

test("arguments are raw values, containers arrive as nodes (O-RES-003)", () => {
  let seen: readonly unknown[] = [];
  const root = treeOf(
    { m: { k: 1 }, n: 2, a: "${f:${m},${n},[1,${n}],{a: null}}" },
    { f: (args) => void (seen = args) },
  );
  expect(read(root, "a")).toBeNull();
  expect(seen[0]).toBe(root.child("m"));
  expect(seen.slice(1)).toEqual([2, [1, 2], new Map([["a", null]])]);
});

test.for([
  { result: undefined, want: null },
  { result: 3n, want: 3 },
  { result: 0.5, want: { $float: "0.5" } },
  { result: [undefined, { a: undefined }], want: [null, { a: null }] },
  { result: new Map([["a", [1]]]), want: { a: [1] } },
  { result: Object.create(null) as object, want: {} },
])("a resolver may return $result (O-RES-004)", ({ result, want }) => {
  expect(read(treeOf({ a: "${f:}" }, { f: () => result }), "a")).toEqual(want);
});

test("what no config can hold is passed on as it is", () => {
  const when = new Date(0);
  expect(read(treeOf({ a: "${f:}" }, { f: () => when }), "a")).toEqual({});
  const root = treeOf({ a: "${f:}", b: "${a}" }, { f: () => when });
  expect(nodeAt(root, "b").kind).toBe("interpolation");
});

test("nodes inside plain results keep their meaning", () => {
  const root = treeOf({ at: { m: { k: "${..v}" }, v: 1 }, r: "${f:${at.m}}" }, { f: ([node]) => [node] });
  expect(read(root, "r")).toEqual([{ k: 1 }]);
});

test("what a resolver throws is an interpolation error with its cause (O-INT-008)", () => {
  const boom = new RangeError("too hot");
  const root = treeOf(
    { a: "x${f:1}" },
    {
      f: () => {
        throw boom;
      },
    },
  );
  const error = failureOf(() => read(root, "a"));
  expect(error).toMatchObject({
    name: "InterpolationResolutionError",
    code: "INTERPOLATION_FAILED",
    key: "a",
    cause: boom,
  });
  expect(error.summary).toBe("Resolver 'f' failed: too hot");
  expect(error.span).toMatchObject({ start: 1, end: 7 });
});

test("names may hold interpolations, and have to be text (O-INT-003)", () => {
  const root = treeOf(
    { part: "g", five: 5, a: "${f.${part}:1}", b: "${${five}:1}" },
    { "f.g": ([value]) => value },
  );
  expect(read(root, "a")).toBe(1);
  expect(failureOf(() => read(root, "b")).code).toBe("INTERPOLATION_FAILED");
});

test("declared arguments: counts, types (O-RES-001, O-RES-003)", () => {
  const root = treeOf(
    {
      a: "${add:1,2}",
      b: "${add:1}",
      c: "${add:1,2,null}",
      d: "${half:'3'}",
      e: "${half:1,2}",
      f: "${half:x}",
    },
    {
      add: (args) => {
        const [a, b, c] = fitArguments(args, [int, int, optional(int)]);
        return Number(a) + Number(b) + Number(c ?? 10);
      },
      half: (args) => Number(fitArguments(args, [int])[0]) / 2,
    },
  );
  expect([read(root, "a"), read(root, "c"), read(root, "d")]).toEqual([13, 13, { $float: "1.5" }]);
  expect(failureOf(() => read(root, "b")).summary).toContain("takes 2 to 3 arguments, not 1");
  expect(failureOf(() => read(root, "e")).summary).toContain("takes 1 argument, not 2");
  expect(failureOf(() => read(root, "f")).summary).toContain("does not fit the type int");
});

test("a detached config that a resolver returns stands in the place of the reader (O-RES-004)", () => {
  const root = treeOf({ v: 1, a: "${oc.create:'k: ${v}'}" });
  const made = nodeAt(root, "a");
  expect(isNode(made)).toBe(true);
  const inner: ConfigNode = nodeAt(root, "a", "k");
  expect(isContainer(inner)).toBe(false);
  expect(read(root, "a.k")).toBe(1);
});

test("a resolver reads other values from its place (O-RES-002)", () => {
  const root = treeOf(
    { v: 1, at: { v: 2, a: "${f:v}", b: "${f:.v}", c: "${f:..v}", d: "${f:gone}", e: "${f:w}" }, w: "${v}" },
    { f: ([key], context) => context.select(String(key)) },
  );
  expect(["a", "b", "c", "d", "e"].map((key) => read(root, `at.${key}`))).toEqual([1, 2, 1, null, 1]);
});
