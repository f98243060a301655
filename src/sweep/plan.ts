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
}

/** Jobs that are launched together. */
export interface Batch {
  /** How many jobs will come; known before they are composed. */
  readonly size: number;
  readonly jobs: AsyncIterable<PlannedJob> | Iterable<PlannedJob>;
}
