import { availableParallelism } from "node:os";
import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch } from "../sweep/plan.ts";
import { ConcurrentLauncher } from "./concurrent-launcher.ts";
import type { LaunchContext, Launcher } from "./launcher.ts";
import { jobCount } from "./numbers.ts";
import { ProcessesLauncher, type ProcessesLauncherConfig } from "./processes-launcher.ts";

/** The config of `hydra/launcher: joblib`: keys of joblib, and those of {@link ProcessesLauncher}. */
export interface JoblibLauncherConfig extends ProcessesLauncherConfig {
  /** As in joblib, `null` means 1. @defaultValue one for each core */
  readonly n_jobs?: number | null;
  readonly backend?: string | null | undefined;
  readonly prefer?: string | null | undefined;
  readonly require?: string | null | undefined;
  /** What steers joblib itself: accepted, and not used. */
  readonly [option: string]: unknown;
}

type Place = "processes" | "here";

const backends: ReadonlyMap<string, Place> = new Map([
  ["loky", "processes"],
  ["multiprocessing", "processes"],
  ["threading", "here"],
]);
const preferences: ReadonlyMap<string, Place> = new Map([
  ["processes", "processes"],
  ["threads", "here"],
]);

/** Options of joblib that have no counterpart, as its plugin sets them. */
const unused: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["verbose", 0],
  ["pre_dispatch", "2*n_jobs"],
  ["batch_size", "auto"],
  ["temp_folder", null],
  ["max_nbytes", null],
  ["mmap_mode", "r"],
  ["inner_max_num_threads", null],
]);

/**
 * Runs jobs where joblib would run them: `hydra/launcher: joblib`, for directories written for Hydra (H-PLG-031). Backends of
 * processes are {@link ProcessesLauncher}; threads, which JavaScript does not have in this sense, are {@link ConcurrentLauncher}.
 *
 * @example
 * const store = new ZenStore();
 * store(builds(JoblibLauncher, { n_jobs: 4 }), { group: "hydra/launcher", name: "four" });
 */
export class JoblibLauncher implements Launcher {
  readonly #config: JoblibLauncherConfig;
  #launcher: Launcher | undefined;

  constructor(config: JoblibLauncherConfig = {}) {
    this.#config = config;
  }

  async prepare(size: number, context: LaunchContext): Promise<void> {
    await this.#chosen(context).prepare?.(size, context);
  }

  async *launch(batch: Batch, context: LaunchContext): AsyncGenerator<JobReturn> {
    yield* this.#chosen(context).launch(batch, context);
  }

  async close(): Promise<void> {
    await this.#launcher?.close?.();
    this.#launcher = undefined;
  }

  #chosen(context: LaunchContext): Launcher {
    return (this.#launcher ??= this.#choose(context));
  }

  #choose({ log }: LaunchContext): Launcher {
    const { backend, prefer, require, n_jobs: asked = -1, ...options } = this.#config;
    const place = placeOf({ backend, prefer, require });
    const n_jobs = asked === null ? 1 : jobCount(asked, availableParallelism());
    const given = Object.entries(options);
    const known = given.filter(([name]) => !unused.has(name));
    const idle = given.filter(([name, value]) => unused.has(name) && value !== unused.get(name));
    if (place === "here" && typeof options.timeout === "number") idle.push(["timeout", options.timeout]);
    if (idle.length > 0) log.debug(`Not used: ${idle.map(([name]) => `hydra.launcher.${name}`).join(", ")}`);
    if (place === "here")
      return new ConcurrentLauncher({ n_jobs, max_failures: options.max_failures ?? null });
    return new ProcessesLauncher({ ...Object.fromEntries(known), n_jobs });
  }
}

/** As joblib decides: a backend that is named wins, then what must be, then what is preferred. */
function placeOf({
  backend,
  prefer,
  require,
}: Pick<JoblibLauncherConfig, "backend" | "prefer" | "require">): Place {
  const named = chosen("backend", backend, backends);
  const preferred = chosen("prefer", prefer, preferences);
  const needed = chosen("require", require, new Map([["sharedmem", "here"]]));
  if (needed !== undefined && named === "processes") throw contradiction("backend", backend);
  if (needed !== undefined && named === undefined && preferred === "processes")
    throw contradiction("prefer", prefer);
  return named ?? needed ?? preferred ?? "processes";
}

function chosen(name: string, value: unknown, places: ReadonlyMap<string, Place>): Place | undefined {
  if (value === null || value === undefined) return undefined;
  const place = typeof value === "string" ? places.get(value) : undefined;
  if (place !== undefined) return place;
  throw invalid(
    `hydra.launcher.${name} cannot be ${JSON.stringify(value) ?? typeof value}`,
    name,
    `known are ${[...places.keys()].join(", ")}`,
  );
}

function contradiction(name: string, value: unknown): HydraException {
  return invalid(
    `hydra.launcher.${name}=${String(value)} and hydra.launcher.require=sharedmem contradict each other`,
    name,
    "jobs that share memory run in one process: hydra.launcher.prefer=threads",
  );
}

function invalid(summary: string, name: string, hint: string): HydraException {
  return new HydraException("LAUNCHER_INVALID", summary, { key: `hydra.launcher.${name}`, hint });
}
