import { printValue } from "../overrides/print.ts";
import { overrideValue } from "./sweep-values.ts";

/** Overrides as texts of the override language, or as values by key. */
type OverrideInput = readonly string[] | Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** Values are written so that the override language reads the same values back (Z-LAUNCH-002…004). */
export function overrideTexts(given: OverrideInput): string[] {
  if (isTexts(given)) return [...given];
  const entries = given instanceof Map ? [...given] : Object.entries(given);
  return entries.flatMap(([key, value]: [string, unknown]) => {
    if (value === undefined) return [];
    return key.startsWith("~") && value === null
      ? [key]
      : [`${key}=${printValue(overrideValue(value, key))}`];
  });
}

function isTexts(given: OverrideInput): given is readonly string[] {
  return Array.isArray(given);
}
