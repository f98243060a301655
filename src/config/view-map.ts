import { deleteItem, hasItem, setItem } from "./access.ts";
import { unsupportedOperation } from "./failures.ts";
import { fitKey, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, formatKey, fullKey, type MapNode } from "./node.ts";
import { configValue } from "./raw-value.ts";
import type { Key } from "./keys.ts";

type Read = (node: ConfigNode) => unknown;

/** What every object answers to, unless a key of that name hides it. `__proto__` is not among it: it is a key like others. */
const objectMembers = new Set([
  "constructor",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "toLocaleString",
  "toString",
  "valueOf",
]);

/** Makes a mapping read and write like a plain object. A key that is not there reads as `undefined` (TS-5). */
export class MapHandler implements ProxyHandler<object> {
  readonly #node: MapNode;
  readonly #read: Read;

  constructor(node: MapNode, read: Read) {
    this.#node = node;
    this.#read = read;
  }

  get(_target: object, property: string | symbol): unknown {
    if (typeof property === "symbol") return property === configValue ? this.#node : undefined;
    const child = this.#node.childNamed(property) ?? childFor(this.#node, property);
    if (child !== undefined) return this.#read(child);
    return objectMembers.has(property) ? Reflect.get(Object.prototype, property) : undefined;
  }

  set(_target: object, property: string | symbol, value: unknown): boolean {
    setItem(this.#node, this.#keyFor(property), value);
    return true;
  }

  has(_target: object, property: string | symbol): boolean {
    return (
      typeof property === "string" && hasItem(this.#node, childFor(this.#node, property)?.key ?? property)
    );
  }

  deleteProperty(_target: object, property: string | symbol): boolean {
    if (typeof property === "symbol" || childFor(this.#node, property) === undefined) return true;
    deleteItem(this.#node, this.#keyFor(property));
    return true;
  }

  ownKeys(): string[] {
    return [...new Set([...this.#node.children()].map((child) => propertyFor(child.key)))];
  }

  getOwnPropertyDescriptor(_target: object, property: string | symbol): PropertyDescriptor | undefined {
    const child = typeof property === "string" ? childFor(this.#node, property) : undefined;
    if (child === undefined) return undefined;
    if (child.kind !== "missing" && child.kind !== "interpolation") {
      return { value: this.#read(child), writable: true, enumerable: true, configurable: true };
    }
    // Listing the keys must neither resolve nor fail: such a value is read only when somebody asks for it.
    return {
      get: () => this.#read(child),
      set: (value: unknown) => void setItem(this.#node, child.key, value),
      enumerable: true,
      configurable: true,
    };
  }

  defineProperty(_target: object, property: string | symbol, descriptor: PropertyDescriptor): boolean {
    if (!("value" in descriptor) || descriptor.enumerable === false) {
      throw unsupportedOperation("A config has no getters and no hidden keys", {
        fullKey: fullKey(this.#node),
      });
    }
    setItem(this.#node, this.#keyFor(property), descriptor.value);
    return true;
  }

  setPrototypeOf(): boolean {
    throw unsupportedOperation("A config has no other prototype", { fullKey: fullKey(this.#node) });
  }

  preventExtensions(): boolean {
    throw unsupportedOperation(
      "A config cannot be frozen like an object",
      { fullKey: fullKey(this.#node) },
      "use setReadonly() or setStruct()",
    );
  }

  #keyFor(property: string | symbol): Key {
    if (typeof property === "symbol") {
      throw unsupportedOperation("A symbol cannot be a key", { fullKey: fullKey(this.#node) });
    }
    return childFor(this.#node, property)?.key ?? typedKey(this.#node, property);
  }
}

/** The child that a property names. Keys that are no text are found by the text that JavaScript makes of them. */
function childFor(map: MapNode, property: string): ConfigNode | undefined {
  const child = map.child(property);
  if (child !== undefined || map.size === 0) return child;
  const key = typedKey(map, property);
  return key === property ? undefined : map.child(key);
}

function typedKey(map: MapNode, property: string): Key {
  const type = keyTypeOf(map);
  if (type.kind === "str") return property;
  if (type.kind === "enum") return fitKey(property, type) ?? property;
  const canonical = /^(?:0|-?[1-9][0-9]*)$/.test(property);
  if (type.kind === "any") {
    const number = canonical ? map.child(Number(property)) : undefined;
    if (number !== undefined) return number.key as Key;
    for (const child of map.children()) {
      if (typeof child.key !== "string" && propertyFor(child.key) === property) return child.key as Key;
    }
    return property;
  }
  if (type.kind === "bool") return property === "true" ? true : property === "false" ? false : property;
  return canonical ? Number(property) : property;
}

function propertyFor(key: ConfigNode["key"]): string {
  if (typeof key === "string") return key;
  return typeof key === "object" ? formatKey(key) : String(key);
}
