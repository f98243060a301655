import { expect } from "vitest";
import { createNode } from "../../../src/config/create.ts";
import { dereference, resolvedValue } from "../../../src/config/interpolation/dereference.ts";
import { type ConfigNode, isContainer, MapNode } from "../../../src/config/node.ts";
import { defaultContext } from "../../../src/config/resolvers/default-context.ts";
import { createResolverRegistry } from "../../../src/config/resolvers/default-registry.ts";
import { registerResolver, type RegisterResolverOptions } from "../../../src/config/resolvers/register.ts";
import type { ResolverFunction } from "../../../src/config/resolvers/registry.ts";
import { selectNode } from "../../../src/config/select.ts";
import type { OrochiError } from "../../../src/errors/base.ts";
import { isOrochiError } from "../../../src/errors/base.ts";
import { encodeEntries, encodeRaw } from "../../conformance/encoding.ts";

type Resolvers = Readonly<Record<string, ResolverFunction | [ResolverFunction, RegisterResolverOptions]>>;

/** A root with its own registry: the built-in resolvers and the given ones. */
export function treeOf(content: unknown, resolvers: Resolvers = {}): MapNode {
  const registry = createResolverRegistry();
  for (const [name, given] of Object.entries(resolvers)) {
    const [call, options] = typeof given === "function" ? [given, {}] : given;
    registerResolver(registry, name, call, options);
  }
  const root = createNode(content, { context: defaultContext(registry) });
  if (!(root instanceof MapNode)) throw new Error("the test wants a mapping");
  return root;
}

/** The node at a path as it stands; only what lies above it is followed. */
export function nodeAt(root: ConfigNode, ...keys: readonly (string | number)[]): ConfigNode {
  let at = root;
  for (const key of keys) {
    const holder = dereference(at);
    const child =
      holder instanceof MapNode
        ? holder.child(key)
        : isContainer(holder)
          ? holder.child(Number(key))
          : undefined;
    if (child === undefined) throw new Error(`no ${key}`);
    at = child;
  }
  return at;
}

/** What reading the path gives, as the corpus writes values. */
export function read(root: ConfigNode, path: string): unknown {
  const node = selectNode(root, path);
  return node === undefined ? undefined : encodeResolved(node);
}

/** A node with everything below it resolved, as the corpus writes values. */
export function encodeResolved(node: ConfigNode): unknown {
  const target = dereference(node);
  if (target.kind === "missing") return "???";
  if (!isContainer(target)) return encodeRaw(resolvedValue(target));
  const items = [...target.children()];
  if (!(target instanceof MapNode)) return items.map(encodeResolved);
  return encodeEntries(items.map((child) => [String(child.key), encodeResolved(child)]));
}

/** What a call ends with: its answer, or name, key and summary of an error of ours. */
export function outcomeOf(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (isOrochiError(error)) return { fails: error.name, key: error.key, says: error.summary };
    throw error;
  }
}

/** What {@link outcomeOf} answers for an error with this name and key, and `says` in its summary. */
export function failing(fails: string, key: string, says = ""): unknown {
  return { fails, key, says: expect.stringContaining(says) as string };
}

/** The error of our own that a call ends with. */
export function failureOf(call: () => unknown): OrochiError {
  try {
    call();
  } catch (error) {
    if (isOrochiError(error)) return error;
    throw error;
  }
  throw new Error("it did not fail");
}
