import { HydraException } from "../../errors/hydra-errors.ts";
import type { Source, Span } from "../../text/source.ts";

export type TokenType = "number" | "text" | "word" | "operator" | "end";

/** A piece of a condition. */
export interface Token {
  readonly type: TokenType;
  /** As written; of quoted text what stands between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const blanks = /\s+/y;
const number = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
const quoted = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
/** Keys, groups and packages: `model.lr`, `db/engine`, `db@backup`. Inside of a word `/` and `-` are no operators. */
let word: RegExp | undefined;
const operator = /==|!=|<=|>=|&&|\|\||[<>=!()[\],+\-*/%]/y;

/** Cuts a condition into tokens; the last one is `end`. */
export function tokenizeCondition(source: Source): Token[] {
  const { text } = source;
  const tokens: Token[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const push = (type: TokenType, match: RegExpExecArray, shown: string): void => {
    tokens.push({ type, text: shown, start: at, end: at + match[0].length });
    at += match[0].length;
  };
  while (at < text.length) {
    const blank = take(blanks);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    const digits = take(number);
    if (digits !== null) {
      push("number", digits, digits[0].replaceAll("_", ""));
      continue;
    }
    const string = take(quoted);
    if (string !== null) {
      push("text", string, (string[1] ?? string[2] ?? "").replace(/\\(.)/gs, "$1"));
      continue;
    }
    const name = take((word ??= /[\p{L}_$][\p{L}\p{N}_$]*(?:[./@:-]+[\p{L}\p{N}_$]+)*/uy));
    if (name !== null) {
      push("word", name, name[0]);
      continue;
    }
    const sign = take(operator);
    if (sign === null) throw unexpected(source, at);
    push("operator", sign, sign[0]);
  }
  tokens.push({ type: "end", text: "", start: at, end: at });
  return tokens;
}

function unexpected(source: Source, at: number): HydraException {
  const character = String.fromCodePoint(source.text.codePointAt(at) ?? 0);
  const isQuote = character === "'" || character === '"';
  return conditionError(
    isQuote ? "A quoted text in a condition does not end" : `A condition cannot contain '${character}'`,
    { source, start: at, end: at + character.length },
    isQuote ? `close it with ${character}` : "texts with special characters stand in quotes",
  );
}

/** What is wrong with a condition, with its place in it. */
export function conditionError(summary: string, span: Span, hint?: string): HydraException {
  return new HydraException("SWEEP_CONDITION", summary, { key: span.source.name, span, hint });
}
