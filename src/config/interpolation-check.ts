import { GrammarParseError } from "../errors/config-errors.ts";
import { checkInterpolation } from "./interpolation/parse.ts";
import { within } from "./interpolation/within.ts";
import type { Place } from "./place.ts";

/** Checks the grammar of a `${...}` text when it enters a config, and says where it stands (O-CRE-010, O-GRM-008). */
export function checkTextAt(text: string, place: Place): void {
  try {
    checkInterpolation(text);
  } catch (error) {
    if (!(error instanceof GrammarParseError) || error.key !== undefined) throw error;
    const { code, summary, hint, cause } = error;
    throw new GrammarParseError(code, summary, {
      span: () => within(place.span, text, error.span) ?? error.span,
      hint,
      cause,
      key: place.fullKey,
      value: text,
    });
  }
}
