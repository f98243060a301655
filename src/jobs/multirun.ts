import { Secrets } from "../compose/secrets.ts";
import { placeByKey } from "../config/place-error.ts";
import { viewOf } from "../config/view.ts";
import type { Override } from "../overrides/types.ts";
import type { Launcher } from "../launch/launcher.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { ResultRow } from "../sweep/result-row.ts";
import type { Sweeper } from "../sweep/sweeper.ts";
import { type AppRun, type ComposedRun, type StartedRun, startRun } from "./app-run.ts";
import { BatchRunner } from "./batch-runner.ts";
import type { Cancellation } from "./cancellation.ts";
import { checkedJobs } from "./check-jobs.ts";
import { createLauncher, createSweeper, requireAttachable } from "./controllers.ts";
import { throwFirstFailed, throwFirstFailure } from "./failed-jobs.ts";
import { hydraNodeOf } from "./hydra-values.ts";
import { LastReports } from "./last-reports.ts";
import { writesFiles } from "./output-dir.ts";
import { ResumedJobs, type ResumeOptions } from "./past-jobs.ts";
import { withActiveRun } from "./run-context.ts";
import { splitOverrides } from "./split-overrides.ts";
import { recomposer, sweepContext, type SweepParts } from "./sweep-parts.ts";
import { SweepSession } from "./sweep-session.ts";
import { writeResults } from "./write-results.ts";

/**
 * Composes a sweep, plans its jobs and runs them (H-SWP-001).
 *
 * @returns the returns of all jobs, in job order.
 * @throws the error of the first failed job, after its whole batch ended (H-SWP-026).
 */
export async function runMultirun(app: AppRun, overrides: readonly Override[]): Promise<JobReturn[]> {
  return runComposedMultirun(app, overrides, app.compose(overrides, "multirun"));
}

/** Runs a sweep whose own config is composed already. */
export async function runComposedMultirun(
  app: AppRun,
  overrides: readonly Override[],
  master: ComposedRun,
  resume?: ResumeOptions,
): Promise<JobReturn[]> {
  const run = await startRun(app, master.config);
  const event = {
    config: viewOf(master.config),
    configName: app.configName,
    signal: app.cancellation.signal,
  };
  const jobReturns: JobReturn[] = [];
  const parts: SweepParts = { app, run, master, overrides: splitOverrides(overrides), resume };
  const reports = new LastReports(resume?.sweep.jobs.values());
  let session: SweepSession | undefined;
  const open = (): SweepSession => (session = new SweepSession(app, run, master, resume));
  return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(run.config) }, async () => {
    let error: unknown;
    try {
      await run.callbacks.emit("onMultirunStart", event);
      await sweep(parts, open, reports, jobReturns);
    } catch (thrown) {
      placeByKey(thrown, run.config);
      error = thrown;
    }
    const ending = error === undefined ? {} : { error };
    await run.background.settled();
    const sweepDir = session !== undefined && writesFiles(run.config) ? session.directory : undefined;
    const results = reports.rows(jobReturns, !Secrets.of(run.config).isEmpty);
    try {
      await run.callbacks.emit("onMultirunEnd", { ...event, jobReturns, ...ending, sweepDir, results });
    } finally {
      const hasResults = jobReturns.length > 0;
      // First, since nothing is left to resume once the journal is closed.
      if (sweepDir !== undefined && hasResults) leaveResults(parts, sweepDir, results);
      session?.close(statusOf(error, app.cancellation, jobReturns));
      if (session !== undefined && hasResults) app.onResults?.(results, session.directory);
      run.logs.flush();
      run.logs.close();
    }
    if (error !== undefined) throw error;
    return jobReturns;
  });
}

/** The jobs of a sweep, composed and not run; sweepers that learn from results are not told any (design D7). */
export async function* planJobs(
  app: AppRun,
  run: StartedRun,
  master: ComposedRun,
  overrides: readonly Override[],
): AsyncGenerator<PlannedJob> {
  const sweeper = await createSweeper(app, run.config);
  const split = splitOverrides(overrides);
  const batches = sweeper.sweep(split.task, sweepContext({ app, run, master, overrides: split }));
  for (let next = await batches.next([]); next.done !== true; next = await batches.next([]))
    yield* checkedJobs(next.value.jobs, app.task);
}

/** Leaves the table of results in the sweep's directory. That it cannot be written does not make the sweep fail. */
function leaveResults({ run }: SweepParts, directory: string, rows: Iterable<ResultRow>): void {
  try {
    writeResults(directory, rows);
  } catch (error) {
    run.log.warning(`The table of results was not written: ${String(error)}`);
  }
}

async function sweep(
  parts: SweepParts,
  open: () => SweepSession,
  reports: LastReports,
  jobReturns: JobReturn[],
): Promise<void> {
  const { app, run } = parts;
  const sweeper = await createSweeper(app, run.config);
  const launcher = await createLauncher(app, run.config);
  try {
    await runBatches(parts, { sweeper, launcher, open, reports }, jobReturns);
  } catch (error) {
    // Why the sweep ended is what counts.
    await closeLauncher(launcher).catch((thrown) =>
      run.log.warning(`The launcher was not closed: ${String(thrown)}`),
    );
    throw error;
  }
  await closeLauncher(launcher);
  if (sweeper.toleratesFailures !== true) throwFirstFailed(jobReturns);
}

async function closeLauncher(launcher: Launcher): Promise<void> {
  await launcher.close?.();
}

interface SweepMeans {
  readonly sweeper: Sweeper;
  readonly launcher: Launcher;
  readonly open: () => SweepSession;
  readonly reports: LastReports;
}

async function runBatches(
  parts: SweepParts,
  { sweeper, launcher, open, reports }: SweepMeans,
  jobReturns: JobReturn[],
): Promise<void> {
  const { app, run, overrides, resume } = parts;
  if (resume?.attach === true) requireAttachable(launcher);
  const seed = resume?.sweep.header.seed ?? Math.floor(Math.random() * 2 ** 32);
  let session: SweepSession | undefined;
  const recompose = recomposer(parts, () => session?.changedDir);
  const resumed = resume && new ResumedJobs(resume, run.surroundings.cwd(), recompose);
  const batches = sweeper.sweep(overrides.task, sweepContext(parts, { seed, resumed }));
  let next = await batches.next([]);
  session = open();
  const runner = new BatchRunner(parts, { session, launcher, seed, resumed, recompose, reports });
  try {
    while (next.done !== true) {
      const { ran, all } = await runner.run(next.value);
      for (const jobReturn of all) jobReturns.push(jobReturn);
      throwFirstFailure(ran, sweeper, app.cancellation);
      next = await batches.next(all);
    }
  } finally {
    runner.stop();
    await batches.return?.(undefined);
  }
}

function statusOf(
  error: unknown,
  { aborted }: Cancellation,
  jobReturns: readonly JobReturn[],
): "completed" | "failed" | "cancelled" | "submitted" {
  if (aborted) return "cancelled";
  if (jobReturns.some(({ status }) => status === "submitted")) return "submitted";
  return error === undefined ? "completed" : "failed";
}
