import { viewOf } from "../config/view.ts";
import { JobReturn } from "../sweep/job-return.ts";
import type { AppRun } from "./app-run.ts";
import { callTask, JobContext } from "./call-task.ts";
import { hydraLines, hydraNodeOf, hydraText } from "./hydra-values.ts";
import { LogTree } from "./logging/log-tree.ts";
import { withActiveRun } from "./run-context.ts";
import type { Job } from "./run-job.ts";
import { createLogs } from "./run-logs.ts";
import { hydraConfigOf, taskConfigOf } from "./task-config.ts";

/** Calls the task with a composed config and does nothing around it: no directory, records or callbacks (H-CLI-060). */
export async function runTaskOnly(
  job: Job,
  { task, surroundings, cancellation }: AppRun,
): Promise<JobReturn> {
  const { config, outputDir } = job;
  const startedAt = new Date();
  const logs = createLogs(config, "job_logging", surroundings) ?? new LogTree(surroundings.stderr);
  const context = new JobContext(job, logs, cancellation, async () => {});
  const taskConfig = viewOf(taskConfigOf(config));
  const active = { logs, context, hydra: hydraNodeOf(config) };
  const outcome = await withActiveRun(active, () => callTask(task, taskConfig, context, surroundings));
  logs.close();
  return new JobReturn({
    ...outcome,
    overrides: hydraLines(config, "overrides.task"),
    config: taskConfig,
    hydraConfig: viewOf(hydraConfigOf(config)),
    outputDir,
    taskName: hydraText(config, "job.name") ?? "",
    startedAt,
    endedAt: new Date(),
  });
}
