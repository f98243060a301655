import { existsSync, mkdirSync, rmdirSync, rmSync, statSync } from "node:fs";
import { hostName } from "./host-name.ts";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import type { MapNode } from "../config/node.ts";
import { dumpYaml } from "../config/yaml/dump.ts";
import { isOrochiError } from "../errors/base.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import { isoTime } from "../text/iso-time.ts";
import { writeWhole } from "../text/write-whole.ts";
import type { RecordedError } from "./journal-lines.ts";
import { hydraLines, hydraText } from "./hydra-values.ts";
import { noteUse } from "./note-use.ts";

/** Where a job's records go, or `undefined` when `hydra.output_subdir` is null. */
export function recordsDir(config: MapNode, outputDir: string): string | undefined {
  const subdir = hydraText(config, "output_subdir");
  return subdir === undefined ? undefined : path.join(outputDir, subdir);
}

export interface ConfigRecords {
  /** The whole config, for the overrides in it. */
  readonly config: MapNode;
  readonly taskConfig: MapNode;
}

/** Writes `config.yaml`, `hydra.yaml` and `overrides.yaml` (H-JOB-002). */
export function writeConfigRecords(directory: string, { config: whole, taskConfig }: ConfigRecords): void {
  noteUse("records");
  const secrets = Secrets.of(whole);
  const records = { config: secrets.config(whole), taskConfig: secrets.config(taskConfig) };
  // How an earlier run in this directory ended is not how this one does.
  const result = path.join(directory, "result.json");
  if (!existsSync(directory)) mkdirSync(directory, { recursive: true });
  else if (existsSync(result)) rmSync(result);
  try {
    writeWhole(path.join(directory, "config.yaml"), dumpYaml(records.taskConfig));
    writeWhole(path.join(directory, "hydra.yaml"), dumpYaml(records.config, { only: "hydra" }));
    writeWhole(
      path.join(directory, "overrides.yaml"),
      dumpLines(hydraLines(records.config, "overrides.task")),
    );
  } catch (error) {
    // A folder with nothing in it holds the output directory for nobody.
    removeIfEmpty(directory);
    throw error;
  }
}

function removeIfEmpty(directory: string): void {
  try {
    rmdirSync(directory);
  } catch {
    // It holds something, or is gone: why it could not be written to is what counts.
  }
}

/** The whole config of a sweep, as composed from its command line (H-JOB-003). */
export function writeMultirunRecord(directory: string, config: MapNode): void {
  const file = path.join(directory, "multirun.yaml");
  try {
    writeWhole(file, dumpYaml(Secrets.of(config).config(config)));
  } catch (error) {
    dropEmptyMultirunRecord(directory);
    throw error;
  }
}

/** The empty file that took the directory for a sweep is no record of it. */
export function dropEmptyMultirunRecord(directory: string): void {
  const file = path.join(directory, "multirun.yaml");
  if (statSync(file, { throwIfNoEntry: false })?.size === 0) rmSync(file);
}

/** Writes `result.json`: how a job ended and what it last reported, for resuming and for tables of results (design D8). */
export function writeResult(
  directory: string,
  jobReturn: JobReturn,
  { progress, secrets }: { readonly progress?: unknown; readonly secrets: Secrets },
): void {
  const reported = progress === undefined ? {} : { progress: toJsonValue(progress) };
  const result = secrets.data({ ...describeResult(jobReturn), ...reported });
  writeWhole(path.join(directory, "result.json"), `${JSON.stringify(result, undefined, 2)}\n`);
}

export function describeResult(jobReturn: JobReturn): Record<string, unknown> {
  const { num, id, status, startedAt, endedAt, seconds, notes } = jobReturn;
  return {
    version: 1,
    status,
    ...(num === undefined ? {} : { num, id }),
    ...(status === "completed"
      ? { returnValue: toJsonValue(jobReturn.returnValue) }
      : { error: describeError(jobReturn.error) }),
    startedAt: isoTime(startedAt),
    endedAt: isoTime(endedAt),
    seconds,
    host: hostName(),
    pid: process.pid,
    ...(notes.size === 0 ? {} : { notes: toJsonValue(Object.fromEntries(notes)) }),
  };
}

export function describeError(error: unknown): RecordedError {
  if (isOrochiError(error)) return { ...error.toJSON(), message: error.message };
  if (error instanceof Error) {
    const { name, message, stack } = error;
    return { name, message, ...(stack === undefined ? {} : { stack }) };
  }
  return { message: String(error) };
}

/** Overrides are text: a `${…}` in them must come back as it was typed. */
function dumpLines(lines: readonly string[]): string {
  return dumpYaml([...lines]);
}
