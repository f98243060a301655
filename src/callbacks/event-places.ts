import { mkdirSync } from "node:fs";
import path from "node:path";
import { dereference } from "../config/interpolation/dereference.ts";
import { type ConfigNode, MapNode, ScalarNode } from "../config/node.ts";
import { pythonStr } from "../config/python-text.ts";
import { EnumMember } from "../config/scalar.ts";
import { selectNode } from "../config/select.ts";
import { findNode } from "../config/view.ts";

// Where a job's files are, as the config of an event tells. Callbacks also run in processes that know nothing but their job.

/** Absolute directory in which the program was started. */
export function startDirectory(config: unknown): string {
  return path.resolve(hydraText(config, "runtime.cwd") ?? process.cwd());
}

/** Absolute directory of the sweep that a job belongs to; `undefined` for a single run. */
export function sweepDirOf(config: unknown): string | undefined {
  if (hydraText(config, "mode") !== "MULTIRUN") return undefined;
  const directory = hydraText(config, "sweep.dir");
  return directory === undefined ? undefined : path.resolve(startDirectory(config), directory);
}

/** Where a run or sweep as a whole keeps a file of a callback: in the directory of the sweep, or in that of the single run. */
export function runDirectory(config: unknown, outputDir: string): string {
  return sweepDirOf(config) ?? outputDir;
}

/** Not so with `hydra.output: none`. */
export function leavesFiles(config: unknown): boolean {
  return hydraText(config, "output") !== "none";
}

/** The absolute path of a file in a directory, which is made if need be. */
export function placeFile(directory: string, name: string): string {
  const file = path.join(directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** A value of the hydra node as text; `undefined` when there is none, or it cannot be had. */
export function hydraText(config: unknown, key: string): string | undefined {
  return textAt(config, `hydra.${key}`);
}

/** A value of a config as text. */
export function textAt(config: unknown, key: string): string | undefined {
  try {
    const root = configNode(config);
    const node = root === undefined ? undefined : selectNode(root, key);
    const target = node === undefined ? undefined : dereference(node);
    if (!(target instanceof ScalarNode) || target.kind === "null" || target.kind === "missing")
      return undefined;
    return target.value instanceof EnumMember ? target.value.name : pythonStr(target.value);
  } catch {
    return undefined;
  }
}

/** The lines of a list such as `overrides.task`, as they stand there. */
export function hydraLines(config: unknown, key: string): string[] {
  let node: ConfigNode | undefined = configNode(config);
  for (const step of ["hydra", ...key.split(".")])
    node = node instanceof MapNode ? node.child(step) : undefined;
  if (node === undefined || node instanceof ScalarNode) return [];
  return [...node.children()].map((child) =>
    child instanceof ScalarNode && typeof child.value === "string" ? child.value : "",
  );
}

function configNode(config: unknown): MapNode | undefined {
  const node = findNode(config);
  return node instanceof MapNode ? node : undefined;
}
