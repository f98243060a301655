import { equalNodes, structurallyEqual } from "../equality.ts";
import { childAt, findChild } from "../access.ts";
import { createRoot } from "../create.ts";
import type { Key } from "../keys.ts";
import { maskedCopy as maskedNode } from "../masked-copy.ts";
import { missingKeys as missingNodeKeys } from "../missing.ts";
import { type ConfigNode, isContainer, ListNode, MapNode } from "../node.ts";
import type { Origin } from "../origin.ts";
import { spanOf } from "../origin-span.ts";
import { formatType } from "../types.ts";
import { findNode, isView, nodeOf, viewOf } from "../view.ts";
import { formatPlace } from "../../text/source.ts";
import { declaredStruct } from "./input.ts";

/** Whether a value is a config, or a part of one. */
export function isConfig(value: unknown): value is object {
  return isView(value);
}

/** Whether a value is a mapping of a config. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return isView(value) && nodeOf(value) instanceof MapNode;
}

/** Whether a value is a list of a config. */
export function isList(value: unknown): value is unknown[] {
  return isView(value) && nodeOf(value) instanceof ListNode;
}

/** Whether the value at a key is still `???` (O-ACC-007). An interpolation is not missing, whatever it points to. */
export function isMissing(config: object, key: Key): boolean {
  return childOf(config, key)?.kind === "missing";
}

/** Whether the value at a key is an interpolation (O-CNV-010). */
export function isInterpolation(config: object, key: Key): boolean {
  return childOf(config, key)?.kind === "interpolation";
}

/** What a value is declared to be and what it is, in the words of error messages. */
export interface TypeNames {
  /** `int`, `list[str]`, `Db | null`; `any` where nothing is declared. */
  readonly declared: string;
  /** The struct or kind that stands there now: `Db`, `map`, `int`, `interpolation`, `missing`. */
  readonly held: string;
}

/** The types of the value at a key, or of the config itself; `undefined` if there is no such key (O-CNV-011). */
export function typeNames(config: object, key?: Key): TypeNames | undefined {
  const node = key === undefined ? nodeOf(config) : childOf(config, key);
  if (node === undefined) return undefined;
  const isStruct = node instanceof MapNode && node.type.kind === "struct";
  return { declared: formatType(node.slot), held: isStruct ? formatType(node.type) : node.kind };
}

/** Full keys of all values that are still `???`, in document order (O-CNV-008). */
export function missingKeys(config: object): string[] {
  return missingNodeKeys(nodeOf(config));
}

/** A new config with only some of the keys of a mapping (O-CNV-009). Keys that are not there are ignored. */
export function maskedCopy<T extends object, const K extends keyof T & string>(
  config: T,
  keys: K | readonly K[],
): Pick<T, K> {
  return viewOf(maskedNode(nodeOf(config), keys)) as Pick<T, K>;
}

/**
 * Whether two configs, or a config and plain data, mean the same (O-EQ-001…004): interpolations count as what they point to, the
 * order of keys does not matter, `1` equals `1.0`.
 */
export function equals(a: unknown, b: unknown): boolean {
  return equalNodes(comparable(a), comparable(b));
}

/** {@link equals} of the configs as they are written: no interpolation is followed. */
export function structurallyEquals(a: unknown, b: unknown): boolean {
  return structurallyEqual(comparable(a), comparable(b));
}

/** Where a value came from, and what it replaced (design D2). */
export interface Provenance {
  readonly origin: Origin;
  /** `file:line:column`, for values from YAML and from overrides. */
  readonly place: string | undefined;
  /** Values that it replaced, newest first. */
  readonly replaced: readonly { readonly origin: Origin; readonly text: string }[];
}

/**
 * Where the value at a key, or the config itself, came from.
 *
 * @throws {ConfigKeyError} if there is no such key.
 */
export function originOf(config: object, key?: Key): Provenance {
  const container = nodeOf(config);
  const node = key === undefined || !isContainer(container) ? container : childAt(container, key);
  const span = spanOf(node);
  const replaced: { origin: Origin; text: string }[] = [];
  for (let at = node.shadowed; at !== undefined; at = at.previous)
    replaced.push({ origin: at.origin, text: at.text });
  return { origin: node.origin, place: span === undefined ? undefined : formatPlace(span), replaced };
}

function childOf(config: object, key: Key): ConfigNode | undefined {
  const node = nodeOf(config);
  if (!isContainer(node)) return undefined;
  return node instanceof ListNode ? childAt(node, key) : findChild(node, key);
}

function comparable(value: unknown): ConfigNode {
  return findNode(value) ?? createRoot(value, { declared: declaredStruct });
}
