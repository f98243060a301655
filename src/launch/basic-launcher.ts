import { Secrets } from "../compose/secrets.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { LaunchContext, Launcher } from "./launcher.ts";

/**
 * Runs the jobs one after another in this process: `hydra/launcher: basic` (H-SWP-030).
 *
 * @example
 * class PoliteLauncher extends BasicLauncher {
 *   override async *launch(batch: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
 *     context.log.info(`${batch.size} jobs, please`);
 *     yield* super.launch(batch, context);
 *   }
 * }
 */
export class BasicLauncher implements Launcher {
  async *launch({ size, jobs }: Batch, { log, runJob, signal }: LaunchContext): AsyncGenerator<JobReturn> {
    log.info(`Launching ${size} jobs locally`);
    for await (const job of jobs) {
      if (signal.aborted) return;
      log.info(jobLine(job));
      yield runJob(job);
    }
  }
}

/**
 * How a job is announced: its number and its overrides, without those of the hydra node (H-SWP-030).
 *
 * @example
 * async function announce({ jobs }: Batch, { log }: LaunchContext): Promise<void> {
 *   for await (const job of jobs) log.info(jobLine(job)); // "\t#0 : x=1"
 * }
 */
export function jobLine({ num, overrides, config }: PlannedJob): string {
  const shown = overrides.map(({ text }) => text).filter((text) => !text.startsWith("hydra."));
  return `\t#${num} : ${Secrets.of(config).overrides(shown).join(" ")}`;
}
