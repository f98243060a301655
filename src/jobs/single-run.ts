import { viewOf } from "../config/view.ts";
import type { Override } from "../overrides/types.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type AppRun, startRun } from "./app-run.ts";
import { hydraNodeOf } from "./hydra-values.ts";
import { runOutputDir } from "./output-dir.ts";
import { withActiveRun } from "./run-context.ts";
import { runJob } from "./run-job.ts";
import type { ComposedRun } from "./app-run.ts";

/** Composes and runs one job (H-CBK-011). The return tells how it ended; only errors before the job are thrown. */
export async function runSingle(app: AppRun, overrides: readonly Override[]): Promise<JobReturn> {
  return runComposed(app, app.compose(overrides, "run"));
}

/** Runs a config that is composed already. */
export async function runComposed(app: AppRun, { config }: ComposedRun): Promise<JobReturn> {
  const run = await startRun(app, config);
  const event = { config: viewOf(config), configName: app.configName, signal: app.signal };
  return withActiveRun({ logs: run.logs, hydra: hydraNodeOf(run.config) }, async () => {
    try {
      await run.callbacks.emit("onRunStart", event);
      const outputDir = runOutputDir(config, app.surroundings.cwd());
      const jobReturn = await runJob({ config, outputDir, outputDirKey: "hydra.run.dir" }, run);
      await run.callbacks.emit("onRunEnd", { ...event, jobReturn });
      return jobReturn;
    } finally {
      run.logs.flush();
      run.logs.close();
    }
  });
}
