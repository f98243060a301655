import type { JobWatcher } from "../launch/job-events.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { SweepJob } from "./read-sweep.ts";
import { type ResultRow, rowOfReturn } from "../sweep/result-row.ts";

/** Remembers what each job reported last, for the table of results. */
export class LastReports implements JobWatcher {
  readonly #reports = new Map<number, unknown>();

  /** `earlier`: jobs of a sweep that goes on. */
  constructor(earlier: Iterable<Pick<SweepJob, "num" | "progress">> = []) {
    for (const { num, progress } of earlier) if (progress !== undefined) this.#reports.set(num, progress);
  }

  progressed({ num }: PlannedJob, progress: unknown): void {
    this.#reports.set(num, progress);
  }

  /** One row for each return, made when it is asked for, any number of times. */
  rows(jobReturns: readonly JobReturn[], areSecret: boolean): Iterable<ResultRow> {
    const reports = this.#reports;
    return {
      *[Symbol.iterator]() {
        for (const jobReturn of jobReturns)
          yield rowOfReturn(jobReturn, reports.get(jobReturn.num ?? 0), areSecret);
      },
    };
  }
}
