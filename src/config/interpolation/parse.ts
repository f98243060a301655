import type { Element, InterpolationAst, Part, StaticReference } from "./ast.ts";
import { InterpolationParser } from "./parser.ts";

const maxCachedTexts = 10_000;
const maxCachedLength = 1_000;
const cache = new Map<string, InterpolationAst>();

/**
 * Parses a text that contains `${` (O-GRM). Trees are kept by text, in a bounded cache.
 *
 * @throws {GrammarParseError} with a span into the text.
 */
export function parseInterpolation(text: string): InterpolationAst {
  const known = cache.get(text);
  if (known !== undefined) return known;
  const parser = new InterpolationParser(text);
  const parts = parser.parseValue();
  if (parser.hasEmptyArgument) warnOfEmptyArgument(text);
  const ast: InterpolationAst = { parts, reference: onlyReference(parts) };
  if (text.length <= maxCachedLength) {
    if (cache.size >= maxCachedTexts) cache.clear();
    cache.set(text, ast);
  }
  return ast;
}

/** Checks the grammar of a text that contains `${`, when a value is created or assigned (O-CRE-010, O-GRM-008). */
export function checkInterpolation(text: string): void {
  parseInterpolation(text);
}

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

function onlyReference(parts: readonly Part[]): StaticReference | undefined {
  const [part] = parts;
  if (parts.length !== 1 || part === undefined || typeof part === "string") return undefined;
  if (part.type !== "reference" || part.steps === undefined) return undefined;
  return { ...part, steps: part.steps };
}
