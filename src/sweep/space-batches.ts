import type { Override } from "../overrides/types.ts";
import { batchesOf } from "./batches.ts";
import type { JobReturn } from "./job-return.ts";
import type { Batch, PlannedJob } from "./plan.ts";
import type { SweepSpace } from "./sweep-space.ts";
import type { SweepContext } from "./sweeper.ts";

/** Yields the jobs of a space in batches, numbered from 0; answers with the job returns of each batch. */
export async function* batchesInSpace(
  space: SweepSpace,
  maxBatchSize: number | null | undefined,
  context: SweepContext,
): AsyncGenerator<Batch, JobReturn[][], readonly JobReturn[]> {
  const results: JobReturn[][] = [];
  let num = 0;
  for (const { size, jobs } of batchesOf(space.jobs(), space.size, maxBatchSize)) {
    const returns = yield { size, total: space.size, jobs: composed(jobs, num, context) };
    results.push([...returns]);
    num += size;
  }
  return results;
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
