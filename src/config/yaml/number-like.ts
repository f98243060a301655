const blank = "[\\s\\x1c-\\x1f\\x85]*";
const digits = "\\p{Nd}+(?:_\\p{Nd}+)*";
const exponent = `(?:[eE][-+]?${digits})?`;
const numberLike = new RegExp(
  `^${blank}[-+]?(?:${digits}(?:\\.(?:${digits})?)?${exponent}|\\.${digits}${exponent}|inf(?:inity)?|nan)${blank}$`,
  "iu",
);

/** Whether Python's `int()` or `float()` would take the text (O-DMP-010): also `" 1 "`, `infinity` and digits of any script. */
export function isNumberLike(text: string): boolean {
  return numberLike.test(text);
}
