import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { Slots } from "./slots.ts";

export interface RunInOrder<Result> {
  readonly jobs: Batch["jobs"];
  readonly slots: Slots;
  /** Whether further jobs may begin: not once the run is cancelled. */
  readonly mayBegin: () => boolean;
  /** Has a slot. Rejects only for what makes the whole batch end. */
  readonly run: (job: PlannedJob) => Promise<Result>;
}

/**
 * Runs as many jobs side by side as there are slots. Jobs are asked for when a slot is free; returns come in job order. When
 * something else than a job goes wrong, nothing further begins, what runs is waited for, and the error is thrown.
 */
export async function* runInOrder<Result extends object>({
  jobs,
  slots,
  mayBegin,
  run,
}: RunInOrder<Result>): AsyncGenerator<Result, void, undefined> {
  const source = Symbol.asyncIterator in jobs ? jobs[Symbol.asyncIterator]() : jobs[Symbol.iterator]();
  const ended = new Map<number, Result>();
  const running = new Set<Promise<void>>();
  const state: { failure?: { readonly error: unknown }; wake: () => void } = { wake: () => {} };
  slots.onFree = () => state.wake();
  let begun = 0;
  let told = 0;
  let isDone = false;

  const begin = (job: PlannedJob, position: number): void => {
    const work = run(job)
      .then(
        (jobReturn) => void ended.set(position, jobReturn),
        (error: unknown) => void (state.failure ??= { error }),
      )
      .finally(() => {
        running.delete(work);
        slots.give();
        state.wake();
      });
    running.add(work);
  };
  const beginMore = async (): Promise<void> => {
    // Jobs that never wait end at once: what they return is told before further ones begin, or all of it would be held.
    while (!isDone && state.failure === undefined && !ended.has(told) && mayBegin() && slots.tryTake()) {
      const next = await nextOf(source, slots);
      if (next === undefined || !mayBegin()) {
        isDone = true;
        slots.give();
      } else begin(next, begun++);
    }
  };

  try {
    for (;;) {
      const changed = new Promise<void>((resolve) => (state.wake = resolve));
      await beginMore();
      const before = told;
      for (let next = ended.get(told); next !== undefined; next = ended.get(told)) {
        ended.delete(told++);
        yield next;
      }
      if (told > before) continue;
      if (running.size === 0) break;
      await changed;
    }
  } catch (error) {
    state.failure ??= { error };
  } finally {
    isDone = true;
    await Promise.all(running);
  }
  if (state.failure !== undefined) throw state.failure.error;
}

async function nextOf(
  source: AsyncIterator<PlannedJob> | Iterator<PlannedJob>,
  slots: Slots,
): Promise<PlannedJob | undefined> {
  try {
    const next = await source.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    slots.give();
    throw error;
  }
}
