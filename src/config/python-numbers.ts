const intText = /^[+-]?[0-9]+(?:_[0-9]+)*$/;
const floatText =
  /^[+-]?(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?$/;
const namedFloat = /^[+-]?(?:inf|infinity|nan)$/i;

/** An int as configs have always read it from text (O-TYP-010): blanks around, a sign, `_` between digits; decimal only. */
export function parseIntText(text: string): number | bigint | undefined {
  const trimmed = text.trim();
  if (!intText.test(trimmed)) return undefined;
  const digits = trimmed.replaceAll("_", "").replace(/^\+/, "");
  return normalizeInt(digits.startsWith("-") ? -BigInt(digits.slice(1)) : BigInt(digits));
}

/** A float from text (O-TYP-011): what an int may be, a fraction, an exponent, `inf`, `infinity` and `nan` in any case. */
export function parseFloatText(text: string): number | undefined {
  const trimmed = text.trim();
  if (floatText.test(trimmed)) return Number(trimmed.replaceAll("_", ""));
  if (!namedFloat.test(trimmed)) return undefined;
  if (/nan$/i.test(trimmed)) return Number.NaN;
  return trimmed.startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** The form in which nodes keep ints: a number when it is safe, otherwise a bigint (TS-1). */
export function normalizeInt(value: number | bigint): number | bigint {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : BigInt(value);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
