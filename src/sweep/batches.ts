import { HydraException } from "../errors/hydra-errors.ts";

/** A stretch of a sequence of jobs. Its jobs can be walked once, and only in the order of the batches. */
export interface Chunk<Job> {
  readonly size: number;
  readonly jobs: IterableIterator<Job>;
}

/**
 * Cuts `total` jobs into batches of at most `maxBatchSize`, without holding them (H-SWP-026). Without a limit there is one batch,
 * also of no jobs at all (H-SWP-024).
 */
export function* batchesOf<Job>(
  jobs: Iterable<Job>,
  total: number,
  maxBatchSize: number | null | undefined,
): Generator<Chunk<Job>> {
  const limit = checkedBatchSize(maxBatchSize);
  const walk = jobs[Symbol.iterator]();
  if (limit === Number.POSITIVE_INFINITY) {
    yield { size: total, jobs: take(walk, total) };
    return;
  }
  for (let done = 0; done < total; done += limit) {
    const size = Math.min(limit, total - done);
    yield { size, jobs: take(walk, size) };
  }
}

function* take<Job>(walk: Iterator<Job>, count: number): Generator<Job> {
  for (let index = 0; index < count; index++) {
    const step = walk.next();
    if (step.done === true) return;
    yield step.value;
  }
}

/** The limit as a number: a positive integer, or none (H-SWP-020). */
function checkedBatchSize(value: number | null | undefined): number {
  if (value === null || value === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isInteger(value) && value > 0) return value;
  throw new HydraException("SWEEP_INVALID", `hydra.sweeper.max_batch_size cannot be ${value}`, {
    key: "hydra.sweeper.max_batch_size",
    hint: "give a positive integer, or null for one batch",
  });
}
