import type { Span } from "../text/source.ts";
import type { ConfigNode } from "./node.ts";
import type { Origin } from "./origin.ts";
import { keysOf, spanOfOrigin } from "./origin-span.ts";
import { snippet } from "./shadow.ts";

/** One value in the history of a slot. */
export interface OriginStep {
  readonly origin: Origin;
  /** Where the value is written, if it is written in a text. */
  readonly span: Span | undefined;
  /** The value on one line. */
  readonly text: string;
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
