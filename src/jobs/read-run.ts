import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { ListNode, type ConfigNode, ScalarNode } from "../config/node.ts";
import { scalarText } from "../config/scalar.ts";
import { loadYaml } from "../config/yaml/load.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { Source } from "../text/source.ts";
import { metricsOf, type ResultRow } from "../sweep/result-row.ts";
import { readJobResult } from "./read-sweep.ts";

/** A job as its own directory tells: a single run, or one of a sweep. */
export interface RunRecord extends Omit<ResultRow, "outputDir"> {
  /** Absolute. */
  readonly directory: string;
}

const records = ".hydra";

/**
 * Reads the records of a job. A job without a result was cut off, or runs still.
 *
 * @throws {HydraException} code `FILE_UNREADABLE`, when there are none.
 */
export function readRun(directory: string): RunRecord {
  const place = path.resolve(directory);
  const overrides = textsOf(readRecord(place, "overrides.yaml"));
  const result = readJobResult({ header: { records } }, place);
  const started = result?.startedAt === undefined ? startOf(place) : new Date(result.startedAt);
  return {
    directory: place,
    num: result?.num ?? 0,
    status: result?.status ?? "interrupted",
    overrides,
    metrics: metricsOf(result?.returnValue, result?.progress, result?.notes),
    returnValue: result?.returnValue,
    seconds: result?.seconds,
    startedAt: started,
    endedAt: result === undefined ? undefined : new Date(result.endedAt),
    error: result?.error?.message,
  };
}

/** The config that the task of a job had, without the hydra node; interpolations as they were written. */
export function readRunConfig(directory: string): ConfigNode {
  return readRecord(path.resolve(directory), "config.yaml");
}

function readRecord(directory: string, name: string): ConfigNode {
  const file = path.join(directory, records, name);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new HydraException("FILE_UNREADABLE", `There are no records of a job in ${directory}`, {
      hint: `give the output directory of a job: it holds ${records}/${name}`,
    });
  }
  return loadYaml(text, { source: new Source(file, text) });
}

function textsOf(node: ConfigNode): string[] {
  if (!(node instanceof ListNode)) return [];
  return [...node.children()].map((child) => (child instanceof ScalarNode ? scalarText(child.value) : ""));
}

function startOf(directory: string): Date {
  return (
    statSync(path.join(directory, records, "config.yaml"), { throwIfNoEntry: false })?.mtime ?? new Date(0)
  );
}
