import type { Lexer } from "yaml";
import type { NodeProperties, ScalarStyle, YamlHandler } from "./handler.ts";

/** Blanks that a line needs in front of it. */
interface Indent {
  readonly at: number;
  readonly width: number;
}

/** A text whose brackets and quoted texts are indented as YAML wants it, and the way back to the places in the original. */
export interface IndentedText {
  readonly text: string;
  readonly originalOffset: (offset: number) => number;
}

const documentStart = "\x02";
const flowEnd = "\x18";
const scalarStart = "\x1f";

/**
 * Indents what stands between brackets or quotes and goes on at the start of a line. PyYAML and the files people have accept
 * that layout, the YAML packages refuse it; between brackets and quotes, indentation means nothing.
 */
export function indentFlowContent(text: string, makeLexer: () => Lexer): IndentedText {
  const indents: Indent[] = [];
  let from: number | undefined = 0;
  while (from !== undefined) {
    const cutOff = collectUntilCutOff(text, from, makeLexer, indents);
    from = cutOff === undefined ? undefined : findEnd(text, cutOff, makeLexer);
    if (cutOff !== undefined && from !== undefined) collectIndents(text, cutOff, from, indents);
  }
  return insertIndents(text, indents);
}

/** Goes to the first bracket or quote whose content the lexer gives up because of its indentation, and answers its start. */
function collectUntilCutOff(
  text: string,
  from: number,
  makeLexer: () => Lexer,
  indents: Indent[],
): number | undefined {
  let start = from;
  for (const { lexeme, at, level, before } of lexemes(text, from, makeLexer)) {
    if (level > 0 && before === 0) start = at;
    if (lexeme === flowEnd && level > 0) return start;
    if (level > 0) continue;
    if (isOpenQuote(lexeme)) return at;
    const end = at + lexeme.length;
    if (before > 0) collectIndents(text, start, end, indents);
    else if (/^['"]/.test(lexeme)) collectIndents(text, at, end, indents);
  }
  return undefined;
}

/** End of the brackets or quoted text that starts here; read alone, its indentation does not matter. */
function findEnd(text: string, start: number, makeLexer: () => Lexer): number | undefined {
  for (const { lexeme, at, level } of lexemes(text, start, makeLexer)) {
    if (lexeme === flowEnd || isOpenQuote(lexeme)) return undefined;
    if (level === 0 && lexeme !== documentStart && lexeme !== scalarStart) return at + lexeme.length;
  }
  return undefined;
}

interface PlacedLexeme {
  readonly lexeme: string;
  readonly at: number;
  /** Brackets that are open in front of it and behind it. */
  readonly before: number;
  readonly level: number;
}

function* lexemes(text: string, from: number, makeLexer: () => Lexer): Generator<PlacedLexeme> {
  let at = from;
  let level = 0;
  let inScalar = false;
  for (const lexeme of makeLexer().lex(text.slice(from))) {
    const before = level;
    if (!inScalar && (lexeme === "[" || lexeme === "{")) level++;
    else if (!inScalar && level > 0 && (lexeme === "]" || lexeme === "}")) level--;
    yield { lexeme, at, before, level };
    inScalar = lexeme === scalarStart;
    if (!inScalar && lexeme !== documentStart && lexeme !== flowEnd) at += lexeme.length;
  }
}

function isOpenQuote(lexeme: string): boolean {
  if (lexeme.startsWith("'")) return !/^'(?:[^']|'')*'$/.test(lexeme);
  return lexeme.startsWith('"') && !/^"(?:[^"\\]|\\[^])*"$/.test(lexeme);
}

/** Notes what the lines between two places lack to stand at the column of the first one. */
function collectIndents(text: string, start: number, end: number, indents: Indent[]): void {
  let next = text.indexOf("\n", start);
  if (next === -1 || next >= end) return;
  const column = start - (text.lastIndexOf("\n", start) + 1);
  for (; next !== -1 && next + 1 < end; next = text.indexOf("\n", next + 1)) {
    const at = next + 1;
    let width = 0;
    while (text.charCodeAt(at + width) === 32) width++;
    const blank = /[\r\n]/.test(text.charAt(at + width));
    if (!blank && width < column) indents.push({ at, width: column - width });
  }
}

function insertIndents(text: string, indents: readonly Indent[]): IndentedText {
  let indented = "";
  let from = 0;
  let inserted = 0;
  /** Per indent: where it ends in the new text, and all that was inserted up to there. */
  const ends: { readonly end: number; readonly inserted: number; readonly at: number }[] = [];
  for (const { at, width } of indents) {
    indented += text.slice(from, at) + " ".repeat(width);
    from = at;
    inserted += width;
    ends.push({ end: at + inserted, inserted, at });
  }
  return {
    text: indents.length === 0 ? text : indented + text.slice(from),
    originalOffset(offset) {
      let low = 0;
      let high = ends.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((ends[middle]?.end ?? 0) <= offset) low = middle + 1;
        else high = middle;
      }
      const original = offset - (ends[low - 1]?.inserted ?? 0);
      return Math.min(original, ends[low]?.at ?? original);
    },
  };
}

/** Passes on what is read in an indented text, with the places in the original. */
export class OriginalPlaces implements YamlHandler {
  readonly #layout: IndentedText;
  readonly #handler: YamlHandler;

  constructor(layout: IndentedText, handler: YamlHandler) {
    this.#layout = layout;
    this.#handler = handler;
  }

  startMap(start: number, properties: NodeProperties | undefined): void {
    this.#handler.startMap(this.#layout.originalOffset(start), properties);
  }

  startList(start: number, properties: NodeProperties | undefined): void {
    this.#handler.startList(this.#layout.originalOffset(start), properties);
  }

  end(end: number): void {
    this.#handler.end(this.#layout.originalOffset(end));
  }

  scalar(
    text: string,
    style: ScalarStyle,
    start: number,
    end: number,
    properties: NodeProperties | undefined,
  ): void {
    const { originalOffset } = this.#layout;
    this.#handler.scalar(text, style, originalOffset(start), originalOffset(end), properties);
  }

  alias(name: string, start: number, end: number): void {
    this.#handler.alias(name, this.#layout.originalOffset(start), this.#layout.originalOffset(end));
  }
}
