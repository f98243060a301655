import { writeFileSync } from "node:fs";
import path from "node:path";
import { instantiate, type ConfigFor } from "orochi";
import { toYaml } from "orochi/config";
import type { Metrics } from "./loggers.ts";
import type { EvalConfig, TrainConfig } from "./settings.ts";

/** What `extras` asks for, before anything else. */
export function applyExtras(config: EvalConfig | TrainConfig): void {
  const { extras, tags, paths } = config;
  if (extras.enforce_tags && tags.length === 0)
    throw new Error(
      "This run has no tags: give it some, tags=[first,second], or set extras.enforce_tags=false",
    );
  if (extras.print_config) console.log(toYaml(config, { resolve: true }));
  if (extras.write_tags) writeFileSync(path.join(paths.output_dir, "tags.txt"), tags.join("\n") + "\n");
}

/** The objects of a group whose options are kept under names; those that are null are left out. */
export async function instantiateAll<T>(
  group: Readonly<Record<string, ConfigFor<T> | null>> | null | undefined,
): Promise<T[]> {
  const objects: T[] = [];
  for (const config of Object.values(group ?? {})) {
    if (config !== null) objects.push(await instantiate(config));
  }
  return objects;
}

export function writeMetrics(outputDir: string, metrics: Metrics): void {
  writeFileSync(path.join(outputDir, "metrics.json"), JSON.stringify(metrics, null, 2) + "\n");
}

/** The value that a sweep compares. */
export function metricNamed(name: string, metrics: Metrics): number {
  const value = metrics[name];
  if (value !== undefined) return value;
  const known = Object.keys(metrics).join(", ") || "none";
  throw new Error(`optimized_metric: there is no metric '${name}' in this run. There are: ${known}`);
}
