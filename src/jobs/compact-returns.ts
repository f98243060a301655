import { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { Recompose } from "./past-jobs.ts";

/** Returns that keep their configs. A sweep of this size costs about as much memory as Node itself. */
const keptWhole = 200;

/**
 * Lets go of the configs in the returns of large sweeps, which `onMultirunEnd` gets all at once: they are composed again when somebody
 * asks for them (design D7). What a task changed in its own config is then gone.
 */
export class CompactReturns {
  readonly #recompose: Recompose;
  readonly #overrides = new Map<number, readonly string[]>();
  #count = 0;

  constructor(recompose: Recompose) {
    this.#recompose = recompose;
  }

  /** A job that will run. */
  expect({ num, overrides }: PlannedJob): void {
    this.#overrides.set(
      num,
      overrides.map(({ text }) => text),
    );
  }

  /** A job that has ended. */
  take(jobReturn: JobReturn): void {
    const { num, outputDir } = jobReturn;
    const overrides = num === undefined ? undefined : this.#overrides.get(num);
    if (num === undefined || overrides === undefined) return;
    this.#overrides.delete(num);
    this.#count++;
    if (this.#count <= keptWhole || !(jobReturn instanceof JobReturn)) return;
    const recompose = this.#recompose;
    jobReturn.releaseConfigs(() => recompose(num, overrides, outputDir));
  }
}
