import { Secrets } from "../../compose/secrets.ts";
import { createNode } from "../../config/create.ts";
import { dereference } from "../../config/interpolation/dereference.ts";
import { MapNode, ScalarNode } from "../../config/node.ts";
import { scalarText } from "../../config/scalar.ts";
import { selectNode } from "../../config/select.ts";
import { configIdentity } from "../../sweep/identity.ts";
import type { PlannedJob } from "../../sweep/plan.ts";
import { encodeJobConfig } from "../job-config-data.ts";
import { type JobOrder, readJobMessage, wrapMessage } from "../job-messages.ts";
import type { RetryConfig } from "../retry-rule.ts";

/** What a job was planned with, to be compared with what a worker has. */
export interface AppStamp {
  /** Name of the app's file, without its directory. */
  readonly script: string;
  /** Fingerprint of the app's file. */
  readonly code: string;
  /** Version of Orochi. */
  readonly version: string;
}

/** What all jobs of a sweep have in common. */
export interface QueuedSweep {
  readonly sweep: string;
  readonly app: AppStamp;
  /** Which call of `main()` in the app serves the jobs. */
  readonly main: number;
  /** The moment that `${now:…}` means. */
  readonly clock: string;
  readonly cwd: string;
  /** Absolute, where the sweep was started. */
  readonly sweepDir: string;
  readonly timeoutMs: number | undefined;
  readonly retry: RetryConfig;
}

/** A job as it stands in a queue: data, of which nothing is evaluated. */
export interface QueuedJob extends QueuedSweep {
  readonly identity: string;
  /** Directory of the job below that of the sweep: `hydra.sweep.subdir`. */
  readonly subdir: string;
  /** Whether the config has secrets (`hydra.job.secrets`): then nothing of what the job says is repeated where queues are listed. */
  readonly hasSecrets: boolean;
  /** Where the job has its records: `hydra.output_subdir`. Empty: it has none. */
  readonly records: string;
  /** `attempt` counts those of earlier starts of the sweep. */
  readonly order: JobOrder;
}

const format = 1;
/** As much of a fingerprint as tells the configs of one sweep apart. */
const identityLength = 12;

/**
 * What a job is called in its queue: `<sweep>-<number>-<identity>`. The same job is never there twice, however often it is added; a job
 * of the same number with another config is another one.
 */
function queueId(sweep: string, num: number, identity: string): string {
  return `${sweep}-${num}-${identity.slice(0, identityLength)}`;
}

/** Gives a job the id that it has in the queue, as its `hydra.job.id`, and makes it data. */
export function encodeQueuedJob(
  sweep: QueuedSweep,
  { num, config, earlier }: PlannedJob,
): { readonly id: string; readonly queued: QueuedJob } {
  const identity = configIdentity(config).slice("sha256:".length);
  const id = queueId(sweep.sweep, num, identity);
  setJobId(config, id);
  const { tree, resolved } = encodeJobConfig(config);
  const queued: QueuedJob = {
    ...sweep,
    identity,
    subdir: hydraText(config, "sweep.subdir"),
    records: hydraText(config, "output_subdir"),
    hasSecrets: !Secrets.of(config).isEmpty,
    order: {
      num,
      id,
      attempt: earlier?.count ?? 0,
      // Who trusts a message has to know who wrote it. The worker's own code says which targets it trusts.
      config: { tree, resolved, trusted: [] },
      ...(earlier === undefined ? {} : { outputDir: earlier.outputDir }),
    },
  };
  return { id, queued };
}

/** What is written into the queue. */
export function queueData(job: QueuedJob): object {
  return { orochi: format, ...job };
}

/** The job, or `undefined` when somebody else wrote this into the queue. */
export function readQueuedJob(data: unknown): QueuedJob | undefined {
  if (!isFacts(data) || data["orochi"] !== format) return undefined;
  const { sweep, app, main, clock, cwd, sweepDir, timeoutMs, retry, identity, subdir, records } = data;
  const message = readJobMessage(wrapMessage({ type: "job", job: data["order"] as JobOrder }));
  if (message?.type !== "job" || !isStamp(app)) return undefined;
  if (typeof sweep !== "string" || !/^[0-9a-f]{6,64}$/.test(sweep)) return undefined;
  if (typeof main !== "number" || typeof clock !== "string" || Number.isNaN(Date.parse(clock)))
    return undefined;
  if (typeof cwd !== "string" || typeof sweepDir !== "string" || typeof identity !== "string")
    return undefined;
  if (typeof subdir !== "string" || typeof records !== "string") return undefined;
  const { num, id, attempt, config, outputDir } = message.job;
  return {
    sweep,
    app: { script: app.script, code: app.code, version: app.version },
    main,
    clock,
    cwd,
    sweepDir,
    identity,
    subdir,
    records,
    hasSecrets: data["hasSecrets"] === true,
    timeoutMs: typeof timeoutMs === "number" && timeoutMs >= 0 ? timeoutMs : undefined,
    retry: readRetry(retry),
    order: { num, id, attempt, outputDir, config: { ...config, trusted: [] } },
  };
}

function readRetry(value: unknown): RetryConfig {
  if (!isFacts(value)) return {};
  const numbers = ["retries", "backoff", "max_backoff"].flatMap((key): [string, unknown][] =>
    typeof value[key] === "number" && value[key] >= 0 ? [[key, value[key]]] : [],
  );
  const on = value["retry_on"];
  return { ...Object.fromEntries(numbers), ...(on === "lost" ? { retry_on: on } : {}) };
}

/** A text of the hydra node; empty where there is none. */
export function hydraText(config: MapNode, key: string): string {
  const node = selectNode(config, `hydra.${key}`);
  const found = node && dereference(node);
  return found instanceof ScalarNode && found.kind !== "null" ? scalarText(found.value) : "";
}

function setJobId(config: MapNode, id: string): void {
  const hydra = config.child("hydra");
  const job = hydra instanceof MapNode ? hydra.child("job") : undefined;
  if (job instanceof MapNode) job.setChild("id", createNode(id));
}

function isStamp(value: unknown): value is AppStamp {
  return isFacts(value) && ["script", "code", "version"].every((key) => typeof value[key] === "string");
}

function isFacts(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
