import { ConfigCycleDetectedException, ValidationError } from "../errors/config-errors.ts";
import { childSlot } from "./child-slot.ts";
import { convertScalar, rawOfScalar, scalarOf } from "./convert.ts";
import { copyNode } from "./copy.ts";
import { countItems, factsAt, notOptional, typeMismatch, unsupportedValue } from "./failures.ts";
import { checkKey, keyPlace, keyTypeOf } from "./map-keys.ts";
import { checkTextAt } from "./interpolation-check.ts";
import {
  type ConfigNode,
  type ContainerNode,
  type Flags,
  fullKey,
  isNode,
  ListNode,
  MapNode,
  ScalarNode,
} from "./node.ts";
import type { Span } from "../text/source.ts";
import { splitKeyPath } from "./key-path.ts";
import { codeOrigin, type Origin } from "./origin.ts";
import { spanOfOrigin } from "./origin-span.ts";
import { joinKeyPaths, type Place } from "./place.ts";
import {
  type Entries,
  ListEntries,
  NodeEntries,
  ObjectEntries,
  PairEntries,
  structEntries,
} from "./raw-entries.ts";
import { isStructType, rawKind, unwrapValue } from "./raw-value.ts";
import { MISSING } from "./scalar.ts";
import {
  anyList,
  anyMap,
  type ConfigType,
  formatType,
  isOptional,
  isSubtype,
  type ListType,
  type MapType,
  required,
  type StructType,
  type TupleType,
} from "./types.ts";
import { chooseUnionMember } from "./union.ts";

export interface BuildOptions {
  readonly origin?: Origin | undefined;
  /** Full key of what is built, for errors. */
  readonly key?: string | undefined;
  readonly place?: Place | undefined;
  /** Values of unsupported kinds are kept as they are, in untyped slots. */
  readonly allowObjects?: boolean | undefined;
  /** Text is data: neither `???` nor `${` means anything in it (O-INT-009). */
  readonly literalText?: boolean | undefined;
  readonly declared?: DeclaredStruct | undefined;
  /**
   * The value is what a resolver made: nodes in it lose their place, so they are copied with everything looked up, and `undefined`
   * is null.
   */
  readonly resolved?: ((node: ConfigNode) => ConfigNode) | undefined;
}

/** The struct that a value declares which is no config value itself, such as a class or a schema; `undefined` if it declares none. */
export type DeclaredStruct = (value: object, place: Place) => StructType | undefined;

/** A container whose entries are being added. */
interface Frame {
  readonly node: ContainerNode;
  readonly entries: Entries;
  /** What the entries come from: finding it again inside itself is a cycle. */
  readonly source: object;
  readonly origin: Origin;
}

/**
 * Builds the nodes for one raw value. Containers wait on an explicit stack, so depth is bounded by memory alone (TS-6);
 * entries are added in document order, so the first error is the first in reading order.
 */
export class TreeBuilder implements Place {
  readonly #options: BuildOptions;
  readonly #frames: Frame[] = [];
  readonly #open = new Set<object>();
  #origin: Origin;
  #container: ContainerNode | undefined = undefined;
  #key: unknown = undefined;

  constructor(options: BuildOptions) {
    this.#options = options;
    this.#origin = options.origin ?? codeOrigin;
  }

  /** Place of the value that is being looked at. */
  get fullKey(): string {
    const below = this.#container === undefined ? "" : keyPlace(this.#container, this.#key).fullKey;
    return joinKeyPaths(this.#keyAbove, below);
  }

  /** Where that value was written, as far as it comes from a text. */
  get span(): Span | undefined {
    if (this.#container === undefined && this.#options.place?.span !== undefined)
      return this.#options.place.span;
    const key = this.fullKey;
    return spanOfOrigin(this.#origin, key === "" ? [] : splitKeyPath(key));
  }

  /** What the whole value would replace. */
  get standing(): Span | undefined {
    return this.#options.place?.standing;
  }

  build(value: unknown, slot: ConfigType): ConfigNode {
    const root = this.#nodeFor(value, slot);
    this.#fill();
    return root;
  }

  buildStruct(struct: StructType, slot: ConfigType, values: ReadonlyMap<string, unknown>): MapNode {
    const root = this.#openStruct(struct, slot, values);
    this.#fill();
    return root;
  }

  #fill(): void {
    for (let frame = this.#frames.at(-1); frame !== undefined; frame = this.#frames.at(-1)) {
      const { entries } = frame;
      if (entries.next()) this.#add(frame, entries.key, entries.value);
      else {
        this.#frames.pop();
        this.#open.delete(frame.source);
        if (frame.node.type.kind === "tuple") this.#checkLength(frame.node);
      }
    }
  }

  #add({ node, origin }: Frame, key: unknown, value: unknown): void {
    this.#container = node;
    this.#key = key;
    this.#origin = origin;
    if (node instanceof ListNode) node.push(this.#nodeFor(value, childSlot(node, node.size)));
    else {
      const fitting = checkKey(key, keyTypeOf(node), this);
      this.#key = fitting;
      const child = this.#nodeFor(value, childSlot(node, fitting));
      // Two keys that are no text may come out as one: 1 and true, a member and its name.
      if (typeof fitting === "string") node.appendChild(fitting, child);
      else node.setChild(fitting, child);
    }
  }

  #nodeFor(value: unknown, slot: ConfigType): ConfigNode {
    const node = this.#plainNodeFor(value, slot);
    if (node.origin === codeOrigin) node.origin = this.#origin;
    return node;
  }

  #plainNodeFor(given: unknown, slot: ConfigType): ConfigNode {
    if (typeof given === "string") return this.#nodeForText(given, slot, this.#options.literalText === true);
    if (given === null || (given === undefined && this.#options.resolved !== undefined))
      return this.#nullFor(slot);
    return typeof given === "object" || typeof given === "function"
      ? this.#nodeForObject(given, slot)
      : this.#nodeForType(given, required(slot), slot);
  }

  #nodeForObject(given: object, slot: ConfigType): ConfigNode {
    const value = unwrapValue(given);
    if (value !== given) return this.#plainNodeFor(value, slot);
    if (isNode(given) && this.#options.resolved !== undefined) return this.#options.resolved(given);
    if (given instanceof ScalarNode) return this.#nodeForLeaf(given, slot);
    const struct = isNode(given) ? undefined : this.#options.declared?.(given, this);
    return this.#nodeForType(struct ?? given, required(slot), slot);
  }

  #nodeForText(text: string, slot: ConfigType, literal: boolean): ConfigNode {
    if (!literal) {
      if (text === MISSING) return new ScalarNode("missing", MISSING, slot);
      if (text.includes("${")) {
        checkTextAt(text, this);
        return new ScalarNode("interpolation", text, slot);
      }
    }
    return slot.kind === "any"
      ? new ScalarNode("str", text, slot)
      : this.#nodeForType(text, required(slot), slot);
  }

  #nullFor(slot: ConfigType): ScalarNode {
    if (!isOptional(slot)) throw notOptional(slot, this);
    return new ScalarNode("null", null, slot);
  }

  /** A leaf that is a node already: an untyped slot takes it with the type it brings (O-TYP-003). */
  #nodeForLeaf(leaf: ScalarNode, slot: ConfigType): ConfigNode {
    const node = slot.kind === "any" ? copyNode(leaf) : this.#retypedLeaf(leaf, slot);
    node.context = undefined;
    node.origin = leaf.origin;
    node.shadowed = leaf.shadowed;
    return node;
  }

  #retypedLeaf(leaf: ScalarNode, slot: ConfigType): ConfigNode {
    switch (leaf.kind) {
      case "null":
        return this.#nullFor(slot);
      case "missing":
      case "interpolation":
        return new ScalarNode(leaf.kind, leaf.value, slot);
      default: {
        const value = rawOfScalar(leaf);
        if (typeof value === "string") return this.#nodeForText(value, slot, true);
        return this.#nodeForType(value, required(slot), slot);
      }
    }
  }

  #nodeForType(value: unknown, type: ConfigType, slot: ConfigType): ConfigNode {
    switch (type.kind) {
      case "any":
        return this.#untypedNode(value, slot);
      case "list":
      case "tuple":
        return this.#listFor(value, type, slot);
      case "map":
        return this.#mapFor(value, type, slot);
      case "struct":
        return this.#structFor(value, type, slot);
      case "union":
        return this.#nodeForType(value, chooseUnionMember(value, type.of, slot, this), slot);
      case "optional":
        return this.#nodeForType(value, type.of, slot);
      default:
        return convertScalar(value, type, slot, this);
    }
  }

  #untypedNode(value: unknown, slot: ConfigType): ConfigNode {
    switch (rawKind(value)) {
      case "list":
        return this.#openList(value, anyList, slot);
      case "map":
        return this.#openMap(value, anyMap, slot);
      case "struct":
        return this.#openStruct(value as StructType, slot, noValues);
      case "node":
        return this.#adopt(value as ContainerNode);
      case "unsupported":
        if (this.#options.allowObjects !== true || value === undefined) throw unsupportedValue(value, this);
        return new ScalarNode("object", value, slot);
      default:
        return scalarOf(value, slot);
    }
  }

  #listFor(value: unknown, type: ListType | TupleType, slot: ConfigType): ListNode {
    if (!Array.isArray(value) && !(value instanceof ListNode)) throw typeMismatch(value, slot, this);
    return this.#openList(value, type, slot);
  }

  #checkLength(tuple: ContainerNode): void {
    const { type, slot, size } = tuple;
    if (type.kind !== "tuple") return;
    const least = type.items.length;
    if (size === least || (size > least && type.rest !== undefined)) return;
    throw new ValidationError(
      "VALUE_TYPE",
      `A ${formatType(type)} has ${type.rest === undefined ? "exactly" : "at least"} ${countItems(least)}, not ${size}`,
      {
        ...factsAt(this),
        key: joinKeyPaths(this.#keyAbove, fullKey(tuple)),
        referenceType: formatType(slot),
      },
    );
  }

  get #keyAbove(): string {
    return this.#options.place?.fullKey ?? this.#options.key ?? "";
  }

  #mapFor(value: unknown, type: MapType, slot: ConfigType): MapNode {
    const isMapping = value instanceof MapNode ? value.type.kind === "map" : rawKind(value) === "map";
    if (!isMapping) throw typeMismatch(value, slot, this);
    return this.#openMap(value, type, slot);
  }

  /** A raw mapping is no struct (O-TYP-021): only merging fills one in. */
  #structFor(value: unknown, type: StructType, slot: ConfigType): MapNode {
    if (isStructType(value) && isSubtype(value, type)) return this.#openStruct(value, slot, noValues);
    if (value instanceof MapNode && value.type.kind === "struct" && isSubtype(value.type, type)) {
      const copy = this.#adopt(value);
      copy.slot = slot;
      return copy;
    }
    throw typeMismatch(value, slot, this);
  }

  #adopt<N extends ConfigNode>(node: N): N {
    const copy = copyNode(node);
    copy.context = undefined;
    return copy;
  }

  #openList(value: unknown, type: ListType | TupleType, slot: ConfigType): ListNode {
    const node = new ListNode(type, slot);
    if (value instanceof ListNode) {
      inherit(node, value);
      this.#push(node, new ListEntries([...value.children()]), value);
    } else if (Array.isArray(value)) this.#push(node, new ListEntries(value), value);
    return node;
  }

  #openMap(value: unknown, type: MapType, slot: ConfigType): MapNode {
    const node = new MapNode(type, slot);
    if (value instanceof MapNode) {
      inherit(node, value);
      this.#push(node, new NodeEntries(value), value);
    } else if (value instanceof Map) this.#push(node, new PairEntries(value.entries()), value);
    else {
      const keepUndefined = this.#options.resolved !== undefined;
      this.#push(node, new ObjectEntries(value as Record<string, unknown>, keepUndefined), value as object);
    }
    return node;
  }

  #openStruct(struct: StructType, slot: ConfigType, values: ReadonlyMap<string, unknown>): MapNode {
    const node = new MapNode(struct, slot);
    if (struct.readonly === true) node.flags = { readonly: true };
    const origin: Origin = this.#options.origin ?? { kind: "schema", name: struct.name };
    node.origin = origin;
    this.#push(node, structEntries(struct, values), struct, origin);
    return node;
  }

  #push(node: ContainerNode, entries: Entries, source: object, origin = this.#origin): void {
    if (this.#open.has(source)) {
      throw new ConfigCycleDetectedException("CONFIG_CYCLE", "The value contains itself", factsAt(this));
    }
    this.#open.add(source);
    this.#frames.push({ node, entries, source, origin });
  }
}

const noValues: ReadonlyMap<string, unknown> = new Map();

function inherit(node: ContainerNode, from: ContainerNode): void {
  node.origin = from.origin;
  node.shadowed = from.shadowed;
  const flags: Flags | undefined = from.flags;
  if (flags !== undefined) node.flags = { ...flags };
}
