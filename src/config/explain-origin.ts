import type { Span } from "../text/source.ts";
import { splitKeyPath } from "./key-path.ts";
import { type ConfigNode, formatKey } from "./node.ts";
import type { Origin } from "./origin.ts";
import { snippet } from "./shadow.ts";
import { locateInYaml } from "./yaml/positions.ts";

/** One value in the history of a slot. */
export interface OriginStep {
  readonly origin: Origin;
  /** Where the value is written, if it is written in a text. */
  readonly span: Span | undefined;
  /** The value on one line. */
  readonly text: string;
}

/** Where a node's value is written: in a file, found by the node's key; or in an override (design D2). */
export function spanOf(node: ConfigNode): Span | undefined {
  return spanOfOrigin(node.origin, keysOf(node));
}

/** What set a node's value and what it replaced, newest first. */
export function originChain(node: ConfigNode): OriginStep[] {
  const keys = keysOf(node);
  const chain: OriginStep[] = [
    { origin: node.origin, span: spanOfOrigin(node.origin, keys), text: snippet(node) },
  ];
  for (let at = node.shadowed; at !== undefined; at = at.previous) {
    chain.push({ origin: at.origin, span: spanOfOrigin(at.origin, keys), text: at.text });
  }
  return chain;
}

function spanOfOrigin(origin: Origin, keys: readonly string[]): Span | undefined {
  if (origin.kind === "override") return { source: origin.source, start: origin.start, end: origin.end };
  if (origin.kind !== "yaml") return undefined;
  const above = origin.at === "" ? [] : splitKeyPath(origin.at);
  const below = above.every((key, index) => keys[index] === key) ? keys.slice(above.length) : keys;
  return locateInYaml(origin.source, below);
}

/** Keys from the root to the node, as text. */
function keysOf(node: ConfigNode): string[] {
  const keys: string[] = [];
  for (let at: ConfigNode = node; at.parent !== undefined; at = at.parent) keys.push(formatKey(at.key));
  return keys.reverse();
}
