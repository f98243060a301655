import { formatKey } from "../node.ts";
import { Float } from "../scalar.ts";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";
import { resolvePlainScalar } from "./plain-scalars.ts";

/** Where a value stands, and the values in it. Offsets are UTF-16 units. */
export interface PlacedNode {
  start: number;
  end: number;
  /** Of mappings, by the text of the key. */
  readonly entries: Map<string, PlacedEntry> | undefined;
  readonly items: PlacedNode[] | undefined;
  /** What merge keys bring into a mapping, in order of rising priority. */
  readonly merges: PlacedNode[];
}

export interface PlacedEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: PlacedNode;
}

interface Frame {
  readonly node: PlacedNode;
  key: { readonly text: string; readonly start: number; readonly end: number } | undefined;
  merging: boolean;
}

/** Collects the places of all values of a document, for errors and `--explain`. */
export class PositionTree implements YamlHandler {
  root: PlacedNode | undefined;
  readonly #stack: Frame[] = [];
  readonly #anchors = new Map<string, PlacedNode>();

  startMap(start: number, properties: NodeProperties | undefined): void {
    this.#open({ start, end: start, entries: new Map(), items: undefined, merges: [] }, properties);
  }

  startList(start: number, properties: NodeProperties | undefined): void {
    this.#open({ start, end: start, entries: undefined, items: [], merges: [] }, properties);
  }

  end(end: number): void {
    const frame = this.#stack.pop();
    if (frame === undefined) return;
    frame.node.end = end;
    this.#add(frame.node);
  }

  scalar(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void {
    const top = this.#stack.at(-1);
    const node: PlacedNode = { start, end, entries: undefined, items: undefined, merges: [] };
    if (properties?.anchor !== undefined) this.#anchors.set(properties.anchor, node);
    if (top !== undefined && atKey(top)) return this.#key(top, text, style, start, end);
    if (start === end && top?.key !== undefined) {
      node.start = top.key.start;
      node.end = top.key.end;
    }
    this.#add(node);
  }

  alias(name: string, start: number, end: number): void {
    const target = this.#anchors.get(name);
    const top = this.#stack.at(-1);
    if (top !== undefined && atKey(top)) return this.#key(top, name, "plain", start, end);
    this.#add({
      start,
      end,
      entries: target?.entries,
      items: target?.items,
      merges: target?.merges ?? [],
    });
  }

  #open(node: PlacedNode, properties: NodeProperties | undefined): void {
    if (properties?.anchor !== undefined) this.#anchors.set(properties.anchor, node);
    this.#stack.push({ node, key: undefined, merging: false });
  }

  #key(top: Frame, text: string, style: ScalarStyle, start: number, end: number): void {
    const found = style === "plain" ? resolvePlainScalar(text) : undefined;
    if (found?.kind === "merge") top.merging = true;
    else top.key = { text: keyText(text, found?.value ?? undefined), start, end };
  }

  #add(node: PlacedNode): void {
    const top = this.#stack.at(-1);
    if (top === undefined) this.root = node;
    else if (top.node.items !== undefined) top.node.items.push(node);
    else if (top.merging) {
      top.node.merges.push(...(node.items === undefined ? [node] : [...node.items].reverse()));
      top.merging = false;
    } else if (top.key !== undefined) {
      const entry = { keyStart: top.key.start, keyEnd: top.key.end, value: node };
      if (top.node.entries?.has(top.key.text) === false) top.node.entries.set(top.key.text, entry);
      top.key = undefined;
    }
  }
}

function atKey({ node, key, merging }: Frame): boolean {
  return node.entries !== undefined && key === undefined && !merging;
}

function keyText(text: string, value: boolean | number | bigint | string | undefined): string {
  if (value === undefined || typeof value === "string") return text;
  const float = typeof value === "number" && /[.eE]/.test(text) && Number.isInteger(value);
  return formatKey(float ? new Float(value) : value);
}
