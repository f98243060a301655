import { inspect, type InspectOptionsStylized } from "node:util";
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
import { inspectView } from "./inspect-view.ts";
import { configValue } from "./raw-value.ts";

type Read = (node: ConfigNode) => unknown;
type Method = (...args: never[]) => unknown;

/** What stands behind the view of a list: an array, so that `Array.isArray` holds, which stays empty. */
export class ListTarget extends Array<never> {
  readonly node: ListNode;
  changing: ReadonlyMap<string, Method> | undefined = undefined;
  iterate: (() => Iterator<unknown>) | undefined = undefined;
  constructor(node: ListNode) {
    super();
    this.node = node;
  }
  // Not a method of that name: its declaration could not be written without knowing the type of the name.
  static {
    Object.defineProperty(this.prototype, inspect.custom, {
      value(this: ListTarget, _depth: number, options: InspectOptionsStylized): string {
        return inspectView(this, options);
      },
    });
  }
}

/** Makes lists read and write like arrays. Methods that only read are those of `Array.prototype`. One handler serves all views. */
export function listHandler(read: Read): ProxyHandler<ListTarget> {
  const set = ({ node }: ListTarget, property: string | symbol, value: unknown): true => {
    if (property === "length") {
      resize(node, value);
      return true;
    }
    const index = indexFor(property);
    if (index === node.size) appendItem(node, value);
    else setItem(node, index ?? String(property), value);
    return true;
  };
  return {
    get(target, property) {
      const { node } = target;
      if (property === configValue) return node;
      if (typeof property === "symbol") {
        if (property === Symbol.iterator) return (target.iterate ??= () => itemsOf(node, read));
        return Reflect.get(Array.prototype, property);
      }
      if (property === "length") return node.size;
      const index = indexFor(property);
      if (index !== undefined) {
        const item = node.child(index);
        return item === undefined ? undefined : read(item);
      }
      target.changing ??= changingMethods(node, read);
      return target.changing.get(property) ?? Reflect.get(Array.prototype, property);
    },

    set,

    has({ node }, property) {
      const index = indexFor(property);
      return index === undefined ? Reflect.has(Array.prototype, property) : index < node.size;
    },

    deleteProperty({ node }, property) {
      const index = indexFor(property);
      if (property !== "length" && (index === undefined || index >= node.size)) return true;
      throw unsupportedOperation(
        index === undefined ? "A list always has a length" : "A list has no holes",
        { fullKey: fullKey(node) },
        "remove items with splice()",
      );
    },

    ownKeys({ node }) {
      return [...Array.from({ length: node.size }, (_, index) => String(index)), "length"];
    },

    getOwnPropertyDescriptor({ node }, property) {
      if (property === "length") {
        return { value: node.size, writable: true, enumerable: false, configurable: false };
      }
      const index = indexFor(property);
      return index === undefined ? undefined : describeItem(node, index, read);
    },

    defineProperty(target, property, descriptor) {
      if (!("value" in descriptor)) {
        throw unsupportedOperation("A config has no getters", { fullKey: fullKey(target.node) });
      }
      return set(target, property, descriptor.value);
    },

    getPrototypeOf() {
      return Array.prototype as object;
    },

    setPrototypeOf({ node }) {
      throw unsupportedOperation("A config has no other prototype", { fullKey: fullKey(node) });
    },

    preventExtensions({ node }) {
      throw unsupportedOperation(
        "A config cannot be frozen like an array",
        { fullKey: fullKey(node) },
        "use setReadonly()",
      );
    },
  };
}

/** What `for … of` and spread walk: the proxy would be asked for the length and for an index as text at every step. */
function* itemsOf(list: ListNode, read: Read): Generator<unknown> {
  for (let index = 0; ; index++) {
    const item = list.child(index);
    if (item === undefined) return;
    yield read(item);
  }
}

function describeItem(list: ListNode, index: number, read: Read): PropertyDescriptor | undefined {
  const item = list.child(index);
  if (item === undefined) return undefined;
  if (item.kind !== "missing" && item.kind !== "interpolation") {
    return { value: read(item), writable: true, enumerable: true, configurable: true };
  }
  return {
    get: () => read(getItem(list, index)),
    set: (value: unknown) => void setItem(list, index, value),
    enumerable: true,
    configurable: true,
  };
}

function resize(list: ListNode, length: unknown): void {
  if (typeof length !== "number" || !Number.isInteger(length) || length < 0) {
    throw unsupportedOperation("The length of a list is a whole number", { fullKey: fullKey(list) });
  }
  if (length < list.size) deleteSlice(list, { start: length });
  else if (length > list.size) {
    throw unsupportedOperation("A list has no holes", { fullKey: fullKey(list) }, "add items with push()");
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
