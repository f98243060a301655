import type { Callback, JobEndEvent, MultirunEndEvent } from "orochi/plugin";

/** Says which job of a sweep returned the smallest number. */
export class KeepBest implements Callback {
  #best = Number.POSITIVE_INFINITY;

  onJobEnd({ jobReturn, log }: JobEndEvent): void {
    if (jobReturn.status !== "completed") return;
    const loss = Number(jobReturn.returnValue);
    if (loss < this.#best) log.info("best so far: %d in %s", loss, jobReturn.outputDir);
    this.#best = Math.min(this.#best, loss);
  }
  onMultirunEnd({ jobReturns, log }: MultirunEndEvent): void {
    log.info("%d jobs, best %d", jobReturns.length, this.#best);
  }
}
