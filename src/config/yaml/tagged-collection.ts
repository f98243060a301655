import type { Key } from "../keys.ts";
import { type ConfigNode, type ContainerNode, ListNode, MapNode, ScalarNode } from "../node.ts";
import { PathValue } from "../scalar.ts";
import type { Frame, Frames } from "./frames.ts";
import { listOperationOf, markListOperation } from "./list-operation-tags.ts";
import type { ScalarReader } from "./scalar-reader.ts";
import {
  isPathTag,
  isUnsupportedKind,
  readTaggedScalar,
  shortTag,
  unknownTag,
  yamlTagPrefix,
} from "./tags.ts";

/** What a finished map or list with a tag stands for (O-YML-007). */
export function readTaggedCollection(
  frame: Frame,
  tag: string,
  end: number,
  frames: Frames,
  scalars: ScalarReader,
): ConfigNode {
  const { node, start } = frame;
  if (tag === `${yamlTagPrefix}${node instanceof ListNode ? "seq" : "map"}`) return node;
  if (isUnsupportedKind(tag)) frames.failUnsupported(tag, start, end);
  if (node instanceof ListNode && isPathTag(tag)) {
    const path = joinPath(node);
    if (path === undefined) frames.fail("YAML_UNSUPPORTED", "The parts of a path are texts", start, end);
    return scalars.make("path", path);
  }
  if (tag === `${yamlTagPrefix}omap` || tag === `${yamlTagPrefix}pairs`) {
    const pairs = readPairs(node, (key) => scalars.ofKey(key, start, end));
    if (pairs === undefined) {
      const summary = `Tag ${shortTag(tag)} needs a list of single-key mappings`;
      frames.fail("YAML_UNSUPPORTED", summary, start, end);
    }
    return pairs;
  }
  const operation = listOperationOf(tag);
  if (operation !== undefined && node instanceof ListNode) {
    if (!isConfigOfDirectory(node)) {
      const summary = `Tag ${tag} changes a list of another config: it works where configs are composed`;
      frames.fail("YAML_UNSUPPORTED", summary, start, start + 1);
    }
    markListOperation(node, operation);
    return node;
  }
  return frames.fail("YAML_UNSUPPORTED", wrongTag(tag, node), start, start + 1);
}

/** Configs that were found by name are merged in order; others are read for themselves. */
function isConfigOfDirectory({ origin }: ConfigNode): boolean {
  return origin.kind === "yaml" && origin.config !== undefined;
}

/** Parts of a path joined: an absolute one starts anew, as in `pathlib`. */
function joinPath(list: ListNode): PathValue | undefined {
  let joined = "";
  for (const part of list.children()) {
    const text = part instanceof ScalarNode ? part.value : undefined;
    if (typeof text !== "string") return undefined;
    if (text.startsWith("/") || joined === "") joined = text;
    else joined += joined.endsWith("/") ? text : `/${text}`;
  }
  return new PathValue(joined === "" ? "." : joined);
}

/** `[a: 1, b: 2]` as a list of two-item lists. */
function readPairs(node: ContainerNode, valueOf: (key: Key) => ScalarNode): ListNode | undefined {
  if (!(node instanceof ListNode)) return undefined;
  const pairs = new ListNode();
  pairs.origin = node.origin;
  for (const item of node.children()) {
    const [only] = item instanceof MapNode && item.size === 1 ? item.children() : [];
    if (only === undefined) return undefined;
    const pair = new ListNode();
    pair.origin = node.origin;
    pair.push(valueOf(only.key as Key));
    pair.push(only);
    pairs.push(pair);
  }
  return pairs;
}

function wrongTag(tag: string, node: ContainerNode): string {
  const unknown = unknownTag(tag);
  if (readTaggedScalar(tag, "") === unknown) return unknown;
  return `Tag ${shortTag(tag)} does not fit a ${node instanceof ListNode ? "list" : "mapping"}`;
}
