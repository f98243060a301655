import { mkdirSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { type ConfigNode, contextOf, MapNode, ScalarNode } from "../config/node.ts";
import { EnumMember } from "../config/scalar.ts";
import { nodeOf } from "../config/view.ts";
import { encodeConfig } from "../launch/config-data.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, JobEndEvent, JobStartEvent } from "./callback.ts";

/**
 * Saves each job's config (`config.json`, which `--experimental-rerun` reads) and its return (`job_return.json`) next to the job's
 * other records (H-CBK-021). Named `orochi:SaveJobInfo` in configs.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { save: builds(SaveJobInfo) } }));
 */
export class SaveJobInfo implements Callback {
  onJobStart({ config, outputDir, log }: JobStartEvent): void {
    if (leavesNothing(config)) return;
    log.info(`Saving job configs in ${saveConfig(config, outputDir)}`);
  }

  onJobEnd({ config, jobReturn, outputDir, log }: JobEndEvent): void {
    if (leavesNothing(config)) return;
    // Once more, with what `${now:…}` and its like answered to the task: a rerun sees the same (H-CLI-061).
    saveConfig(config, outputDir);
    const file = path.join(recordsDir(config, outputDir), "job_return.json");
    write(file, Secrets.of(nodeOf(config)).data(describeReturn(jobReturn)));
    log.info(`Saving job_return in ${file}`);
  }
}

function saveConfig(config: unknown, outputDir: string): string {
  const file = path.join(recordsDir(config, outputDir), "config.json");
  const node = nodeOf(config);
  const secrets = Secrets.of(node);
  const resolved = secrets.data(contextOf(node)?.cache.toJSON() ?? []);
  write(file, { version: 1, config: encodeConfig(secrets.config(node)), resolved });
  return file;
}

/** With `hydra.output_subdir: null` the output directory itself. */
function recordsDir(config: unknown, outputDir: string): string {
  const subdir = hydraChild(config, "output_subdir");
  return subdir instanceof ScalarNode && typeof subdir.value === "string" && subdir.kind === "str"
    ? path.join(outputDir, subdir.value)
    : outputDir;
}

/** `hydra.output: none` */
function leavesNothing(config: unknown): boolean {
  const output = hydraChild(config, "output");
  return output?.kind === "enum" && output.value instanceof EnumMember && output.value.name === "none";
}

function hydraChild(config: unknown, key: string): ConfigNode | undefined {
  const node = nodeOf(config);
  const hydra = node instanceof MapNode ? node.child("hydra") : undefined;
  return hydra instanceof MapNode ? hydra.child(key) : undefined;
}

function describeReturn(jobReturn: JobReturn): Record<string, unknown> {
  const { num, id, status, overrides, outputDir, taskName, startedAt, endedAt, error } = jobReturn;
  const facts = { num, id, status, overrides, outputDir, taskName, startedAt, endedAt };
  if (status === "completed") return { ...facts, returnValue: toJsonValue(jobReturn.returnValue) };
  return { ...facts, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function write(file: string, content: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeWhole(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
