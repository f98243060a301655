// Classes of ASCII characters. A program's start looks at few and short texts, and compiling a pattern for one takes V8 20 to 60 µs.

/** Whether a code is that of a letter or `_`. */
export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

/** Whether a code is that of a letter, a digit or `_`: `\w` of patterns. */
export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** Whether a text has nothing but letters, digits, `_` and these others. */
export function consistsOfNameParts(text: string, others = ""): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    // Written out: the keys of a config have a thousand characters.
    const isPart =
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95;
    if (!isPart && !others.includes(text.charAt(at))) return false;
  }
  return true;
}

/** The offset behind the identifier at `at`: a letter or `_`, and then also digits and `-`. It is `at` itself where none begins. */
export function endOfIdentifier(text: string, at: number): number {
  if (!isNameStart(text.charCodeAt(at))) return at;
  let end = at + 1;
  for (let code = text.charCodeAt(end); isNamePart(code) || code === 45; code = text.charCodeAt(++end));
  return end;
}

/** Whether a text has a line break of YAML 1.1 that stays one in a value. */
export function hasLineBreak(text: string): boolean {
  return text.includes("\n") || text.includes("\u2028") || text.includes("\u2029");
}
