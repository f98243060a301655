import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../config/node.ts";
import { selectNode } from "../config/select.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import { jobLine } from "./basic-launcher.ts";
import { FailureCount } from "./failure-count.ts";
import type { LaunchContext, Launcher } from "./launcher.ts";
import { checkedLimit, jobCount } from "./numbers.ts";
import { runInOrder } from "./run-in-order.ts";
import { Slots } from "./slots.ts";

/** The config of `hydra/launcher: concurrent`. */
export interface ConcurrentLauncherConfig {
  /** Jobs that run at a time; a positive integer. @defaultValue `8` */
  readonly n_jobs?: number | null;
  /** After so many failed jobs no further one starts; `1` is fail fast. @defaultValue `null`: all jobs run */
  readonly max_failures?: number | null;
}

const usualJobs = 8;

/**
 * Runs many jobs side by side in this process: `hydra/launcher: concurrent`. For tasks that mostly wait, for the network or for
 * other programs; a task that computes holds up all others. Each job has its own `runContext()`, loggers and output directory;
 * the current directory and the environment belong to the process, so a job can have none of its own.
 *
 * @example
 * const store = new ZenStore();
 * store(builds(ConcurrentLauncher, { n_jobs: 32 }), { group: "hydra/launcher", name: "many" });
 */
export class ConcurrentLauncher implements Launcher {
  readonly #config: ConcurrentLauncherConfig;
  readonly #failures = new FailureCount();

  constructor({ n_jobs = null, max_failures = null }: ConcurrentLauncherConfig = {}) {
    this.#config = { n_jobs, max_failures };
  }

  async *launch({ size, jobs }: Batch, { log, runJob, signal }: LaunchContext): AsyncGenerator<JobReturn> {
    const atATime = jobCount(this.#config.n_jobs, usualJobs);
    const most = checkedLimit(this.#config.max_failures, { name: "max_failures", least: 1, isWhole: true });
    this.#failures.begin(most);
    log.info(`Launching ${size} jobs in this process, ${Math.min(size, atATime)} at a time`);
    const run = async (job: PlannedJob): Promise<JobReturn> => {
      requireShareable(job);
      log.info(jobLine(job));
      return this.#failures.count(await runJob(job));
    };
    yield* runInOrder({
      jobs,
      slots: new Slots(atATime),
      mayBegin: () => !signal.aborted && !this.#failures.isEnough,
      run,
    });
    this.#failures.tell(log, size);
  }
}

/** What belongs to the process cannot belong to one of several jobs in it. */
function requireShareable({ config }: PlannedJob): void {
  const chdir = hydraSetting(config, "job.chdir");
  const variables = hydraSetting(config, "job.env_set");
  if (chdir instanceof ScalarNode && chdir.value === true)
    throw unshareable("a current directory", "hydra.job.chdir");
  if (variables instanceof MapNode && variables.size > 0)
    throw unshareable("environment variables", "hydra.job.env_set");
}

function hydraSetting(config: MapNode, key: string): ConfigNode | undefined {
  const node = selectNode(config, `hydra.${key}`);
  return node === undefined ? undefined : dereference(node);
}

function unshareable(what: string, key: string): HydraException {
  const summary = `Jobs side by side in one process cannot have ${what} of their own`;
  const hint = `choose hydra/launcher=processes or basic, or take ${key} away`;
  return new HydraException("LAUNCHER_INVALID", summary, { key, hint });
}
