import { setImmediate as nextTurn } from "node:timers/promises";

/** How long quick jobs may keep the process to themselves, in milliseconds. */
const longestMs = 50;

/** Lets the process turn to other things between quick jobs: a sweep of tasks that never wait would be deaf to Ctrl-C. */
export class Breather {
  #last = performance.now();

  /** `undefined` when it is not time yet. */
  breathe(): Promise<void> | undefined {
    return performance.now() - this.#last < longestMs ? undefined : this.#pause();
  }

  async #pause(): Promise<void> {
    // Between the two, whatever came in meanwhile is heard: one turn may end before that.
    await nextTurn();
    await nextTurn();
    this.#last = performance.now();
  }
}
