import { afterBreak, breakValue, isBreak } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

type Chomping = "clip" | "strip" | "keep";

interface Header {
  readonly folded: boolean;
  readonly chomping: Chomping;
  /** Given indentation, relative to the enclosing block. */
  readonly increment: number | undefined;
}

/** Reads `|` and `>` scalars inside a block of indentation `parentIndent`; the cursor ends behind the
 * indentation of the next line. */
export function readBlockScalar(cursor: Cursor, parentIndent: number): string {
  const header = readHeader(cursor);
  const minimum = Math.max(parentIndent + 1, 1);
  const lines = new LineReader(cursor);
  const indent =
    header.increment === undefined
      ? Math.max(minimum, lines.skipLeadingLines())
      : minimum + header.increment - 1;
  let breaks = lines.takeBreaks(indent);
  let value = "";
  let lastBreak = "";
  while (cursor.column === indent && !cursor.atEnd) {
    const indented = isBlank(cursor.code());
    value += breaks + lines.takeLine();
    lastBreak = lines.takeBreak();
    breaks = lines.takeBreaks(indent);
    if (cursor.column !== indent || cursor.atEnd) break;
    const folds = header.folded && lastBreak === "\n" && !indented && !isBlank(cursor.code());
    if (!folds) value += lastBreak;
    else if (breaks === "") value += " ";
  }
  if (header.chomping !== "strip") value += lastBreak;
  if (header.chomping === "keep") value += breaks;
  return value;
}

function readHeader(cursor: Cursor): Header {
  const pattern = /([|>])(?:([-+])([1-9])?|([1-9])([-+])?)?/y;
  pattern.lastIndex = cursor.position;
  const [whole = "", style, firstSign, lastDigit, firstDigit, lastSign] = pattern.exec(cursor.text) ?? [];
  const chomp = firstSign ?? lastSign;
  const increment = firstDigit ?? lastDigit;
  cursor.moveTo(cursor.position + whole.length);
  const indicatorsEnd = cursor.position;
  cursor.skipSpaces();
  if (cursor.code() === 35 && cursor.position > indicatorsEnd) {
    while (!cursor.atEnd && !isBreak(cursor.code())) cursor.moveTo(cursor.position + 1);
  }
  if (!cursor.atEnd && !isBreak(cursor.code())) {
    cursor.fail("The text of a block scalar starts on the next line", cursor.position);
  }
  if (!cursor.atEnd) {
    const next = afterBreak(cursor.text, cursor.position);
    cursor.moveToLine(next, next);
  }
  return {
    folded: style === ">",
    chomping: chomp === "+" ? "keep" : chomp === "-" ? "strip" : "clip",
    increment: increment === undefined ? undefined : Number(increment),
  };
}

class LineReader {
  readonly #cursor: Cursor;
  /** Line breaks that were passed and not taken. */
  #breaks = "";

  constructor(cursor: Cursor) {
    this.#cursor = cursor;
  }

  /** Passes blank lines before the first text. Answers the largest indentation met. */
  skipLeadingLines(): number {
    let largest = 0;
    for (;;) {
      this.#cursor.skipSpaces();
      largest = Math.max(largest, this.#cursor.column);
      if (!isBreak(this.#cursor.code())) return largest;
      this.#breaks += this.takeBreak();
    }
  }

  /** Passes lines that are empty but for indentation, and the indentation of the next one. */
  takeBreaks(indent: number): string {
    const cursor = this.#cursor;
    let breaks = this.#breaks;
    this.#breaks = "";
    for (;;) {
      while (cursor.column < indent && cursor.code() === 32) cursor.moveTo(cursor.position + 1);
      if (!isBreak(cursor.code())) return breaks;
      breaks += this.takeBreak();
    }
  }

  takeLine(): string {
    const start = this.#cursor.position;
    while (!this.#cursor.atEnd && !isBreak(this.#cursor.code()))
      this.#cursor.moveTo(this.#cursor.position + 1);
    return this.#cursor.text.slice(start, this.#cursor.position);
  }

  takeBreak(): string {
    const { text, position } = this.#cursor;
    if (!isBreak(text.charCodeAt(position))) return "";
    const next = afterBreak(text, position);
    this.#cursor.moveToLine(next, next);
    return breakValue(text, position);
  }
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
