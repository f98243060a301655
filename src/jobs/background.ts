import type { CallbackDispatch, LaterWork } from "../callbacks/dispatch.ts";

/** What callbacks left to be done beside the jobs that follow. A run waits for it before it ends. */
export class Background {
  readonly #onChange: (pending: number) => void;
  readonly #running = new Set<Promise<unknown>>();

  /** `onChange` is told how many works are not done. */
  constructor(onChange: (pending: number) => void = () => {}) {
    this.#onChange = onChange;
  }

  /** Begins a work. What goes wrong in it has been told when it is done. */
  begin(later: LaterWork, callbacks: Pick<CallbackDispatch, "runLater">): void {
    const running: Promise<unknown> = callbacks.runLater(later).finally(() => {
      this.#running.delete(running);
      this.#onChange(this.#running.size);
    });
    this.#running.add(running);
    this.#onChange(this.#running.size);
  }

  /** Settled when everything is done that was begun before. Never rejects. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
