import path from "node:path";
import { type AppRun, startRun } from "../jobs/app-run.ts";
import { planJobs } from "../jobs/multirun.ts";
import { sweepDir, sweepOutputDir, writesFiles } from "../jobs/output-dir.ts";
import { Secrets } from "../compose/secrets.ts";
import { isSweep } from "../overrides/sweep-values.ts";
import { isHydraOverride, type Override } from "../overrides/types.ts";
import { describeJob, type JobDescription } from "../sweep/describe-job.ts";
import type { OutputFormat } from "./command.ts";
import { planTable } from "./plan-table.ts";

/** A job of a plan as it is shown. */
export interface PlanRow extends JobDescription {
  /** Absolute; absent with `hydra.output: none`. */
  readonly outputDir?: string;
  /** An earlier job that writes to the same directory. */
  readonly sameDirectoryAs?: number;
  /** An earlier job whose task gets the same config. */
  readonly sameConfigAs?: number;
}

/** The lines of `--plan`: every job of a sweep, composed and checked, none run (design D7). JSON has one line for each job. */
export async function* showPlan(
  app: AppRun,
  overrides: readonly Override[],
  format: OutputFormat,
): AsyncGenerator<string> {
  const master = app.compose(overrides, "multirun");
  const run = await startRun(app, master.config);
  const rows = planRows(planJobs(app, run, master, overrides), app.surroundings.cwd());
  if (format === "json") {
    for await (const row of rows) yield JSON.stringify(row);
    return;
  }
  const cwd = app.surroundings.cwd();
  const constant = overrides.filter((override) => !isHydraOverride(override) && !isSweep(override));
  yield* planTable(rows, {
    directory: writesFiles(master.config) ? sweepDir(master.config, cwd) : undefined,
    cwd,
    constant: Secrets.of(master.config).overrides(constant.map(({ text }) => text)),
  });
}

/** Keeps one short text for each job, so that a plan of any size can be searched for collisions. */
async function* planRows(jobs: ReturnType<typeof planJobs>, cwd: string): AsyncGenerator<PlanRow> {
  const directories = new Map<string, number>();
  const identities = new Map<string, number>();
  for await (const job of jobs) {
    const row = describeJob(job);
    const outputDir = writesFiles(job.config) ? path.resolve(sweepOutputDir(job.config, cwd)) : undefined;
    const sameDirectoryAs = outputDir === undefined ? undefined : earlier(directories, outputDir, row.num);
    const sameConfigAs = earlier(identities, row.identity, row.num);
    yield {
      ...row,
      ...(outputDir === undefined ? {} : { outputDir }),
      ...(sameDirectoryAs === undefined ? {} : { sameDirectoryAs }),
      ...(sameConfigAs === undefined ? {} : { sameConfigAs }),
    };
  }
}

/** The first job that has the text, when another had it before. */
function earlier(seen: Map<string, number>, text: string, num: number): number | undefined {
  const first = seen.get(text);
  if (first === undefined) seen.set(text, num);
  return first;
}
