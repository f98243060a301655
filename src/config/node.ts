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

/** Children that are made when somebody asks for them, and what is known of them before. */
export interface LateChildren {
  /** Makes a mapping that has them, and never changes. */
  readonly make: () => MapNode;
  /** As YAML, as they stand in a mapping of a mapping. */
  readonly yaml: string | undefined;
  /** As plain data, interpolations as text. */
  readonly data: object | undefined;
}

/** A mapping. `type` is what binds its content: an untyped or typed map, or a struct. */
export class MapNode extends NodeBase {
  readonly kind = "map";
  type: MapType | StructType;
  /** Not content, but reached by paths from here: the hydra node of a task's config (H-HYD-003). */
  hidden: MapNode | undefined = undefined;
  /** What programs read the node through, once one has asked for it. */
  view: object | undefined = undefined;
  #children: Map<KeyId, ConfigNode> | undefined = undefined;
  #template: MapNode | undefined = undefined;
  #late: LateChildren | undefined = undefined;

  constructor(type: MapType | StructType = anyMap, slot: ConfigType = anyType) {
    super(slot);
    this.type = type;
  }

  get size(): number {
    return this.#source()?.size ?? 0;
  }
  /** The child as it stands: no interpolation is followed. */
  child(key: Key): ConfigNode | undefined {
    return this.#own().get(keyId(key));
  }
  /** {@link child} for a key that is text, as nearly all are. */
  childNamed(key: string): ConfigNode | undefined {
    const children = this.#children;
    return (children === undefined ? this.#own() : children).get(key);
  }
  /**
   * A child, or the one that it will be copied from: to look at, not to change or to follow, for it may stand in another tree. Costs
   * no copy.
   */
  peek(key: string): ConfigNode | undefined {
    return this.#source()?.get(key);
  }
  /** Children in insertion order. */
  children(): IterableIterator<ConfigNode> {
    return this.#own().values();
  }
  /** Has the children of another mapping, which never changes from now on, copied when somebody asks for them. */
  deferChildren(template: MapNode): void {
    this.#children = undefined;
    this.#template = template;
  }
  /** What the children will be copied from; `undefined` when they are the mapping's own, or were asked for. */
  get template(): MapNode | undefined {
    return this.#template;
  }
  /** Has children that are made when somebody asks for them. */
  makeChildrenLate(late: LateChildren): void {
    this.#children = undefined;
    this.#late = late;
  }
  /** What is known of the children, as long as they are what they are made as. */
  get late(): LateChildren | undefined {
    return this.#children === undefined ? (this.#late ?? this.#template?.late) : undefined;
  }
  /** Adds or replaces, without any check; a replaced key keeps its place and its first spelling. */
  setChild(key: Key, node: ConfigNode): void {
    const id = keyId(key);
    const children = this.#own();
    const old = children.get(id);
    node.parent = this;
    node.key = old?.key ?? key;
    children.set(id, node);
    if (old !== undefined && old !== node) old.parent = undefined;
  }
  /** {@link setChild} for a key that is not there yet, as the caller knows. */
  appendChild(key: Key, node: ConfigNode): void {
    node.parent = this;
    node.key = key;
    this.#own().set(keyId(key), node);
  }
  removeChild(key: Key): ConfigNode | undefined {
    const id = keyId(key);
    const children = this.#own();
    const old = children.get(id);
    if (old !== undefined) {
      children.delete(id);
      old.parent = undefined;
    }
    return old;
  }
  clear(): void {
    if (this.#children !== undefined) for (const child of this.#children.values()) child.parent = undefined;
    this.#children = undefined;
    this.#template = undefined;
    this.#late = undefined;
  }

  #own(): Map<KeyId, ConfigNode> {
    if (this.#children !== undefined) return this.#children;
    const source = this.#source();
    const children = new Map<KeyId, ConfigNode>();
    this.#children = children;
    this.#template = undefined;
    if (source === undefined) return children;
    for (const [id, node] of source) {
      const copy = deferredCopy(node);
      copy.parent = this;
      copy.key = node.key;
      children.set(id, copy);
    }
    return children;
  }

  /** The children, or those that they will be copied from. */
  #source(): ReadonlyMap<KeyId, ConfigNode> | undefined {
    if (this.#children !== undefined) return this.#children;
    if (this.#template === undefined && this.#late !== undefined) this.#template = this.#late.make();
    const template = this.#template;
    return template === undefined ? undefined : template.#source();
  }
}

/** A list or tuple. */
export class ListNode extends NodeBase {
  readonly kind = "list";
  type: ListType | TupleType;
  /** What programs read the node through, once one has asked for it. */
  view: object | undefined = undefined;
  #items: ConfigNode[] = [];
  #template: ListNode | undefined = undefined;

  constructor(type: ListType | TupleType = anyList, slot: ConfigType = anyType) {
    super(slot);
    this.type = type;
  }

  get size(): number {
    return this.#source().length;
  }
  child(index: number): ConfigNode | undefined {
    return this.#own()[index];
  }
  children(): IterableIterator<ConfigNode> {
    return this.#own().values();
  }
  push(node: ConfigNode): void {
    const items = this.#own();
    node.parent = this;
    node.key = items.length;
    items.push(node);
  }
  setChild(index: number, node: ConfigNode): void {
    const items = this.#own();
    const old = items[index];
    node.parent = this;
    node.key = index;
    items[index] = node;
    if (old !== undefined && old !== node) old.parent = undefined;
  }
  /** Replaces all items. */
  setItems(nodes: Iterable<ConfigNode>): void {
    const items = [...nodes];
    for (const item of this.#items) item.parent = undefined;
    this.#template = undefined;
    this.#items = items;
    this.#items.forEach((item, index) => {
      item.parent = this;
      item.key = index;
    });
  }
  /** Like `Array.prototype.splice`, without any check. */
  splice(start: number, deleteCount: number, ...nodes: ConfigNode[]): ConfigNode[] {
    const items = this.#own();
    const removed = items.splice(start, deleteCount, ...nodes);
    for (const item of removed) item.parent = undefined;
    for (let index = start; index < items.length; index++) {
      const item = items[index];
      if (item === undefined) continue;
      item.parent = this;
      item.key = index;
    }
    return removed;
  }

  /** As {@link MapNode.template}. */
  get template(): ListNode | undefined {
    return this.#template;
  }
  /** As {@link MapNode.deferChildren}. */
  deferChildren(template: ListNode): void {
    this.#items = [];
    this.#template = template;
  }

  #own(): ConfigNode[] {
    if (this.#template === undefined) return this.#items;
    this.#items = this.#source().map((item, index) => {
      const copy = deferredCopy(item);
      copy.parent = this;
      copy.key = index;
      return copy;
    });
    this.#template = undefined;
    return this.#items;
  }

  /** The items, or those that they will be copied from. */
  #source(): readonly ConfigNode[] {
    const template = this.#template;
    return template === undefined ? this.#items : template.#source();
  }
}

/** The node without its children, and without parent. */
export function copyAlone<N extends ConfigNode>(node: N): N;
export function copyAlone(node: ConfigNode): ConfigNode {
  const copy = sameKind(node);
  copy.origin = node.origin;
  copy.shadowed = node.shadowed;
  if (node.flags !== undefined) copy.flags = { ...node.flags };
  copy.context = node.context;
  return copy;
}

/**
 * A copy without parent of a node that never changes from now on. What is in it is copied level by level when it is asked for, so
 * that the jobs of a sweep pay for what they touch.
 */
export function deferredCopy(node: ConfigNode): ConfigNode {
  const copy = copyAlone(node);
  if (node instanceof MapNode) {
    if (copy instanceof MapNode) copy.deferChildren(node);
  } else if (node instanceof ListNode && copy instanceof ListNode) copy.deferChildren(node);
  return copy;
}

function sameKind(node: ConfigNode): ConfigNode {
  if (node instanceof ScalarNode) return new ScalarNode(node.kind, node.value, node.slot);
  return node instanceof MapNode ? new MapNode(node.type, node.slot) : new ListNode(node.type, node.slot);
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
