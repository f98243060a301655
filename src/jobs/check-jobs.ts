import { viewOf } from "../config/view.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { TaskFunction } from "./call-task.ts";
import { taskConfigOf } from "./task-config.ts";

/** Under this symbol a task may have a function that throws when a finished config is not fit for the task. May be async. */
export const configCheck: unique symbol = Symbol("orochi.configCheck");

/** Rejects when the task does not accept the config of a job; `undefined` for tasks that take any: there is nothing to wait for. */
export function checkJob({ config }: PlannedJob, task: TaskFunction): Promise<void> | undefined {
  const check: unknown = Reflect.get(task, configCheck);
  if (typeof check !== "function") return undefined;
  return settledCheck(() => Reflect.apply(check, task, [viewOf(taskConfigOf(config))]));
}

async function settledCheck(check: () => unknown): Promise<void> {
  await check();
}

/** Jobs whose configs the task accepts: what is wrong with one shows before it runs, and mostly before any job does (design D7). */
export async function* checkedJobs(jobs: Batch["jobs"], task: TaskFunction): AsyncGenerator<PlannedJob> {
  for await (const job of jobs) {
    await checkJob(job, task);
    yield job;
  }
}
