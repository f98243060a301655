import { isNamePart, isNameStart } from "../../text/characters.ts";
import type { Element, InterpolationAst, Part, StaticReference } from "./ast.ts";
import { InterpolationParser } from "./parser.ts";

const generationSize = 20_000;
const maxCachedLength = 1_000;
/** Two generations: what is read again stays when the older one goes. */
let recent = new Map<string, InterpolationAst>();
let older = new Map<string, InterpolationAst>();

/**
 * Parses a text that contains `${` (O-GRM). Trees are kept by text, in a bounded cache.
 *
 * @throws {GrammarParseError} with a span into the text.
 */
export function parseInterpolation(text: string): InterpolationAst {
  const known = recent.get(text) ?? recall(text);
  if (known !== undefined) return known;
  const parser = new InterpolationParser(text);
  const parts = parser.parseValue();
  if (parser.hasEmptyArgument) warnOfEmptyArgument(text);
  const ast: InterpolationAst = { parts, ...staticForm(parts) };
  if (text.length <= maxCachedLength) remember(text, ast);
  return ast;
}

function recall(text: string): InterpolationAst | undefined {
  const known = older.get(text);
  if (known !== undefined) remember(text, known);
  return known;
}

function remember(text: string, ast: InterpolationAst): void {
  if (recent.size >= generationSize) {
    older = recent;
    recent = new Map();
  }
  recent.set(text, ast);
}

/** Checks the grammar of a text that contains `${`, when a value is created or assigned (O-CRE-010, O-GRM-008). */
export function checkInterpolation(text: string): void {
  if (!isPlain(text)) parseInterpolation(text);
}

/** Whether all that a text holds are names in braces, such as `${db.host}:${db.port}`: as most texts, it needs no parser to be right. */
function isPlain(text: string): boolean {
  for (let at = text.indexOf("${"); at !== -1; at = text.indexOf("${", at)) {
    if (text[at - 1] === "\\") return false;
    at += 2;
    let isStart = true;
    for (let code = text.charCodeAt(at); code !== closingBrace; code = text.charCodeAt(++at)) {
      if (isStart ? !isNameStart(code) : !isNamePart(code) && code !== dot) return false;
      isStart = code === dot;
    }
    if (isStart) return false;
  }
  return true;
}

const closingBrace = 0x7d;
const dot = 0x2e;

/** Parses a text that is one argument from end to end, as `oc.decode` does (O-RES-021). */
export function parseSingleElement(text: string): Element {
  return new InterpolationParser(text).parseSingleElement();
}

/** Said once for a text, as long as the cache knows it (O-GRM-005). */
function warnOfEmptyArgument(text: string): void {
  process.emitWarning(`'${text}' has an argument without a value: write '' for an empty text`, {
    type: "DeprecationWarning",
    code: "OROCHI_EMPTY_ARGUMENT",
  });
}

function staticForm(parts: readonly Part[]): Pick<InterpolationAst, "reference" | "joined"> {
  const joined = parts.every(isStatic) ? parts : undefined;
  const [only] = parts;
  if (joined === undefined || parts.length !== 1 || typeof only === "string") {
    return { reference: undefined, joined };
  }
  return { reference: joined[0] as StaticReference, joined: undefined };
}

function isStatic(part: Part): part is string | StaticReference {
  return typeof part === "string" || (part.type === "reference" && part.steps !== undefined);
}
