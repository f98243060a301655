import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/** A directory that a run or a sweep left behind. */
export interface FoundRun {
  readonly kind: "run" | "sweep";
  /** Absolute. */
  readonly directory: string;
}

/** Below this there are results of jobs, not runs. */
const deepest = 8;

/** Runs and sweeps at or below a directory. Jobs of a sweep belong to it and are not listed. */
export function* findRuns(directory: string, depth = 0): Generator<FoundRun> {
  const place = path.resolve(directory);
  const kind = kindOf(place);
  if (kind !== undefined) yield { kind, directory: place };
  if (kind === "sweep" || depth === deepest) return;
  for (const name of foldersIn(place)) yield* findRuns(path.join(place, name), depth + 1);
}

function kindOf(directory: string): FoundRun["kind"] | undefined {
  if (existsSync(path.join(directory, "multirun.yaml"))) return "sweep";
  return existsSync(path.join(directory, ".hydra", "overrides.yaml")) ? "run" : undefined;
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules")
      .map(({ name }) => name)
      .sort();
  } catch {
    // What cannot be read holds nothing that could be shown.
    return [];
  }
}
