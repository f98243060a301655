import { Float } from "../scalar.ts";

const uint = String.raw`(?:0|[1-9](?:_?[0-9])*)`;
const digits = String.raw`[0-9](?:_?[0-9])*`;
const point = String.raw`(?:${uint}?\.${digits}|${uint}\.)`;
const floatPattern = new RegExp(
  String.raw`[+-]?(?:(?:${point}|${uint})[eE][+-]?${digits}|${point}|[iI][nN][fF]|[nN][aA][nN])`,
  "y",
);
const intPattern = new RegExp(`[+-]?${uint}`, "y");
const numberStart = /[+-]?[0-9.iInN]/y;
const wordPattern = /[A-Za-z_][A-Za-z0-9_-]*/y;
const escapePattern = /(?:\\[\\()[\]{}:=, \t])+/y;
const identifier = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const bareCharacters = new Set("/-\\+.$%*@?|");

/** One token of an unquoted element: what it reads as alone, and what it adds to a longer text (O-GRM-003). */
export interface BareToken {
  readonly value: unknown;
  readonly text: string;
  readonly end: number;
}

/** The longest token at `at`, or `undefined` when none of the unquoted kinds starts there. Blanks and colons are not asked for. */
export function readBareToken(text: string, at: number): BareToken | undefined {
  const char = text[at];
  if (char === undefined) return undefined;
  if (char === "%" || char === "/") return { value: char, text: char, end: at + 1 };
  const word = match(wordPattern, text, at);
  if (word !== undefined) return { value: wordValue(word), text: word, end: at + word.length };
  const number = readNumber(text, at);
  if (number !== undefined) return number;
  const escapes = match(escapePattern, text, at);
  if (escapes !== undefined) {
    const plain = unescapePairs(escapes);
    return { value: plain, text: plain, end: at + escapes.length };
  }
  return bareCharacters.has(char) ? { value: char, text: char, end: at + 1 } : undefined;
}

/** Offset of the first character at or after `at` that is neither space nor tab. */
export function skipBlanks(text: string, at: number): number {
  let end = at;
  while (text[end] === " " || text[end] === "\t") end++;
  return end;
}

export function isIdentifier(text: string): boolean {
  return identifier.test(text);
}

function readNumber(text: string, at: number): BareToken | undefined {
  if (match(numberStart, text, at) === undefined) return undefined;
  const int = match(intPattern, text, at);
  // Most numbers are plain integers: only these characters make a float of what begins like one.
  const isFloat = int === undefined || ".eE".includes(text[at + int.length] ?? " ");
  const float = isFloat ? match(floatPattern, text, at) : undefined;
  if (float !== undefined && float.length >= (int?.length ?? 0))
    return { value: floatValue(float), text: float, end: at + float.length };
  if (int === undefined) return undefined;
  return { value: intValue(int), text: int, end: at + int.length };
}

function wordValue(word: string): unknown {
  switch (word.toLowerCase()) {
    case "null":
      return null;
    case "true":
      return true;
    case "false":
      return false;
    case "inf":
    case "nan":
      return floatValue(word);
    default:
      return word;
  }
}

function floatValue(text: string): Float | number {
  const plain = text.replaceAll("_", "").toLowerCase();
  const value = plain.endsWith("inf")
    ? plain.startsWith("-")
      ? Number.NEGATIVE_INFINITY
      : Number.POSITIVE_INFINITY
    : Number(plain);
  return new Float(value);
}

function intValue(text: string): number | bigint {
  const plain = text.replaceAll("_", "").replace(/^\+/, "");
  const value = Number(plain);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return plain.startsWith("-") ? -BigInt(plain.slice(1)) : BigInt(plain);
}

function unescapePairs(pairs: string): string {
  let plain = "";
  for (let at = 1; at < pairs.length; at += 2) plain += pairs[at];
  return plain;
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
