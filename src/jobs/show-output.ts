import type { JobWatcher } from "../launch/job-events.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { Surroundings } from "./surroundings.ts";

/** Shows what jobs in other processes write, each line with the number of its job: `[#3] epoch 1`. */
export class ShowOutput implements JobWatcher {
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }
  printed({ num }: PlannedJob, line: string, stream: "stdout" | "stderr"): void | Promise<void> {
    const sink = this.#surroundings[stream];
    return sink.write(`[#${num}] ${line}\n`) === false ? sink.drained?.() : undefined;
  }
}
