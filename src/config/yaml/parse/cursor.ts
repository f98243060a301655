import { YamlError } from "../../../errors/config-errors.ts";
import type { Source } from "../../../text/source.ts";
import { afterBreak, isBreak } from "./characters.ts";

/** A place in the text that moves forward, and always knows the start of its line. */
export class Cursor {
  readonly source: Source;
  readonly text: string;
  position = 0;
  lineStart = 0;

  constructor(source: Source) {
    this.source = source;
    this.text = source.text;
  }

  get column(): number {
    return this.position - this.lineStart;
  }
  /** Code of the character here, or some characters later; `NaN` behind the end. */
  code(offset = 0): number {
    return this.text.charCodeAt(this.position + offset);
  }
  get atEnd(): boolean {
    return this.position >= this.text.length;
  }
  /** Moves to a place on the same line. */
  moveTo(position: number): void {
    this.position = position;
  }
  /** Moves to a place on a line that starts at `lineStart`. */
  moveToLine(position: number, lineStart: number): void {
    this.position = position;
    this.lineStart = lineStart;
  }
  skipSpaces(): void {
    while (this.code() === 32) this.position++;
  }
  skipSpacesAndTabs(): void {
    while (this.code() === 32 || this.code() === 9) this.position++;
  }
  /** Skips blanks, comments and line breaks. Answers whether a new line was reached. */
  skipBlank(): boolean {
    const line = this.lineStart;
    for (;;) {
      this.skipSpaces();
      if (this.code() === 35) while (!this.atEnd && !isBreak(this.code())) this.position++;
      if (!isBreak(this.code())) return this.lineStart !== line;
      const next = afterBreak(this.text, this.position);
      this.moveToLine(next, next);
    }
  }
  fail(summary: string, start = this.position, end = start + 1, hint?: string): never {
    throw new YamlError("YAML_SYNTAX", summary, { span: { source: this.source, start, end }, hint });
  }
}
