import type { Source, Span } from "../../text/source.ts";
import { type PlacedEntry, type PlacedNode, PositionTree } from "./position-tree.ts";
import { readPlaces } from "./read-events.ts";

/** Places already found, as long as their source is in use. */
const trees = new WeakMap<Source, PlacedNode | undefined>();

/**
 * Where a key or value stands in a YAML text. List items are found by index, as number or text; values that an alias or merge
 * key brings in are found where they were written.
 *
 * @param what - `key`: the key itself; for list items the item. @defaultValue `"value"`
 * @returns `undefined` if the text has no such value or cannot be read.
 */
export function locateInYaml(
  source: Source,
  keyPath: readonly (string | number)[],
  what: "key" | "value" = "value",
): Span | undefined {
  let node = rootOf(source);
  let entry: PlacedEntry | undefined;
  for (const step of keyPath) {
    if (node === undefined) return undefined;
    entry = findEntry(node, String(step));
    node = entry?.value ?? node.items?.[indexOf(step, node.items.length)];
  }
  if (node === undefined) return undefined;
  if (what === "key" && entry !== undefined) return { source, start: entry.keyStart, end: entry.keyEnd };
  return { source, start: node.start, end: node.end };
}

function rootOf(source: Source): PlacedNode | undefined {
  if (trees.has(source)) return trees.get(source);
  const tree = new PositionTree();
  const root = readPlaces(source, tree) ? tree.root : undefined;
  trees.set(source, root);
  return root;
}

function findEntry(start: PlacedNode, key: string): PlacedEntry | undefined {
  const open = [start];
  const seen = new Set<PlacedNode>();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const found = node.entries?.get(key);
    if (found !== undefined) return found;
    open.push(...node.merges);
  }
  return undefined;
}

function indexOf(step: string | number, length: number): number {
  const index = Number(step);
  return index < 0 ? length + index : index;
}
