import { ConfigTypeError, ConfigValueError } from "../errors/config-errors.ts";
import { setItem, type WriteOptions } from "./access.ts";
import { childSlot } from "./child-slot.ts";
import { createNode, createStructNode } from "./create.ts";
import { indexOutOfRange } from "./failures.ts";
import { setFlag } from "./flags.ts";
import type { Key } from "./keys.ts";
import { fitKey, keyPlace, keyTypeOf } from "./map-keys.ts";
import { mergeInto } from "./merge.ts";
import { childKey, type ConfigNode, type ContainerNode, type Flags, isContainer } from "./node.ts";
import { ListNode, MapNode } from "./node.ts";
import { codeOrigin } from "./origin.ts";
import { splitKeyPathToWrite } from "./split-key-path.ts";
import { shadow } from "./shadow.ts";
import { required, type StructType } from "./types.ts";

export interface UpdateOptions extends WriteOptions {
  /** A mapping or list is merged into the one that is there already. @defaultValue `true` */
  readonly merge?: boolean | undefined;
  /** Adds new keys although the config is closed. @defaultValue `false` */
  readonly forceAdd?: boolean | undefined;
}

/**
 * Sets the value at a key path such as `db.hosts[0].port` (O-UPD-001…003). Steps that are not there, null, `???`, scalars or
 * interpolations become mappings; a struct that has no value yet is given its defaults.
 */
export function updateNode(
  root: ContainerNode,
  path: string,
  value: unknown,
  options: UpdateOptions = {},
): void {
  const steps = splitKeyPathToWrite(path);
  const last = steps.pop() ?? "";
  const opened: [ContainerNode, Flags | undefined][] = [];
  const open = (container: ContainerNode) => {
    if (options.forceAdd !== true) return;
    opened.push([container, container.flags]);
    setFlag(container, "struct", false);
  };
  try {
    let at = root;
    open(at);
    for (const step of steps) {
      at = stepInto(at, step, options);
      open(at);
    }
    setLast(at, last, value, options);
  } finally {
    for (const [container, flags] of opened) container.flags = flags;
  }
}

function stepInto(container: ContainerNode, step: string, options: UpdateOptions): ContainerNode {
  const key = keyFor(container, step);
  const old = childOf(container, key);
  if (isContainer(old)) return old;
  const type = required(old?.slot ?? childSlot(container, key));
  if (type.kind === "struct" && old?.kind === "null") {
    throw new ConfigTypeError(
      "OPERATION_NOT_SUPPORTED",
      `Cannot set a key of '${childKey(container, key)}': it is null`,
      {
        key: childKey(container, key),
        hint: `merge a mapping into '${childKey(container, key)}'`,
      },
    );
  }
  if (type.kind === "struct") return makeStruct(container, key, type, options);
  const made = new MapNode();
  if (options.origin !== undefined) made.origin = options.origin;
  return assign(container, key, made, options) as ContainerNode;
}

function makeStruct(
  container: ContainerNode,
  key: Key | number,
  type: StructType,
  options: UpdateOptions,
): ContainerNode {
  const made = createStructNode(type, { slot: type, key: childKey(container, key) });
  return assign(container, key, made, options) as ContainerNode;
}

function setLast(container: ContainerNode, step: string, value: unknown, options: UpdateOptions): void {
  const key = keyFor(container, step);
  const old = childOf(container, key);
  if (options.merge !== false && mayBeContainer(value)) {
    const { origin, declared } = options;
    const source = createNode(value, { origin, declared, key: childKey(container, key) });
    if (isContainer(source)) {
      if (isContainer(old)) return mergeInto(old, source);
      const type = required(old?.slot ?? childSlot(container, key));
      if (type.kind === "struct" && source instanceof MapNode && source.type.kind !== "struct") {
        mergeInto(makeStruct(container, key, type, options), source);
        return;
      }
    }
  }
  assign(container, key, value, options);
}

function mayBeContainer(value: unknown): boolean {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Sets a child and lets it remember what it replaced. */
function assign(
  container: ContainerNode,
  key: Key | number,
  value: unknown,
  options: UpdateOptions,
): ConfigNode {
  const old = childOf(container, key);
  setItem(container, key, value, options);
  const node = childOf(container, key);
  if (node === undefined) throw indexOutOfRange(Number(key), container.size, keyPlace(container, key));
  if (old !== undefined && node !== old && node.shadowed === undefined) shadow(node, old);
  if (node.origin === codeOrigin && options.origin !== undefined) node.origin = options.origin;
  return node;
}

/** The step as a key of the container: an index, or what a mapping with typed keys makes of the text. */
function keyFor(container: ContainerNode, step: string): Key | number {
  if (container instanceof MapNode) return fitKey(step, keyTypeOf(container)) ?? step;
  if (/^-?[0-9]+$/.test(step)) return Number(step);
  throw new ConfigValueError("KEY_TYPE", `'${step}' is not a list index`, { key: childKey(container, step) });
}

function childOf(container: ContainerNode, key: Key | number): ConfigNode | undefined {
  if (container instanceof ListNode) {
    const index = Number(key);
    const child = container.child(index < 0 ? index + container.size : index);
    if (child === undefined) throw indexOutOfRange(index, container.size, keyPlace(container, index));
    return child;
  }
  return container.child(key);
}
