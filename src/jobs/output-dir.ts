import { mkdirSync } from "node:fs";
import path from "node:path";
import type { MapNode } from "../config/node.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraText } from "./hydra-values.ts";

/** Absolute output directory of a single run (`hydra.run.dir`). */
export function runOutputDir(config: MapNode, cwd: string): string {
  return path.resolve(cwd, requiredText(config, "run.dir"));
}

/** Absolute directory of a whole sweep (`hydra.sweep.dir`). */
export function sweepDir(config: MapNode, cwd: string): string {
  return path.resolve(cwd, requiredText(config, "sweep.dir"));
}

/** Absolute output directory of one job of a sweep (`hydra.sweep.subdir` below `hydra.sweep.dir`). */
export function sweepOutputDir(config: MapNode, cwd: string): string {
  return path.join(sweepDir(config, cwd), requiredText(config, "sweep.subdir"));
}

/** Creates a directory and its parents (H-JOB-001). */
export function createOutputDir(directory: string, key: string): void {
  try {
    mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw new HydraException("OUTPUT_DIR", `Cannot create the output directory ${directory}`, {
      key,
      hint: `choose another place with ${key}=…`,
      cause,
    });
  }
}

function requiredText(config: MapNode, key: string): string {
  const text = hydraText(config, key);
  if (text === undefined) {
    throw new HydraException("OUTPUT_DIR", `hydra.${key} has no value`, {
      key: `hydra.${key}`,
      hint: `give it one: hydra.${key}=…`,
    });
  }
  return text;
}
