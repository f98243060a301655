import path from "node:path";
import type { MapNode } from "../config/node.ts";
import { hydraText, setHydraValue } from "./hydra-values.ts";
import { Logger } from "./logging/logger.ts";
import type { LogTree } from "./logging/log-tree.ts";
import { claimOutputDir, onExistingOf, skipsFinished, sweepDir, writesFiles } from "./output-dir.ts";
import type { Job, JobRunner } from "./run-job.ts";

/** Gives a job a directory of its own, and writes it into the config when it is not the one that was wanted. */
export function placeJob(job: Job, { surroundings, logs }: Pick<JobRunner, "surroundings" | "logs">): string {
  const { config, outputDir: wanted, outputDirKey } = job;
  const cwd = surroundings.cwd();
  const isSweep = job.num !== undefined;
  const outputDir = writesFiles(config)
    ? claimOutputDir({
        directory: wanted,
        mark: markOf(config),
        onExisting: job.isPlaced === true ? "reuse" : onExistingOf(config),
        shared: isSweep ? [cwd, sweepDir(config, cwd)] : [cwd],
        key: outputDirKey,
      })
    : wanted;
  if (outputDir !== wanted) {
    const suffix = outputDir.slice(wanted.length);
    const key = isSweep ? (["sweep", "subdir"] as const) : (["run", "dir"] as const);
    setHydraValue(config, key, `${withoutSlash(hydraText(config, key.join(".")) ?? "")}${suffix}`);
    tellMoved(logs, wanted, outputDir, cwd);
  }
  job.onPlaced?.(outputDir);
  return outputDir;
}

/** Gives a sweep a directory of its own; answers the text of `hydra.sweep.dir` when it had to change. */
export function placeSweep(
  config: MapNode,
  { surroundings, logs }: Pick<JobRunner, "surroundings" | "logs">,
): { readonly directory: string; readonly changed: string | undefined } {
  const cwd = surroundings.cwd();
  const wanted = sweepDir(config, cwd);
  if (!writesFiles(config)) return { directory: wanted, changed: undefined };
  const directory = claimOutputDir({
    directory: wanted,
    mark: { name: "multirun.yaml", kind: "file" },
    // The finished jobs of a directory are of use only where they are.
    onExisting: skipsFinished(config) ? "reuse" : onExistingOf(config),
    shared: [cwd],
    key: "hydra.sweep.dir",
  });
  if (directory === wanted) return { directory, changed: undefined };
  const changed = `${withoutSlash(hydraText(config, "sweep.dir") ?? "")}${directory.slice(wanted.length)}`;
  setHydraValue(config, ["sweep", "dir"], changed);
  tellMoved(logs, wanted, directory, cwd);
  return { directory, changed };
}

function markOf(config: MapNode): { readonly name: string; readonly kind: "directory" } | undefined {
  const name = hydraText(config, "output_subdir");
  return name === undefined || path.normalize(name) === "." ? undefined : { name, kind: "directory" };
}

function tellMoved(logs: LogTree, wanted: string, got: string, cwd: string): void {
  const shown = (directory: string): string => path.relative(cwd, directory) || ".";
  new Logger("hydra", () => logs).warning(
    `${shown(wanted)} holds another run; this one writes to ${shown(got)} (hydra.job.on_existing)`,
  );
}

function withoutSlash(directory: string): string {
  return directory.replace(/[/\\]+$/, "");
}
