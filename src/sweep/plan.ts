import type { MapNode } from "../config/node.ts";
import type { Override } from "../overrides/types.ts";

/** One job of a sweep, composed and validated: what is planned is what runs (design D7). */
export interface PlannedJob {
  /** Number in the sweep, from 0. */
  readonly num: number;
  /** The job's own overrides: sweeps replaced by one element each. */
  readonly overrides: readonly Override[];
  /** The composed config, hydra node included. Its `hydra.job.num` and `hydra.job.id` are set. */
  readonly config: MapNode;
  /** What an earlier start of the sweep left of the job, when it is run again. */
  readonly earlier?: EarlierAttempts | undefined;
}

/** A job that was started before, and did not finish or failed. */
export interface EarlierAttempts {
  /** Absolute path of the directory that the job had. It gets the same one again. */
  readonly outputDir: string;
  /** How often it was started. */
  readonly count: number;
  /** Whether its end is not known: it may still wait in a queue, or run. */
  readonly mayGoOn?: boolean | undefined;
}

/** Jobs that are launched together. */
export interface Batch {
  /** How many jobs will come; known before they are composed. With `hydra.sweep.skip_finished` it may be less. */
  readonly size: number;
  /** How many jobs the whole sweep has, for sweepers that know. */
  readonly total?: number | undefined;
  readonly jobs: AsyncIterable<PlannedJob> | Iterable<PlannedJob>;
}
