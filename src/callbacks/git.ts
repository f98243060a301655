import { existsSync } from "node:fs";
import path from "node:path";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, CallbackLog, JobStartEvent } from "./callback.ts";
import { leavesFiles, placeFile, runDirectory, startDirectory } from "./event-places.ts";

/** The config of `hydra/callbacks: git`. */
export interface GitConfig {
  /** A directory of the repository, relative to where the program was started. @defaultValue that place itself */
  readonly directory?: string | null;
  /** Whether to write what differs from the commit as a patch. @defaultValue `true` */
  readonly patch?: boolean;
  /** MB that a patch may have; a larger one is left out, with a note. @defaultValue `10` */
  readonly max_patch_mb?: number;
}

interface GitState {
  readonly commit: string | null;
  readonly branch: string | null;
  /** Whether files that git knows differ from the commit. */
  readonly dirty: boolean;
  readonly remote: string | null;
  /** Files that git does not know and is not told to ignore. */
  readonly untracked: readonly string[];
}

/** More names are of no use to anybody. */
const mostUntracked = 1000;

/**
 * Keeps which code ran: `hydra/callbacks: git`. Writes `git.json` (commit, branch, whether anything was changed since, new files) and
 * `git.patch` (what was changed; `git apply` brings it back) into the directory of the run, or of the sweep, and notes commit, branch
 * and `dirty` in the records of jobs. Outside of a repository it only says so.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { git: builds(Git, { patch: false }) } }));
 */
export class Git implements Callback {
  readonly #config: Required<GitConfig>;
  /** What the first job found: later ones run the same code. */
  #state: Promise<GitState | string> | undefined;

  constructor({ directory = null, patch = true, max_patch_mb = 10 }: GitConfig = {}) {
    this.#config = { directory, patch, max_patch_mb };
  }

  async onJobStart({ config, outputDir, note, log }: JobStartEvent): Promise<void> {
    const cwd = path.resolve(startDirectory(config), this.#config.directory ?? ".");
    const isFirst = this.#state === undefined;
    const state = await (this.#state ??= readState(cwd));
    if (typeof state === "string") {
      note("git", { note: state });
      if (isFirst) log.info(`No commit is noted: ${state}`);
    } else {
      const { commit, branch, dirty } = state;
      note("git", { commit, branch, dirty });
    }
    const directory = runDirectory(config, outputDir);
    if (isFirst && leavesFiles(config) && !existsSync(path.join(directory, "git.json")))
      await this.#write(state, cwd, directory, log);
  }

  async #write(state: GitState | string, cwd: string, directory: string, log: CallbackLog): Promise<void> {
    const file = placeFile(directory, "git.json");
    if (typeof state === "string") return writeWhole(file, json({ note: state }));
    const { patch, max_patch_mb } = this.#config;
    let remark: { readonly note?: string; readonly patch?: string } = {};
    if (patch && state.dirty && state.commit !== null) {
      const text = await readPatch(cwd, max_patch_mb * 2 ** 20);
      if (text === undefined) {
        remark = { note: `the patch is larger than ${max_patch_mb} MB (max_patch_mb)` };
        log.warning(`No patch is written: it is larger than ${max_patch_mb} MB; see max_patch_mb`);
      } else {
        writeWhole(placeFile(directory, "git.patch"), text);
        remark = { patch: "git.patch" };
      }
    }
    writeWhole(file, json({ ...state, ...remark }));
  }
}

/** The state of the repository around a directory, or why there is none. */
async function readState(cwd: string): Promise<GitState | string> {
  const inside = await git(cwd, ["rev-parse", "--is-inside-work-tree"]);
  if (inside.failed === "ENOENT")
    return existsSync(cwd) ? "git is not installed" : `there is no directory ${cwd}`;
  if (inside.failed !== undefined) return `${cwd} is not in a git repository`;
  const [commit, branch, remote, status] = await Promise.all([
    git(cwd, ["rev-parse", "--verify", "HEAD"]),
    git(cwd, ["symbolic-ref", "--short", "-q", "HEAD"]),
    git(cwd, ["config", "--get", "remote.origin.url"]),
    git(cwd, ["status", "--porcelain", "-z", "--untracked-files=all"]),
  ]);
  const entries = status.output.split("\0").filter((entry) => entry !== "");
  return {
    commit: lineOf(commit),
    branch: lineOf(branch),
    remote: withoutPassword(lineOf(remote)),
    dirty: entries.some((entry) => !entry.startsWith("??")),
    untracked: entries
      .filter((entry) => entry.startsWith("??"))
      .slice(0, mostUntracked)
      .map((entry) => entry.slice(3)),
  };
}

/** All changes since the commit, staged or not, in a form that `git apply` takes whatever the user's settings are. */
async function readPatch(cwd: string, maxBytes: number): Promise<string | undefined> {
  const plain = [
    "--binary",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--src-prefix=a/",
    "--dst-prefix=b/",
  ];
  const { output, failed } = await git(cwd, ["diff", "HEAD", ...plain], maxBytes);
  if (failed === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") return undefined;
  if (failed !== undefined) throw new Error(`git diff failed: ${failed}`);
  return output;
}

interface GitAnswer {
  readonly output: string;
  /** The code of the error, when git could not be run or refused. */
  readonly failed?: string;
}

function git(cwd: string, args: readonly string[], maxBuffer = 2 ** 26): Promise<GitAnswer> {
  return new Promise((resolve) => {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" };
    // Taken when needed: most programs never start another one (D13).
    const { execFile } = process.getBuiltinModule("node:child_process");
    execFile("git", args, { cwd, env, maxBuffer, windowsHide: true }, (error, output) => {
      resolve(error === null ? { output } : { output, failed: String(error.code) });
    });
  });
}

function lineOf({ output, failed }: GitAnswer): string | null {
  const line = output.trim();
  return failed !== undefined || line === "" ? null : line;
}

function withoutPassword(remote: string | null): string | null {
  return remote === null ? null : remote.replace(/^(\w+:\/\/)[^/@]*@/, "$1");
}

function json(content: unknown): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
