import { type Dirent, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { MapNode, ScalarNode } from "../config/node.ts";
import { scalarText } from "../config/scalar.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraNodeOf } from "../jobs/hydra-values.ts";
import { journalFile } from "../jobs/journal.ts";
import type { App } from "./app.ts";

/** Levels of directories between the root of all sweeps and one of them. */
const maximumDepth = 4;

/**
 * The sweep whose journal was written last, of those below the fixed part of `hydra.sweep.dir`: `multirun` for
 * `multirun/${now:%Y-%m-%d}/${now:%H-%M-%S}`.
 *
 * @throws {HydraException} code `FILE_UNREADABLE`, when there is none.
 */
export function lastSweep(app: App, typed: readonly string[], cwd: string): string {
  const root = sweepRoot(app, typed, cwd);
  let last: { readonly directory: string; readonly time: number } | undefined;
  for (const directory of sweepsBelow(root, maximumDepth)) {
    const time = statSync(journalFile(directory), { throwIfNoEntry: false })?.mtimeMs;
    if (time !== undefined && (last === undefined || time > last.time)) last = { directory, time };
  }
  if (last !== undefined) return last.directory;
  throw new HydraException("FILE_UNREADABLE", `There is no sweep below ${root}`, {
    hint: "name the directory of the sweep: --resume DIR",
  });
}

function sweepRoot(app: App, typed: readonly string[], cwd: string): string {
  const own = typed.filter((text) => text.startsWith("hydra.sweep.dir="));
  const sweep = hydraNodeOf(app.compose(app.parse(own), "multirun").config).child("sweep");
  const dir = sweep instanceof MapNode ? sweep.child("dir") : undefined;
  const text = dir instanceof ScalarNode ? scalarText(dir.value) : "";
  const [fixed = ""] = text.split("${", 1);
  if (fixed === text) return path.resolve(cwd, text);
  // What stands before a variable part of a name is no directory.
  return path.resolve(cwd, fixed.endsWith("/") ? fixed : path.dirname(fixed));
}

function* sweepsBelow(directory: string, depth: number): Generator<string> {
  const entries = entriesOf(directory);
  if (entries.some(({ name }) => name === "multirun.yaml")) {
    yield directory;
    return;
  }
  if (depth === 0) return;
  for (const entry of entries) {
    if (entry.isDirectory() && entry.name !== "node_modules" && !entry.name.startsWith("."))
      yield* sweepsBelow(path.join(directory, entry.name), depth - 1);
  }
}

function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
