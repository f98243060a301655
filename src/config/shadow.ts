import type { ConfigNode } from "./node.ts";
import type { Origin, Shadowed } from "./origin.ts";
import { formatFloat } from "./python-text.ts";
import { scalarText } from "./scalar.ts";

const longestText = 200;

/** A replaced value that is put into words only when somebody asks. */
class ReplacedValue implements Shadowed {
  readonly origin: Origin;
  readonly previous: Shadowed | undefined;
  readonly #node: ConfigNode;

  constructor(node: ConfigNode, previous: Shadowed | undefined) {
    this.origin = node.origin;
    this.previous = previous;
    this.#node = node;
  }

  get text(): string {
    return snippet(this.#node);
  }
}

/** Makes `node` remember that it replaced `old`, and what `old` had replaced before (design D2). */
export function shadow(node: ConfigNode, old: ConfigNode): void {
  const replaced = new ReplacedValue(old, old.shadowed);
  node.shadowed = node.shadowed === undefined ? replaced : append(node.shadowed, replaced);
}

/** A node's value on one line, cut when it is long: `null`, `1.0`, `{x: 1, y: [2]}`. */
export function snippet(node: ConfigNode): string {
  const text = inWords(node, longestText);
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

function append(chain: Shadowed, last: Shadowed): Shadowed {
  const previous = chain.previous === undefined ? last : append(chain.previous, last);
  return { origin: chain.origin, text: chain.text, previous };
}

function inWords(node: ConfigNode, budget: number): string {
  if (node.kind === "map" || node.kind === "list") {
    const parts: string[] = [];
    let left = budget;
    for (const child of node.children()) {
      if (left <= 0) break;
      const value = inWords(child, left);
      const part = node.kind === "map" ? `${String(child.key)}: ${value}` : value;
      parts.push(part);
      left -= part.length + 2;
    }
    return node.kind === "map" ? `{${parts.join(", ")}}` : `[${parts.join(", ")}]`;
  }
  return node.kind === "float" ? formatFloat(Number(node.value)) : scalarText(node.value);
}
