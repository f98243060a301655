import { Source } from "../text/source.ts";
import { tokenizeValue } from "./lexer.ts";
import { plainValue } from "./primitive.ts";
import { isAtom } from "./tokens.ts";
import { QuotedString } from "./types.ts";

const special = /[\\()[\]{}:=, \t]/g;
const harmless = /^[A-Za-z_][A-Za-z0-9_./@-]*$/;
const keyword = /^(?:true|false|null|inf|nan)$/i;

/**
 * Text without quotes of its own: as it is with its special characters escaped, or in quotes when it would then read as
 * something else: as a number, a boolean, null, or not at all.
 */
export function printText(text: string): string {
  if (harmless.test(text) && !keyword.test(text)) return text;
  const escaped = text.replace(special, String.raw`\$&`);
  return readsAs(escaped, text) ? escaped : quoteText(text);
}

/** Whether plain text is read as exactly this text. */
function readsAs(escaped: string, text: string): boolean {
  if (text === "" || /['"\n\r]/.test(text)) return false;
  try {
    const tokens = tokenizeValue(new Source("", escaped), 0).slice(0, -1);
    return tokens.every(({ type }) => isAtom(type)) && plainValue(escaped, tokens) === text;
  } catch {
    return false;
  }
}

/** Text in quotes, of the kind that needs no escape if there is one. */
function quoteText(text: string): string {
  return printQuoted(new QuotedString(text, text.includes("'") && !text.includes('"') ? '"' : "'"));
}

/** Quoted text: backslashes directly before a quote are doubled, a quote of the same kind is escaped (H-OVR-008). */
export function printQuoted({ text, quote }: QuotedString): string {
  const runs = quote === "'" ? /(\\*)('|$)/g : /(\\*)("|$)/g;
  const body = text.replace(
    runs,
    (_, backslashes: string, closing: string) =>
      backslashes + backslashes + (closing === "" ? "" : `\\${closing}`),
  );
  return quote + body + quote;
}
