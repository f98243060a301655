const firstPauseMs = 100;
const longestPauseMs = 20_000;

export interface RetryOptions {
  /** Tries after the first one. */
  readonly retries: number;
  readonly signal: AbortSignal;
  /** Errors that another try may not have. @defaultValue all */
  readonly mayPass?: (error: unknown) => boolean;
}

/** Tries again what failed, with pauses that double and are drawn by chance, so that many do not come back at one moment. */
export async function withRetries<Result>(
  work: () => Promise<Result>,
  { retries, signal, mayPass = () => true }: RetryOptions,
): Promise<Result> {
  for (let tries = 0; ; tries++) {
    try {
      signal.throwIfAborted();
      return await work();
    } catch (error) {
      if (tries >= retries || signal.aborted || !mayPass(error)) throw error;
      const longest = Math.min(longestPauseMs, firstPauseMs * 2 ** tries);
      await pause(longest * (0.5 + Math.random() / 2), signal);
    }
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", go);
      resolve();
    };
    const timer = setTimeout(go, milliseconds);
    signal.addEventListener("abort", go, { once: true });
  });
}
