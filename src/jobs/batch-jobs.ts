import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import { Breather } from "./breather.ts";
import type { Cancellation } from "./cancellation.ts";

/** Jobs of a batch that are composed and checked before the first one starts. Larger batches stream (design D7). */
const checkedAhead = 1000;

/** How many jobs of a batch are left to run, as far as is known before all are composed. */
export function sizeOf({ ready, rest }: AheadJobs, ended: number, size: number): number {
  return rest === undefined ? ready.length : Math.max(ready.length, size - ended);
}

/** The returns of a batch in job order. */
export function withRecorded(
  ran: readonly JobReturn[],
  recorded: ReadonlyMap<number, JobReturn>,
): JobReturn[] {
  if (recorded.size === 0) return [...ran];
  return [...ran, ...recorded.values()].sort((a, b) => (a.num ?? 0) - (b.num ?? 0));
}

/** Jobs of which the first ones are composed. */
export interface AheadJobs {
  readonly ready: PlannedJob[];
  readonly rest: AsyncIterator<PlannedJob> | undefined;
}

/**
 * Takes the first jobs of a batch, so that their mistakes show before anything runs; the rest follows as it is asked for. Stops when the run is
 * cancelled meanwhile.
 */
export async function composeAhead(
  jobs: AsyncIterable<PlannedJob>,
  cancellation: Cancellation,
): Promise<AheadJobs> {
  const rest = jobs[Symbol.asyncIterator]();
  const ready: PlannedJob[] = [];
  const breather = new Breather();
  while (ready.length < checkedAhead && !cancellation.aborted) {
    const pause = breather.breathe();
    if (pause !== undefined) await pause;
    const next = await rest.next();
    if (next.done === true) return { ready, rest: undefined };
    ready.push(next.value);
  }
  return { ready, rest };
}

/** All jobs of a batch: those that are composed already, then the others as they are asked for. Can be walked once. */
export function inOrder(
  ready: PlannedJob[],
  rest: AheadJobs["rest"],
  note: (job: PlannedJob) => PlannedJob,
): AsyncIterableIterator<PlannedJob> {
  const breather = new Breather();
  // Handed out from the end, and let go of: a job that has run is not kept.
  ready.reverse();
  const next = async (): Promise<IteratorResult<PlannedJob>> => {
    const pause = breather.breathe();
    if (pause !== undefined) await pause;
    const job = ready.pop();
    if (job !== undefined) return { done: false, value: job };
    const more = await rest?.next();
    if (more === undefined || more.done === true) return { done: true, value: undefined };
    return { done: false, value: note(more.value) };
  };
  const end = async (): Promise<IteratorResult<PlannedJob>> => {
    ready.length = 0;
    await rest?.return?.();
    return { done: true, value: undefined };
  };
  const jobs: AsyncIterableIterator<PlannedJob> = { next, return: end, [Symbol.asyncIterator]: () => jobs };
  return jobs;
}
