import { countPoints, isDottedName } from "./plain-scalars.ts";

/** What the numbers begin with that are written in letters. */
const numberWords = new Set(["inf", "nan"]);
/** Made when it is needed, as the patterns below. */
let ascii: RegExp | undefined;

/** Whether Python's `int()` or `float()` would take the text (O-DMP-010): also `" 1 "`, `infinity` and digits of any script. */
export function isNumberLike(text: string): boolean {
  if (!mayBegin(text) || isDottedName(text)) return false;
  const points = countPoints(text);
  if (points !== undefined) return points < 2;
  if ((ascii ??= /^[\x20-\x7e]*$/).test(text))
    return (asciiNumber ??= numberPattern("[0-9]", "i")).test(text);
  return (anyNumber ??= numberPattern("\\p{Nd}", "iu")).test(text);
}

/** Made when they are needed: to compile the digits of all scripts takes a millisecond. */
let asciiNumber: RegExp | undefined;
let anyNumber: RegExp | undefined;

function numberPattern(digit: string, flags: string): RegExp {
  const blank = "[\\s\\x1c-\\x1f\\x85]*";
  const digits = `${digit}+(?:_${digit}+)*`;
  const exponent = `(?:[eE][-+]?${digits})?`;
  return new RegExp(
    `^${blank}[-+]?(?:${digits}(?:\\.(?:${digits})?)?${exponent}|\\.${digits}${exponent}|inf(?:inity)?|nan)${blank}$`,
    flags,
  );
}

/** Whether a number may begin like this: what begins with an ASCII letter or with `$ % & / : = _ …` is mostly none. */
function mayBegin(text: string): boolean {
  const code = text.charCodeAt(0);
  if (code > 122 || code <= 32) return true;
  if (code >= 65) return numberWords.has(text.slice(0, 3).toLowerCase());
  return (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;
}
