import { endOfIdentifier } from "../../text/characters.ts";
import { Float } from "../scalar.ts";

const uint = String.raw`(?:0|[1-9](?:_?[0-9])*)`;
const digits = String.raw`[0-9](?:_?[0-9])*`;
const point = String.raw`(?:${uint}?\.${digits}|${uint}\.)`;
/** Made when a number needs them. */
let numbers: { readonly int: RegExp; readonly float: RegExp } | undefined;

function numberPatterns(): NonNullable<typeof numbers> {
  return (numbers ??= {
    int: new RegExp(`[+-]?${uint}`, "y"),
    float: new RegExp(
      String.raw`[+-]?(?:(?:${point}|${uint})[eE][+-]?${digits}|${point}|[iI][nN][fF]|[nN][aA][nN])`,
      "y",
    ),
  });
}

const escapePattern = /(?:\\[\\()[\]{}:=, \t])+/y;
/** Behind its sign. */
const numberStarts = "0123456789.iInN";
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
  const wordEnd = endOfIdentifier(text, at);
  if (wordEnd > at) {
    const word = text.slice(at, wordEnd);
    return { value: wordValue(word), text: word, end: wordEnd };
  }
  const number = readNumber(text, at);
  if (number !== undefined) return number;
  const escapes = char === "\\" ? match(escapePattern, text, at) : undefined;
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
  return text !== "" && endOfIdentifier(text, 0) === text.length;
}

function readNumber(text: string, at: number): BareToken | undefined {
  const isSigned = text[at] === "+" || text[at] === "-";
  if (!numberStarts.includes(text[isSigned ? at + 1 : at] ?? " ")) return undefined;
  const { int: intPattern, float: floatPattern } = numberPatterns();
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
