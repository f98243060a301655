/** A terminal's stream, as far as it is drawn on. */
export interface LiveStream {
  write(text: string): boolean;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Lines at the bottom of a terminal that are drawn again and again. Erase them before anything else is written. */
export class LiveRegion {
  readonly #write: LiveStream["write"];
  /** The lines that stand on the screen now. */
  #drawn: readonly string[] = [];

  constructor(write: LiveStream["write"]) {
    this.#write = write;
  }

  /** Puts these lines in the place of those that are there: one write, so that nothing flickers. */
  draw(lines: readonly string[]): void {
    const isSame = lines.length === this.#drawn.length && lines.every((line, at) => line === this.#drawn[at]);
    if (isSame) return;
    this.#write(`${this.#erasure()}${lines.map((line) => `${line}\n`).join("")}`);
    this.#drawn = lines;
  }

  erase(): void {
    if (this.#drawn.length === 0) return;
    this.#write(this.#erasure());
    this.#drawn = [];
  }

  #erasure(): string {
    return this.#drawn.length === 0 ? "" : `\u001B[${this.#drawn.length}A\r\u001B[J`;
  }
}
