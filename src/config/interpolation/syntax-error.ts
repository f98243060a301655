import { GrammarParseError } from "../../errors/config-errors.ts";
import { Source } from "../../text/source.ts";

/** The error for a text that cannot be parsed, pointing at the place where reading stopped (O-GRM-008). */
export function interpolationSyntaxError(
  text: string,
  start: number,
  end: number,
  expected: string,
  hint?: string,
): GrammarParseError {
  const found = start >= text.length ? "the text ends" : `found '${shorten(text.slice(start, end))}'`;
  const source = new Source("interpolation", text);
  return new GrammarParseError(
    "INTERPOLATION_SYNTAX",
    `Cannot parse interpolation: expected ${expected}, but ${found}`,
    {
      span: { source, start, end: Math.max(end, start) },
      hint: hint ?? (start >= text.length ? closeHint : undefined),
    },
  );
}

const closeHint = String.raw`close it with }, or write \${ for plain text`;

/** The hint that goes with a character that unquoted arguments cannot hold (O-GRM-007). */
export const quoteHint = "put quotes around the text: ${resolver:'a=b (c)'}";

function shorten(text: string): string {
  const line = text.replaceAll("\n", String.raw`\n`);
  return line.length > 20 ? `${line.slice(0, 20)}…` : line;
}
