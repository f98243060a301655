import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  copy,
  create,
  createResolverRegistry,
  equals,
  type ErrorCode,
  fromDotlist,
  isOrochiError,
  merge,
  mergeWith,
  missingKeys,
  registerResolver,
  resolve,
  select,
  setItem,
  struct,
  structurallyEquals,
  t,
  toObject,
  toYaml,
  update,
  validate,
} from "../../src/config.ts";

// TS-6: nothing follows nesting on the call stack, so ten thousand levels work or give an error of ours, never a RangeError.

const depth = 10_000;
interface Loose {
  [key: string]: unknown;
}

const shapes = [
  { id: "mappings", inside: (value: unknown): unknown => ({ a: value }), path: "a." },
  { id: "lists", inside: (value: unknown): unknown => [value], path: "0." },
] as const;

describe.for(shapes)("ten thousand $id inside each other", ({ inside, path }) => {
  const nest = (leaf: unknown): unknown => {
    let value = leaf;
    for (let level = 0; level < depth; level++) value = inside(value);
    return value;
  };
  const data = nest(1);
  const cfg = () => create({ d: data }) as Loose;
  const withResolvers = (content: Loose) => {
    const resolvers = createResolverRegistry();
    registerResolver("same", (value: unknown) => value, { registry: resolvers });
    registerResolver("data", () => data, { registry: resolvers });
    return create<Loose>(content, { resolvers });
  };

  const works: { id: string; use: () => unknown }[] = [
    { id: "create", use: () => create({ d: data }) },
    { id: "copy and equality", use: () => expect(equals(cfg(), copy(cfg()))).toBe(true) },
    { id: "structural equality", use: () => expect(structurallyEquals(cfg(), { d: data })).toBe(true) },
    { id: "merge", use: () => merge(cfg(), { d: data }, cfg()) },
    { id: "mergeWith", use: () => mergeWith(create({}), cfg()) },
    { id: "update", use: () => update(create({}), "x.y", data) },
    { id: "setItem", use: () => setItem(create({}), "x", data) },
    { id: "a write through the view", use: () => ((create({}) as Loose)["x"] = data) },
    { id: "toObject", use: () => toObject(cfg()) },
    { id: "toObject with Maps", use: () => toObject(cfg(), { maps: "map", structs: "instantiate" }) },
    { id: "toYaml", use: () => toYaml(cfg()) },
    { id: "toYaml, resolved", use: () => toYaml(create({ d: data, r: "${d}" }), { resolve: true }) },
    { id: "resolve", use: () => resolve(create({ d: data, r: "${d}" })) },
    { id: "missingKeys", use: () => expect(missingKeys(create({ d: nest("???") }))).toHaveLength(1) },
    { id: "select", use: () => expect(select(cfg(), `d.${path.repeat(depth).slice(0, -1)}`)).toBe(1) },
    { id: "inspect", use: () => inspect(cfg()) },
    {
      id: "the text of it",
      use: () => expect((create({ d: data, r: "x${d}" }) as Loose)["r"]).toHaveLength(text()),
    },
    { id: "an argument", use: () => withResolvers({ d: data, r: "${same:${d}}" })["r"] },
    { id: "a result", use: () => toObject(withResolvers({ r: "${data:}" })) },
    { id: "a result in text", use: () => withResolvers({ r: "x${data:}" })["r"] },
    { id: "oc.create", use: () => toObject(withResolvers({ r: "${oc.create:${data:}}" })) },
    { id: "a typed slot", use: () => create(struct("S", { d: t.any.default(data) })) },
    { id: "validate", use: () => validate(cfg(), accepting) },
  ];
  const text = () => 2 + depth * (path === "a." ? 7 : 2);

  test.for(works)("$id", async ({ use }) => {
    await expect(Promise.resolve(use())).resolves.not.toBeInstanceOf(Error);
  });

  const fails: { id: string; use: () => unknown; code: ErrorCode }[] = [
    { id: "an unsupported value", use: () => create(nest(Symbol("s"))), code: "VALUE_UNSUPPORTED" },
    { id: "a missing value", use: () => toObject(create(nest("???")) as object), code: "VALUE_MISSING" },
    {
      id: "a broken interpolation",
      use: () => toObject(create(nest("x${nope}")) as object),
      code: path === "a." ? "INTERPOLATION_KEY" : "INTERPOLATION_FAILED",
    },
    { id: "a broken text", use: () => create(nest("${")), code: "INTERPOLATION_SYNTAX" },
  ];
  test.for(fails)("$id is told with a readable message", ({ use, code }) => {
    const error = thrown(use);
    expect(isOrochiError(error) && error.code).toBe(code);
    expect((error as Error).message.length).toBeLessThan(2000);
  });
});

test("types are inferred from objects of at most 500 levels", () => {
  let data: unknown = 1;
  for (let level = 0; level < depth; level++) data = { a: data };
  const error = thrown(() => struct("S", { d: data }));
  expect(isOrochiError(error) && error.code).toBe("SCHEMA_UNSUPPORTED");
  const circle: Loose = {};
  circle["self"] = circle;
  expect(thrown(() => struct("S", { circle }))).toMatchObject({ code: "SCHEMA_UNSUPPORTED" });
});

test("a resolver that answers something that contains itself", () => {
  const resolvers = createResolverRegistry();
  const circle: Loose = { list: [] };
  (circle["list"] as unknown[]).push(circle);
  registerResolver("circle", () => circle, { registry: resolvers });
  const cfg = create({ a: "${circle:}", b: "x${circle:}" }, { resolvers });
  expect(thrown(() => cfg.a)).toMatchObject({ code: "INTERPOLATION_FAILED" });
  expect(cfg.b).toBe("x{'list': [{...}]}");
});

test("a dotlist path of a thousand steps", () => {
  const path = Array.from({ length: 1000 }, () => "q").join(".");
  expect(select(fromDotlist([`${path}=1`]), path)).toBe(1);
});

const accepting = {
  "~standard": { version: 1, vendor: "test", validate: (value: unknown) => ({ value }) },
} as const;

function thrown(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return undefined;
}
