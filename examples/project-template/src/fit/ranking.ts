import { writeFileSync } from "node:fs";
import path from "node:path";
import type { Callback, MultirunEndEvent } from "orochi";

interface SweepConfig {
  readonly optimized_metric: string | null;
  readonly hydra: { readonly sweep: { readonly dir: string } };
}

/** After a sweep: its jobs, best first, on the terminal and in a file. */
export class Ranking implements Callback {
  readonly #file: string;
  readonly #lowestFirst: boolean;
  constructor({ file, lowest_first: lowestFirst = true }: { file: string; lowest_first?: boolean }) {
    this.#file = file;
    this.#lowestFirst = lowestFirst;
  }

  onMultirunEnd({ config, jobReturns, log }: MultirunEndEvent<SweepConfig>): void {
    const rows = jobReturns
      .map(({ num, overrides, returnValue }) => ({ num, overrides, value: Number(returnValue) }))
      .filter(({ value }) => Number.isFinite(value))
      .sort((a, b) => (this.#lowestFirst ? a.value - b.value : b.value - a.value));
    const file = path.resolve(config.hydra.sweep.dir, this.#file);
    writeFileSync(file, JSON.stringify({ metric: config.optimized_metric, jobs: rows }, null, 2) + "\n");
    const [best] = rows;
    if (best === undefined) return;
    log.info(`best of ${rows.length}: #${best.num} ${best.overrides.join(" ")}`);
    log.info(`${config.optimized_metric} = ${best.value.toPrecision(4)}`);
  }
}
