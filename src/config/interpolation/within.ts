import type { Span } from "../../text/source.ts";

/**
 * A stretch of a value's text as a stretch of the file or argument that the value is written in. When the text is written there
 * in another way, with escapes or over several lines, the answer is the whole value.
 */
export function within(written: Span | undefined, text: string, part: Span | undefined): Span | undefined {
  if (written === undefined || part === undefined) return written;
  const { source, start, end } = written;
  const at = source.text.slice(start, end).indexOf(text);
  if (at !== -1) return { source, start: start + at + part.start, end: start + at + part.end };
  const inner = text.slice(part.start, part.end);
  const only = inner === "" ? -1 : source.text.slice(start, end).indexOf(inner);
  return only === -1 ? written : { source, start: start + only, end: start + only + inner.length };
}
