import { closeSync, mkdirSync, openSync } from "node:fs";
import path from "node:path";
import type { MapNode } from "../config/node.ts";
import { EnumMember } from "../config/scalar.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { hydraText, hydraValue } from "./hydra-values.ts";

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

/** Whether a run leaves anything on disk: `hydra.output: none` switches off all of it. */
export function writesFiles(config: MapNode): boolean {
  return memberName(hydraValue(config, "output")) !== "none";
}

/** Whether jobs that finished in the sweep's directory before are not run again (`hydra.sweep.skip_finished`). */
export function skipsFinished(config: MapNode): boolean {
  return hydraValue(config, "sweep.skip_finished") === true;
}

/** What is done when a directory holds another run already (`hydra.job.on_existing`). */
export type OnExisting = "unique" | "error" | "reuse";

export function onExistingOf(config: MapNode): OnExisting {
  const name = memberName(hydraValue(config, "job.on_existing"));
  return name === "error" || name === "reuse" ? name : "unique";
}

export interface Claim {
  /** Absolute path of the directory that is wanted. */
  readonly directory: string;
  /** What is inside of every directory that a run has taken, and is made to take one; `undefined` when nothing is. */
  readonly mark: { readonly name: string; readonly kind: "directory" | "file" } | undefined;
  readonly onExisting: OnExisting;
  /** Directories that were asked for as they are: no other one can stand for them, nor for those above them. */
  readonly shared: readonly string[];
  readonly key: string;
}

/**
 * Creates a directory for one run alone. Two runs that want the same one at the same moment get two: where the directory is taken,
 * a number is added to its name.
 *
 * @returns the absolute path of the directory.
 * @throws {HydraException} code `OUTPUT_DIR`.
 */
export function claimOutputDir(claim: Claim): string {
  const { directory, onExisting, key } = claim;
  if (onExisting === "reuse" || isShared(claim)) {
    createOutputDir(directory, key);
    return directory;
  }
  for (let number = 0; ; number++) {
    const candidate = number === 0 ? directory : `${directory}_${number}`;
    if (take(candidate, claim)) return candidate;
    if (onExisting === "error") throw taken(directory, key);
  }
}

/** Creates a directory and its parents (H-JOB-001). */
export function createOutputDir(directory: string, key: string): void {
  creating(directory, key, () => mkdirSync(directory, { recursive: true }));
}

/** Does something on disk for a directory; what goes wrong is told as a matter of that directory. */
export function creating<Result>(directory: string, key: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    throw new HydraException("OUTPUT_DIR", `Cannot use the output directory ${directory}: ${reason(cause)}`, {
      key,
      hint: `choose another place with ${key}=…`,
      cause,
    });
  }
}

/** `.` is where people work: they mean that place when they write it. */
function isShared({ directory, shared }: Claim): boolean {
  return shared.some((place) => place === directory || place.startsWith(`${directory}${path.sep}`));
}

/** Whether nobody had the directory: what tells is one call that creates something or finds it there. */
function take(directory: string, { mark, key }: Claim): boolean {
  return creating(directory, key, () => {
    const isNew = madeNow(() => makeBelow(directory));
    if (mark === undefined) return isNew;
    const file = path.join(directory, mark.name);
    if (mark.kind === "file") return madeNow(() => closeSync(openSync(file, "wx")));
    return madeNow(() => makeBelow(file));
  });
}

/** Creates a directory, and those above it when they are not there. */
function makeBelow(directory: string): void {
  try {
    mkdirSync(directory);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    mkdirSync(path.dirname(directory), { recursive: true });
    mkdirSync(directory);
  }
}

function madeNow(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

function taken(directory: string, key: string): HydraException {
  return new HydraException("OUTPUT_DIR", `The output directory ${directory} holds another run`, {
    key,
    hint: `remove it, choose another with ${key}=…, or allow it: hydra.job.on_existing=unique or =reuse`,
  });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function reason(cause: unknown): string {
  const known: Readonly<Record<string, string>> = {
    EACCES: "it may not be written",
    EPERM: "it may not be written",
    EROFS: "its file system is read-only",
    ENOENT: "nothing can be created there",
    ELOOP: "its links lead in a circle",
    ENOSPC: "the disk is full",
    EDQUOT: "the disk quota is used up",
    ENOTDIR: "a file is in its way",
    EEXIST: "a file is in its way",
    ENAMETOOLONG: "its name is too long",
  };
  const code = codeOf(cause);
  const words = typeof code === "string" && Object.hasOwn(known, code) ? known[code] : undefined;
  return words ?? (cause instanceof Error ? cause.message : String(cause));
}

function memberName(value: unknown): string | undefined {
  if (value instanceof EnumMember) return value.name;
  return typeof value === "string" ? value : undefined;
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
