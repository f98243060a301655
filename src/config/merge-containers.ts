import { childSlot, isDeclared } from "./child-slot.ts";
import { isSchemaClosed, unknownKey } from "./closed.ts";
import { isComputed } from "./computed.ts";
import { isPlainLeaf, rawOfScalar } from "./convert.ts";
import { copyNode } from "./copy.ts";
import { createNode, createStructNode } from "./create.ts";
import { notOptional, readonlyConfig } from "./failures.ts";
import { dereference } from "./interpolation/dereference.ts";
import type { Key } from "./keys.ts";
import { checkKey, keyPlace, keyTypeOf } from "./map-keys.ts";
import { checkLength, incompatible, type MergeScope, notA } from "./merge-failures.ts";
import {
  childKey,
  type ConfigNode,
  type ContainerNode,
  deferredCopy,
  effectiveFlag,
  fullKey,
  isContainer,
} from "./node.ts";
import { ListNode, MapNode, ScalarNode } from "./node.ts";
import { placeAt } from "./place.ts";
import { shadow } from "./shadow.ts";
import { type ConfigType, formatType, isOptional, isSubtype, required } from "./types.ts";

/** Merges a container into another, in place. Lists replace, mappings merge key by key (O-MRG-002, O-MRG-003). */
export function mergeContainers(target: ContainerNode, source: ContainerNode, scope: MergeScope): void {
  const inherited = {
    struct: !scope.fresh && effectiveFlag(target, "struct") === true,
    readonly: !scope.fresh && effectiveFlag(target, "readonly") === true,
  };
  const first = begin(target, source, inherited, scope);
  // Not recursive: configs may be deeper than the call stack (TS-6).
  const frames: Frame[] = first === undefined ? [] : [first];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const step = frame.children.next();
    if (step.done === true) {
      takeType(frame.target, frame.source);
      takeFlags(frame.target, frame.source);
      frames.pop();
      continue;
    }
    const inner = mergeKey(frame, step.value, scope);
    if (inner !== undefined) frames.push(inner);
  }
}

/** Two mappings that are being merged. */
interface Frame {
  readonly target: MapNode;
  readonly source: MapNode;
  readonly children: Iterator<ConfigNode>;
  readonly keyType: ConfigType;
  /** The source is typed by a struct, whose fields are welcome. */
  readonly declaring: boolean;
  /** New keys are refused. */
  readonly closed: boolean;
  /** Flags in effect on the target. */
  readonly struct: boolean;
  readonly readonly: boolean;
}

/** Replaces a list at once; two mappings become a frame whose keys are still to be merged. */
function begin(
  target: ContainerNode,
  source: ContainerNode,
  inherited: { readonly struct: boolean; readonly readonly: boolean },
  scope: MergeScope,
): Frame | undefined {
  const readonly = scope.fresh ? false : (target.flags?.readonly ?? inherited.readonly);
  if (target instanceof ListNode && source instanceof ListNode) {
    replaceItems(target, source, readonly, scope);
    return undefined;
  }
  if (!(target instanceof MapNode && source instanceof MapNode)) throw incompatible(target, source, scope);
  const declaring = source.type.kind === "struct";
  if (declaring) checkStructs(target, source, scope);
  const struct = scope.fresh ? false : (target.flags?.struct ?? inherited.struct);
  return {
    target,
    source,
    children: source.children(),
    keyType: keyTypeOf(target),
    declaring,
    closed: !declaring && (struct || isSchemaClosed(target)),
    struct,
    readonly,
  };
}

/** Merges what the source has at one key; a mapping in both is answered as the next frame. */
function mergeKey(frame: Frame, child: ConfigNode, scope: MergeScope): Frame | undefined {
  const { target, keyType } = frame;
  const given = child.key as Key;
  const key = keyType.kind === "any" ? given : checkKey(given, keyType, keyPlace(target, given));
  const old = target.child(key);
  if (old !== undefined) return mergeChild(frame, key, old, child, scope);
  if (frame.closed && !(target.type.kind === "struct" && isDeclared(target, key))) {
    throw unknownKey(target, key, keyPlace(target, key));
  }
  if (frame.readonly) throw readonlyConfig(keyPlace(target, key));
  const declared = frame.declaring && !isDeclared(target, key) ? child.slot : childSlot(target, key);
  target.setChild(key, adoptAt(target, key, child, declared.kind === "any" ? child.slot : declared, scope));
  return undefined;
}

/** Rules 2 to 9 of O-MRG-003: one key that both have. */
function mergeChild(
  frame: Frame,
  key: Key,
  old: ConfigNode,
  child: ConfigNode,
  scope: MergeScope,
): Frame | undefined {
  const { target, readonly } = frame;
  if (child.kind === "missing") {
    if (child.slot.kind !== "any" && old.slot.kind === "any") retype(target, key, old, child.slot, scope);
    return undefined;
  }
  if (isContainer(child)) {
    const onto = isContainer(old) ? old : interpolatedContainer(old);
    if (onto !== undefined) {
      if (onto !== old) replaceChild(target, key, onto, old, readonly);
      return begin(onto, child, frame, scope);
    }
  } else if (isPlainLeaf(child)) checkNotStruct(old, child, scope);
  const slot = old.slot.kind === "any" ? child.slot : old.slot;
  const locked = readonly || old.flags?.readonly === true;
  if (locked) throw readonlyConfig(keyPlace(target, key));
  replaceChild(target, key, adoptAt(target, key, child, slot, scope), old, readonly);
  return undefined;
}

function replaceChild(target: MapNode, key: Key, node: ConfigNode, old: ConfigNode, readonly: boolean): void {
  if (readonly) throw readonlyConfig(keyPlace(target, key));
  target.setChild(key, node);
  shadow(node, old);
}

/** A copy of the container that an interpolation stands for: merging into it leaves the original alone (rule 5). */
function interpolatedContainer(old: ConfigNode): ContainerNode | undefined {
  if (old.kind !== "interpolation") return undefined;
  let found: ConfigNode;
  try {
    found = dereference(old);
  } catch {
    return undefined;
  }
  // Plain data that a resolver returned is a value and no part of a config: it is replaced like any other value.
  if (!isContainer(found) || isComputed(found)) return undefined;
  const copy = copyNode(found);
  copy.context = undefined;
  copy.slot = old.slot;
  return copy;
}

/** A typed `???` gives its type to the untyped value that it leaves in place (rule 7). */
function retype(target: MapNode, key: Key, old: ConfigNode, slot: ConfigType, scope: MergeScope): void {
  const node = adoptAt(target, key, old, slot, scope);
  node.shadowed = old.shadowed;
  target.setChild(key, node);
}

function replaceItems(target: ListNode, source: ListNode, readonly: boolean, scope: MergeScope): void {
  if (readonly && source.size + target.size > 0) {
    throw readonlyConfig(source.size > 0 ? keyPlace(target, 0) : placeAt(fullKey(target)));
  }
  if (target.slot.kind === "any" && target.type.kind === "list" && target.type.item.kind === "any") {
    target.type = source.type;
    target.slot = source.slot;
  }
  if (target.type.kind === "tuple") checkLength(source.size, target.type, fullKey(target));
  const old = detachedTwin(target);
  const items: ConfigNode[] = [];
  for (const item of source.children()) {
    const declared = childSlot(target, items.length);
    const slot = declared.kind === "any" ? item.slot : declared;
    items.push(adoptNode(item, slot, { parent: target, key: items.length }, scope));
  }
  old.setItems(target.children());
  target.setItems(items);
  target.shadowed = source.shadowed;
  shadow(target, old);
  target.origin = source.origin;
  takeFlags(target, source);
}

function detachedTwin(list: ListNode): ListNode {
  const twin = new ListNode(list.type, list.slot);
  twin.origin = list.origin;
  twin.shadowed = list.shadowed;
  return twin;
}

function adoptAt(
  target: MapNode,
  key: Key,
  source: ConfigNode,
  slot: ConfigType,
  scope: MergeScope,
): ConfigNode {
  return adoptNode(source, slot, { parent: target, key }, scope);
}

/** Where an adopted node is going to stand. It is linked there while it is filled, so that errors know their full key. */
export interface Site {
  readonly parent: ContainerNode | undefined;
  readonly key: Key | number | undefined;
}

/**
 * A node for a slot of the given type, with the content of `source`, which is copied. Other than on assignment, mappings are
 * welcome where structs are declared: they are merged onto the struct's defaults (rules 2, 4 and 10).
 */
export function adoptNode(source: ConfigNode, slot: ConfigType, site: Site, scope: MergeScope): ConfigNode {
  const type = required(slot);
  if (slot.kind === "any") return copyPart(source, scope);
  if (source instanceof ScalarNode) return adoptScalar(source, slot, site, scope);
  if (type.kind === "struct" && source instanceof MapNode) {
    const start = source.type.kind === "struct" && isSubtype(source.type, type) ? source.type : type;
    const node =
      source.type === start ? new MapNode(start, slot) : createStructNode(start, { slot, key: keyOf(site) });
    return filled(node, source, site, scope);
  }
  if (type.kind === "map" && source instanceof MapNode && source.type.kind === "map") {
    return filled(new MapNode(type, slot), source, site, scope);
  }
  if ((type.kind === "list" || type.kind === "tuple") && source instanceof ListNode) {
    return adoptList(source, new ListNode(type, slot), site, scope);
  }
  if (type.kind === "struct") throw notA(formatType(type), source, scope, keyOf(site));
  return createNode(source, { type: slot, origin: source.origin, key: keyOf(site) });
}

function filled(node: MapNode, source: MapNode, site: Site, scope: MergeScope): MapNode {
  node.origin = source.origin;
  place(node, site);
  mergeContainers(node, source, { ...scope, fresh: true });
  return node;
}

function adoptList(source: ListNode, node: ListNode, site: Site, scope: MergeScope): ListNode {
  place(node, site);
  if (node.type.kind === "tuple") checkLength(source.size, node.type, keyOf(site));
  for (const item of source.children()) {
    node.push(adoptNode(item, childSlot(node, node.size), { parent: node, key: node.size }, scope));
  }
  node.origin = source.origin;
  if (source.flags !== undefined) node.flags = { ...source.flags };
  return node;
}

function adoptScalar(source: ScalarNode, slot: ConfigType, site: Site, scope: MergeScope): ConfigNode {
  const node = retypedScalar(source, slot, site, scope);
  node.origin = source.origin;
  node.shadowed = source.shadowed;
  if (source.flags !== undefined) node.flags = { ...source.flags };
  return node;
}

function retypedScalar(source: ScalarNode, slot: ConfigType, site: Site, scope: MergeScope): ConfigNode {
  if (source.kind === "null") {
    if (!isOptional(slot)) throw notOptional(slot, placeAt(keyOf(site)));
    return new ScalarNode("null", null, slot);
  }
  if (!isPlainLeaf(source)) return new ScalarNode(source.kind, source.value, slot);
  const type = required(slot);
  if (type.kind === "struct") throw notA(type.name, source, scope, keyOf(site));
  return createNode(rawOfScalar(source), {
    type: slot,
    origin: source.origin,
    key: keyOf(site),
    literalText: true,
  });
}

function place(node: ContainerNode, { parent, key }: Site): void {
  node.parent = parent;
  node.key = key;
}

function keyOf({ parent, key }: Site): string {
  return parent === undefined || key === undefined ? "" : childKey(parent, key);
}

function copyPart(source: ConfigNode, { lasting }: MergeScope): ConfigNode {
  const copy = lasting === true ? deferredCopy(source) : copyNode(source);
  copy.context = undefined;
  return copy;
}

/** A struct may be merged only with itself and its extensions (O-STR-009); then the target becomes that extension. */
function checkStructs(target: MapNode, source: MapNode, scope: MergeScope): void {
  if (target.type.kind !== "struct" || source.type.kind !== "struct") return;
  if (!isSubtype(source.type, target.type)) throw notA(target.type.name, source, scope, fullKey(target));
}

function checkNotStruct(old: ConfigNode, child: ScalarNode, scope: MergeScope): void {
  const type = old instanceof MapNode && old.type.kind === "struct" ? old.type : required(old.slot);
  if (type.kind === "struct") throw notA(type.name, child, scope, fullKey(old));
}

function takeType(target: MapNode, source: MapNode): void {
  if (source.type.kind !== "struct") return;
  target.type = source.type;
  if (target.slot.kind === "any") target.slot = source.slot;
}

/** Flags that the source has of its own win (O-FLG-007). */
function takeFlags(target: ContainerNode, source: ContainerNode): void {
  if (source.flags !== undefined) target.flags = { ...target.flags, ...source.flags };
}
