import type { Call, Element, Interpolation, Part, Reference, ReferenceKey } from "./ast.ts";
import { interpolationSyntaxError, quoteHint } from "./syntax-error.ts";
import { isIdentifier, readBareToken, skipBlanks } from "./tokens.ts";

/** How deep `${`, `[` and `{` may nest in one text. */
export const maxInterpolationDepth = 500;

const keyEnds = "\\{}()[]:. \t'\"";
const quotedStop = { "'": /\$\{|'/g, '"': /\$\{|"/g } as const;
type Quote = keyof typeof quotedStop;

/**
 * Reads one text from left to right. Each method starts at `#at` and leaves it behind what it has read; what the rules call
 * modes (O-GRM-002) are the methods themselves.
 */
export class InterpolationParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  #hasEmptyArgument = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whether something between commas was left out. */
  get hasEmptyArgument(): boolean {
    return this.#hasEmptyArgument;
  }

  /** A whole value: text and interpolations (TOP mode). */
  parseValue(): Part[] {
    const parts: Part[] = [];
    for (;;) {
      const opening = this.#text.indexOf("${", this.#at);
      if (opening === -1) break;
      this.#readOpening(parts, opening);
    }
    addText(parts, this.#text.slice(this.#at));
    return parts;
  }

  /** A text that is one argument from end to end, as `oc.decode` reads it (ELEM mode). */
  parseSingleElement(): Element {
    if (this.#text === "") throw this.#expected("a value");
    const element = this.#parseElement("a value");
    if (this.#at < this.#text.length) throw this.#expected("the end of the text", quoteHint);
    return element;
  }

  /** Text up to `${` and what it opens. Of the backslashes before it, two stand for one; an odd one escapes (O-ESC-001). */
  #readOpening(parts: Part[], opening: number): void {
    const isEscaped = this.#readBackslashes(parts, opening);
    this.#at = opening;
    if (isEscaped) {
      addText(parts, "${");
      this.#at += 2;
    } else {
      parts.push(this.#parseInterpolation());
    }
  }

  /** Adds the text up to `end` with the backslashes at its end halved; whether one was left over. */
  #readBackslashes(parts: Part[], end: number): boolean {
    let start = end;
    while (start > this.#at && this.#text[start - 1] === "\\") start--;
    addText(parts, this.#text.slice(this.#at, start + ((end - start) >> 1)));
    return (end - start) % 2 === 1;
  }

  #parseInterpolation(): Interpolation {
    const start = this.#at;
    this.#enter(start);
    this.#at = skipBlanks(this.#text, start + 2);
    const dots = this.#countDots();
    const keys = this.#parseKeys();
    this.#at = skipBlanks(this.#text, this.#at);
    const char = this.#text[this.#at];
    if (char !== "}" && char !== ":") throw this.#expected("'}', ':', '.' or '['");
    if (char === ":") {
      const name = this.#resolverName(dots, keys, start);
      this.#at++;
      const call = this.#parseCall(name, start);
      this.#depth--;
      return call;
    }
    this.#at++;
    this.#depth--;
    return makeReference(dots, keys, start, this.#at);
  }

  #countDots(): number {
    const start = this.#at;
    while (this.#text[this.#at] === ".") this.#at++;
    return this.#at - start;
  }

  #parseKeys(): ReferenceKey[] {
    const keys: ReferenceKey[] = [];
    if (this.#text[this.#at] !== "[") keys.push({ key: this.#parseKey(), inBrackets: false });
    for (;;) {
      const char = this.#text[this.#at];
      if (char === ".") {
        this.#at++;
        keys.push({ key: this.#parseKey(), inBrackets: false });
      } else if (char === "[") {
        this.#at++;
        const key = this.#parseKey();
        if (this.#text[this.#at] !== "]") throw this.#expected("']'");
        this.#at++;
        keys.push({ key, inBrackets: true });
      } else {
        return keys;
      }
    }
  }

  #parseKey(): Part {
    if (this.#text.startsWith("${", this.#at)) return this.#parseInterpolation();
    let end = this.#at;
    while (end < this.#text.length && !keyEnds.includes(this.#text.charAt(end))) end++;
    if (end === this.#at) throw this.#expected("a key");
    const key = this.#text.slice(this.#at, end);
    this.#at = end;
    return key;
  }

  #resolverName(dots: number, keys: readonly ReferenceKey[], start: number): Part[] {
    const proper =
      dots === 0 &&
      keys.every(({ key, inBrackets }) => !inBrackets && (typeof key !== "string" || isIdentifier(key)));
    if (proper) return keys.map(({ key }) => key);
    throw interpolationSyntaxError(
      this.#text,
      start,
      this.#at,
      "the name of a resolver before ':'",
      "names of resolvers are letters, digits, '_' and '-', in parts joined by dots",
    );
  }

  #parseCall(name: readonly Part[], start: number): Call {
    const args: Element[] = [];
    const argumentTexts: string[] = [];
    this.#at = skipBlanks(this.#text, this.#at);
    this.#parseItems("}", (item, text) => {
      args.push(item);
      argumentTexts.push(text);
    });
    return { type: "call", name, args, argumentTexts, start, end: this.#at };
  }

  /** Items up to and including `close`. What stands empty between commas is an empty text (O-GRM-005). */
  #parseItems(close: "}" | "]", add: (item: Element, text: string) => void): void {
    if (this.#takeClose(close)) return;
    for (;;) {
      const start = this.#at;
      const char = this.#text[start];
      if (char === "," || char === close) {
        this.#hasEmptyArgument = true;
        add(emptyText, "");
      } else add(this.#parseElement(`a value, ',' or '${close}'`), this.#text.slice(start, this.#at));
      if (this.#takeClose(close)) return;
      this.#takeComma(close);
    }
  }

  #parseElement(expected: string): Element {
    const char = this.#text[this.#at];
    if (char === "'" || char === '"') return this.#parseQuoted(char);
    if (char === "[") return this.#parseList();
    if (char === "{") return this.#parseMap();
    return this.#parsePrimitive(expected);
  }

  #parseQuoted(quote: Quote): Element {
    const opening = this.#at++;
    const parts: Part[] = [];
    for (;;) {
      const stop = quotedStop[quote];
      stop.lastIndex = this.#at;
      const found = stop.exec(this.#text);
      if (found === null) {
        throw interpolationSyntaxError(this.#text, opening, this.#text.length, `a text closed by ${quote}`);
      }
      if (found[0] === "${") this.#readOpening(parts, found.index);
      else if (this.#readQuote(parts, quote, found.index)) break;
    }
    const [only] = parts;
    if (parts.length === 0) return emptyText;
    if (parts.length === 1 && typeof only === "string") return { type: "literal", value: only };
    return { type: "text", parts };
  }

  /** Whether the quote closes the text; an odd backslash before it makes it part of the text (O-ESC-003). */
  #readQuote(parts: Part[], quote: Quote, at: number): boolean {
    const isEscaped = this.#readBackslashes(parts, at);
    this.#at = at + 1;
    if (isEscaped) addText(parts, quote);
    return !isEscaped;
  }

  #parseList(): Element {
    this.#enter(this.#at);
    this.#at = skipBlanks(this.#text, this.#at + 1);
    const items: Element[] = [];
    this.#parseItems("]", (item) => items.push(item));
    this.#depth--;
    return { type: "list", items };
  }

  #parseMap(): Element {
    this.#enter(this.#at);
    this.#at = skipBlanks(this.#text, this.#at + 1);
    const entries: [unknown, Element][] = [];
    if (!this.#takeClose("}")) {
      for (;;) {
        const key = this.#parseMapKey();
        entries.push([key, this.#parseElement("a value")]);
        if (this.#takeClose("}")) break;
        this.#takeComma("}");
      }
    }
    this.#depth--;
    return { type: "map", entries };
  }

  #parseMapKey(): unknown {
    const tokens = this.#parseBare(false);
    const [only] = tokens;
    const at = skipBlanks(this.#text, this.#at);
    if (only === undefined) throw this.#expected("a key", "keys in {...} cannot be quoted or interpolated");
    if (this.#text[at] !== ":") throw this.#expected("':'");
    this.#at = skipBlanks(this.#text, at + 1);
    return tokens.length === 1
      ? only.value
      : tokens.map(({ part }) => (typeof part === "string" ? part : "")).join("");
  }

  #parsePrimitive(expected: string): Element {
    const start = this.#at;
    const tokens = this.#parseBare(true);
    const [only] = tokens;
    if (only === undefined || (tokens.length === 1 && only.blank)) {
      this.#at = start;
      throw this.#expected(expected, quoteHint);
    }
    if (tokens.length === 1) {
      return typeof only.part === "string" ? { type: "literal", value: only.value } : only.part;
    }
    const parts: Part[] = [];
    for (const { part } of tokens) {
      if (typeof part === "string") addText(parts, part);
      else parts.push(part);
    }
    const [text] = parts;
    if (parts.length === 1 && typeof text === "string") return { type: "literal", value: text };
    return { type: "text", parts };
  }

  /** Tokens of an unquoted element. Keys of maps end at a colon and hold no interpolation. */
  #parseBare(isValue: boolean): BarePiece[] {
    const pieces: BarePiece[] = [];
    for (;;) {
      const colon = skipBlanks(this.#text, this.#at);
      if (colon === this.#at && this.#text.startsWith("${", this.#at)) {
        if (!isValue) throw this.#expected("a key", "keys in {...} cannot be quoted or interpolated");
        pieces.push({ part: this.#parseInterpolation(), value: undefined, blank: false });
        continue;
      }
      const piece = this.#readPiece(colon, isValue);
      if (piece === undefined) return pieces;
      pieces.push(piece);
    }
  }

  /** Blanks belong to a following `:`, and to the element unless a closing character or comma follows (O-GRM-004). */
  #readPiece(afterBlanks: number, isValue: boolean): BarePiece | undefined {
    const next = this.#text[afterBlanks];
    if (next === ":") return isValue ? this.#take(skipBlanks(this.#text, afterBlanks + 1), false) : undefined;
    if (afterBlanks > this.#at) {
      if (next === "," || next === "}" || next === "]") return undefined;
      return this.#take(afterBlanks, true);
    }
    const token = readBareToken(this.#text, this.#at);
    if (token === undefined) return undefined;
    this.#at = token.end;
    return { part: token.text, value: token.value, blank: false };
  }

  #take(end: number, blank: boolean): BarePiece {
    const text = this.#text.slice(this.#at, end);
    this.#at = end;
    return { part: text, value: text, blank };
  }

  #takeClose(close: "}" | "]"): boolean {
    const at = skipBlanks(this.#text, this.#at);
    if (this.#text[at] !== close) return false;
    this.#at = at + 1;
    return true;
  }

  #takeComma(close: "}" | "]"): void {
    const at = skipBlanks(this.#text, this.#at);
    if (this.#text[at] !== ",") throw this.#expected(`',' or '${close}'`, quoteHint);
    this.#at = skipBlanks(this.#text, at + 1);
  }

  #enter(start: number): void {
    if (++this.#depth > maxInterpolationDepth) {
      throw interpolationSyntaxError(
        this.#text,
        start,
        start + 1,
        `at most ${maxInterpolationDepth} levels of nesting`,
      );
    }
  }

  #expected(expected: string, hint?: string): Error {
    const end = this.#at + (this.#text.startsWith("${", this.#at) ? 2 : 1);
    return interpolationSyntaxError(this.#text, this.#at, Math.min(end, this.#text.length), expected, hint);
  }
}

interface BarePiece {
  readonly part: Part;
  readonly value: unknown;
  readonly blank: boolean;
}

const emptyText: Element = { type: "literal", value: "" };

function addText(parts: Part[], text: string): void {
  if (text === "") return;
  const last = parts.at(-1);
  if (typeof last === "string") parts[parts.length - 1] = last + text;
  else parts.push(text);
}

function makeReference(dots: number, keys: readonly ReferenceKey[], start: number, end: number): Reference {
  const steps: string[] = [];
  for (const { key } of keys) if (typeof key === "string") steps.push(key);
  return {
    type: "reference",
    dots,
    keys,
    steps: steps.length === keys.length ? steps : undefined,
    start,
    end,
  };
}
