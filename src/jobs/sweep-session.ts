import { existsSync } from "node:fs";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { isOrochiError } from "../errors/base.ts";
import type { Override } from "../overrides/types.ts";
import type { AppRun, ComposedRun, StartedRun } from "./app-run.ts";
import { fileFingerprint, fingerprint } from "./fingerprint.ts";
import { hydraText, setHydraValue } from "./hydra-values.ts";
import { Journal, journalFile } from "./journal.ts";
import { type ClosedLine, journalVersion } from "./journal-lines.ts";
import { creating, skipsFinished, writesFiles } from "./output-dir.ts";
import type { ResumeOptions } from "./past-jobs.ts";
import { placeSweep } from "./place-job.ts";
import { readSweeps, type SweepRecord } from "./read-sweep.ts";
import type { SplitOverrides } from "./split-overrides.ts";
import { dropEmptyMultirunRecord, writeMultirunRecord } from "./records.ts";
import { lockSweep, type SweepLock } from "./sweep-lock.ts";

/** Where nothing can be written, nothing holds the directory. */
function lockOf(directory: string): SweepLock {
  try {
    return lockSweep(directory);
  } catch (error) {
    if (!(isOrochiError(error) && error.code === "SWEEP_RUNNING")) dropEmptyMultirunRecord(directory);
    throw error;
  }
}

/** Where a sweep keeps what it writes: its directory, held by this process, with the journal in it. */
export class SweepSession {
  readonly directory: string;
  /** What `hydra.sweep.dir` is in the jobs, when it is not what they are composed with. */
  readonly changedDir: string | undefined;
  readonly journal: Journal;
  /** Sweeps that used the directory before, oldest first; empty unless their jobs matter. */
  readonly earlier: readonly SweepRecord[];
  readonly #master: ComposedRun;
  readonly #app: AppRun;
  readonly #lock: SweepLock | undefined;
  /** Files of which the journal has the fingerprint. */
  readonly #known = new Set<string>();
  #seen = 0;

  constructor(app: AppRun, run: StartedRun, master: ComposedRun, resume: ResumeOptions | undefined) {
    this.#app = app;
    this.#master = master;
    const { directory, changed } = resume === undefined ? placeSweep(run.config, run) : atPlace(resume, run);
    this.directory = directory;
    this.changedDir = changed;
    const files = writesFiles(run.config);
    this.#lock = files ? lockOf(directory) : undefined;
    try {
      this.earlier = files && skipsFinished(run.config) ? earlierSweeps(directory, resume) : [];
      if (files && resume === undefined)
        creating(directory, "hydra.sweep.dir", () => writeMultirunRecord(directory, run.config));
    } catch (error) {
      this.#lock?.release();
      throw error;
    }
    this.journal = new Journal(files ? directory : undefined, (message) =>
      run.surroundings.stderr.write(`warning: ${message}\n`),
    );
  }

  /** Writes what the sweep is, when its first jobs are composed. */
  begin(jobs: number, seed: number, { hydra, task }: SplitOverrides): void {
    const { config } = this.#master;
    const secrets = Secrets.of(config);
    const textsOf = (overrides: readonly Override[]): string[] =>
      secrets.overrides(overrides.map(({ text }) => text));
    const { configName, flags = {}, startedAt = new Date(), surroundings } = this.#app;
    this.journal.began({
      version: journalVersion,
      app: hydraText(config, "job.name") ?? "",
      configName: configName ?? null,
      overrides: { hydra: textsOf(hydra), task: textsOf(task) },
      flags,
      directory: this.directory,
      sweepDir: hydraText(config, "sweep.dir") ?? "",
      records: hydraText(config, "output_subdir") ?? null,
      cwd: surroundings.cwd(),
      clock: startedAt.toISOString(),
      seed,
      jobs,
      sources: { ...this.#entrySource(), ...this.#newSources() },
      orochi: hydraText(config, "runtime.version") ?? "",
    });
  }

  /** Writes that the sweep goes on here. */
  resume({ sweep, force }: ResumeOptions): void {
    if (!force) for (const file of sweep.sources.keys()) this.#known.add(file);
    this.journal.resumed(force);
    const sources = { ...(force ? this.#entrySource() : {}), ...this.#newSources() };
    if (Object.keys(sources).length > 0) this.journal.read(sources);
  }

  /** Notes configs that were read since the last time. */
  noteSources(): void {
    if (this.#master.repository.usedTexts.size === this.#seen) return;
    const sources = this.#newSources();
    if (Object.keys(sources).length > 0) this.journal.read(sources);
  }

  close(status: ClosedLine["status"]): void {
    this.journal.close(status);
    this.#lock?.release();
  }

  #newSources(): Record<string, string> {
    const sources: Record<string, string> = {};
    const texts = this.#master.repository.usedTexts;
    this.#seen = texts.size;
    for (const [file, text] of texts) {
      if (this.#known.has(file)) continue;
      this.#known.add(file);
      sources[file] = fingerprint(text);
    }
    return sources;
  }

  #entrySource(): Record<string, string> {
    const { entry } = this.#app;
    const hash = entry === undefined ? undefined : fileFingerprint(entry);
    return entry === undefined || hash === undefined ? {} : { [entry]: hash };
  }
}

function earlierSweeps(directory: string, resume: ResumeOptions | undefined): readonly SweepRecord[] {
  const sweeps = sweepsIn(directory);
  return resume === undefined ? sweeps : sweeps.slice(0, -1);
}

function sweepsIn(directory: string): SweepRecord[] {
  return existsSync(journalFile(directory)) ? readSweeps(directory) : [];
}

/** A sweep that is resumed keeps its directory, wherever that is now. */
function atPlace(
  { sweep }: ResumeOptions,
  { config, surroundings }: StartedRun,
): { readonly directory: string; readonly changed: string | undefined } {
  const { directory, header } = sweep;
  const isThere = path.resolve(surroundings.cwd(), header.sweepDir) === directory;
  const text = isThere ? header.sweepDir : directory;
  if (hydraText(config, "sweep.dir") === text) return { directory, changed: undefined };
  setHydraValue(config, ["sweep", "dir"], text);
  return { directory, changed: text };
}
