import { setTimeout as sleep } from "node:timers/promises";
import { isOrochiError } from "../errors/base.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { checkedNumber } from "./numbers.ts";

/** What makes a failed job be tried again. */
export interface RetryConfig {
  /** How often a job is tried again after its first failure. @defaultValue `0` */
  readonly retries?: number;
  /**
   * Which failures: `all`, or `lost` for those that are no doing of the task's code (a worker that crashed, ran out of memory or time).
   * Mistakes in the config are never tried again.
   *
   * @defaultValue `"all"`
   */
  readonly retry_on?: string;
  /** Seconds before the second try; doubled for each further one. The half of it is left to chance. @defaultValue `1` */
  readonly backoff?: number;
  /** The longest wait, in seconds. @defaultValue `60` */
  readonly max_backoff?: number;
}

/** Failures of the worker rather than of the task. */
const lostCodes = new Set<unknown>(["WORKER_LOST", "WORKER_MEMORY", "WORKER_START", "JOB_TIMEOUT"]);

export class RetryRule {
  readonly #retries: number;
  readonly #lostOnly: boolean;
  readonly #backoffMs: number;
  readonly #maxBackoffMs: number;

  constructor({ retries = 0, retry_on = "all", backoff = 1, max_backoff = 60 }: RetryConfig) {
    if (retry_on !== "all" && retry_on !== "lost") {
      throw new HydraException("LAUNCHER_INVALID", `hydra.launcher.retry_on cannot be ${retry_on}`, {
        key: "hydra.launcher.retry_on",
        hint: "choose all or lost",
      });
    }
    this.#retries = checkedNumber(retries, { name: "retries", least: 0, isWhole: true });
    this.#lostOnly = retry_on === "lost";
    this.#backoffMs = 1000 * checkedNumber(backoff, { name: "backoff", least: 0 });
    this.#maxBackoffMs = 1000 * checkedNumber(max_backoff, { name: "max_backoff", least: 0 });
  }

  /** Milliseconds to wait before the next attempt; `undefined`: there is none. */
  delayAfter(attempt: number, error: unknown): number | undefined {
    if (attempt > this.#retries || !this.#isWorthIt(error)) return undefined;
    const longest = Math.min(this.#maxBackoffMs, this.#backoffMs * 2 ** (attempt - 1));
    return Math.round(longest * (0.5 + Math.random() / 2));
  }

  #isWorthIt(error: unknown): boolean {
    if (!isOrochiError(error)) return !this.#lostOnly;
    return lostCodes.has(error.code);
  }
}

/** Waits, but not longer than until the signal. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
}
