import type { EmittedEvent } from "../callbacks/dispatch.ts";
import { viewOf } from "../config/view.ts";
import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type AppRun, type ComposedRun, type StartedRun, startRun } from "./app-run.ts";
import { hydraNodeOf } from "./hydra-values.ts";
import { runOutputDir } from "./output-dir.ts";
import { withActiveRun } from "./run-context.ts";
import { describeReturn, type Job, runJob } from "./run-job.ts";

/** Composes and runs one job (H-CBK-011). The return tells how it ended; only errors before the job are thrown. */
export async function runSingle(app: AppRun, overrides: readonly Override[]): Promise<JobReturn> {
  return runComposed(app, app.compose(overrides, "run"));
}

/** Runs a config that is composed already. */
export async function runComposed(app: AppRun, { config }: ComposedRun): Promise<JobReturn> {
  const run = await startRun(app, config);
  const hasCallbacks = run.callbacks.entries.length > 0;
  // What nobody hears of is not made.
  const event = (): EmittedEvent<"onRunStart"> => ({
    config: viewOf(config),
    configName: app.configName,
    signal: app.cancellation.signal,
  });
  return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(run.config) }, async () => {
    const outputDir = runOutputDir(config, app.surroundings.cwd());
    const job = { config, outputDir, outputDirKey: "hydra.run.dir" };
    try {
      const jobReturn = await startedJob(job, run, async () => {
        if (hasCallbacks) await run.callbacks.emit("onRunStart", event());
      });
      if (jobReturn.status === "failed") app.onFailure?.(jobReturn);
      app.onJobReturn?.(jobReturn);
      await run.background.settled();
      if (hasCallbacks) await run.callbacks.emit("onRunEnd", { ...event(), jobReturn });
      return jobReturn;
    } finally {
      run.logs.flush();
      run.logs.close();
    }
  });
}

/** End hooks run for every start: a start hook that ends the run makes the job fail before it began (design D10). */
async function startedJob(job: Job, run: StartedRun, start: () => Promise<void>): Promise<JobReturn> {
  try {
    await start();
  } catch (error) {
    return describeReturn(job, { status: "failed", error });
  }
  return runJob(job, run);
}
