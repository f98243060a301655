import { HydraException } from "../../errors/hydra-errors.ts";
import type { FoundRun } from "../../jobs/find-runs.ts";
import { readRun } from "../../jobs/read-run.ts";
import { readSweep } from "../../jobs/read-sweep.ts";
import { rowsOfSweep } from "../../jobs/result-rows.ts";
import type { ResultRow } from "../../sweep/result-row.ts";
import { didYouMean, joinWords } from "../../text/nearest.ts";

export interface BestOptions {
  /** The metric that counts. */
  readonly by: string;
  /** The largest is the best. @defaultValue `false` */
  readonly max?: boolean;
  /** How many are wanted. */
  readonly count: number;
}

/**
 * The best jobs of some runs and sweeps. Jobs that failed, and those without a number under that name, do not count.
 *
 * @throws {HydraException} code `METRIC_UNKNOWN`, when no job has the metric.
 */
export function bestRows(found: Iterable<FoundRun>, { by, max = false, count }: BestOptions): ResultRow[] {
  const known = new Set<string>();
  const candidates: { readonly row: ResultRow; readonly value: number }[] = [];
  for (const row of rowsOf(found)) {
    for (const [name, metric] of row.metrics) if (typeof metric === "number") known.add(name);
    const value = row.metrics.get(by);
    if (row.status === "completed" && typeof value === "number" && !Number.isNaN(value))
      candidates.push({ row, value });
  }
  if (candidates.length === 0) throw noMetric(by, known);
  candidates.sort((a, b) => (max ? b.value - a.value : a.value - b.value));
  return candidates.slice(0, count).map(({ row }) => row);
}

/** Every job of the runs and sweeps. */
export function* rowsOf(found: Iterable<FoundRun>): Generator<ResultRow> {
  for (const { kind, directory } of found) {
    if (kind === "sweep") yield* rowsOfSweep(readSweep(directory));
    else yield { ...readRun(directory), outputDir: directory };
  }
}

function noMetric(by: string, known: ReadonlySet<string>): HydraException {
  const names = [...known].slice(0, 10);
  return new HydraException("METRIC_UNKNOWN", `No completed job has a number called '${by}'`, {
    hint:
      didYouMean(by, known) ??
      (names.length === 0
        ? "tasks give metrics by returning an object, or with context.report({ … })"
        : `there are ${joinWords(names, "and")}`),
  });
}
