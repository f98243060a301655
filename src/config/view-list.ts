import { getItem, setItem } from "./access.ts";
import { unsupportedOperation } from "./failures.ts";
import {
  appendItem,
  assignSlice,
  deleteSlice,
  extendItems,
  insertItem,
  reverseItems,
} from "./list-operations.ts";
import { type ConfigNode, fullKey, type ListNode } from "./node.ts";
import { popItem } from "./pop.ts";
import { configValue } from "./raw-value.ts";

type Read = (node: ConfigNode) => unknown;
type Method = (...args: never[]) => unknown;

/** Makes a list read and write like an array. Methods that only read are those of `Array.prototype`. */
export class ListHandler implements ProxyHandler<unknown[]> {
  readonly #node: ListNode;
  readonly #read: Read;
  #changing: ReadonlyMap<string, Method> | undefined;

  constructor(node: ListNode, read: Read) {
    this.#node = node;
    this.#read = read;
  }

  get(target: unknown[], property: string | symbol): unknown {
    if (property === configValue) return this.#node;
    if (typeof property === "symbol") return Reflect.get(target, property);
    if (property === "length") return this.#node.size;
    const index = indexFor(property);
    if (index !== undefined) {
      const item = this.#node.child(index);
      return item === undefined ? undefined : this.#read(item);
    }
    this.#changing ??= changingMethods(this.#node, this.#read);
    return this.#changing.get(property) ?? Reflect.get(target, property);
  }

  set(_target: unknown[], property: string | symbol, value: unknown): boolean {
    if (property === "length") this.#resize(value);
    else {
      const index = indexFor(property);
      if (index === this.#node.size) appendItem(this.#node, value);
      else setItem(this.#node, index ?? String(property), value);
    }
    return true;
  }

  has(target: unknown[], property: string | symbol): boolean {
    const index = indexFor(property);
    return index === undefined ? Reflect.has(target, property) : index < this.#node.size;
  }

  deleteProperty(_target: unknown[], property: string | symbol): boolean {
    const index = indexFor(property);
    if (property !== "length" && (index === undefined || index >= this.#node.size)) return true;
    throw unsupportedOperation(
      index === undefined ? "A list always has a length" : "A list has no holes",
      { fullKey: fullKey(this.#node) },
      "remove items with splice()",
    );
  }

  ownKeys(): string[] {
    return [...Array.from({ length: this.#node.size }, (_, index) => String(index)), "length"];
  }

  getOwnPropertyDescriptor(_target: unknown[], property: string | symbol): PropertyDescriptor | undefined {
    if (property === "length") {
      return { value: this.#node.size, writable: true, enumerable: false, configurable: false };
    }
    const index = indexFor(property);
    const item = index === undefined ? undefined : this.#node.child(index);
    if (index === undefined || item === undefined) return undefined;
    if (item.kind !== "missing" && item.kind !== "interpolation") {
      return { value: this.#read(item), writable: true, enumerable: true, configurable: true };
    }
    return {
      get: () => this.#read(getItem(this.#node, index)),
      set: (value: unknown) => void setItem(this.#node, index, value),
      enumerable: true,
      configurable: true,
    };
  }

  defineProperty(target: unknown[], property: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (!("value" in descriptor)) {
      throw unsupportedOperation("A config has no getters", { fullKey: fullKey(this.#node) });
    }
    return this.set(target, property, descriptor.value);
  }

  setPrototypeOf(): boolean {
    throw unsupportedOperation("A config has no other prototype", { fullKey: fullKey(this.#node) });
  }

  preventExtensions(): boolean {
    throw unsupportedOperation(
      "A config cannot be frozen like an array",
      { fullKey: fullKey(this.#node) },
      "use setReadonly()",
    );
  }

  #resize(length: unknown): void {
    if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
      throw unsupportedOperation("The length of a list is a whole number", { fullKey: fullKey(this.#node) });
    }
    if (length < this.#node.size) deleteSlice(this.#node, { start: length });
    else if (length > this.#node.size) {
      throw unsupportedOperation(
        "A list has no holes",
        { fullKey: fullKey(this.#node) },
        "add items with push()",
      );
    }
  }
}

/** The methods of arrays that change them, each as one step that either happens or fails as a whole. */
function changingMethods(list: ListNode, read: Read): ReadonlyMap<string, Method> {
  const remove = (index: number) => {
    if (list.size === 0) return undefined;
    const value = read(getItem(list, index));
    popItem(list, index);
    return value;
  };
  const self = () => read(list);
  return new Map<string, Method>([
    [
      "push",
      (...items: unknown[]) => {
        extendItems(list, items);
        return list.size;
      },
    ],
    ["pop", () => remove(list.size - 1)],
    ["shift", () => remove(0)],
    [
      "unshift",
      (...items: unknown[]) => {
        if (items.length === 1) insertItem(list, 0, items[0]);
        else assignSlice(list, { start: 0, stop: 0 }, items);
        return list.size;
      },
    ],
    [
      "splice",
      (start: number, count?: number, ...items: unknown[]) => {
        const from = start < 0 ? Math.max(0, list.size + start) : Math.min(start, list.size);
        const to = Math.min(list.size, from + Math.max(0, count ?? list.size));
        const removed = Array.from({ length: to - from }, (_, index) => read(getItem(list, from + index)));
        if (to > from || items.length > 0) assignSlice(list, { start: from, stop: to }, items);
        return removed;
      },
    ],
    [
      "sort",
      (compare?: (a: unknown, b: unknown) => number) => {
        const order = compare ?? ((a: unknown, b: unknown) => compareText(String(a), String(b)));
        const pairs = [...list.children()].map((node, index) => ({
          node,
          value: read(getItem(list, index)),
        }));
        pairs.sort((a, b) => order(a.value, b.value));
        assignSlice(
          list,
          { start: 0, stop: list.size },
          pairs.map(({ node }) => node),
        );
        return self();
      },
    ],
    [
      "reverse",
      () => {
        reverseItems(list);
        return self();
      },
    ],
  ]);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

const zero = 48;
const nine = 57;

/** The index that a property names: digits without leading zeros. Every read of an item passes here. */
function indexFor(property: string | symbol): number | undefined {
  if (typeof property !== "string") return undefined;
  const { length } = property;
  if (length === 0 || (length > 1 && property.charCodeAt(0) === zero)) return undefined;
  let index = 0;
  for (let at = 0; at < length; at++) {
    const code = property.charCodeAt(at);
    if (code < zero || code > nine) return undefined;
    index = index * 10 + code - zero;
  }
  return index;
}
