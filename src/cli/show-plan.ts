import { type AppRun, startRun } from "../jobs/app-run.ts";
import { planJobs } from "../jobs/multirun.ts";
import { jobLine } from "../launch/basic-launcher.ts";
import type { Override } from "../overrides/types.ts";
import { describeJob } from "../sweep/describe-job.ts";
import type { OutputFormat } from "./command.ts";

/** The lines of `--plan`: every job of a sweep, composed and checked, none run (design D7). */
export async function* showPlan(
  app: AppRun,
  overrides: readonly Override[],
  format: OutputFormat,
): AsyncGenerator<string> {
  const master = app.compose(overrides, "multirun");
  const run = await startRun(app, master.config);
  for await (const job of planJobs(app, run, master, overrides))
    yield format === "json" ? JSON.stringify(describeJob(job)) : jobLine(job).trimStart();
}
