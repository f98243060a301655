import type { MapNode } from "../config/node.ts";
import type { Override } from "../overrides/types.ts";
import type { Source } from "../text/source.ts";
import type { JobReturn } from "./job-return.ts";
import type { Batch, PlannedJob } from "./plan.ts";

/** What a sweeper may use. */
export interface SweepContext {
  /** The config composed from the whole command line, hydra node included. */
  readonly config: MapNode;
  /** Composes and validates one job. A sweeper calls it once per job, in job order. */
  readonly composeJob: (overrides: readonly Override[], num: number) => PlannedJob;
  /** The options of a config group, for sweeps such as `db=glob(*)`. */
  readonly options: (group: string) => string[];
  /**
   * Parses an override that the sweeper made up, such as `model.lr=0.1`, in the language of the app. `source` says where the text
   * stands, for errors.
   */
  readonly parseOverride: (text: string, source?: Source) => Override;
  /**
   * Drawn anew for every sweep and kept in its journal: a sweeper that draws from it plans the same jobs when the sweep is resumed.
   * A whole number below 2^32.
   */
  readonly seed?: number | undefined;
  readonly signal: AbortSignal;
  /** Shown when the hydra logger is at DEBUG. */
  readonly debug: (message: string) => void;
}

/**
 * Turns the overrides of a command line into jobs. A sweeper yields batches; each `yield` answers with the returns of the
 * batch's jobs in job order, which optimising sweepers learn from. All jobs of a batch run, also when one fails; after a
 * batch with a failed job the run stops, unless the sweeper says `toleratesFailures`.
 *
 * @example
 * const twice: Sweeper = {
 *   async *sweep(overrides: readonly Override[], { composeJob }: SweepContext) {
 *     const returns = yield { size: 2, jobs: [composeJob(overrides, 0), composeJob(overrides, 1)] };
 *     return returns.map((job) => job.seconds);
 *   },
 * };
 */
export interface Sweeper {
  readonly toleratesFailures?: boolean;
  sweep(
    overrides: readonly Override[],
    context: SweepContext,
  ): AsyncGenerator<Batch, unknown, readonly JobReturn[]>;
}
