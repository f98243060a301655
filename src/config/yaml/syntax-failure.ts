import type { ErrorCode } from "yaml";
import { YamlError } from "../../errors/config-errors.ts";
import type { Source } from "../../text/source.ts";

/** A mistake as the package `yaml` reports it, with places in the source. */
export interface Mistake {
  readonly code: ErrorCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What is wrong with a text, in the words of its author. */
interface Explanation {
  readonly code: ErrorCode;
  /** Tells the uses of one code apart. */
  readonly message?: RegExp;
  /** What stands at the place of the mistake. */
  readonly text?: RegExp;
  readonly summary: string;
  readonly hint?: string;
}

const quoteText = "put the text in quotes";
const unclosedBracket = "A bracket before this is not closed";

/** The first that fits is taken. A `$&` in a summary stands for what `text` found. */
const explanations: readonly Explanation[] = [
  { code: "ALIAS_PROPS", summary: "An alias cannot have a tag or anchor of its own" },
  { code: "BAD_ALIAS", summary: "The name of an alias or anchor is missing", hint: quoteText },
  {
    code: "BAD_DIRECTIVE",
    summary: "This version of YAML is not supported",
    hint: "write %YAML 1.1, or nothing",
  },
  {
    code: "BAD_DQ_ESCAPE",
    text: /^\\(?:x[^"]{0,2}|u[^"]{0,4}|U[^"]{0,8}|[^])/,
    summary: "'$&' is not an escape",
    hint: "write '\\\\' for a backslash, or use single quotes",
  },
  { code: "BAD_INDENT", message: /end with a/, summary: unclosedBracket },
  {
    code: "BAD_INDENT",
    summary: "This line is not indented like the lines before it, or the value before it has ended",
  },
  { code: "BAD_SCALAR_START", text: /^[^]/, summary: "A value cannot start with '$&'", hint: quoteText },
  {
    code: "BLOCK_AS_IMPLICIT_KEY",
    summary: "A mapping cannot start on the line of its key",
    hint: "put the value in quotes, or start the inner mapping on a line of its own",
  },
  { code: "BLOCK_IN_FLOW", summary: "A mapping or list inside brackets needs brackets too", hint: quoteText },
  { code: "MISSING_CHAR", message: /closing .quote/, summary: "A quote before this is not closed" },
  {
    code: "MISSING_CHAR",
    message: /followed by map values/,
    summary: "A ':' is missing behind this key",
    hint: "write 'key: value', with a blank behind the colon",
  },
  { code: "MISSING_CHAR", message: /must end with/, summary: unclosedBracket },
  { code: "MISSING_CHAR", message: /Missing ,/, summary: "A ',' or a closing bracket is missing here" },
  { code: "MISSING_CHAR", message: /without - indicator/, summary: "A list item must start with '- '" },
  {
    code: "MISSING_CHAR",
    message: /same line with directives-end/,
    summary: "A mapping or list cannot start on the line of '---'",
  },
  {
    code: "MISSING_CHAR",
    message: /directives-end/,
    summary: "'---' is missing behind the directives",
    hint: "to start a text with '%', put it in quotes",
  },
  {
    code: "MULTILINE_IMPLICIT_KEY",
    text: /^- /,
    summary: "A list item cannot stand among the keys of a mapping",
  },
  {
    code: "MULTILINE_IMPLICIT_KEY",
    summary: "A mapping cannot start in the middle of a value or key",
    hint: "check the indentation of this line, and whether the line before it lacks a ':'",
  },
  { code: "MULTIPLE_ANCHORS", summary: "A value cannot have two anchors" },
  { code: "MULTIPLE_TAGS", summary: "A value cannot have two tags" },
  { code: "MULTIPLE_DOCS", summary: "A second document starts here; a config is one document" },
  { code: "TAB_AS_INDENT", summary: "A tab cannot indent or separate", hint: "use blanks" },
  {
    code: "TAG_RESOLVE_FAILED",
    summary: "The handle of this tag was not declared",
    hint: "declare it with %TAG, or quote the text",
  },
  {
    code: "UNEXPECTED_TOKEN",
    message: /block-seq-ind on same line/,
    summary: "A list must start on a line of its own",
    hint: "or write it as [a, b]",
  },
  {
    code: "UNEXPECTED_TOKEN",
    message: /on same line/,
    summary: "A mapping must start on a line of its own",
  },
  { code: "UNEXPECTED_TOKEN", message: /Unexpected ,|empty item/, summary: "A value is missing before ','" },
  {
    code: "UNEXPECTED_TOKEN",
    message: /header/,
    summary: "The text of a block scalar starts on the next line",
  },
  {
    code: "UNEXPECTED_TOKEN",
    message: /at node end|in YAML stream|in collection/,
    summary: "The value has ended before this",
    hint: "put the whole value in quotes",
  },
];

/** The error for the first of the mistakes in a text. */
export function syntaxFailure(mistakes: readonly Mistake[], source: Source): YamlError {
  const [mistake] = mistakes.toSorted((one, other) => one.start - other.start || rank(one) - rank(other));
  const { code, message } = mistake ?? { code: "IMPOSSIBLE", message: "The text cannot be read" };
  const span = spanOf(mistake, source);
  if (code === "RESOURCE_EXHAUSTION") {
    return new YamlError("YAML_LIMIT", "The nesting is too deep to be read", { span });
  }
  const text = source.text.slice(span.start, span.start + 20);
  const found = explanations.find(
    (one) => one.code === code && one.message?.test(message) !== false && one.text?.test(text) !== false,
  );
  const summary = found?.summary.replace("$&", () => found.text?.exec(text)?.[0] ?? "");
  return new YamlError("YAML_SYNTAX", summary ?? message, {
    span,
    hint: isOpenInterpolation(source.text, span.start)
      ? "an interpolation inside [...] or {...} must be quoted"
      : found?.hint,
  });
}

/** Of several mistakes at one place, this one says most. */
function rank({ code }: Mistake): number {
  return code === "MULTILINE_IMPLICIT_KEY" ? 0 : 1;
}

/** A mistake that goes over lines is in the last one; one at the start of a line, behind its indentation. */
function spanOf(
  mistake: Mistake | undefined,
  source: Source,
): { source: Source; start: number; end: number } {
  const { code, start: from, end } = mistake ?? { code: "IMPOSSIBLE", start: 0, end: 1 };
  const lastLine = source.text.lastIndexOf("\n", end - 1) + 1;
  let start = code === "MULTILINE_IMPLICIT_KEY" ? Math.max(from, lastLine) : from;
  while (source.text.charCodeAt(start) === 32) start++;
  return { source, start, end: Math.max(end, start + 1) };
}

/** Whether the braces of a plain `${...}` were taken for those of a mapping. */
function isOpenInterpolation(text: string, at: number): boolean {
  if (text.startsWith("${", at - 1)) return true;
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return text.charAt(at) === "}" && line.includes("${");
}
