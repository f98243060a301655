/** U+2028 and U+2029: line breaks of YAML 1.1 that stay themselves in a value. The parsers take them for ordinary characters. */
export const lineSeparator: RegExp = /[\u2028\u2029]/;

const blanksAndBreaks = /[ \t\r\n\x85\u2028\u2029]+/g;

/** The value of a text in single quotes with such line breaks in it, as {@link writeSingleQuoted} writes it (O-DMP-016). */
export function readSingleQuoted(quoted: string): string {
  const inner = quoted.slice(1, -1);
  return inner.replace(blanksAndBreaks, foldBreaks).replaceAll("''", "'");
}

/** One plain line break becomes a blank, of several the first vanishes. */
function foldBreaks(run: string): string {
  const breaks = run.replace(/[ \t]/g, "").replace(/\r\n|[\r\x85]/g, "\n");
  if (breaks === "") return run;
  if (breaks === "\n") return " ";
  return breaks.startsWith("\n") ? breaks.slice(1) : breaks;
}
