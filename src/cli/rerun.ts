import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isRedacted } from "../compose/secrets.ts";
import { setFlag } from "../config/flags.ts";
import { MapNode } from "../config/node.ts";
import type { TreeContext } from "../config/context.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import type { AppRun } from "../jobs/app-run.ts";
import { hydraText } from "../jobs/hydra-values.ts";
import { runTaskOnly } from "../jobs/run-task-only.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type ConfigData, decodeConfig } from "../launch/config-data.ts";

/** Runs the job of a saved config again: only the task, in its old place, with its old log (H-CLI-060). */
export async function rerunJob(file: string, app: AppRun, context: TreeContext): Promise<JobReturn> {
  const config = loadRerunConfig(file, app.surroundings.cwd(), context);
  const outputDir = hydraText(config, "runtime.output_dir") ?? app.surroundings.cwd();
  return runTaskOnly({ config, outputDir, outputDirKey: "hydra.runtime.output_dir" }, app);
}

interface Snapshot {
  readonly config: ConfigData;
  readonly resolved: readonly (readonly [key: string, result: unknown])[];
}

/** The config that `orochi:SaveJobInfo` saved, with the times that its job saw (H-CLI-060, H-CLI-061). */
export function loadRerunConfig(file: string, cwd: string, context: TreeContext): MapNode {
  const name = path.resolve(cwd, file);
  if (!existsSync(name)) {
    throw new HydraException("FILE_UNREADABLE", `There is no saved job config ${name}`, {
      hint: "the callback orochi:SaveJobInfo writes config.json next to config.yaml",
    });
  }
  const { config, resolved } = readSnapshot(name);
  context.cache.restore(resolved);
  requireNoSecrets(config, name);
  const node = decodeConfig(config, context);
  setFlag(node, "struct", true);
  if (node instanceof MapNode && node.child("hydra") instanceof MapNode) return node;
  throw notASnapshot(name);
}

function requireNoSecrets(config: ConfigData, name: string): void {
  if (!isRedacted(JSON.stringify(config))) return;
  throw new HydraException(
    "SECRET_MISSING",
    `${name} does not hold all values: hydra.job.secrets keeps secrets out of it`,
    { hint: "--rerun DIR composes the job again, and takes the secrets as overrides" },
  );
}

function readSnapshot(name: string): Snapshot {
  try {
    const content: unknown = JSON.parse(readFileSync(name, "utf8"));
    if (typeof content === "object" && content !== null && "config" in content && "resolved" in content) {
      return content as Snapshot;
    }
  } catch (cause) {
    throw notASnapshot(name, cause);
  }
  throw notASnapshot(name);
}

function notASnapshot(name: string, cause?: unknown): HydraException {
  return new HydraException("FILE_UNREADABLE", `${name} is not a saved job config`, {
    hint: "give the config.json that the callback orochi:SaveJobInfo wrote",
    cause,
  });
}
