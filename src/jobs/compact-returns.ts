import type { JobWatcher } from "../launch/job-events.ts";
import { JobReturn, type ReturnedConfigs } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { Recompose } from "./past-jobs.ts";

/** Returns that keep their configs: with more, a sweep of 100,000 jobs would not stay below 300 MB. */
const keptWhole = 50;

/**
 * Lets go of the configs in the returns of large sweeps, which `onMultirunEnd` gets all at once: they are composed again when somebody
 * asks for them (design D7). What a task changed in its own config is then gone.
 */
export class CompactReturns implements JobWatcher {
  readonly #recompose: Recompose;
  /** Makes the configs from what the return itself knows. */
  readonly #recomposeReturn: (jobReturn: JobReturn) => ReturnedConfigs;
  readonly #overrides = new Map<number, readonly string[]>();
  #count = 0;

  constructor(recompose: Recompose) {
    this.#recompose = recompose;
    this.#recomposeReturn = ({ num = 0, overrides, outputDir }) => recompose(num, overrides, outputDir);
  }

  /** A job that will run. */
  expect({ num, overrides }: PlannedJob): void {
    this.#overrides.set(
      num,
      overrides.map(({ text }) => text),
    );
  }

  /** Hears it at once, though a return may wait for those of earlier jobs. */
  ended(_job: PlannedJob, jobReturn: JobReturn): void {
    this.take(jobReturn);
  }

  /** The return of a job that has ended; launchers may make returns that no event told. */
  take(jobReturn: JobReturn): void {
    const { num } = jobReturn;
    const overrides = num === undefined ? undefined : this.#overrides.get(num);
    if (num === undefined || overrides === undefined) return;
    this.#overrides.delete(num);
    this.#count++;
    if (this.#count <= keptWhole || !(jobReturn instanceof JobReturn)) return;
    if (isSame(jobReturn.overrides, overrides)) jobReturn.releaseConfigs(this.#recomposeReturn);
    else releaseWith(jobReturn, num, overrides, this.#recompose);
  }
}

/** A job with overrides of its own for the hydra node, which its return does not tell. */
function releaseWith(
  jobReturn: JobReturn,
  num: number,
  overrides: readonly string[],
  recompose: Recompose,
): void {
  jobReturn.releaseConfigs(({ outputDir }) => recompose(num, overrides, outputDir));
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
