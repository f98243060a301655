import { MapNode } from "../node.ts";
import type { Frames } from "./frames.ts";
import type { ScalarStyle } from "./handler.ts";
import { lineSeparator, readSingleQuoted } from "./line-separators.ts";

const longestSimpleKey = 1024;

/** What YAML 1.1 refuses or reads in another way than the parsers (O-YML-001). Told of all nodes, in order. */
export class SyntaxRules {
  readonly #frames: Frames;
  readonly #text: string;
  readonly #hasTabs: boolean;
  readonly #hasSeparators: boolean;
  /** End of the last token. */
  #last = 0;

  constructor(frames: Frames) {
    this.#frames = frames;
    this.#text = frames.source.text;
    this.#hasTabs = this.#text.includes("\t");
    this.#hasSeparators = this.#text.includes("\u2028") || this.#text.includes("\u2029");
  }

  collection(start: number): void {
    if (this.#hasTabs) this.#checkGap(start);
    this.#checkStart(start);
    this.#last = start;
  }

  /** Checks a scalar and answers its text. */
  scalar(text: string, style: ScalarStyle, start: number, end: number): string {
    if (this.#hasTabs) {
      this.#checkGap(start);
      if (style === "plain") this.#checkTab(this.#text.slice(start, end), start);
    }
    if (this.#frames.atKey) this.#checkKey(style, start, end);
    if (style === "double") this.#checkEscapes(start, end);
    const read = this.#hasSeparators
      ? this.#readSeparators(text, style, start, end)
      : this.#isCutOff(style, end)
        ? text.replace(/\n$/, "")
        : text;
    this.#last = start === end && !this.#frames.atKey ? this.#behindColon(start) : end;
    return read;
  }

  alias(name: string, start: number, end: number): void {
    if (this.#hasTabs) this.#checkGap(start);
    this.name(name, "alias", start, end);
    this.#last = end;
  }

  name(name: string, what: "anchor" | "alias", start: number, end: number): void {
    if (/^[\w-]+$/.test(name)) return;
    const summary = `The name of an ${what} is made of letters, digits, '-' and '_'`;
    const quote = `to write a text that starts with '${what === "alias" ? "*" : "&"}', put it in quotes`;
    const hint = name.endsWith(":") ? "put a blank before the ':'" : quote;
    this.#frames.fail("YAML_SYNTAX", summary, start, end, hint);
  }

  finish(): void {
    if (this.#hasTabs) this.#checkGap(this.#text.length);
  }

  /** A value without brackets starts on a line of its own, also behind an anchor or tag. */
  #checkStart(start: number): void {
    const { top, atKey } = this.#frames;
    const first = this.#text.charAt(start);
    if (!(top?.node instanceof MapNode) || atKey || first === "[" || first === "{") return;
    const gap = this.#text.slice(this.#last, start);
    if (gap.includes("\n") || gap.includes("\r") || gap.includes("\x85")) return;
    const hint = "put the value in quotes, or start the inner mapping on a line of its own";
    this.#frames.fail("YAML_SYNTAX", "A mapping cannot start on the line of its key", start, start + 1, hint);
  }

  #checkKey(style: ScalarStyle, start: number, end: number): void {
    if (start === end && this.#isKeyMissing()) {
      this.#frames.fail("YAML_SYNTAX", "A key is missing before ':'", start, end);
    }
    if (style === "literal" || style === "folded") return;
    const tooLong = end - start > longestSimpleKey;
    if (!tooLong && !this.#text.slice(start, end).includes("\n")) return;
    if (this.#isExplicit(start) || this.#behindColon(end) === end) return;
    const summary = tooLong
      ? `A key cannot be longer than ${longestSimpleKey} characters`
      : "A key must stand on one line";
    const hint = "put the key behind '? ' and the value behind ': ' on a line of its own";
    this.#frames.fail("YAML_SYNTAX", summary, start, end, hint);
  }

  /** Whether the key at `start` stands behind a `?`. */
  #isExplicit(start: number): boolean {
    return /(?:^|[\s,{[])\?\s/.test(withoutComments(this.#text.slice(this.#last, start)));
  }

  /** Whether a `:` stands where a key could. */
  #isKeyMissing(): boolean {
    const pattern = /(?:[\s,{]|#[^\n]*)*:/y;
    pattern.lastIndex = this.#last;
    return pattern.test(this.#text);
  }

  /** The place behind the `:` of an empty value. */
  #behindColon(at: number): number {
    const pattern = /(?:\s|#[^\n]*)*:[ \t]*/y;
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : at;
  }

  /** Between tokens, a tab may stand only behind a `:` and in comments. */
  #checkGap(end: number): void {
    const gap = this.#text.slice(this.#last, end);
    if (!gap.includes("\t")) return;
    this.#checkTab(
      withoutComments(gap).replace(/:[ \t]+/g, ({ length }) => ":".padEnd(length)),
      this.#last,
    );
  }

  #checkTab(part: string, start: number): void {
    const at = part.indexOf("\t");
    if (at === -1) return;
    const hint = "use blanks, or put the text in quotes";
    this.#frames.fail("YAML_SYNTAX", "A tab cannot indent or separate", start + at, start + at + 1, hint);
  }

  /** `\U` takes the code of a character. */
  #checkEscapes(start: number, end: number): void {
    const written = this.#text.slice(start, end);
    if (!written.includes("\\U")) return;
    for (const { 0: escape, 1: digits, index } of written.matchAll(/\\(?:U([0-9a-fA-F]{8})|[^])/g)) {
      if (digits === undefined || Number.parseInt(digits, 16) <= 0x10ffff) continue;
      const at = start + index;
      this.#frames.fail("YAML_SYNTAX", `'${escape}' is not an escape`, at, at + escape.length);
    }
  }

  /** A block scalar whose last line has no line break gets none. */
  #isCutOff(style: ScalarStyle, end: number): boolean {
    if (style !== "literal" && style !== "folded") return false;
    if (end < this.#text.length) return false;
    return this.#text.slice(this.#text.lastIndexOf("\n") + 1).trim() !== "";
  }

  #readSeparators(text: string, style: ScalarStyle, start: number, end: number): string {
    const written = this.#text.slice(start, end);
    const at = written.search(lineSeparator);
    if (at === -1 || style === "double") return text;
    if (style === "single") return readSingleQuoted(written);
    const summary = "The line separators U+2028 and U+2029 can stand in quoted texts only";
    const hint = "in double quotes, write \\L or \\P";
    return this.#frames.fail("YAML_SYNTAX", summary, start + at, start + at + 1, hint);
  }
}

/** The text with blanks instead of its comments. */
function withoutComments(text: string): string {
  return text.replace(/(?<=^|\s)#[^\n]*/g, ({ length }) => " ".repeat(length));
}
