import { formatProgress } from "./format-progress.ts";
import { LiveRegion, type LiveStream } from "./live-region.ts";
import type { SweepProgress } from "./sweep-progress.ts";
import { type WatchedStream, watchWrites } from "./watch-writes.ts";

export interface LiveProgressStreams {
  /** The terminal that the lines are drawn on. */
  readonly screen: LiveStream & WatchedStream;
  /** Further streams that may write to the same terminal. */
  readonly others: readonly WatchedStream[];
}

/** Milliseconds between two drawings. */
const pause = 100;
/** Jobs that run are listed in at most so many lines. */
const mostRows = 12;

/** Shows how far a sweep is, below whatever it writes, and leaves no trace when it ends. */
export class LiveProgress {
  readonly #progress: SweepProgress;
  readonly #screen: LiveStream;
  readonly #region: LiveRegion;
  readonly #unwatch: readonly (() => void)[];
  readonly #timer: NodeJS.Timeout;
  /** Streams that stopped in the middle of a line: there is no place for the region below them. */
  readonly #midLine = new Set<WatchedStream>();

  constructor(progress: SweepProgress, { screen, others }: LiveProgressStreams) {
    this.#progress = progress;
    this.#screen = screen;
    // The stream's own way to write: what the region draws is not watched.
    const write: LiveStream["write"] = screen.write.bind(screen);
    this.#region = new LiveRegion(write);
    this.#unwatch = [screen, ...others].map((stream) => this.#watch(stream));
    this.#timer = setInterval(() => this.#draw(), pause);
    this.#timer.unref();
  }

  /** Takes the lines off the screen and lets go of the streams. */
  stop(): void {
    clearInterval(this.#timer);
    this.#region.erase();
    for (const unwatch of this.#unwatch) unwatch();
  }

  /** The lines come back with the next drawing only: a burst of output is not slowed down. */
  #watch(stream: WatchedStream): () => void {
    return watchWrites(stream, {
      before: () => this.#region.erase(),
      after: (isAtLineStart) => {
        if (isAtLineStart) this.#midLine.delete(stream);
        else this.#midLine.add(stream);
      },
    });
  }

  #draw(): void {
    if (this.#midLine.size > 0 || this.#progress.total === undefined) return;
    // A terminal that does not know its size says 0.
    const columns = this.#screen.columns || 80;
    const rows = this.#screen.rows || 24;
    const layout = { columns, rows: Math.min(mostRows, Math.floor(rows / 2)) };
    this.#region.draw(formatProgress(this.#progress, layout));
  }
}
