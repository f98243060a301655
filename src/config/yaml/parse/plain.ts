import {
  afterBreak,
  breakValue,
  foldBreaks,
  isBlankOrEnd,
  isBreak,
  isDocumentMarker,
  isFlowIndicator,
} from "./characters.ts";
import type { Cursor } from "./cursor.ts";

const colon = 58;
const hash = 35;
const question = 63;

/** Whether a plain scalar may start here. `?` may also start one in a flow list, so that `[???]` reads as meant. */
export function startsPlain(cursor: Cursor, inFlow: boolean): boolean {
  const code = cursor.code();
  if (isBlankOrEnd(code)) return false;
  const next = cursor.code(1);
  if (code === 45) return !isBlankOrEnd(next);
  if (code === question) return !isBlankOrEnd(next) && !(inFlow && isFlowIndicator(next));
  if (code === colon) return !inFlow && !isBlankOrEnd(next);
  return !`,[]{}#&*!|>'"%@\``.includes(cursor.text.charAt(cursor.position));
}

/**
 * Reads a plain scalar, which may go on over lines that are indented deeper than `indent`. The cursor ends behind its last
 * character.
 */
export function readPlain(cursor: Cursor, indent: number, inFlow: boolean): string {
  const { text } = cursor;
  let end = endOnLine(text, cursor.position, inFlow);
  let value = text.slice(cursor.position, end);
  cursor.moveTo(end);
  for (;;) {
    const line = findContinuation(text, end);
    if (line === undefined || (!inFlow && line.at - line.start <= indent)) return value;
    end = endOnLine(text, line.at, inFlow);
    if (end === line.at) return value;
    value += foldBreaks(line.breaks) + text.slice(line.at, end);
    cursor.moveToLine(end, line.start);
  }
}

/** End of the part of a plain scalar that stands on one line, without trailing blanks. */
function endOnLine(text: string, start: number, inFlow: boolean): number {
  let end = start;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === 32) continue;
    if (Number.isNaN(code) || code === 9 || isBreak(code)) return end;
    if (code === colon) {
      const next = text.charCodeAt(at + 1);
      if (isBlankOrEnd(next) || (inFlow && isFlowIndicator(next))) return end;
    } else if (code === hash) {
      if (at > end || at === start) return end;
    } else if (inFlow && (isFlowIndicator(code) || (code === question && startsKey(text, start, at))))
      return end;
    end = at + 1;
  }
}

/** Whether a `?` inside a flow collection stands alone, as in front of a key. */
function startsKey(text: string, start: number, at: number): boolean {
  const before = at === start || text.charCodeAt(at - 1) === 32;
  return before && isBlankOrEnd(text.charCodeAt(at + 1));
}

/** The next line with text on it, if the line of `at` has nothing more. */
function findContinuation(
  text: string,
  from: number,
): { at: number; start: number; breaks: string } | undefined {
  let at = from;
  let start = -1;
  let breaks = "";
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 32) at++;
    else if (isBreak(code)) {
      breaks += breakValue(text, at);
      at = start = afterBreak(text, at);
      if (isDocumentMarker(text, at)) return undefined;
    } else return breaks === "" || Number.isNaN(code) ? undefined : { at, start, breaks };
  }
}
