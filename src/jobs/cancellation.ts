/** Whether a run was called off, and the signal that tells those who wait. */
export interface Cancellation {
  readonly aborted: boolean;
  /** Why, where somebody said so. */
  readonly reason: unknown;
  /** Made when somebody asks for it. */
  readonly signal: AbortSignal;
}

/** A run that this can call off. Most runs end before anybody asks for the signal, and Node loads a module for the first one. */
export class CancellationSource implements Cancellation {
  readonly #onSignal: (() => void) | undefined;
  #controller: AbortController | undefined;
  #aborted = false;
  #reason: unknown;

  /** @param onSignal - Called when the signal is asked for the first time. */
  constructor(onSignal?: () => void) {
    this.#onSignal = onSignal;
  }
  get aborted(): boolean {
    return this.#aborted;
  }
  get reason(): unknown {
    return this.#reason;
  }
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      this.#onSignal?.();
      if (this.#aborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }
  abort(reason?: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    this.#controller?.abort(reason);
  }
}

/** A run that a signal calls off which is there already. */
export function cancelledBy(signal: AbortSignal): Cancellation {
  return {
    get aborted() {
      return signal.aborted;
    },
    get reason(): unknown {
      return signal.reason;
    },
    signal,
  };
}
