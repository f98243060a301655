import { createRoot, createStructNode } from "../../../src/config/create.ts";
import { setFlag } from "../../../src/config/flags.ts";
import { dereference } from "../../../src/config/interpolation/dereference.ts";
import { mergeNodes } from "../../../src/config/merge.ts";
import { type ConfigNode, isNode, ListNode, MapNode, type ScalarNode } from "../../../src/config/node.ts";
import { unwrapValue } from "../../../src/config/raw-value.ts";
import { selectNode } from "../../../src/config/select.ts";
import { toPlain } from "../../../src/config/to-object.ts";
import type { StructType } from "../../../src/config/types.ts";
import { loadYaml } from "../../../src/config/yaml/load.ts";
import { InstantiationException } from "../../../src/errors/hydra-errors.ts";
import { instantiateNodeSync } from "../../../src/instantiate/instantiate.ts";
import { isPartialFunction } from "../../../src/instantiate/partial-function.ts";
import { TargetRegistry } from "../../../src/targets/registry.ts";
import { createTargetContext } from "../../../src/targets/target-context.ts";
import { withCaseEnvironment } from "../case-environment.ts";
import { describeError, matchesError, sameValue } from "../compare.ts";
import { type ComposeSchema, structOf } from "../compose-schema.ts";
import { decodeValue, encodeEntries, encodeRaw, encodeScalar } from "../encoding.ts";
import type { ConformanceCase, Family } from "../family.ts";
import { createFixtureContext } from "../fixture-resolvers.ts";

interface InstantiateCase extends ConformanceCase {
  readonly yaml: string;
  readonly schema?: ComposeSchema;
  readonly schema_at?: string;
  readonly select?: string;
  readonly args?: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly container?: "plain";
  readonly struct_flag?: boolean;
  readonly readonly?: boolean;
  readonly then?: readonly {
    readonly args?: readonly unknown[];
    readonly kwargs?: Readonly<Record<string, unknown>>;
  }[];
}

export const family: Family = {
  name: "instantiate",
  run: (input) => withCaseEnvironment(input, () => runCase(input as InstantiateCase)),
  matches(expected, actual) {
    const got = actual as Record<string, unknown>;
    if (expected["error"] !== undefined)
      return (
        matchesError(expected, got) &&
        (expected["cause"] !== "FixtureError" || got["cause"] === "FixtureError")
      );
    return "result" in got && sameValue(withPlainFloats(expected["result"]), withPlainFloats(got["result"]));
  },
};

function runCase(input: InstantiateCase): Record<string, unknown> {
  try {
    return { result: encode(instantiateCase(input)) };
  } catch (error) {
    const cause =
      error instanceof InstantiationException && error.cause instanceof Error ? error.cause.name : undefined;
    return { ...describeError(error), cause };
  }
}

function instantiateCase(input: InstantiateCase): unknown {
  const overrides = decodeNamed(input.kwargs);
  const args = (input.args ?? []).map((value) => decodeValue(value));
  let result = instantiateNodeSync(nodeOf(input), { targets: fixtures, overrides, args });
  for (const call of input.then ?? []) {
    if (!isPartialFunction(result)) throw new Error("only the result of _partial_ can be called");
    result = result.invoke(
      (call.args ?? []).map((value) => decodeValue(value)),
      Object.fromEntries(decodeNamed(call.kwargs)),
    );
  }
  return result;
}

function decodeNamed(named: Readonly<Record<string, unknown>> = {}): Map<string, unknown> {
  return new Map(Object.entries(named).map(([name, value]) => [name, decodeValue(value)]));
}

function nodeOf(input: InstantiateCase): ConfigNode {
  const root = withSchema(input, loadYaml(input.yaml, { context: createFixtureContext() }));
  if (input.struct_flag === true) setFlag(root, "struct", true);
  if (input.readonly === true) setFlag(root, "readonly", true);
  const node = input.select === undefined ? root : selectNode(root, input.select);
  if (node === undefined) throw new Error(`no node at '${input.select}'`);
  if (input.container !== "plain") return node;
  return createRoot(toPlain(node, { maps: "map", numbers: "kinds" }), { context: createFixtureContext() });
}

function withSchema({ schema, schema_at: key }: InstantiateCase, root: ConfigNode): ConfigNode {
  if (schema === undefined) return root;
  const node = createStructNode(constructible(structOf(schema)));
  if (key === undefined) {
    const merged = mergeNodes(node, root);
    merged.context ??= createFixtureContext();
    return merged;
  }
  if (root instanceof MapNode) root.setChild(key, node);
  return root;
}

/** The struct with instances that remember their fields, also below. */
function constructible(struct: StructType): StructType {
  const fields = [...struct.fields].map(([name, field]) => {
    if (field.type.kind !== "struct") return [name, field] as const;
    const type = constructible(field.type);
    return [name, { ...field, type, default: type }] as const;
  });
  return { ...struct, fields: new Map(fields), construct: (values) => new Instance(struct.name, values) };
}

class Instance {
  readonly of: string;
  readonly fields: Record<string, unknown>;
  constructor(of: string, fields: Record<string, unknown>) {
    this.of = of;
    this.fields = fields;
  }
}

/** How a target was called. */
class CallRecord {
  readonly target: string;
  readonly fields: Readonly<Record<string, unknown>>;
  constructor(target: string, fields: Readonly<Record<string, unknown>>) {
    this.target = target;
    this.fields = fields;
  }
}
class FixtureError extends Error {
  static {
    this.prototype.name = "FixtureError";
  }
}

const fixtures = createTargetContext({ registry: registerFixtures() });

function registerFixtures(): TargetRegistry {
  const registry = new TargetRegistry();
  const pair = (a: unknown, b: unknown): CallRecord => new CallRecord("fixture.Pair", { a, b });
  registry.register("fixture.Pair", pair, { params: ["a", { name: "b", default: 2 }] });
  registry.register("fixture.Pair.swapped", (a: unknown, b: unknown) => pair(b, a), { params: ["a", "b"] });
  registry.register("fixture.Pair.Inner", (z: unknown) => new CallRecord("fixture.Pair.Inner", { z }), {
    params: [{ name: "z", default: 0 }],
  });
  registry.register("fixture.Box", (value: unknown) => new CallRecord("fixture.Box", { value }), {
    params: ["value"],
  });
  registry.register(
    "fixture.Tree",
    (value: unknown, left: unknown, right: unknown) => new CallRecord("fixture.Tree", { value, left, right }),
    { params: ["value", { name: "left", default: null }, { name: "right", default: null }] },
  );
  registry.register(
    "fixture.Opts",
    (...given: unknown[]) =>
      new CallRecord("fixture.Opts", { args: given.slice(0, -1), kwargs: given.at(-1) }),
    { rest: true, extra: true },
  );
  registry.register("fixture.add", (...values: number[]) => values.reduce((sum, value) => sum + value, 0), {
    rest: true,
  });
  registry.register(
    "fixture.join",
    (sep: unknown, ...parts: unknown[]) => new CallRecord("fixture.join", { sep, parts }),
    {
      params: [{ name: "sep", default: "-" }],
      rest: true,
    },
  );
  registry.register(
    "fixture.kwonly",
    ({ x, y }: { x: unknown; y: unknown }) => new CallRecord("fixture.kwonly", { x, y }),
    {
      named: ["x", { name: "y", default: 1 }],
    },
  );
  registry.register("fixture.identity", (value: unknown) => value, { params: ["value"] });
  registry.register("fixture.make_none", () => null, { params: [] });
  registry.register(
    "fixture.raise_error",
    () => {
      throw new FixtureError("told to fail");
    },
    { rest: true, extra: true },
  );
  registry.register("fixture.CONSTANT", 5);
  return registry;
}

function encode(value: unknown): unknown {
  if (value instanceof CallRecord) return { $call: value.target, fields: encodeObject(value.fields) };
  if (value instanceof Instance) return { $struct: value.of, fields: encodeObject(value.fields) };
  if (isPartialFunction(value))
    return { $partial: value.targetName, args: value.args.map(encode), kwargs: encodeObject(value.options) };
  const given = typeof value === "object" && value !== null ? unwrapValue(value) : value;
  if (isNode(given)) return encodeConfig(given);
  if (Array.isArray(value)) return value.map(encode);
  if (value instanceof Map) return encodeEntries([...value].map(([key, item]) => [key, encode(item)]));
  if (typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype)
    return encodeObject(value as Record<string, unknown>);
  return encodeRaw(value);
}

function encodeObject(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, encode(field)]));
}

/** A container that is still a config. */
function encodeConfig(node: ConfigNode): unknown {
  const found = dereference(node);
  if (found instanceof ListNode) return { $config: [...found.children()].map(encodeConfig) };
  if (!(found instanceof MapNode)) return encodeLeaf(found);
  const entries = encodeEntries(
    [...found.children()].map((child) => [child.key as string, encodeConfig(child)]),
  );
  return found.type.kind === "struct" ? { $config: entries, $schema: found.type.name } : { $config: entries };
}

function encodeLeaf(node: ScalarNode): unknown {
  return node.kind === "object" ? encode(node.value) : encodeScalar(node.kind, node.value);
}

/** A target gets JavaScript's numbers: 1.0 and 1 are the same to it. */
function withPlainFloats(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainFloats);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === "$float" && Number.isFinite(Number(first[1])))
    return Number(first[1]);
  return Object.fromEntries(entries.map(([key, item]) => [key, withPlainFloats(item)]));
}
