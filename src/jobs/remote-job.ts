import { readFileSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { viewOf } from "../config/view.ts";
import type { JobEvents } from "../launch/job-events.ts";
import { decodeError } from "../launch/error-data.ts";
import { readResultData } from "../launch/job-messages.ts";
import type { JobEnding } from "../launch/launcher.ts";
import { decodeReturn } from "../launch/return-data.ts";
import { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import type { StartedRun } from "./app-run.ts";
import { hydraLines, hydraText, setHydraValue } from "./hydra-values.ts";
import { creating, sweepOutputDir, writesFiles } from "./output-dir.ts";
import { placeJob } from "./place-job.ts";
import { recordsDir, writeConfigRecords, writeResult } from "./records.ts";
import { hydraConfigOf, taskConfigOf } from "./task-config.ts";

const outputDirKey = "hydra.sweep.dir";

/** Makes the return of a job that ran in another process, and the records that the job could not write itself. */
export function endRemoteJob(
  planned: PlannedJob,
  ending: JobEnding,
  run: StartedRun,
  events: JobEvents,
): JobReturn {
  const { num, config } = planned;
  const { status, error, returnValue, startedAt, endedAt, recorded, notes } = ending;
  if (ending.id !== undefined) setHydraValue(config, ["job", "id"], ending.id);
  const id = hydraText(config, "job.id");
  const outcome = status === "completed" ? { status, returnValue } : { status, error };
  let outputDir = ending.outputDir ?? sweepOutputDir(config, run.surroundings.cwd());
  const returnAt = (directory: string): JobReturn => {
    setHydraValue(config, ["runtime", "output_dir"], directory);
    return new JobReturn({
      ...outcome,
      num,
      id,
      overrides: Secrets.of(config).overrides(hydraLines(config, "overrides.task")),
      config: viewOf(taskConfigOf(config)),
      hydraConfig: viewOf(hydraConfigOf(config)),
      outputDir: directory,
      taskName: hydraText(config, "job.name") ?? "",
      startedAt,
      endedAt,
      notes,
    });
  };
  if (status === "submitted") return returnAt(outputDir);
  let jobReturn: JobReturn;
  try {
    if (ending.outputDir === undefined)
      outputDir = placeJob({ config, num, id, outputDir, outputDirKey }, run);
    jobReturn = returnAt(outputDir);
    if (!recorded) record(planned, jobReturn, ending.outputDir === undefined);
  } catch (thrown) {
    // The first thing that went wrong is what to tell.
    const told = returnAt(outputDir);
    jobReturn = status === "completed" ? told.failedWith(thrown) : told;
  }
  events.ended(planned, jobReturn);
  return jobReturn;
}

function record({ config }: PlannedJob, jobReturn: JobReturn, isNew: boolean): void {
  const { outputDir } = jobReturn;
  const records = writesFiles(config) ? recordsDir(config, outputDir) : undefined;
  if (records === undefined) return;
  creating(outputDir, outputDirKey, () => {
    if (isNew)
      writeConfigRecords(records, {
        config,
        taskConfig: taskConfigOf(config),
      });
    writeResult(records, jobReturn, { secrets: Secrets.of(config) });
  });
}

/** How a job ended by its own `result.json`, if that was written since then. */
export function recordedEnding(
  { config }: PlannedJob,
  outputDir: string,
  since: Date,
): JobEnding | undefined {
  const records = recordsDir(config, outputDir);
  const result =
    records === undefined ? undefined : readResultData(readJson(path.join(records, "result.json")));
  if (result === undefined || new Date(result.startedAt) < since) return undefined;
  const { status, returnValue, error, notes } = result;
  return {
    status,
    outputDir,
    ...(status === "completed"
      ? { returnValue: decodeReturn(returnValue) }
      : { error: decodeError(error ?? { message: status }) }),
    startedAt: new Date(result.startedAt),
    endedAt: new Date(result.endedAt),
    notes: new Map(Object.entries(notes ?? {})),
    recorded: true,
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
