import { OrochiError } from "../../src/errors/base.ts";

/** Error classes that must match by name; every other class of the reference only has to fail (conformance README). */
const vocabulary = new Set([
  "OverrideParseException",
  "HydraException",
  "MissingMandatoryValue",
  "KeyValidationError",
  "ValidationError",
  "UnsupportedValueType",
  "ReadonlyConfigError",
  "InterpolationResolutionError",
  "UnsupportedInterpolationType",
  "InterpolationKeyError",
  "InterpolationToMissingValueError",
  "InterpolationValidationError",
  "ConfigKeyError",
  "ConfigAttributeError",
  "ConfigTypeError",
  "ConfigIndexError",
  "ConfigValueError",
  "ConfigCycleDetectedException",
  "GrammarParseError",
  "ConfigCompositionException",
  "MissingConfigException",
  "SearchPathException",
  "InstantiationException",
  "UsageError",
]);

const sameClass: Record<string, string> = { ConfigAttributeError: "ConfigKeyError" };

/** What a thrown value looks like in the corpus' terms. An error that is not ours is a defect: `unexpected` names it. */
export function describeError(error: unknown): Record<string, unknown> {
  if (error instanceof OrochiError) {
    return {
      error: error.name,
      ...(error.key === undefined ? {} : { full_key: error.key }),
      message: error.message,
    };
  }
  return { unexpected: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

/** Default comparison: every fact that the corpus expects must be there and equal; facts that only inform are ignored. */
export function matchesExpectation(expected: Readonly<Record<string, unknown>>, actual: unknown): boolean {
  if (typeof actual !== "object" || actual === null) return false;
  const got = actual as Record<string, unknown>;
  if (typeof expected["error"] === "string") return matchesError(expected, got);
  if ("error" in got || "unexpected" in got) return false;
  return Object.entries(expected).every(([name, value]) => sameValue(value, got[name]));
}

export function matchesError(
  expected: Readonly<Record<string, unknown>>,
  got: Record<string, unknown>,
): boolean {
  if (typeof got["error"] !== "string") return false;
  if (!sameErrorClass(String(expected["error"]), got["error"])) return false;
  return expected["full_key"] === undefined || expected["full_key"] === (got["full_key"] ?? "");
}

export function sameErrorClass(expected: string, got: string): boolean {
  if (!vocabulary.has(expected)) return true;
  return (sameClass[expected] ?? expected) === (sameClass[got] ?? got);
}

/** Deep equality of encoded values, with the order of keys. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = Object.entries(b);
  return (
    left.length === right.length &&
    left.every(([key, value], index) => {
      const other = right[index];
      return other !== undefined && other[0] === key && sameValue(value, other[1]);
    })
  );
}
