import { OverrideParseException } from "../errors/hydra-errors.ts";
import { endOfIdentifier, isDigit, isNameStart } from "../text/characters.ts";
import type { Source } from "../text/source.ts";
import type { Token, TokenType } from "./tokens.ts";

const punctuation = new Map<string, TokenType>([
  ["(", "("],
  [")", ")"],
  ["[", "["],
  ["]", "]"],
  ["{", "{"],
  ["}", "}"],
  [",", ","],
  [":", ":"],
  ["=", "="],
]);
const swallowsBlanksBefore = new Set(["(", ")", "]", "}", ",", ":", "="]);
const swallowsBlanksAfter = new Set(["(", "[", "{", ",", ":", "="]);
const plainCharacters = new Set("/-\\+.$%*@?|");
const escapable = new Set("\\()[]{}:=, \t");

const digits = "(?:0|[1-9](?:_?[0-9])*)";
const fraction = String.raw`[0-9](?:_?[0-9])*`;
const point = String.raw`(?:(?:${digits})?\.${fraction}|${digits}\.)`;
const exponent = `(?:${point}|${digits})[eE][+-]?${fraction}`;
/** Made when a number needs them. */
let numbers: { readonly int: RegExp; readonly float: RegExp } | undefined;

function numberPatterns(): NonNullable<typeof numbers> {
  return (numbers ??= {
    int: new RegExp(`[+-]?${digits}`, "y"),
    float: new RegExp(`[+-]?(?:${exponent}|${point}|[iI][nN][fF]|[nN][aA][nN])`, "y"),
  });
}
const interpolationPattern = /\$\{[^}]+\}/y;

/** Cuts the value of an override, from `from` up to `to`, into tokens: the longest match wins at every place. */
export function tokenizeValue(source: Source, from: number, to?: number): Token[] {
  return new ValueLexer(source, from, to).run();
}

class ValueLexer {
  readonly #source: Source;
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #at: number;
  /** Open brackets: within them a value may run over several lines. */
  #depth = 0;

  constructor(source: Source, from: number, to: number | undefined) {
    this.#source = source;
    this.#text = to === undefined ? source.text : source.text.slice(0, to);
    this.#at = from;
  }

  run(): Token[] {
    while (this.#at < this.#text.length) this.#next();
    this.#push("end", this.#at);
    return this.#tokens;
  }

  #next(): void {
    const start = this.#at;
    const char = this.#text[start] ?? "";
    const blankEnd = this.#skipBlanks(start);
    if (blankEnd > start) {
      const follower = this.#text[blankEnd] ?? "";
      if (swallowsBlanksBefore.has(follower)) this.#punctuation(follower, start, blankEnd);
      else this.#push("blank", blankEnd);
    } else if (punctuation.has(char)) this.#punctuation(char, start, start);
    else if (char === "'" || char === '"') this.#quoted(char);
    else if (char === "\\") this.#backslash();
    else if (!this.#word(char)) this.#character(char);
  }

  /** Identifiers, numbers, keywords and interpolations. */
  #word(char: string): boolean {
    const code = char.charCodeAt(0);
    if (isNameStart(code)) {
      const idEnd = endOfIdentifier(this.#text, this.#at);
      const type = wordType(this.#text.slice(this.#at, idEnd));
      this.#push(type, idEnd);
      return true;
    }
    if (isDigit(code) || char === "." || char === "+" || char === "-") {
      const { int, float } = numberPatterns();
      const intEnd = this.#match(int);
      // Most numbers are plain integers: only these characters make a float of what begins like one.
      const isFloat = intEnd < 0 || ".eE".includes(this.#text[intEnd] ?? " ");
      const floatEnd = isFloat ? this.#match(float) : -1;
      if (floatEnd < 0 && intEnd < 0) return false;
      if (floatEnd > intEnd) this.#push("float", floatEnd);
      else this.#push("int", intEnd);
      return true;
    }
    if (char !== "$") return false;
    const end = this.#match(interpolationPattern);
    if (end < 0) return false;
    this.#push("interpolation", end);
    return true;
  }

  #character(char: string): void {
    if (plainCharacters.has(char)) {
      this.#push("char", this.#at + 1);
      return;
    }
    const point = this.#text.codePointAt(this.#at) ?? 0;
    const whole = String.fromCodePoint(point);
    if (point < 0x80 || (isInvisible(whole) && !isJoiner(point))) throw this.#unknownCharacter(whole);
    this.#push("char", this.#at + whole.length);
  }

  #punctuation(char: string, start: number, at: number): void {
    if (char === "(" || char === "[" || char === "{") this.#depth++;
    else if ((char === ")" || char === "]" || char === "}") && this.#depth > 0) this.#depth--;
    const type = punctuation.get(char) ?? "char";
    const end = swallowsBlanksAfter.has(char) ? this.#skipBlanks(at + 1) : at + 1;
    this.#tokens.push({ type, start, end });
    this.#at = end;
  }

  /** Adjacent escape pairs are one token; a backslash that escapes nothing stands for itself (H-OVR-009). */
  #backslash(): void {
    let end = this.#at;
    while (this.#text[end] === "\\" && escapable.has(this.#text[end + 1] ?? "")) end += 2;
    if (end === this.#at) this.#push("char", end + 1);
    else this.#push("escape", end);
  }

  /** The closing quote is the first one behind an even number of backslashes (H-OVR-008). */
  #quoted(quote: string): void {
    let end = this.#at + 1;
    for (let backslashes = 0; end < this.#text.length; end++) {
      const char = this.#text[end];
      if (char === quote && backslashes % 2 === 0) {
        this.#push("quoted", end + 1);
        return;
      }
      backslashes = char === "\\" ? backslashes + 1 : 0;
    }
    throw new OverrideParseException("OVERRIDE_LEX", `A quote ${quote} is never closed`, {
      span: { source: this.#source, start: this.#at, end: this.#at + 1 },
      hint: `close the quote; a quote that belongs to the text stands in quotes of the other kind or behind \\`,
    });
  }

  #skipBlanks(from: number): number {
    let at = from;
    for (; at < this.#text.length; at++) {
      const char = this.#text[at];
      if (char === " " || char === "\t") continue;
      if (this.#depth > 0 && (char === "\n" || char === "\r")) continue;
      break;
    }
    return at;
  }

  #match(pattern: RegExp): number {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text) ? pattern.lastIndex : -1;
  }

  #push(type: TokenType, end: number): void {
    this.#tokens.push({ type, start: this.#at, end });
    this.#at = end;
  }

  #unknownCharacter(char: string): OverrideParseException {
    const name = describeCharacter(char);
    return new OverrideParseException("OVERRIDE_LEX", `${name} cannot stand in a value without quotes`, {
      span: { source: this.#source, start: this.#at, end: this.#at + char.length },
      hint:
        char === "\n" || char === "\r"
          ? "values run over several lines only within quotes, brackets or braces"
          : "put the value in quotes; the shell needs a pair of its own around them: 'key=\"a!\"'",
    });
  }
}

/** A character as messages show it: printable ones in quotes, the others by name or number. */
export function describeCharacter(char: string): string {
  if (char === "\n" || char === "\r") return "A line break";
  if (char === "\t") return "A tab";
  if (char === " ") return "A blank";
  if (!isInvisible(char)) return `The character '${char}'`;
  const number = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `The invisible character U+${number}`;
}

function isInvisible(char: string): boolean {
  return /[\p{Z}\p{C}]/u.test(char);
}

function wordType(word: string): TokenType {
  if (word.length > 5) return "id";
  switch (word.toLowerCase()) {
    case "true":
    case "false":
      return "bool";
    case "null":
      return "null";
    case "inf":
    case "nan":
      return "float";
    default:
      return "id";
  }
}

/** Joiners are invisible and yet part of words and emoji. */
function isJoiner(point: number): boolean {
  return point === 0x200c || point === 0x200d;
}
