import { createCallbacks } from "../callbacks/create-callbacks.ts";
import { CallbackDispatch } from "../callbacks/dispatch.ts";
import type { CommonPart } from "../compose/compose.ts";
import { Secrets } from "../compose/secrets.ts";
import type { TreeContext } from "../config/context.ts";
import { placeByKey } from "../config/place-error.ts";
import type { ConfigNode, MapNode } from "../config/node.ts";
import type { JobWatcher } from "../launch/job-events.ts";
import type { Override } from "../overrides/types.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { SweepContext } from "../sweep/sweeper.ts";
import { Background } from "./background.ts";
import type { Cancellation } from "./cancellation.ts";
import { hydraNodeOf } from "./hydra-values.ts";
import { Logger } from "./logging/logger.ts";
import { LogTree } from "./logging/log-tree.ts";
import { getLogger } from "./run-context.ts";
import type { TaskFunction } from "./call-task.ts";
import type { ResultRow } from "../sweep/result-row.ts";
import type { JobRunner } from "./run-job.ts";
import { createLogs } from "./run-logs.ts";
import type { Surroundings } from "./surroundings.ts";

/** A config as composed for a run. */
export interface ComposedRun {
  /** With its hydra node. */
  readonly config: MapNode;
  /** Where it was composed from, search path entries of the config included. */
  readonly repository: Pick<ConfigRepository, "options" | "usedTexts" | "freeze">;
}

/** Somebody who watches the jobs of one sweep. */
export interface SweepWatch {
  readonly watcher: JobWatcher;
  /** The sweep is over, or failed. */
  stop(): void;
}

/** An app at the moment it runs: everything that composing, sweeping and running its jobs needs. */
export interface AppRun {
  readonly task: TaskFunction;
  readonly configName: string | undefined;
  /** File of the module that started the app. */
  readonly entry: string | undefined;
  readonly surroundings: Surroundings;
  readonly cancellation: Cancellation;
  /** The moment that `${now:…}` means. @defaultValue the moment at which a sweep begins */
  readonly startedAt?: Date | undefined;
  /** What the command line says of where configs are found, for the journal of a sweep. */
  readonly flags?: Readonly<Record<string, string>> | undefined;
  readonly compose: (
    overrides: readonly Override[],
    mode: "run" | "multirun",
    context?: TreeContext,
    common?: CommonPart,
  ) => ComposedRun;
  readonly instantiate: (node: ConfigNode) => Promise<unknown>;
  readonly parseOverride: SweepContext["parseOverride"];
  /** Told of a failed job, as soon as it has failed. */
  readonly onFailure?: ((jobReturn: JobReturn) => void) | undefined;
  /** Told what the jobs of a sweep found, when it is over. */
  readonly onResults?: ((rows: Iterable<ResultRow>, sweepDir: string) => void) | undefined;
  /** Told of every job that ended, in job order. */
  readonly onJobReturn?: ((jobReturn: JobReturn) => void) | undefined;
  /** Called when a sweep begins; `undefined` when nobody watches. */
  readonly watchSweep?: (() => SweepWatch | undefined) | undefined;
  /** Told how many things are not done that callbacks left for later. */
  readonly onBackground?: ((pending: number) => void) | undefined;
  /** Told of something that went wrong and stops nothing. @defaultValue it is written to `stderr` */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** How the config came about, for those who asked for everything (H-LOG-003). */
  readonly report?: (() => string) | undefined;
}

/** The parts of a run that come from its composed config. */
export interface StartedRun extends JobRunner {
  readonly config: MapNode;
  /** The engine's logger. */
  readonly log: Logger;
}

/** Configures the engine's logging and creates the callbacks (H-LOG-001, H-CBK-001). */
export async function startRun(app: AppRun, config: MapNode): Promise<StartedRun> {
  try {
    return await start(app, config);
  } catch (error) {
    placeByKey(error, config);
    throw error;
  }
}

async function start(
  { surroundings, cancellation, task, instantiate, report, onBackground, onWarning }: AppRun,
  config: MapNode,
): Promise<StartedRun> {
  const logs = createLogs(config, "hydra_logging", surroundings) ?? new LogTree(surroundings.stderr);
  const log = new Logger("hydra", () => logs);
  if (report !== undefined && log.isEnabled("DEBUG")) log.debug("%s", report());
  const warn =
    onWarning ?? ((message: string): unknown => surroundings.stderr.write(`warning: ${message}\n`));
  const entries = await createCallbacks(hydraNodeOf(config).child("callbacks"), instantiate);
  const callbacks = new CallbackDispatch(entries, {
    warn: (message) => warn(Secrets.of(config).text(message)),
    log: (name) => getLogger(name),
  });
  const background = new Background(onBackground);
  return { task, callbacks, surroundings, logs, cancellation, config, log, background };
}
