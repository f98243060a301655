import type { ResultRow } from "../sweep/result-row.ts";
import { resultsTable } from "./results-table.ts";
import type { Terminal } from "./terminal.ts";

/** Rows that are shown at the end of a sweep; the files have all. */
const mostRows = 50;

/** Prints what the jobs of a sweep found, when they found something: one job, and jobs that return nothing, make no table. */
export function showResults(rows: Iterable<ResultRow>, { stdout }: Pick<Terminal, "stdout">): void {
  let count = 0;
  let isTelling = false;
  for (const { metrics } of rows) {
    count++;
    if (metrics.size > 0) isTelling = true;
    if (count > 1 && isTelling) break;
  }
  if (count < 2 || !isTelling) return;
  for (const line of resultsTable(rows, { limit: mostRows })) stdout.write(`${line}\n`);
}
