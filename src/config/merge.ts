import type { MergeScope } from "./merge-failures.ts";
import { ConfigError, ConfigKeyError, ConfigTypeError, KeyValidationError } from "../errors/config-errors.ts";
import type { ErrorFacts } from "../errors/base.ts";
import type { Span } from "../text/source.ts";
import { splitKeyPath } from "./key-path.ts";
import { relatedTo, spanOf } from "./origin-span.ts";
import { copyNode } from "./copy.ts";
import { adoptNode, mergeContainers } from "./merge-containers.ts";

import { type ConfigNode, type ContainerNode, fullKey, isContainer } from "./node.ts";
import { formatType, required } from "./types.ts";

/**
 * A new config: a copy of the first with the others merged in, in order (O-MRG-001…012). Mappings merge key by key, lists and
 * scalars replace. The inputs stay as they are. A copy of a node from inside a tree keeps its place there, so that its
 * interpolations go on working. A root that is read-only does not hinder a merge; the result is read-only again.
 */
export function mergeNodes(first: ConfigNode, ...others: ConfigNode[]): ConfigNode {
  const copy = copyNode(first);
  copy.parent = first.parent;
  copy.key = first.key;
  return mergeOnto(copy, others);
}

/** {@link mergeNodes} onto the first config itself, which is not copied; its read-only flag does not hinder. */
export function mergeOnto(first: ConfigNode, others: readonly ConfigNode[]): ConfigNode {
  const readonly = first.flags?.readonly;
  if (readonly !== undefined) first.flags = { ...first.flags, readonly: false };
  let result = first;
  for (const other of others) result = placing(result, other, () => mergeRoot(result, other));
  if (readonly === true) result.flags = { ...result.flags, readonly };
  return result;
}

/** Merges `source` into `target` in place. Flags are respected; `source` stays as it is. */
export function mergeInto(target: ContainerNode, source: ConfigNode): void {
  if (isContainer(source)) {
    placing(target, source, () => mergeContainers(target, source, scopeOf(target)));
    return;
  }
  if (source.kind === "missing") return;
  throw new ConfigTypeError(
    "MERGE_INCOMPATIBLE",
    `Cannot merge a ${source.kind} value into a ${target.kind}`,
    {
      key: fullKey(target),
      span: () => spanOf(source),
      related: () => relatedTo(target, "now set here"),
    },
  );
}

/** {@link mergeInto} with a source that never changes from now on: parts of it are copied when somebody asks for them. */
export function mergeLasting(target: ContainerNode, source: ContainerNode): void {
  placing(target, source, () => mergeContainers(target, source, { ...scopeOf(target), lasting: true }));
}

/** A root may also be, or become, null or an interpolation. */
function mergeRoot(target: ConfigNode, source: ConfigNode): ConfigNode {
  if (isContainer(target) && isContainer(source)) {
    mergeContainers(target, source, scopeOf(target));
    return target;
  }
  if (source.kind === "missing") return target;
  const special = source.kind === "null" || source.kind === "interpolation";
  const open = target.kind === "null" || target.kind === "missing" || target.kind === "interpolation";
  if (!special && !(open && isContainer(source))) {
    throw new ConfigTypeError(
      "MERGE_INCOMPATIBLE",
      `Cannot merge a ${source.kind} value into a ${isContainer(target) ? target.kind : formatType(required(target.slot))}`,
      { key: fullKey(target), span: () => spanOf(source), related: () => relatedTo(target, "now set here") },
    );
  }
  const result = adoptNode(source, target.slot, target, scopeOf(target));
  result.parent = target.parent;
  result.key = target.key;
  result.context = target.context;
  if (target.flags !== undefined) result.flags = { ...target.flags };
  return result;
}

function scopeOf(target: ConfigNode): MergeScope {
  return { rootKey: fullKey(target), fresh: false };
}

/** Errors of a merge point at what the source says at their key. */
function placing<Result>(target: ConfigNode, source: ConfigNode, merge: () => Result): Result {
  try {
    return merge();
  } catch (error) {
    if (error instanceof ConfigError) error.addPlaces(places(target, source, error));
    throw error;
  }
}

/** Where the value stands that does not go in, and what it would replace. */
function places(
  target: ConfigNode,
  source: ConfigNode,
  error: ConfigError,
): Pick<ErrorFacts, "span" | "related"> {
  const above = fullKey(target);
  return {
    span: () => placeIn(source, error, above),
    related: () => {
      const span = placeIn(target, error, above);
      return span && { label: "now set here", span };
    },
  };
}

function placeIn(source: ConfigNode, error: ConfigError, above: string): Span | undefined {
  if (error.key === undefined || error.key === above || !error.key.startsWith(above)) return undefined;
  let at = source;
  for (const step of splitKeyPath(error.key.slice(above.length).replace(/^\./, ""))) {
    const child = isContainer(at) ? childOf(at, step) : undefined;
    if (child === undefined) return undefined;
    at = child;
  }
  return spanOf(at, error instanceof ConfigKeyError || error instanceof KeyValidationError ? "key" : "value");
}

function childOf(container: ContainerNode, step: string): ConfigNode | undefined {
  return container.kind === "map" ? container.child(step) : container.child(Number(step));
}
