import { viewOf } from "../config/view.ts";
import type { Override } from "../overrides/types.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { SweepContext } from "../sweep/sweeper.ts";
import type { AppRun, ComposedRun, StartedRun } from "./app-run.ts";
import { composeJob } from "./compose-job.ts";
import { setHydraValue } from "./hydra-values.ts";
import type { PastJobs, Recompose, ResumeOptions } from "./past-jobs.ts";
import type { SplitOverrides } from "./split-overrides.ts";
import { hydraConfigOf, taskConfigOf } from "./task-config.ts";

/** What a sweep is made of. */
export interface SweepParts {
  readonly app: AppRun;
  readonly run: StartedRun;
  readonly master: ComposedRun;
  readonly overrides: SplitOverrides;
  readonly resume?: ResumeOptions | undefined;
}

export function sweepContext(
  { app, run, master, overrides }: SweepParts,
  { seed, resumed }: { readonly seed?: number; readonly resumed?: PastJobs | undefined } = {},
): SweepContext {
  const compose = (own: readonly Override[], num: number): PlannedJob =>
    composeJob(app, run.config, overrides.hydra, own, num);
  return {
    config: run.config,
    seed,
    signal: app.cancellation.signal,
    options: (group) => master.repository.options(group),
    parseOverride: app.parseOverride,
    debug: (message) => run.log.debug(message),
    composeJob: (own, num) =>
      resumed?.hasEnded(num, own) === true ? composedWhenAsked(own, num, compose) : compose(own, num),
  };
}

/** A job that most probably nobody looks at. */
function composedWhenAsked(
  overrides: readonly Override[],
  num: number,
  compose: (overrides: readonly Override[], num: number) => PlannedJob,
): PlannedJob {
  let job: PlannedJob | undefined;
  return {
    num,
    overrides,
    get config() {
      return (job ??= compose(overrides, num)).config;
    },
  };
}

/** Makes the configs of a job again that were let go. */
export function recomposer(
  { app, run, overrides }: SweepParts,
  changedDir: () => string | undefined,
): Recompose {
  return (num, texts, outputDir) => {
    const own = texts.map((text) => app.parseOverride(text));
    const { config } = composeJob(app, run.config, overrides.hydra, own, num);
    const dir = changedDir();
    if (dir !== undefined) setHydraValue(config, ["sweep", "dir"], dir);
    setHydraValue(config, ["runtime", "output_dir"], outputDir);
    return { config: viewOf(taskConfigOf(config)), hydraConfig: viewOf(hydraConfigOf(config)) };
  };
}
