import { isOrochiError } from "../../errors/base.ts";
import { printValue } from "../../overrides/print.ts";
import { fromRawValue } from "../../overrides/raw.ts";
import { isSweep } from "../../overrides/sweep-values.ts";
import type { Override } from "../../overrides/types.ts";
import { formatPlace, Source } from "../../text/source.ts";
import type { SweepContext } from "../sweeper.ts";
import type { Cell } from "./csv.ts";

/**
 * The override that a cell of a table stands for. A cell is data: `0.1`, `true`, `null`, `[1,2]` and `{a: 1}` are what the override
 * language makes of them; anything else, commas and brackets included, is text. A cell in `"` is read the same way.
 */
export function cellOverride(
  header: Cell,
  cell: Cell,
  parseOverride: SweepContext["parseOverride"],
): Override {
  const { source } = cell.span;
  const parse = (value: string): Override => {
    const text = `${header.text}=${value}`;
    return parseOverride(text, new Source(formatPlace(cell.span), text));
  };
  const override = (isValue(cell.text) ? single(cell.text, parse) : undefined) ?? parse(asText(cell.text));
  return { ...override, source, keySpan: header.span, valueSpan: cell.span };
}

/** Whether a text is written like a value other than plain text. */
function isValue(text: string): boolean {
  return /^(?:[[{'"]|[+-]?[.\d]|(?:true|false|null|nan|[+-]?inf)$)/i.test(text);
}

/** The override with the value as written, when that is one value. */
function single(text: string, parse: (value: string) => Override): Override | undefined {
  try {
    const override = parse(text);
    return isSweep(override) ? undefined : override;
  } catch (error) {
    if (isOrochiError(error)) return undefined;
    throw error;
  }
}

function asText(text: string): string {
  return printValue(fromRawValue(text) ?? text);
}
