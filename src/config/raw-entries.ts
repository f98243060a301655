import type { MapNode } from "./node.ts";
import { MISSING } from "./scalar.ts";
import type { StructType } from "./types.ts";

/** What a container is filled with: keys and raw values, in order. */
export type Entries = Iterator<Entry>;
type Entry = readonly [key: unknown, value: unknown];

/** The children of a mapping, by key. */
export function* nodeEntries(map: MapNode): Generator<Entry> {
  for (const child of map.children()) yield [child.key, child];
}

/** A property that is `undefined` is left out, as JSON does: that is how TypeScript code says "not given". */
export function definedEntries(object: Record<string, unknown>): Entries {
  const entries = Object.entries(object);
  return (
    entries.some(([, value]) => value === undefined)
      ? entries.filter(([, value]) => value !== undefined)
      : entries
  ).values();
}

/** The fields of a struct with the given values, else their defaults, else `???`; then whatever else was given. */
export function* structEntries(struct: StructType, values: ReadonlyMap<string, unknown>): Generator<Entry> {
  for (const [name, field] of struct.fields) {
    if (field.absent === true && !values.has(name)) continue;
    const value = values.has(name) ? values.get(name) : field.default;
    yield [name, value === undefined ? MISSING : value];
  }
  for (const [name, value] of values) if (!struct.fields.has(name)) yield [name, value];
}
