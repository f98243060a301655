/** A stream whose writes can be watched: `process.stdout` or `process.stderr`. */
export interface WatchedStream {
  write: (...args: never[]) => boolean;
}

/**
 * Calls `before` and `after` around every write to a stream, whoever writes. `after` is told whether the stream stands at the
 * beginning of a line.
 *
 * @returns takes the watch off again.
 */
export function watchWrites(
  stream: WatchedStream,
  { before, after }: { readonly before: () => void; readonly after: (isAtLineStart: boolean) => void },
): () => void {
  const own = Object.getOwnPropertyDescriptor(stream, "write");
  const { write } = stream;
  let isAtLineStart = true;
  const watched = (...args: never[]): boolean => {
    before();
    try {
      return Reflect.apply(write, stream, args);
    } finally {
      isAtLineStart = endsLine(args[0], isAtLineStart);
      after(isAtLineStart);
    }
  };
  stream.write = watched;
  return () => {
    // Somebody else may have put a function of their own on top: then it stays, and ours with it.
    if (stream.write !== watched) return;
    if (own === undefined) Reflect.deleteProperty(stream, "write");
    else Object.defineProperty(stream, "write", own);
  };
}

function endsLine(chunk: unknown, before: boolean): boolean {
  if (typeof chunk === "string") return chunk === "" ? before : chunk.endsWith("\n");
  if (chunk instanceof Uint8Array) return chunk.length === 0 ? before : chunk.at(-1) === 0x0a;
  return before;
}
