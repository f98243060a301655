import type { ConfigNode, MapNode } from "./node.ts";
import { MISSING } from "./scalar.ts";
import type { StructType } from "./types.ts";

/**
 * What a container is filled with: keys and raw values, in order. Walked without making an object for each entry, because
 * containers may have a million.
 */
export interface Entries {
  /** Key and value of the entry that {@link next} stepped on. */
  readonly key: unknown;
  readonly value: unknown;
  /** Steps on the next entry; `false` behind the last. */
  next(): boolean;
}

type Entry = readonly [key: unknown, value: unknown];

/**
 * A property that is `undefined` is left out, as JSON does: that is how TypeScript code says "not given". What resolvers make keeps
 * it.
 */
export class ObjectEntries implements Entries {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #keys: readonly string[];
  readonly #keepUndefined: boolean;
  #at = 0;
  key = "";
  value: unknown = undefined;

  constructor(object: Readonly<Record<string, unknown>>, keepUndefined: boolean) {
    this.#keepUndefined = keepUndefined;
    this.#object = object;
    this.#keys = Object.keys(object);
  }

  next(): boolean {
    while (this.#at < this.#keys.length) {
      this.key = this.#keys[this.#at++] ?? "";
      this.value = this.#object[this.key];
      if (this.value !== undefined || this.#keepUndefined) return true;
    }
    return false;
  }
}

/** The items of a list, by index. */
export class ListEntries implements Entries {
  readonly #items: readonly unknown[];
  key = -1;
  value: unknown = undefined;

  constructor(items: readonly unknown[]) {
    this.#items = items;
  }

  next(): boolean {
    this.key++;
    this.value = this.#items[this.key];
    return this.key < this.#items.length;
  }
}

/** The children of a mapping, by key. */
export class NodeEntries implements Entries {
  readonly #children: Iterator<ConfigNode>;
  key: unknown = undefined;
  value: unknown = undefined;

  constructor(map: MapNode) {
    this.#children = map.children();
  }

  next(): boolean {
    const step = this.#children.next();
    if (step.done === true) return false;
    this.key = step.value.key;
    this.value = step.value;
    return true;
  }
}

/** The entries of anything that lists pairs. */
export class PairEntries implements Entries {
  readonly #pairs: Iterator<Entry>;
  key: unknown = undefined;
  value: unknown = undefined;

  constructor(pairs: Iterator<Entry>) {
    this.#pairs = pairs;
  }

  next(): boolean {
    const step = this.#pairs.next();
    if (step.done === true) return false;
    [this.key, this.value] = step.value;
    return true;
  }
}

/** The fields of a struct with the given values, else their defaults, else `???`; then whatever else was given. */
export function structEntries(struct: StructType, values: ReadonlyMap<string, unknown>): Entries {
  return new PairEntries(fieldEntries(struct, values));
}

function* fieldEntries(struct: StructType, values: ReadonlyMap<string, unknown>): Generator<Entry> {
  for (const [name, field] of struct.fields) {
    if (field.absent === true && !values.has(name)) continue;
    const value = values.has(name) ? values.get(name) : field.default;
    yield [name, value === undefined ? MISSING : value];
  }
  for (const [name, value] of values) if (!struct.fields.has(name)) yield [name, value];
}
