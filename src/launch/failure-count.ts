import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { LaunchLog } from "./launcher.ts";

/** Counts the failed jobs of a sweep, over all its batches, until there are enough of them (`max_failures`). */
export class FailureCount {
  #most = Number.POSITIVE_INFINITY;
  #failed = 0;
  #ended = 0;

  /**
   * A batch begins.
   *
   * @throws {HydraException} code `JOB_FAILED`, when earlier batches had as many failures as there may be.
   */
  begin(most: number): void {
    this.#most = most;
    this.#ended = 0;
    if (!this.isEnough) return;
    throw new HydraException("JOB_FAILED", `The sweep ended after ${this.#failed} failed jobs`, {
      key: "hydra.launcher.max_failures",
      hint: "allow more with hydra.launcher.max_failures, or null for any number",
    });
  }
  get isEnough(): boolean {
    return this.#failed >= this.#most;
  }
  count(jobReturn: JobReturn): JobReturn {
    this.#ended++;
    if (jobReturn.status === "failed") this.#failed++;
    return jobReturn;
  }
  /** Says how many jobs of a batch were left out. */
  tell(log: LaunchLog, size: number): void {
    const left = size - this.#ended;
    if (this.isEnough && left > 0)
      log.warning(
        `Stopped after ${this.#failed} failed jobs (hydra.launcher.max_failures): ${left} were not started`,
      );
  }
}
