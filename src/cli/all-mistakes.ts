import { isOrochiError, type OrochiError } from "../errors/base.ts";
import { OverrideParseException } from "../errors/hydra-errors.ts";
import { parseOverrides, type ParseOptions } from "../overrides/parse.ts";
import type { Override } from "../overrides/types.ts";

/**
 * Parses a command line. When arguments cannot be read, the others are tried on the config, so that all mistakes are told at once
 * (design D11).
 *
 * @throws {OverrideParseException}
 */
export function parseAll(
  texts: readonly string[],
  options: Omit<ParseOptions, "source">,
  tryOut: (overrides: readonly Override[]) => unknown,
): Override[] {
  try {
    return parseOverrides(texts, options);
  } catch (error) {
    if (!(error instanceof OverrideParseException)) throw error;
    const unreadable: string[] = [];
    const readable = texts.flatMap((text) => parseOne(text, options, unreadable));
    const others = mistakesOf(() => tryOut(readable)).filter((other) => isOwnMistake(other, unreadable));
    if (others.length === 0) throw error;
    const together = [...(error.together ?? [error]), ...others];
    throw new OverrideParseException(error.code, `${together.length} problems were found`, { together });
  }
}

function parseOne(text: string, options: Omit<ParseOptions, "source">, unreadable: string[]): Override[] {
  try {
    return parseOverrides([text], options);
  } catch {
    unreadable.push(text);
    return [];
  }
}

function mistakesOf(work: () => unknown): readonly OrochiError[] {
  try {
    work();
    return [];
  } catch (error) {
    return isOrochiError(error) ? (error.together ?? [error]) : [];
  }
}

/** Mistakes of another argument that do not come from those that could not be read. */
function isOwnMistake({ code, span }: OrochiError, unreadable: readonly string[]): boolean {
  if (span?.source.name !== "command line" || code === "OVERRIDE_SWEEP") return false;
  const root = rootOf(span.source.text);
  return !unreadable.some((text) => rootOf(text) === root);
}

/** `model` of `+model.depth=3`. */
function rootOf(text: string): string {
  return /[^+~./@=]*/.exec(text.replace(/^[+~]+/, ""))?.[0] ?? "";
}
