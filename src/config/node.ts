import type { TreeContext } from "./context.ts";
import { type Key, type KeyId, keyId } from "./keys.ts";
import { codeOrigin, type Origin, type Shadowed } from "./origin.ts";
import { EnumMember, Float, type ScalarKind, type ScalarValue } from "./scalar.ts";
import {
  anyList,
  anyMap,
  anyType,
  type ConfigType,
  type ListType,
  type MapType,
  type StructType,
  type TupleType,
} from "./types.ts";

/** `undefined`: inherit from the parent. */
export interface Flags {
  struct?: boolean;
  readonly?: boolean;
  allow_objects?: boolean;
}
export type FlagName = keyof Flags;

export type ContainerNode = MapNode | ListNode;
export type ConfigNode = ScalarNode | ContainerNode;

abstract class NodeBase {
  parent: ContainerNode | undefined = undefined;
  /** Key or index in the parent. Kept current by the containers. */
  key: Key | number | undefined = undefined;
  /** Declared type of the slot that this node stands in: it binds what may replace the node. */
  slot: ConfigType;
  origin: Origin = codeOrigin;
  /** Values that this one replaced, newest first. */
  shadowed: Shadowed | undefined = undefined;
  flags: Flags | undefined = undefined;
  /** Only on roots; found with {@link contextOf}. */
  context: TreeContext | undefined = undefined;

  constructor(slot: ConfigType) {
    this.slot = slot;
  }
}

/** A leaf, or a slot of any type that holds null, `???` or an interpolation just now. */
export class ScalarNode extends NodeBase {
  kind: ScalarKind;
  value: ScalarValue;

  constructor(kind: ScalarKind, value: ScalarValue, slot: ConfigType = anyType) {
    super(slot);
    this.kind = kind;
    this.value = value;
  }
}

/** A mapping. `type` is what binds its content: an untyped or typed map, or a struct. */
export class MapNode extends NodeBase {
  readonly kind = "map";
  type: MapType | StructType;
  /** Not content, but reached by paths from here: the hydra node of a task's config (H-HYD-003). */
  hidden: MapNode | undefined = undefined;
  readonly #children = new Map<KeyId, ConfigNode>();

  constructor(type: MapType | StructType = anyMap, slot: ConfigType = anyType) {
    super(slot);
    this.type = type;
  }

  get size(): number {
    return this.#children.size;
  }
  /** The child as it stands: no interpolation is followed. */
  child(key: Key): ConfigNode | undefined {
    return this.#children.get(keyId(key));
  }
  /** Children in insertion order. */
  children(): IterableIterator<ConfigNode> {
    return this.#children.values();
  }
  /** Adds or replaces, without any check; a replaced key keeps its place and its first spelling. */
  setChild(key: Key, node: ConfigNode): void {
    const id = keyId(key);
    const old = this.#children.get(id);
    node.parent = this;
    node.key = old?.key ?? key;
    this.#children.set(id, node);
    if (old !== undefined && old !== node) old.parent = undefined;
  }
  removeChild(key: Key): ConfigNode | undefined {
    const id = keyId(key);
    const old = this.#children.get(id);
    if (old !== undefined) {
      this.#children.delete(id);
      old.parent = undefined;
    }
    return old;
  }
  clear(): void {
    for (const child of this.#children.values()) child.parent = undefined;
    this.#children.clear();
  }
}

/** A list or tuple. */
export class ListNode extends NodeBase {
  readonly kind = "list";
  type: ListType | TupleType;
  #items: ConfigNode[] = [];

  constructor(type: ListType | TupleType = anyList, slot: ConfigType = anyType) {
    super(slot);
    this.type = type;
  }

  get size(): number {
    return this.#items.length;
  }
  child(index: number): ConfigNode | undefined {
    return this.#items[index];
  }
  children(): IterableIterator<ConfigNode> {
    return this.#items.values();
  }
  push(node: ConfigNode): void {
    node.parent = this;
    node.key = this.#items.length;
    this.#items.push(node);
  }
  setChild(index: number, node: ConfigNode): void {
    const old = this.#items[index];
    node.parent = this;
    node.key = index;
    this.#items[index] = node;
    if (old !== undefined && old !== node) old.parent = undefined;
  }
  /** Replaces all items. */
  setItems(nodes: Iterable<ConfigNode>): void {
    for (const item of this.#items) item.parent = undefined;
    this.#items = [...nodes];
    this.#items.forEach((item, index) => {
      item.parent = this;
      item.key = index;
    });
  }
  /** Like `Array.prototype.splice`, without any check. */
  splice(start: number, deleteCount: number, ...nodes: ConfigNode[]): ConfigNode[] {
    const removed = this.#items.splice(start, deleteCount, ...nodes);
    for (const item of removed) item.parent = undefined;
    for (let index = start; index < this.#items.length; index++) {
      const item = this.#items[index];
      if (item === undefined) continue;
      item.parent = this;
      item.key = index;
    }
    return removed;
  }
}

export function isContainer(node: ConfigNode | undefined): node is ContainerNode {
  return node instanceof MapNode || node instanceof ListNode;
}

export function isNode(value: unknown): value is ConfigNode {
  return value instanceof ScalarNode || value instanceof MapNode || value instanceof ListNode;
}

export function rootOf(node: ConfigNode): ConfigNode {
  let at = node;
  while (at.parent !== undefined) at = at.parent;
  return at;
}

/** The context of the tree that the node belongs to, if its root has one. */
export function contextOf(node: ConfigNode): TreeContext | undefined {
  return rootOf(node).context;
}

/** Nearest own value of a flag, from the node up to the root; `undefined` when none is set (O-FLG-001). */
export function effectiveFlag(node: ConfigNode, name: FlagName): boolean | undefined {
  for (let at: ConfigNode | undefined = node; at !== undefined; at = at.parent) {
    const own = at.flags?.[name];
    if (own !== undefined) return own;
  }
  return undefined;
}

/** `a.b[0].c`; the root's is `""` (O-ACC-019). */
export function fullKey(node: ConfigNode): string {
  let path = "";
  for (let at: ConfigNode = node; at.parent !== undefined; at = at.parent)
    path = prependKey(at.parent, at.key, path);
  return path;
}

/** Full key of a child of `container`, whether it exists or not. */
export function childKey(container: ContainerNode, key: Key | number): string {
  const path = fullKey(container);
  if (container instanceof ListNode) return `${path}[${formatKey(key)}]`;
  return path === "" ? formatKey(key) : `${path}.${formatKey(key)}`;
}

/** A key as it stands in paths and messages: enum members by name, booleans as `True`/`False`. */
export function formatKey(key: Key | number | undefined): string {
  if (typeof key === "boolean") return key ? "True" : "False";
  if (key instanceof EnumMember) return key.name;
  if (key instanceof Float) return Number.isInteger(key.value) ? `${key.value}.0` : String(key.value);
  if (key instanceof Uint8Array) return `b'${Buffer.from(key).toString("latin1")}'`;
  return String(key);
}

function prependKey(parent: ContainerNode, key: Key | number | undefined, rest: string): string {
  if (parent instanceof ListNode) {
    const step = `[${formatKey(key)}]`;
    return rest === "" || rest.startsWith("[") ? step + rest : `${step}.${rest}`;
  }
  const step = formatKey(key);
  return rest === "" || rest.startsWith("[") ? step + rest : `${step}.${rest}`;
}
