import { Float } from "../config/scalar.ts";
import type { Token } from "./tokens.ts";
import { type MapKey, type Quote, QuotedString } from "./types.ts";

/** Plain text of one or more tokens, typed (H-OVR-005): a lone number, boolean or null is one, everything else is text. */
export function plainValue(text: string, tokens: readonly Token[]): MapKey {
  const [first] = tokens;
  if (tokens.length === 1 && first !== undefined)
    return singleToken(text.slice(first.start, first.end), first);
  return tokens.map((token) => tokenText(text, token)).join("");
}

function singleToken(content: string, { type }: Token): MapKey {
  switch (type) {
    case "int":
      return parseInteger(content);
    case "float":
      return new Float(parseFloatText(content));
    case "bool":
      return content.length === 4;
    case "null":
      return null;
    case "escape":
      return unescapePairs(content);
    default:
      return content;
  }
}

function tokenText(text: string, { type, start, end }: Token): string {
  const content = text.slice(start, end);
  return type === "escape" ? unescapePairs(content) : content;
}

function unescapePairs(text: string): string {
  let result = "";
  for (let at = 1; at < text.length; at += 2) result += text[at] ?? "";
  return result;
}

/** Decimal digits with optional sign and underscores; a `bigint` when a number would not be exact. */
export function parseInteger(text: string): number | bigint {
  const plain = text.replaceAll("_", "");
  const value = Number(plain);
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  return plain.startsWith("+") ? BigInt(plain.slice(1)) : BigInt(plain);
}

/** Decimal text, or `inf` and `nan` in any case, with optional sign and underscores. */
export function parseFloatText(text: string): number {
  const plain = text.replaceAll("_", "").toLowerCase();
  const word = plain.replace(/^[+-]/, "");
  if (word === "nan") return Number.NaN;
  if (word === "inf" || word === "infinity") {
    return plain.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  return Number(plain);
}

/** The content of a quoted token: backslashes directly before a quote are halved, all others stay (H-OVR-008). */
export function unquote(token: string): QuotedString {
  const quote: Quote = token.startsWith("'") ? "'" : '"';
  const body = token.slice(1, -1);
  if (!body.includes("\\")) return new QuotedString(body, quote);
  const runs = quote === "'" ? /(\\+)('|$)/g : /(\\+)("|$)/g;
  const text = body.replace(
    runs,
    (_, backslashes: string, closing: string) => "\\".repeat(backslashes.length >> 1) + closing,
  );
  return new QuotedString(text, quote);
}
