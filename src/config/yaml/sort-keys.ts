import type { Key } from "../keys.ts";
import type { ConfigNode } from "../node.ts";
import { EnumMember, Float } from "../scalar.ts";

/**
 * Children of a mapping in the order of their keys; in the given order if the keys cannot be compared, such as numbers and
 * text together (O-DMP-003). Text sorts by code points.
 */
export function sortByKey(children: readonly ConfigNode[]): ConfigNode[] {
  const keyed = children.map((child) => ({ child, by: sortable(child.key as Key) }));
  const kinds = new Set(keyed.map(({ by }) => kindOf(by)));
  if (kinds.size > 1) return [...children];
  return keyed.sort((a, b) => compare(a.by, b.by)).map(({ child }) => child);
}

type Sortable = number | bigint | string | Uint8Array;

function sortable(key: Key): Sortable {
  if (key instanceof EnumMember) return key.name;
  if (key instanceof Float) return key.value;
  return typeof key === "boolean" ? Number(key) : key;
}

function kindOf(by: Sortable): string {
  return typeof by === "bigint" ? "number" : typeof by;
}

function compare(a: Sortable, b: Sortable): number {
  if (typeof a === "string" && typeof b === "string") return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}
