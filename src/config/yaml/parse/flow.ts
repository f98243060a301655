import type { NodeProperties, YamlHandler } from "../handler.ts";
import { isBlankOrEnd, isDocumentMarker } from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { atFlowColon, checkSimpleKey, emitEmpty, emitLeaf, type Leaf, readLeaf } from "./leaf.ts";
import { readProperties } from "./properties.ts";

/**
 * What comes next in a flow collection. `key` and `value` are nodes; `pairValue` is the value of a single pair in a list,
 * which ends with it.
 */
type Next = "entry" | "comma" | "key" | "colon" | "value" | "pairKey" | "pairColon" | "pairValue";

interface FlowFrame {
  readonly isMap: boolean;
  readonly start: number;
  next: Next;
}

const comma = 44;
const question = 63;

export function atFlow(cursor: Cursor): boolean {
  return cursor.code() === 91 || cursor.code() === 123;
}

/** Reads `[...]` or `{...}`. Indentation means nothing inside; nesting does not use the call stack. */
export class FlowReader {
  readonly #cursor: Cursor;
  readonly #handler: YamlHandler;
  readonly #handles: ReadonlyMap<string, string>;
  readonly #stack: FlowFrame[] = [];

  constructor(cursor: Cursor, handler: YamlHandler, handles: ReadonlyMap<string, string>) {
    this.#cursor = cursor;
    this.#handler = handler;
    this.#handles = handles;
  }

  read(properties: NodeProperties | undefined): void {
    this.#open(properties);
    for (let frame = this.#stack.at(-1); frame !== undefined; frame = this.#stack.at(-1)) {
      this.#skipBlank(frame);
      this.#step(frame);
    }
  }

  #open(properties: NodeProperties | undefined): void {
    const cursor = this.#cursor;
    const isMap = cursor.code() === 123;
    if (isMap) this.#handler.startMap(cursor.position, properties);
    else this.#handler.startList(cursor.position, properties);
    this.#stack.push({ isMap, start: cursor.position, next: "entry" });
    cursor.moveTo(cursor.position + 1);
  }

  #skipBlank(frame: FlowFrame): void {
    const cursor = this.#cursor;
    const newLine = cursor.skipBlank();
    if (cursor.atEnd || (newLine && cursor.column === 0 && isDocumentMarker(cursor.text, cursor.position))) {
      cursor.fail(`'${frame.isMap ? "{" : "["}' is not closed`, frame.start);
    }
    if (cursor.code() === 9) failAtTab(cursor);
  }

  #step(frame: FlowFrame): void {
    const cursor = this.#cursor;
    const code = cursor.code();
    if (code === (frame.isMap ? 125 : 93)) return this.#close(frame);
    switch (frame.next) {
      case "comma":
        if (code !== comma) this.#failAtEntry(frame);
        cursor.moveTo(cursor.position + 1);
        frame.next = "entry";
        return;
      case "colon":
      case "pairColon":
        return this.#afterExplicitKey(frame);
      case "entry":
        if (code === question && isBlankOrEnd(cursor.code(1))) return this.#explicitKey(frame);
        return this.#node(frame);
      default:
        if (code === comma || this.#atColonOfEmptyKey(frame)) {
          emitEmpty(this.#handler, cursor.position, undefined);
          return this.#valueDone(frame);
        }
        return this.#node(frame);
    }
  }

  #atColonOfEmptyKey({ next }: FlowFrame): boolean {
    return (next === "key" || next === "pairKey") && atFlowColon(this.#cursor, undefined);
  }

  #explicitKey(frame: FlowFrame): void {
    const cursor = this.#cursor;
    if (!frame.isMap) this.#handler.startMap(cursor.position, undefined);
    cursor.moveTo(cursor.position + 1);
    frame.next = frame.isMap ? "key" : "pairKey";
  }

  #afterExplicitKey(frame: FlowFrame): void {
    const cursor = this.#cursor;
    if (cursor.code() === 58) {
      cursor.moveTo(cursor.position + 1);
      cursor.skipSpacesAndTabs();
      frame.next = frame.next === "colon" ? "value" : "pairValue";
    } else {
      emitEmpty(this.#handler, cursor.position, undefined);
      this.#valueDone(frame);
    }
  }

  /** A node that may turn out to be the key of a pair. */
  #node(frame: FlowFrame): void {
    const cursor = this.#cursor;
    const properties = readProperties(cursor, this.#handles, true);
    if (properties !== undefined) this.#skipBlank(frame);
    if (atFlow(cursor)) {
      if (frame.isMap && frame.next === "entry") cursor.fail("A mapping or list cannot be a key");
      return this.#open(properties);
    }
    const line = cursor.lineStart;
    const leaf = readLeaf(cursor, -1, true);
    if (leaf === undefined && properties === undefined) this.#failAtNode(frame);
    if (frame.next !== "entry") {
      this.#emit(leaf, properties);
      return this.#valueDone(frame);
    }
    const end = cursor.position;
    cursor.skipSpaces();
    if (cursor.lineStart === line && atFlowColon(cursor, leaf)) return this.#pair(frame, leaf, properties);
    cursor.moveTo(end);
    this.#emit(leaf, properties);
    if (frame.isMap) emitEmpty(this.#handler, end, undefined);
    frame.next = "comma";
  }

  #pair(frame: FlowFrame, leaf: Leaf | undefined, properties: NodeProperties | undefined): void {
    const cursor = this.#cursor;
    if (leaf !== undefined) checkSimpleKey(cursor, leaf);
    if (!frame.isMap) this.#handler.startMap(leaf?.start ?? cursor.position, undefined);
    this.#emit(leaf, properties);
    cursor.moveTo(cursor.position + 1);
    cursor.skipSpacesAndTabs();
    frame.next = frame.isMap ? "value" : "pairValue";
  }

  #emit(leaf: Leaf | undefined, properties: NodeProperties | undefined): void {
    if (leaf === undefined) emitEmpty(this.#handler, this.#cursor.position, properties);
    else emitLeaf(this.#handler, leaf, properties, this.#cursor);
  }

  #valueDone(frame: FlowFrame): void {
    if (frame.next === "key") frame.next = "colon";
    else if (frame.next === "pairKey") frame.next = "pairColon";
    else {
      if (frame.next === "pairValue" || frame.next === "pairColon") this.#handler.end(this.#cursor.position);
      frame.next = "comma";
    }
  }

  #close(frame: FlowFrame): void {
    const cursor = this.#cursor;
    const { next } = frame;
    if (next === "key" || next === "pairKey") emitEmpty(this.#handler, cursor.position, undefined);
    if (next !== "entry" && next !== "comma") emitEmpty(this.#handler, cursor.position, undefined);
    if (next.startsWith("pair")) this.#handler.end(cursor.position);
    cursor.moveTo(cursor.position + 1);
    this.#handler.end(cursor.position);
    this.#stack.pop();
    const parent = this.#stack.at(-1);
    if (parent === undefined) return;
    if (parent.next === "entry") {
      const end = cursor.position;
      cursor.skipSpaces();
      if (cursor.code() === 58) cursor.fail("A mapping or list cannot be a key", frame.start, end);
      parent.next = "comma";
    } else this.#valueDone(parent);
  }

  #failAtEntry(frame: FlowFrame): never {
    const { position, text } = this.#cursor;
    const hint =
      text.charAt(position) === "{" || text.charAt(position) === "}" ? interpolationHint : undefined;
    this.#cursor.fail(`A ',' or '${frame.isMap ? "}" : "]"}' is missing here`, position, position + 1, hint);
  }

  #failAtNode(frame: FlowFrame): never {
    const found = this.#cursor.text.charAt(this.#cursor.position);
    if (found === ",") this.#cursor.fail("A value is missing before ','");
    const inside = frame.isMap ? "{...}" : "[...]";
    return this.#cursor.fail(
      `A value in ${inside} cannot start with '${found}'`,
      undefined,
      undefined,
      quoteHint,
    );
  }
}

const interpolationHint = "an interpolation inside [...] or {...} must be quoted";
const quoteHint = "put the text in quotes";

/** A tab where YAML takes blanks only. */
export function failAtTab(cursor: Cursor): never {
  return cursor.fail("A tab cannot indent or separate", cursor.position, cursor.position + 1, "use spaces");
}
