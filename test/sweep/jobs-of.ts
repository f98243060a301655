import { MapNode } from "../../src/config/node.ts";
import { parseOverride, parseOverrides } from "../../src/overrides/parse.ts";
import type { SweepContext, Sweeper } from "../../src/sweep/sweeper.ts";

/** A context in which nothing is composed. */
export function sweepContext(config: MapNode = new MapNode()): SweepContext {
  return {
    config,
    composeJob: (overrides, num) => ({ num, overrides, config: new MapNode() }),
    options: () => ["mysql", "pg"],
    parseOverride: (text, source) => parseOverride(text, { source }),
    signal: new AbortController().signal,
    debug: () => {},
  };
}

/** The jobs of a sweep as texts. */
export async function jobsOf(
  sweeper: Sweeper,
  overrides: readonly string[],
  context: SweepContext = sweepContext(),
): Promise<string[]> {
  const jobs: string[] = [];
  const batches = sweeper.sweep(parseOverrides(overrides), context);
  for (let next = await batches.next([]); next.done !== true; next = await batches.next([])) {
    let size = 0;
    for await (const job of next.value.jobs) {
      jobs.push(job.overrides.map(({ text }) => text).join(" "));
      size++;
    }
    if (size !== next.value.size) throw new Error(`a batch of ${next.value.size} had ${size} jobs`);
  }
  return jobs;
}
