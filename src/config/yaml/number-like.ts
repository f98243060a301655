const ascii = /^[\x20-\x7e]*$/;

/** Whether Python's `int()` or `float()` would take the text (O-DMP-010): also `" 1 "`, `infinity` and digits of any script. */
export function isNumberLike(text: string): boolean {
  if (isWordStart(text.charCodeAt(0))) return false;
  if (ascii.test(text)) return (asciiNumber ??= numberPattern("[0-9]", "i")).test(text);
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

/** A character that no number begins with: ASCII letters but those of `inf` and `nan`, and `$ % & / : = _ …`. */
function isWordStart(code: number): boolean {
  if (code > 122 || code <= 32) return false;
  if (code >= 65) return code !== 73 && code !== 78 && code !== 105 && code !== 110;
  return (code < 48 || code > 57) && code !== 43 && code !== 45 && code !== 46;
}
