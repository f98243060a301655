import { OverrideParseException } from "../errors/hydra-errors.ts";
import type { Source, Span } from "../text/source.ts";
import { describeValue } from "./functions/call.ts";
import { type FunctionContext, FunctionError } from "./functions/definition.ts";
import { withZip } from "./functions/marks.ts";
import { type ParsedKey, parseKey } from "./key.ts";
import { printKey, printOverride } from "./print.ts";
import { isSweepValue, type Override, type OverrideValue } from "./types.ts";
import { parseValue } from "./value-parser.ts";

interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** The overrides that the argument stands for. They make one zip group, apart from all others. */
export function parseZipArgument(source: Source, context: FunctionContext): Override[] {
  const members = membersOf(source).map((member) => parseMember(source, member, context));
  const [first, second] = members;
  if (first === undefined || second === undefined) {
    throw fault(source, { start: 0, end: source.text.length }, "zip(key=…,key=…) needs two keys or more");
  }
  const group = members.map(({ key }) => printKey(key)).join("|");
  return members.map((member) => toOverride(source, member, group));
}

interface Member {
  readonly key: ParsedKey;
  readonly value: OverrideValue;
  readonly valueSpan: Span;
}

function parseMember(source: Source, { start, end }: Stretch, context: FunctionContext): Member {
  const { text } = source;
  const equals = text.indexOf("=", start);
  if (equals === -1 || equals >= end)
    throw fault(source, { start, end }, "A member of zip(key=…,key=…) needs '=' and a sweep");
  const keyEnd = start + text.slice(start, equals).trimEnd().length;
  const key = parseKey(source, keyEnd, start);
  const value = parseValue(source, equals + 1, context, end);
  const valueSpan = { source, start: equals + 1, end };
  if (key.type === "delete") throw fault(source, { start, end }, "A deletion cannot be zipped");
  if (!isSweepValue(value)) {
    const { key: name } = key;
    throw fault(
      source,
      valueSpan,
      `zip(key=…,key=…) takes sweeps, not ${describeValue(value)}`,
      `write ${name}=choice(a,b), or give ${name} in an argument of its own`,
    );
  }
  return { key, value, valueSpan };
}

function toOverride(source: Source, { key: parsed, value, valueSpan }: Member, group: string): Override {
  const { type, key, package: packageName, span } = parsed;
  const zipped = zip(value, group, valueSpan);
  const text = printOverride({ type, key, package: packageName, value: zipped });
  return { type, key, package: packageName, value: zipped, text, source, keySpan: span, valueSpan };
}

function zip(value: OverrideValue, group: string, { source, start, end }: Span): OverrideValue {
  try {
    return withZip(value, group);
  } catch (error) {
    if (!(error instanceof FunctionError)) throw error;
    throw fault(source, { start, end }, `zip(...) ${error.message}`, error.hint);
  }
}

/** The stretches between the commas of the call, without blanks around them. */
function membersOf(source: Source): Stretch[] {
  const { text } = source;
  const members: Stretch[] = [];
  const open: string[] = [")"];
  let start = "zip(".length;
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? "";
    if (char === "\\") at++;
    else if (char === "'" || char === '"') at = closingQuote(text, at);
    else if (char === "(" || char === "[" || char === "{") open.push(closing[char]);
    else if (char === open.at(-1)) {
      open.pop();
      if (open.length > 0) continue;
      const rest = text.slice(at + 1);
      if (rest.trim() !== "")
        throw fault(
          source,
          { start: at + 1, end: text.length },
          `Expected the end of the argument behind zip(...)`,
        );
      members.push(trimmed(text, start, at));
      return members;
    } else if (char === "," && open.length === 1) {
      members.push(trimmed(text, start, at));
      start = at + 1;
    }
  }
  throw fault(source, { start: "zip".length, end: "zip(".length }, "The bracket of zip( is never closed");
}

const closing = { "(": ")", "[": "]", "{": "}" } as const;

/** The closing quote is the first one behind an even number of backslashes. */
function closingQuote(text: string, from: number): number {
  for (let at = from + 1, backslashes = 0; at < text.length; at++) {
    if (text[at] === text[from] && backslashes % 2 === 0) return at;
    backslashes = text[at] === "\\" ? backslashes + 1 : 0;
  }
  return text.length;
}

function trimmed(text: string, start: number, end: number): Stretch {
  const part = text.slice(start, end);
  const from = start + (part.length - part.trimStart().length);
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}

function fault(
  source: Source,
  { start, end }: Stretch,
  summary: string,
  hint?: string,
): OverrideParseException {
  return new OverrideParseException("OVERRIDE_SYNTAX", summary, {
    span: { source, start, end: Math.max(start + 1, end) },
    hint: hint ?? "write zip(a=choice(1,2),b=choice(x,y))",
  });
}
