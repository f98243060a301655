import type { JobWatcher } from "../launch/job-events.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";

/** Tells of each failed job once: as soon as it has ended, or with its return when its launcher told nobody. */
export class TellFailures implements JobWatcher {
  readonly #tell: ((jobReturn: JobReturn) => void) | undefined;
  readonly #told = new Set<number | undefined>();

  constructor(tell: ((jobReturn: JobReturn) => void) | undefined) {
    this.#tell = tell;
  }

  ended(_job: PlannedJob, jobReturn: JobReturn): void {
    this.take(jobReturn);
  }

  /** A return that the launcher gave. */
  take(jobReturn: JobReturn): void {
    const { num, status } = jobReturn;
    if (status !== "failed" || this.#told.has(num)) return;
    this.#told.add(num);
    this.#tell?.(jobReturn);
  }
}
