import {
  ConfigTypeError,
  ConfigValueError,
  MissingMandatoryValue,
  type ReadonlyConfigError,
} from "../errors/config-errors.ts";
import { nodeForSlot, valueOf, type WriteOptions } from "./access.ts";
import { readonlyConfig } from "./failures.ts";
import { type ConfigNode, effectiveFlag, fullKey, isContainer, ListNode, ScalarNode } from "./node.ts";
import { placeAt } from "./place.ts";
import { describeKind, unwrapValue, withArticle } from "./raw-value.ts";
import { type Slice, sliceKey, slicePositions, sliceStart } from "./slices.ts";
import { assertResizable, assertWritable } from "./write-guards.ts";

// The operations of O-ACC-016. All of them convert new items before they change anything, so a failure changes nothing.

export function appendItem(list: ListNode, value: unknown, options: WriteOptions = {}): void {
  extendItems(list, [value], options);
}

/** Positions before the start and beyond the end are taken as the start and the end. */
export function insertItem(list: ListNode, index: number, value: unknown, options: WriteOptions = {}): void {
  assertWritable(list, index);
  const position = index < 0 ? Math.max(0, index + list.size) : Math.min(index, list.size);
  assertResizable(list, 1);
  list.splice(position, 0, nodeForSlot(list, position, value, undefined, options));
}

/** Appends all items of a list. Interpolations of another config's list are resolved on the way. */
export function extendItems(list: ListNode, values: unknown, options: WriteOptions = {}): void {
  const items = itemsOf(values, list);
  if (items.length === 0) return;
  assertWritable(list, list.size);
  assertResizable(list, items.length);
  const nodes = items.map((item, index) => nodeForSlot(list, list.size + index, item, undefined, options));
  for (const node of nodes) list.push(node);
}

export function clearItems(list: ListNode): void {
  deleteSlice(list, {});
}

export function deleteSlice(list: ListNode, slice: Slice): void {
  if (isReadonly(list)) throw readonlyConfig(placeAt(sliceKey(list, slice)));
  const gone = new Set(slicePositions(list, slice));
  assertResizable(list, -gone.size);
  list.setItems([...list.children()].filter((_, position) => !gone.has(position)));
}

export function reverseItems(list: ListNode): void {
  assertWritable(list);
  rearrange(list, [...list.children()].reverse());
}

export interface SortOptions {
  /** What items are compared by. @defaultValue their values, interpolations being text */
  readonly key?: ((item: ConfigNode) => unknown) | undefined;
  readonly reverse?: boolean | undefined;
}

/** Sorts in place; equal items keep their order. Numbers and texts cannot be compared with each other. */
export function sortItems(list: ListNode, { key, reverse = false }: SortOptions = {}): void {
  assertWritable(list);
  const sign = reverse ? -1 : 1;
  const keyed = [...list.children()].map((node) => ({
    node,
    by: key === undefined ? comparable(node) : key(node),
  }));
  keyed.sort((a, b) => sign * compare(a.by, b.by, list));
  rearrange(
    list,
    keyed.map(({ node }) => node),
  );
}

/** The values of a stretch, interpolations followed. */
export function sliceItems(list: ListNode, slice: Slice): ConfigNode[] {
  const items = [...list.children()];
  return slicePositions(list, slice).flatMap((position) => {
    const item = items[position];
    if (item === undefined) return [];
    if (item.kind === "missing") throw missingInSlice(list, slice, position);
    return [valueOf(item)];
  });
}

/** Puts items in the place of a stretch. With a step there must be as many as before. */
export function assignSlice(list: ListNode, slice: Slice, values: unknown, options: WriteOptions = {}): void {
  const items = itemsOf(values, list);
  const positions = slicePositions(list, slice);
  if (isReadonly(list)) throw readonlySlice(list, slice, positions, items.length);
  if (slice.step === undefined || slice.step === 1) {
    const start = sliceStart(list, slice);
    assertResizable(list, items.length - positions.length);
    list.splice(
      start,
      positions.length,
      ...items.map((item, at) => nodeForSlot(list, start + at, item, undefined, options)),
    );
    return;
  }
  if (items.length !== positions.length) throw wrongSize(list, slice, positions.length, items.length);
  const nodes = positions.map((position, at) => nodeForSlot(list, position, items[at], undefined, options));
  positions.forEach((position, at) => {
    const node = nodes[at];
    if (node !== undefined) list.setChild(position, node);
  });
}

/** A new untyped list with the items of both. It resolves interpolations where the first list stands. */
export function concatLists(first: ListNode, second: unknown): ListNode {
  const items = [...itemsOf(first, first), ...itemsOf(second, first)];
  const joined = new ListNode();
  joined.context = first.context;
  extendItems(joined, items);
  joined.parent = first.parent;
  joined.key = first.key;
  return joined;
}

/** Items that may go into a list: those of an array as they are, those of a list node as what they mean. */
function itemsOf(given: unknown, list: ListNode): readonly unknown[] {
  const values = unwrapValue(given);
  if (Array.isArray(values)) return values;
  if (values instanceof ListNode) return [...values.children()].map((item) => untyped(valueOf(item)));
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `A list is extended by lists, not by ${withArticle(describeKind(values))}`,
    {
      key: fullKey(list),
      hint: "to add one item, append it",
    },
  );
}

/** A value without the type of the slot that it was read from. */
export function untyped(node: ConfigNode): ConfigNode {
  return isContainer(node) ? node : new ScalarNode(node.kind, node.value);
}

/** Items of a tuple have their types by position: moving them may not fit. */
function rearrange(list: ListNode, nodes: ConfigNode[]): void {
  const arranged =
    list.type.kind === "tuple"
      ? nodes.map((node, index) => nodeForSlot(list, index, untyped(node), undefined, {}))
      : nodes;
  list.setItems(arranged);
}

function isReadonly(list: ListNode): boolean {
  return effectiveFlag(list, "readonly") === true;
}

function comparable(node: ConfigNode): unknown {
  return node instanceof ScalarNode ? node.value : node;
}

function compare(a: unknown, b: unknown, list: ListNode): number {
  if (isNumeric(a) && isNumeric(b)) return a < b ? -1 : Number(a > b);
  if (typeof a === "string" && typeof b === "string") return compareText(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  throw new ConfigTypeError(
    "OPERATION_NOT_SUPPORTED",
    `Items cannot be compared: ${withArticle(describeKind(a))} and ${withArticle(describeKind(b))}`,
    { key: fullKey(list), hint: "sort by a key that gives all numbers or all text" },
  );
}

function isNumeric(value: unknown): value is number | bigint | boolean {
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean";
}

/** By code points, not by UTF-16 units: the order that every tool agrees on. */
function compareText(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function readonlySlice(
  list: ListNode,
  slice: Slice,
  positions: readonly number[],
  added: number,
): ReadonlyConfigError {
  const nothing = positions.length === 0 && added === 0;
  const first = positions[0] ?? sliceStart(list, slice);
  return readonlyConfig(placeAt(nothing ? sliceKey(list, {}) : `${fullKey(list)}[${first}]`));
}

function missingInSlice(list: ListNode, slice: Slice, position: number): MissingMandatoryValue {
  return new MissingMandatoryValue("VALUE_MISSING", `Missing mandatory value at index ${position}`, {
    key: sliceKey(list, slice),
  });
}

function wrongSize(list: ListNode, slice: Slice, wanted: number, given: number): ConfigValueError {
  return new ConfigValueError(
    "OPERATION_NOT_SUPPORTED",
    `A slice with a step takes as many items as it covers: ${wanted}, not ${given}`,
    { key: sliceKey(list, slice) },
  );
}
