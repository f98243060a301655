import { lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, JobStartEvent, MultirunEndEvent } from "./callback.ts";
import { leavesFiles, startDirectory, sweepDirOf } from "./event-places.ts";

/** The config of `hydra/callbacks: latest`. */
export interface LatestConfig {
  /** The link to the newest single run, relative to where the program was started; `null` for none. @defaultValue `outputs/latest` */
  readonly run?: string | null;
  /** The link to the newest sweep; `null` for none. @defaultValue `multirun/latest` */
  readonly sweep?: string | null;
  /** `link` or `file`; `auto` writes a file where links are not possible. @defaultValue `auto` */
  readonly kind?: "auto" | "link" | "file";
}

/**
 * Keeps a link to the newest run, and one to the newest sweep: `hydra/callbacks: latest`. Where links are not possible, the path of the
 * directory is the one line of a text file instead, `outputs/latest.txt`. The link is there as soon as the run has a directory.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { latest: builds(Latest, { run: "newest", sweep: null }) } }));
 */
export class Latest implements Callback {
  readonly #config: Required<LatestConfig>;

  constructor({ run = "outputs/latest", sweep = "multirun/latest", kind = "auto" }: LatestConfig = {}) {
    this.#config = { run, sweep, kind };
  }

  onJobStart({ config, outputDir }: JobStartEvent): void {
    if (!leavesFiles(config)) return;
    const sweepDir = sweepDirOf(config);
    const { run, sweep } = this.#config;
    this.#point(config, sweepDir === undefined ? run : sweep, sweepDir ?? outputDir);
  }

  /** Jobs that ran elsewhere may not have seen the place of the link. */
  onMultirunEnd({ config, sweepDir }: MultirunEndEvent): void {
    if (sweepDir !== undefined) this.#point(config, this.#config.sweep, sweepDir);
  }

  #point(config: unknown, name: string | null, directory: string): void {
    if (name === null) return;
    const link = path.resolve(startDirectory(config), name);
    mkdirSync(path.dirname(link), { recursive: true });
    if (this.#config.kind === "file" || !this.#link(link, directory))
      writeWhole(`${link}.txt`, `${directory}\n`);
  }

  /** Answers `false` where links are not possible, and a file may stand for one. */
  #link(link: string, directory: string): boolean {
    try {
      pointLink(link, directory);
      rmSync(`${link}.txt`, { force: true });
      return true;
    } catch (error) {
      if (this.#config.kind === "link" || !isImpossible(error)) throw error;
      return false;
    }
  }
}

/** Changes the link in one step: who follows it finds the old run or the new one. */
function pointLink(link: string, directory: string): void {
  const there = lstatSync(link, { throwIfNoEntry: false });
  if (there !== undefined && !there.isSymbolicLink())
    throw new Error(`${link} is not a link: something else has the name of the link to the newest run`);
  const target = path.relative(path.dirname(link), directory) || ".";
  if (there !== undefined && readlinkSync(link) === target) return;
  const draft = `${link}.${process.pid}.tmp`;
  rmSync(draft, { force: true });
  // On Windows a junction needs no right of its own, and an absolute path.
  if (process.platform === "win32") symlinkSync(directory, draft, "junction");
  else symlinkSync(target, draft, "dir");
  try {
    if (process.platform === "win32") rmSync(link, { force: true });
    renameSync(draft, link);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

function isImpossible(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return ["EPERM", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EINVAL"].includes(String(code));
}
