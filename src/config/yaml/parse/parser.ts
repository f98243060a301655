import type { Source } from "../../../text/source.ts";
import type { NodeProperties, YamlHandler } from "../handler.ts";
import { readBlockScalar } from "./block-scalar.ts";
import { isBlankOrEnd, isDocumentMarker } from "./characters.ts";
import { Cursor } from "./cursor.ts";
import { readDirectives } from "./directives.ts";
import { atFlow, failAtTab, FlowReader } from "./flow.ts";
import { atBlockColon, checkSimpleKey, emitEmpty, emitLeaf, type Leaf, readLeaf } from "./leaf.ts";
import { atProperty, joinProperties, readProperties } from "./properties.ts";

/**
 * What comes next in a block collection: a new entry, the node behind `?`, its `:`, or a value. The document itself is a
 * frame that takes one value.
 */
type Next = "entry" | "key" | "colon" | "value" | "done";

interface BlockFrame {
  readonly kind: "document" | "map" | "list";
  readonly indent: number;
  /** A list at the column of the key that it belongs to. */
  readonly indentless: boolean;
  next: Next;
}

const nonPrintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads one YAML 1.1 document as PyYAML reads it (O-YML-001) and hands its content to `handler`. Nesting does not use the call
 * stack.
 *
 * @throws {YamlError} with the place of the first mistake.
 */
export function parseYaml(source: Source, handler: YamlHandler): void {
  new BlockParser(source, handler).parse();
}

class BlockParser {
  readonly #cursor: Cursor;
  readonly #handler: YamlHandler;
  #handles: ReadonlyMap<string, string> = new Map();
  readonly #stack: BlockFrame[] = [];
  #top: BlockFrame = { kind: "document", indent: -1, indentless: false, next: "value" };
  /** Properties on lines before the node that they belong to. */
  #outer: NodeProperties | undefined;
  /** Start of the line on which the last token ended. */
  #line = -1;
  /** End of the last token: where block collections and empty values end. */
  #end = 0;
  /** A block collection may start here although the line has begun: behind `-`, `?` and the `:` of a `?`. */
  #compact = false;

  constructor(source: Source, handler: YamlHandler) {
    this.#cursor = new Cursor(source);
    this.#handler = handler;
  }

  parse(): void {
    const cursor = this.#cursor;
    const bad = nonPrintable.exec(cursor.text);
    if (bad !== null) {
      const code = cursor.text.charCodeAt(bad.index).toString(16).toUpperCase().padStart(4, "0");
      cursor.fail(
        `The character U+${code} is not allowed in YAML`,
        bad.index,
        bad.index + 1,
        `in double quotes, write \\u${code}`,
      );
    }
    if (cursor.code() === 0xfeff) cursor.moveToLine(1, 1);
    const start = readDirectives(cursor);
    this.#handles = start.handles;
    if (start.marked) this.#line = cursor.lineStart;
    while (this.#toNextToken()) this.#step();
    this.#unwind(-1);
    if (this.#top.next !== "done" && (start.marked || this.#outer !== undefined)) this.#emptyValue();
    this.#checkEnd();
  }

  /** Moves to the next token; false at the end of the document. */
  #toNextToken(): boolean {
    const cursor = this.#cursor;
    cursor.skipBlank();
    if (cursor.atEnd) return false;
    const fresh = cursor.lineStart !== this.#line;
    if (!fresh) return true;
    if (cursor.column === 0 && isDocumentMarker(cursor.text, cursor.position)) return false;
    this.#compact = true;
    if (cursor.code() !== 9) this.#unwind(cursor.column);
    return true;
  }

  /** Ends what a token at this column, first on its line, no longer belongs to. */
  #unwind(column: number): void {
    while (this.#top.kind !== "document") {
      const { indent, indentless } = this.#top;
      const pending = this.#top.next === "value" || this.#top.next === "key";
      if (indent < column) return;
      if (indent === column && !(indentless && !this.#atIndicator(45))) {
        if (pending && !this.#startsAtIndent()) this.#emptyValue();
        return;
      }
      if (pending) this.#emptyValue();
      if (this.#top.next === "colon") this.#emptyValue();
      this.#close();
    }
  }

  /** Whether a value may start here although it stands at the column of its key: a list, or the mark of a block scalar. */
  #startsAtIndent(): boolean {
    const code = this.#cursor.code();
    return code === 124 || code === 62 || (this.#top.kind === "map" && this.#atIndicator(45));
  }

  #step(): void {
    const cursor = this.#cursor;
    const top = this.#top;
    if (cursor.code() === 9) failAtTab(cursor);
    switch (top.next) {
      case "done":
        return cursor.fail("The document has ended before this", undefined, undefined, this.#endHint());
      case "value":
      case "key":
        return this.#node();
      case "colon":
      case "entry":
        if (cursor.column !== top.indent) {
          cursor.fail("This line is not indented like the lines before it, or the value before it has ended");
        }
        return top.kind === "list" ? this.#dash() : this.#entry();
    }
  }

  #dash(): void {
    if (!this.#atIndicator(45)) this.#cursor.fail("A list item must start with '- '");
    this.#indicator("value");
  }

  /** Consumes `-`, `?` or the `:` of a `?`; a node may follow on the same line. */
  #indicator(next: Next): void {
    const cursor = this.#cursor;
    cursor.moveTo(cursor.position + 1);
    this.#end = cursor.position;
    this.#line = cursor.lineStart;
    this.#compact = true;
    this.#top.next = next;
  }

  #entry(): void {
    const cursor = this.#cursor;
    if (this.#top.next === "colon") {
      if (this.#atIndicator(58)) return this.#indicator("value");
      this.#emptyValue();
    }
    if (this.#atIndicator(63)) return this.#indicator("key");
    if (this.#atIndicator(58)) cursor.fail("A key is missing before ':'");
    if (this.#atIndicator(45)) cursor.fail("A list item cannot stand among the keys of a mapping");
    const start = cursor.position;
    const properties = readProperties(cursor, this.#handles, false);
    if (atFlow(cursor)) cursor.fail("A mapping or list cannot be a key");
    const leaf = this.#leaf(properties);
    cursor.skipSpaces();
    if (!atBlockColon(cursor)) {
      cursor.fail(
        "A ':' is missing behind this key",
        start,
        leaf.end,
        "write 'key: value', with a blank behind the colon",
      );
    }
    this.#key(leaf, properties);
  }

  /** Hands on a key and consumes its `:`. */
  #key(leaf: Leaf, properties: NodeProperties | undefined): void {
    const cursor = this.#cursor;
    checkSimpleKey(cursor, leaf);
    emitLeaf(this.#handler, leaf, properties, cursor);
    cursor.moveTo(cursor.position + 1);
    this.#end = cursor.position;
    cursor.skipSpacesAndTabs();
    this.#line = cursor.lineStart;
    this.#compact = false;
    this.#top.next = "value";
  }

  #node(): void {
    const cursor = this.#cursor;
    if (this.#atIndicator(45)) return this.#startList();
    if (this.#atIndicator(63) || this.#atIndicator(58)) return this.#startExplicitMap();
    const column = cursor.column;
    const start = cursor.position;
    const line = cursor.lineStart;
    this.#line = line;
    const inner = readProperties(cursor, this.#handles, false);
    if (inner !== undefined && this.#endsHere()) {
      this.#outer = joinProperties(cursor, this.#outer, inner);
      this.#end = cursor.position;
      return;
    }
    if (cursor.code() === 124 || cursor.code() === 62) return this.#blockScalar(start, inner);
    if (atFlow(cursor)) return this.#flow(inner);
    const leaf = this.#leaf(inner);
    cursor.skipSpaces();
    if (atBlockColon(cursor)) return this.#startMap(leaf, inner, column, start);
    const properties = joinProperties(cursor, this.#takeOuter(), inner);
    emitLeaf(this.#handler, leaf, properties, cursor);
    this.#end = leaf.end;
    this.#line = cursor.lineStart;
    this.#valueDone();
    this.#checkLineEnd();
  }

  /** A leaf; nothing in front of a `:` is one too, if it has a tag or anchor. */
  #leaf(properties: NodeProperties | undefined): Leaf {
    const cursor = this.#cursor;
    const leaf = readLeaf(cursor, this.#top.indent, false);
    if (leaf !== undefined) return leaf;
    if (properties === undefined || !atBlockColon(cursor)) this.#failAtCharacter();
    const at = cursor.position;
    return { text: "", style: "plain", start: at, end: at, singleLine: true };
  }

  #startList(): void {
    const cursor = this.#cursor;
    if (!this.#compact) {
      cursor.fail("A list must start on a line of its own", undefined, undefined, "or write it as [a, b]");
    }
    this.#handler.startList(cursor.position, this.#takeOuter());
    const indentless = this.#top.kind === "map" && this.#top.indent === cursor.column;
    this.#push("list", cursor.column, indentless);
    this.#indicator("value");
  }

  #startExplicitMap(): void {
    const cursor = this.#cursor;
    if (!this.#compact) cursor.fail("A mapping must start on a line of its own");
    if (this.#atIndicator(58)) cursor.fail("A key is missing before ':'");
    this.#handler.startMap(cursor.position, this.#takeOuter());
    this.#push("map", cursor.column, false);
    this.#indicator("key");
  }

  #startMap(leaf: Leaf, inner: NodeProperties | undefined, column: number, start: number): void {
    if (!this.#compact) {
      this.#cursor.fail(
        "A second ':' on one line",
        this.#cursor.position,
        undefined,
        "put the value in quotes, or start the inner mapping on a line of its own",
      );
    }
    this.#handler.startMap(start, this.#takeOuter());
    this.#push("map", column, false);
    this.#key(leaf, inner);
  }

  #blockScalar(start: number, inner: NodeProperties | undefined): void {
    const cursor = this.#cursor;
    const style = cursor.code() === 124 ? "literal" : "folded";
    const properties = joinProperties(cursor, this.#takeOuter(), inner);
    const contentStart = inner === undefined ? start : cursor.position;
    const text = readBlockScalar(cursor, this.#top.indent);
    this.#end = cursor.atEnd ? cursor.position : cursor.lineStart;
    this.#handler.scalar(text, style, contentStart, this.#end, properties);
    this.#valueDone();
  }

  #flow(inner: NodeProperties | undefined): void {
    const cursor = this.#cursor;
    const start = cursor.position;
    const properties = joinProperties(cursor, this.#takeOuter(), inner);
    new FlowReader(cursor, this.#handler, this.#handles).read(properties);
    this.#end = cursor.position;
    this.#line = cursor.lineStart;
    cursor.skipSpaces();
    if (atBlockColon(cursor)) cursor.fail("A mapping or list cannot be a key", start, this.#end);
    this.#valueDone();
    this.#checkLineEnd();
  }

  #push(kind: "map" | "list", indent: number, indentless: boolean): void {
    this.#stack.push(this.#top);
    this.#top = { kind, indent, indentless, next: "entry" };
  }

  #close(): void {
    this.#handler.end(this.#end);
    const parent = this.#stack.pop();
    if (parent === undefined) return;
    this.#top = parent;
    this.#valueDone();
  }

  #valueDone(): void {
    const { kind, next } = this.#top;
    this.#top.next = kind === "document" ? "done" : next === "key" ? "colon" : "entry";
  }

  #emptyValue(): void {
    emitEmpty(this.#handler, this.#end, this.#takeOuter());
    if (this.#top.next === "colon") this.#top.next = "entry";
    else this.#valueDone();
  }

  #takeOuter(): NodeProperties | undefined {
    const outer = this.#outer;
    this.#outer = undefined;
    return outer;
  }

  #atIndicator(code: number): boolean {
    return this.#cursor.code() === code && isBlankOrEnd(this.#cursor.code(1));
  }

  /** Whether nothing but a comment follows on this line. */
  #endsHere(): boolean {
    const code = this.#cursor.code();
    return code === 35 || (isBlankOrEnd(code) && code !== 9);
  }

  #checkLineEnd(): void {
    const cursor = this.#cursor;
    cursor.skipSpaces();
    if (this.#endsHere()) return;
    if (cursor.code() === 9) failAtTab(cursor);
    cursor.fail("The value has ended before this", undefined, undefined, "put the whole value in quotes");
  }

  #checkEnd(): void {
    const cursor = this.#cursor;
    if (cursor.atEnd) return;
    while (cursor.text.startsWith("...", cursor.position) && cursor.column === 0) {
      cursor.moveTo(cursor.position + 3);
      cursor.skipBlank();
    }
    if (!cursor.atEnd) {
      cursor.fail(
        "A second document starts here; a config is one document",
        cursor.position,
        cursor.position + 3,
      );
    }
  }

  #endHint(): string | undefined {
    return atProperty(this.#cursor) ? undefined : "indent it, or put the value before it in quotes";
  }

  #failAtCharacter(): never {
    const { text, position } = this.#cursor;
    const found = text.charAt(position);
    if (found === "\t") failAtTab(this.#cursor);
    return this.#cursor.fail(
      `A value cannot start with '${found}'`,
      position,
      position + 1,
      "put the text in quotes",
    );
  }
}
