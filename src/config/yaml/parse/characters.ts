/** Line breaks of YAML 1.1: also NEL, LS and PS. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

/** Blank, tab, line break or end of the text (`NaN`, as `charCodeAt` answers it). */
export function isBlankOrEnd(code: number): boolean {
  return code === 32 || code === 9 || isBreak(code) || Number.isNaN(code);
}

/** `,` `[` `]` `{` `}` */
export function isFlowIndicator(code: number): boolean {
  return code === 44 || code === 91 || code === 93 || code === 123 || code === 125;
}

/** Offset behind the line break at `at`. */
export function afterBreak(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
}

/** What a line break stands for in a value: `\n` for all but LS and PS, which stay themselves. */
export function breakValue(text: string, at: number): string {
  const code = text.charCodeAt(at);
  return code === 0x2028 || code === 0x2029 ? text.charAt(at) : "\n";
}

/** Whether `---` or `...` stands alone at `at`, which is the start of a line. */
export function isDocumentMarker(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== 45 && code !== 46) return false;
  return (
    text.charCodeAt(at + 1) === code &&
    text.charCodeAt(at + 2) === code &&
    isBlankOrEnd(text.charCodeAt(at + 3))
  );
}

/** What line breaks in a multi-line scalar become: one becomes a blank, of several the first vanishes. */
export function foldBreaks(breaks: string): string {
  if (breaks === "\n") return " ";
  return breaks.startsWith("\n") ? breaks.slice(1) : breaks;
}
