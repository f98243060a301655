/** A named piece of text that errors can point into: a file, one command-line argument, a string given from code. */
export class Source {
  readonly text: string;
  readonly #name: string | (() => string);
  #lineStarts: number[] | undefined;

  /** A name that is costly to find may be given as a function. */
  constructor(name: string | (() => string), text: string) {
    this.#name = name;
    this.text = text;
  }

  /** What the user calls this text: a path, `command line`, `YAML text`. */
  get name(): string {
    return typeof this.#name === "string" ? this.#name : this.#name();
  }

  /** Line and column, both counted from 1, of a UTF-16 offset. Offsets past the end answer the end. */
  position(offset: number): Position {
    const starts = (this.#lineStarts ??= findLineStarts(this.text));
    const at = Math.max(0, Math.min(offset, this.text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  }

  /** The text of a line, counted from 1, without its line break. */
  line(number: number): string {
    const starts = (this.#lineStarts ??= findLineStarts(this.text));
    const start = starts[number - 1];
    if (start === undefined) return "";
    const end = starts[number] ?? this.text.length + 1;
    return this.text.slice(start, end).replace(/\r?\n$/, "");
  }
}

export interface Position {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
}

/** A stretch of a source: offsets in UTF-16 units, `end` not included. */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** `name:line:column` of a span's start. */
export function formatPlace(span: Span): string {
  const { line, column } = span.source.position(span.start);
  return `${span.source.name}:${line}:${column}`;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
