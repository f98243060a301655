import type { RedisClient } from "./queue-link.ts";
import { cancelKey } from "./sweep-queue.ts";
import type { QueuePlace } from "./queue-link.ts";

/** How often it is asked whether sweeps were cancelled. */
const askEveryMs = 1000;

/** Tells the jobs that run here when their sweep was cancelled. */
export class CancelledSweeps {
  readonly #client: RedisClient;
  readonly #place: QueuePlace;
  readonly #running = new Map<string, Set<AbortController>>();
  readonly #asked = new Map<string, { readonly at: number; readonly answer: Promise<boolean> }>();
  readonly #timer: NodeJS.Timeout;

  constructor(client: RedisClient, place: QueuePlace) {
    this.#client = client;
    this.#place = place;
    this.#timer = setInterval(() => void this.#askAll(), askEveryMs);
  }

  /** A signal for a job of the sweep, and what is to be called at its end. */
  async watch(sweep: string): Promise<{ readonly signal: AbortSignal; readonly done: () => void }> {
    const controller = new AbortController();
    const controllers = this.#running.get(sweep) ?? new Set();
    this.#running.set(sweep, controllers.add(controller));
    if (await this.#isCancelled(sweep)) controller.abort();
    return {
      signal: controller.signal,
      done: () => {
        controllers.delete(controller);
        if (controllers.size > 0) return;
        this.#running.delete(sweep);
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #askAll(): Promise<void> {
    for (const [sweep, controllers] of this.#running)
      if (await this.#isCancelled(sweep)) for (const controller of controllers) controller.abort();
    for (const sweep of this.#asked.keys()) if (!this.#running.has(sweep)) this.#asked.delete(sweep);
  }

  /** Asks, unless it was asked just now. */
  #isCancelled(sweep: string): Promise<boolean> {
    const now = performance.now();
    const known = this.#asked.get(sweep);
    if (known !== undefined && now - known.at < askEveryMs / 2) return known.answer;
    const answer = this.#client.get(cancelKey(this.#place, sweep)).then(
      (value) => value !== null,
      () => false,
    );
    this.#asked.set(sweep, { at: now, answer });
    return answer;
  }
}
