import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "./job-return.ts";
import { SweepAxes } from "./axes.ts";
import { batchesOf } from "./batches.ts";
import { paramOverrides, type SweepParams } from "./params.ts";
import type { Batch, PlannedJob } from "./plan.ts";
import type { SweepContext, Sweeper } from "./sweeper.ts";

/** The config of `hydra/sweeper: basic`. */
export interface BasicSweeperConfig {
  /** Jobs that are launched together; a positive integer, or `null` for all of them. @defaultValue `null` */
  readonly max_batch_size?: number | null;
  /** Overrides that every sweep starts with, by key; those of the command line replace them. @defaultValue none */
  readonly params?: SweepParams | null;
  /** Makes shuffled sweeps come in the same order every time. @defaultValue `null`: a new order each time */
  readonly seed?: number | null;
}

/**
 * Runs the product of all sweeps, the last key fastest: `hydra/sweeper: basic` (H-SWP-020).
 *
 * @example
 * class FourAtATime extends BasicSweeper {
 *   constructor() {
 *     super({ max_batch_size: 4 });
 *   }
 * }
 */
export class BasicSweeper implements Sweeper {
  readonly #maxBatchSize: number | null;
  readonly #params: SweepParams;
  readonly #seed: number | undefined;

  constructor({ max_batch_size = null, params = null, seed = null }: BasicSweeperConfig = {}) {
    this.#maxBatchSize = max_batch_size;
    this.#params = params ?? {};
    this.#seed = seed ?? undefined;
  }

  /** Yields the batches; answers with the job returns of each of them (H-SWP-027). */
  async *sweep(
    overrides: readonly Override[],
    context: SweepContext,
  ): AsyncGenerator<Batch, JobReturn[][], readonly JobReturn[]> {
    const axes = new SweepAxes([...paramOverrides(this.#params, context.parseOverride), ...overrides], {
      options: context.options,
      seed: this.#seed,
    });
    const results: JobReturn[][] = [];
    let num = 0;
    for (const { size, jobs } of batchesOf(axes.jobs(), axes.size, this.#maxBatchSize)) {
      const returns = yield { size, jobs: composed(jobs, num, context) };
      results.push([...returns]);
      num += size;
    }
    return results;
  }
}

/** Composes the jobs of a batch one by one, as they are asked for. */
function* composed(
  jobs: Iterable<readonly Override[]>,
  first: number,
  { composeJob, debug }: SweepContext,
): Generator<PlannedJob> {
  let num = first;
  let milliseconds = 0;
  for (const overrides of jobs) {
    const start = performance.now();
    const job = composeJob(overrides, num);
    milliseconds += performance.now() - start;
    num++;
    yield job;
  }
  debug(`Composed ${num - first} jobs in ${(milliseconds / 1000).toFixed(3)} seconds`);
}
