import { afterBreak, breakValue, foldBreaks, isBreak, isDocumentMarker } from "./characters.ts";
import type { Cursor } from "./cursor.ts";

const singleQuote = 39;
const backslash = 92;

const escapes = new Map(
  Object.entries({
    0: "\0",
    a: "\x07",
    b: "\b",
    t: "\t",
    "\t": "\t",
    n: "\n",
    v: "\v",
    f: "\f",
    r: "\r",
    e: "\x1b",
    " ": " ",
    '"': '"',
    "/": "/",
    "\\": "\\",
    N: "\x85",
    _: "\xa0",
    L: "\u2028",
    P: "\u2029",
  }),
);
const hexLengths = new Map([
  ["x", 2],
  ["u", 4],
  ["U", 8],
]);

/** Reads a quoted scalar; the cursor stands on its opening quote and ends behind the closing one. */
export function readQuoted(cursor: Cursor): string {
  const { text } = cursor;
  const open = cursor.position;
  const quote = cursor.code();
  let value = "";
  let from = open + 1;
  for (let at = from; ;) {
    const code = text.charCodeAt(at);
    if (Number.isNaN(code)) {
      cursor.fail(`A ${quote === singleQuote ? "single" : "double"} quote is not closed`, open);
    } else if (code === quote) {
      value += text.slice(from, at);
      if (quote !== singleQuote || text.charCodeAt(at + 1) !== singleQuote) {
        cursor.moveTo(at + 1);
        return value;
      }
      from = at + 1;
      at += 2;
    } else if (code === backslash && quote !== singleQuote) {
      const escape = readEscape(cursor, at);
      value += text.slice(from, at) + escape.value;
      at = from = escape.end;
    } else if (isBreak(code)) {
      const lineEnd = trimBlanks(text, from, at);
      const lines = skipLines(cursor, at);
      value += text.slice(from, lineEnd) + foldBreaks(lines.breaks);
      at = from = lines.end;
    } else at++;
  }
}

/** Where the blanks and tabs before `at` start, not before `from`. */
function trimBlanks(text: string, from: number, at: number): number {
  let end = at;
  while (end > from && (text.charCodeAt(end - 1) === 32 || text.charCodeAt(end - 1) === 9)) end--;
  return end;
}

/** Skips line breaks and the blanks around them. */
function skipLines(cursor: Cursor, from: number): { end: number; breaks: string } {
  const { text } = cursor;
  let at = from;
  let breaks = "";
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 9) at++;
    else if (isBreak(code)) {
      breaks += breakValue(text, at);
      at = afterBreak(text, at);
      cursor.moveToLine(at, at);
      if (isDocumentMarker(text, at))
        cursor.fail("A quoted text does not end before the end of the document", at, at + 3);
    } else return { end: at, breaks };
  }
}

function readEscape(cursor: Cursor, at: number): { value: string; end: number } {
  const { text } = cursor;
  const letter = text.charAt(at + 1);
  const simple = escapes.get(letter);
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const length = hexLengths.get(letter);
  if (length !== undefined) return readHexEscape(cursor, at, length);
  if (isBreak(text.charCodeAt(at + 1))) {
    const lines = skipLines(cursor, at + 1);
    return { value: lines.breaks.slice(1), end: lines.end };
  }
  return cursor.fail(
    `'\\${letter}' is not an escape`,
    at,
    at + 2,
    "write \\\\ for a backslash, or use single quotes",
  );
}

function readHexEscape(cursor: Cursor, at: number, length: number): { value: string; end: number } {
  const end = at + 2 + length;
  const digits = cursor.text.slice(at + 2, end);
  const point = /^[0-9a-fA-F]+$/.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
  if (point < 0 || point > 0x10ffff) {
    cursor.fail(
      `'${cursor.text.slice(at, end)}' is not an escape`,
      at,
      end,
      `\\${cursor.text.charAt(at + 1)} takes ${length} hexadecimal digits`,
    );
  }
  return { value: String.fromCodePoint(point), end };
}
