import path from "node:path";
import type { SlurmSettings } from "./slurm-config.ts";

/** One array of jobs as `sbatch` gets it. */
export interface ArrayRequest {
  readonly size: number;
  /** Absolute path of the folder with the files of its jobs. */
  readonly folder: string;
  readonly cwd: string;
  /** The array that has to end before this one begins. */
  readonly after?: string | undefined;
}

/** The words after `sbatch`. They go there as they are: no shell reads them. */
export function sbatchArguments(
  { options, arrayParallelism, stderrToStdout }: SlurmSettings,
  { size, folder, cwd, after }: ArrayRequest,
): string[] {
  const atATime = Number.isFinite(arrayParallelism) ? `%${arrayParallelism}` : "";
  const files = folder.replaceAll("%", "%%");
  return [
    "--parsable",
    `--array=0-${size - 1}${atATime}`,
    `--chdir=${cwd}`,
    `--output=${path.join(files, "%a.out")}`,
    ...(stderrToStdout ? [] : [`--error=${path.join(files, "%a.err")}`]),
    // A job that is queued again goes on in the same files.
    "--open-mode=append",
    "--export=ALL",
    ...(after === undefined ? [] : [`--dependency=afterany:${after}`]),
    ...options,
    path.join(folder, "submit.sh"),
  ];
}

/** What runs on the node. The job takes the place of the shell, so that signals reach it. */
export function batchScript({ setup, srun }: SlurmSettings, program: readonly string[]): string {
  const words = srun === undefined ? program : ["srun", ...srun, ...program];
  return ["#!/bin/bash", ...setup, `exec ${words.map(quoted).join(" ")}`, ""].join("\n");
}

function quoted(word: string): string {
  return /^[A-Za-z0-9_./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
