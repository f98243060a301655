/**
 * Splits what comes through a pipe at marks: output and messages of a worker arrive by different ways, and only a mark in the output
 * itself tells where that of a job begins and ends. Bytes that may be the beginning of a mark are held back until more is known.
 */
export class MarkedStream {
  /** In the order in which they will come. */
  readonly #marks: Buffer[] = [];
  #held: Buffer = Buffer.alloc(0);

  expect(mark: string): void {
    this.#marks.push(Buffer.from(mark));
  }

  /** What came before the next mark, and what came behind it: `undefined` when it did not come. */
  read(chunk: Buffer): { readonly before: Buffer; readonly after: Buffer | undefined } {
    const data = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    this.#held = Buffer.alloc(0);
    const [mark] = this.#marks;
    if (mark === undefined) return { before: data, after: undefined };
    const at = data.indexOf(mark);
    if (at >= 0) {
      this.#marks.shift();
      return { before: data.subarray(0, at), after: data.subarray(at + mark.length) };
    }
    const keep = beginningAtEnd(data, mark);
    this.#held = Buffer.from(data.subarray(data.length - keep));
    return { before: data.subarray(0, data.length - keep), after: undefined };
  }

  /** What was held back, when no more will come. */
  rest(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    this.#marks.length = 0;
    return held;
  }
}

/** How many bytes at the end of the data could be the beginning of the mark. */
function beginningAtEnd(data: Buffer, mark: Buffer): number {
  const from = Math.max(0, data.length - mark.length + 1);
  for (
    let at = data.indexOf(mark.subarray(0, 1), from);
    at >= 0;
    at = data.indexOf(mark.subarray(0, 1), at + 1)
  )
    if (data.subarray(at).equals(mark.subarray(0, data.length - at))) return data.length - at;
  return 0;
}
