import type { TreeContext } from "../../src/config/context.ts";
import { isContainer, isNode, MapNode } from "../../src/config/node.ts";
import { dereference } from "../../src/config/interpolation/dereference.ts";
import { rawOfScalar } from "../../src/config/convert.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../src/config/resolvers/default-registry.ts";
import { registerResolver } from "../../src/config/resolvers/register.ts";
import type { ResolverFunction, ResolverRegistry } from "../../src/config/resolvers/registry.ts";
import { Float } from "../../src/config/scalar.ts";
import { pythonStr } from "../../src/config/python-text.ts";

/** A context with the resolvers that the corpus names besides the built-in ones; counters start anew (conformance README). */
export function createFixtureContext(): TreeContext {
  const resolvers = createResolverRegistry();
  for (const [name, call] of Object.entries(fixtures)) registerResolver(resolvers, name, call);
  registerCounters(resolvers);
  return defaultContext(resolvers);
}

const fixtures: Readonly<Record<string, ResolverFunction>> = {
  add: (args) => args.reduce(sum, 0),
  concat: (args) => args.map(plainText).join(""),
  upper: (args) => {
    const [text] = exactly(1, args);
    if (typeof text !== "string") throw new TypeError("upper takes text");
    return text.toUpperCase();
  },
  ident: (args) => exactly(1, args)[0],
  pack: (args) => [...args],
  "ns.pack": (args) => ["ns", ...args],
  count: (args) => sizeOf(exactly(1, args)[0]),
  fail: () => {
    throw new Error("failed on purpose");
  },
  opt: (args) => {
    if (args.length < 1 || args.length > 2) throw new TypeError("opt takes one or two arguments");
    return [args[0], args.length === 2 ? args[1] : "dflt"];
  },
  parent_keys: (args, { parent }) => {
    exactly(0, args);
    const children = parent === undefined ? [] : [...parent.children()];
    return children.map(({ key }) => String(key)).sort();
  },
  root_get: (args, { root }) => {
    const [key] = exactly(1, args);
    const child = root instanceof MapNode && typeof key === "string" ? root.child(key) : undefined;
    if (child === undefined) throw new Error(`no key ${String(key)}`);
    const value = dereference(child);
    return isContainer(value) ? value : rawOfScalar(value);
  },
  node_key: (args, { node }) => {
    exactly(0, args);
    return String(node.key);
  },
};

function registerCounters(resolvers: ResolverRegistry): void {
  let plain = 0;
  let cached = 0;
  registerResolver(resolvers, "tick", () => ++plain);
  registerResolver(resolvers, "tick_cached", () => ++cached, { useCache: true });
}

function exactly(count: number, args: readonly unknown[]): readonly unknown[] {
  if (args.length !== count) throw new TypeError(`takes ${count} arguments, not ${args.length}`);
  return args;
}

/** A sum is a float as soon as one of its terms is. */
function sum(total: unknown, term: unknown): number | bigint | Float {
  const isFloat = [total, term].some((value) => value instanceof Float || !isWhole(value));
  if (isFloat) return new Float(toNumber(total) + toNumber(term));
  const exact = BigInt(toNumber(total)) + BigInt(toNumber(term));
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact;
}

function isWhole(value: unknown): boolean {
  return typeof value === "bigint" || typeof value === "boolean" || Number.isInteger(value);
}

function toNumber(value: unknown): number {
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return Number(value);
  if (value instanceof Float) return value.value;
  throw new TypeError("cannot add what is no number");
}

function plainText(value: unknown): string {
  return typeof value === "boolean" || value === null ? String(value) : pythonStr(value);
}

function sizeOf(value: unknown): number {
  if (isNode(value) && isContainer(value)) return value.size;
  if (Array.isArray(value) || typeof value === "string") return value.length;
  if (value instanceof Map) return value.size;
  throw new TypeError("what has no items cannot be counted");
}
