import { inspect, type InspectOptionsStylized } from "node:util";
import { deleteItem, hasItem, setItem } from "./access.ts";
import { unsupportedOperation } from "./failures.ts";
import { fitKey, keyTypeOf } from "./map-keys.ts";
import { type ConfigNode, formatKey, fullKey, type MapNode } from "./node.ts";
import { inspectView } from "./inspect-view.ts";
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

/** What stands behind the view of a mapping. `console.log` looks at it and not at the view, so its class tells how to print it. */
export class MapTarget {
  readonly node: MapNode;
  constructor(node: MapNode) {
    this.node = node;
  }
  // Not a method of that name: its declaration could not be written without knowing the type of the name.
  static {
    Object.defineProperty(this.prototype, inspect.custom, {
      value(this: MapTarget, _depth: number, options: InspectOptionsStylized): string {
        return inspectView(this, options);
      },
    });
  }
}

/**
 * Makes mappings read and write like plain objects. A key that is not there reads as `undefined` (TS-5). One handler serves all
 * views, and it is a plain object: that is what the engine finds a `get` in most quickly.
 */
export function mapHandler(read: Read): ProxyHandler<MapTarget> {
  return {
    get({ node }, property) {
      if (typeof property === "symbol") return property === configValue ? node : undefined;
      const child = node.childNamed(property) ?? childFor(node, property);
      if (child !== undefined) return read(child);
      return objectMembers.has(property) ? Reflect.get(Object.prototype, property) : undefined;
    },

    set({ node }, property, value) {
      setItem(node, keyFor(node, property), value);
      return true;
    },

    has({ node }, property) {
      return typeof property === "string" && hasItem(node, childFor(node, property)?.key ?? property);
    },

    deleteProperty({ node }, property) {
      if (typeof property === "symbol" || childFor(node, property) === undefined) return true;
      deleteItem(node, keyFor(node, property));
      return true;
    },

    ownKeys({ node }) {
      return [...new Set([...node.children()].map((child) => propertyFor(child.key)))];
    },

    getOwnPropertyDescriptor({ node }, property) {
      const child = typeof property === "string" ? childFor(node, property) : undefined;
      return child && describeChild(node, child, read);
    },

    defineProperty({ node }, property, descriptor) {
      if (!("value" in descriptor) || descriptor.enumerable === false) {
        throw unsupportedOperation("A config has no getters and no hidden keys", { fullKey: fullKey(node) });
      }
      setItem(node, keyFor(node, property), descriptor.value);
      return true;
    },

    getPrototypeOf() {
      return Object.prototype;
    },

    setPrototypeOf({ node }) {
      throw unsupportedOperation("A config has no other prototype", { fullKey: fullKey(node) });
    },

    preventExtensions({ node }) {
      throw unsupportedOperation(
        "A config cannot be frozen like an object",
        { fullKey: fullKey(node) },
        "use setReadonly() or setStruct()",
      );
    },
  };
}

function describeChild(map: MapNode, child: ConfigNode, read: Read): PropertyDescriptor {
  if (child.kind !== "missing" && child.kind !== "interpolation") {
    return { value: read(child), writable: true, enumerable: true, configurable: true };
  }
  // Listing the keys must neither resolve nor fail: such a value is read only when somebody asks for it.
  return {
    get: () => read(child),
    set: (value: unknown) => void setItem(map, child.key, value),
    enumerable: true,
    configurable: true,
  };
}

function keyFor(map: MapNode, property: string | symbol): Key {
  if (typeof property === "symbol") {
    throw unsupportedOperation("A symbol cannot be a key", { fullKey: fullKey(map) });
  }
  return childFor(map, property)?.key ?? typedKey(map, property);
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
