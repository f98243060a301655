import { hasLineBreak } from "../../text/characters.ts";

const bestWidth = 80;

/** Where a text is written. */
export interface TextPlace {
  /** Column of its first character, counted in characters from 0. */
  readonly column: number;
  /** Indentation of its further lines. */
  readonly indent: number;
  /** Long lines are broken; false for keys. */
  readonly fold: boolean;
}

/** Number of characters, as opposed to UTF-16 units. */
export function textWidth(text: string): number {
  let width = text.length;
  for (let at = 0; at < text.length; at++) if ((text.charCodeAt(at) & 0xfc00) === 0xdc00) width--;
  return width;
}

/** A plain text, broken at single spaces past column 80 (O-DMP-015). */
export function writePlain(text: string, place: TextPlace): string {
  if (!place.fold || place.column + text.length <= bestWidth) return text;
  return foldAtSpaces(text, place.column, place, () => true);
}

/** A text in single quotes (O-DMP-016). */
export function writeSingleQuoted(text: string, place: TextPlace): string {
  // Most texts are short and have neither quotes nor line breaks.
  if (place.column + text.length < bestWidth && !text.includes("'") && !hasLineBreak(text))
    return `'${text}'`;
  const newLine = `\n${" ".repeat(place.indent)}`;
  let written = "'";
  let column = place.column + 1;
  for (const match of text.matchAll(/[\n\u2028\u2029]+|[^\n\u2028\u2029]+/gu)) {
    const [part] = match;
    if (/^[\n\u2028\u2029]/.test(part)) {
      written += (part.startsWith("\n") ? "\n" : "") + part + newLine.slice(1);
      column = place.indent;
    } else {
      const doubled = part.replaceAll("'", "''");
      const atStart = match.index === 0;
      const atEnd = match.index + part.length === text.length;
      const folded = place.fold
        ? foldAtSpaces(
            doubled,
            column,
            place,
            (start, end) => !(atStart && start === 0) && !(atEnd && end === doubled.length),
          )
        : doubled;
      written += folded;
      const lastLine = folded.slice(folded.lastIndexOf("\n") + 1);
      column = folded.includes("\n") ? textWidth(lastLine) : column + textWidth(folded);
    }
  }
  return `${written}'`;
}

/** Replaces single spaces by line breaks where the line is longer than 80 already. */
function foldAtSpaces(
  text: string,
  startColumn: number,
  place: TextPlace,
  mayBreak: (start: number, end: number) => boolean,
): string {
  let written = "";
  let column = startColumn;
  for (const match of text.matchAll(/ +|[^ ]+/gu)) {
    const [part] = match;
    const end = match.index + part.length;
    if (part === " " && column > bestWidth && mayBreak(match.index, end)) {
      written += `\n${" ".repeat(place.indent)}`;
      column = place.indent;
    } else {
      written += part;
      column += textWidth(part);
    }
  }
  return written;
}

const escapes = new Map([
  ["\0", "\\0"],
  ["\x07", "\\a"],
  ["\b", "\\b"],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\v", "\\v"],
  ["\f", "\\f"],
  ["\r", "\\r"],
  ["\x1b", "\\e"],
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\x85", "\\N"],
  ["\u2028", "\\L"],
  ["\u2029", "\\P"],
]);

/** A text in double quotes (O-DMP-017). */
export function writeDoubleQuoted(text: string, place: TextPlace): string {
  const characters = Array.from(text);
  const newLine = `\\\n${" ".repeat(place.indent)}`;
  let written = '"';
  let column = place.column + 1;
  let pending = "";
  let pendingWidth = 0;
  const flush = (): void => {
    written += pending;
    column += pendingWidth;
    pending = "";
    pendingWidth = 0;
  };
  characters.forEach((character, index) => {
    const escaped = escapeOf(character);
    if (escaped !== undefined) {
      flush();
      written += escaped;
      column += escaped.length;
    }
    const inside = index > 0 && index < characters.length - 1;
    const breakable = character === " " || pendingWidth === 0;
    const width = escaped === undefined ? pendingWidth : -1;
    if (place.fold && inside && breakable && column + width > bestWidth) {
      flush();
      written += newLine;
      column = place.indent;
      const next = escaped === undefined ? character : characters[index + 1];
      if (next === " ") {
        written += "\\";
        column += 1;
      }
    }
    if (escaped === undefined) {
      pending += character;
      pendingWidth += 1;
    }
  });
  flush();
  return `${written}"`;
}

function escapeOf(character: string): string | undefined {
  const known = escapes.get(character);
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  const raw =
    (code >= 0x20 && code <= 0x7e) ||
    (code >= 0xa0 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd && code !== 0xfeff);
  if (raw) return undefined;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
