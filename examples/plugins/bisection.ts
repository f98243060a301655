import type { Batch, JobReturn, Override, PlannedJob, SweepContext, Sweeper } from "orochi/plugin";
import { HydraException, IntervalSweep } from "orochi/plugin";

/** Tries values of one interval, closing in on the smallest result: x=interval(0,10) */
export class Bisection implements Sweeper {
  readonly #rounds: number;

  constructor({ rounds = 5 }: { rounds?: number } = {}) {
    this.#rounds = rounds;
  }

  async *sweep(
    overrides: readonly Override[],
    { composeJob, parseOverride }: SweepContext,
  ): AsyncGenerator<Batch, unknown, readonly JobReturn[]> {
    const searched = overrides.find(({ value }) => value instanceof IntervalSweep);
    if (!(searched?.value instanceof IntervalSweep)) {
      throw new HydraException("SWEEP_INVALID", "There is nothing to search", {
        hint: "give one interval: x=interval(0,10)",
      });
    }
    const fixed = overrides.filter((override) => override !== searched);
    let [low, high] = [Number(searched.value.start), Number(searched.value.end)];
    let num = 0;
    for (let round = 0; round < this.#rounds; round++) {
      const third = (high - low) / 3;
      const points = [low + third, high - third];
      const jobs: PlannedJob[] = points.map((x) =>
        composeJob([...fixed, parseOverride(`${searched.key}=${x}`)], num++),
      );
      const returns = yield { size: jobs.length, jobs };
      const [left = 0, right = 0] = returns.map(({ returnValue }) => Number(returnValue));
      if (left < right) high -= third;
      else low += third;
    }
    return { best: (low + high) / 2 };
  }
}
