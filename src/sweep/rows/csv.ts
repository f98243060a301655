import { HydraException } from "../../errors/hydra-errors.ts";
import type { Source, Span } from "../../text/source.ts";

/** One cell of a table, with its place in the file. */
export interface Cell {
  /** Without quotes; blanks around unquoted text are cut off. */
  readonly text: string;
  readonly isQuoted: boolean;
  readonly span: Span;
}

/**
 * Walks the lines of comma or tab separated text (RFC 4180): a cell in `"` may hold separators, line breaks and `""` for a quote.
 * Blank lines are left out, and so is a byte order mark.
 *
 * @throws {HydraException} `SWEEP_ROWS` where a quoted cell does not end, or goes on after its quote.
 */
export function* csvLines(source: Source, separator: "," | "\t"): Generator<readonly Cell[]> {
  const { text } = source;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length) {
    const line: Cell[] = [];
    for (;;) {
      const cell = readCell(source, at, separator);
      line.push(cell);
      at = cell.span.end;
      if (text[at] !== separator) break;
      at++;
    }
    at += text.startsWith("\r\n", at) ? 2 : 1;
    const [only] = line;
    if (line.length > 1 || only?.isQuoted === true || only?.text !== "") yield line;
  }
}

function readCell(source: Source, start: number, separator: string): Cell {
  const { text } = source;
  let at = start;
  while (text[at] !== separator && (text[at] === " " || text[at] === "\t")) at++;
  if (text[at] === '"') return readQuoted(source, at, separator);
  const end = endOfPlain(text, at, separator);
  const plain = text.slice(at, end).trimEnd();
  return { text: plain, isQuoted: false, span: { source, start: at, end } };
}

function endOfPlain(text: string, from: number, separator: string): number {
  let at = from;
  while (at < text.length && text[at] !== separator && !isLineBreak(text[at])) at++;
  return at;
}

function readQuoted(source: Source, start: number, separator: string): Cell {
  const { text } = source;
  let content = "";
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote === -1) {
      throw rowsError("A quoted cell does not end", { source, start, end: start + 1 }, 'close it with "');
    }
    content += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { text: content, isQuoted: true, span: closed(quote + 1) };
    content += '"';
    from = quote + 2;
  }

  function closed(after: number): Span {
    const end = endOfPlain(text, after, separator);
    if (text.slice(after, end).trim() === "") return { source, start, end };
    const hint = 'a quote inside of a quoted cell is written ""';
    throw rowsError("A cell goes on after its closing quote", { source, start: after, end }, hint);
  }
}

function isLineBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}

/** What is wrong with a table of jobs. */
export function rowsError(summary: string, span: Span | undefined, hint?: string): HydraException {
  return new HydraException("SWEEP_ROWS", summary, { key: "hydra.sweeper.file", span, hint });
}
