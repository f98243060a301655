import { formatPlace, type Span } from "./source.ts";

const maxLineLength = 160;

/**
 * The place of a span, the line it starts on and carets under it:
 *
 * ```
 * command line:1:7
 *  1 | hydra.callbaks.timeit=null
 *    |       ^^^^^^^^
 * ```
 */
export function renderFrame(span: Span): string {
  const { line, column } = span.source.position(span.start);
  const text = span.source.line(line);
  const width = Math.max(1, Math.min(span.end - span.start, text.length - column + 1, maxLineLength - 1));
  const shift = Math.max(0, column + width - maxLineLength);
  const gutter = String(line);
  const shown = text.slice(shift, shift + maxLineLength);
  const indent = text.slice(shift, column - 1).replace(/[^\t]/g, " ");
  return [
    formatPlace(span),
    ` ${gutter} | ${shown}`,
    ` ${" ".repeat(gutter.length)} | ${indent}${"^".repeat(width)}`,
  ].join("\n");
}
