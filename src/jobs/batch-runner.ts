import { JobEvents } from "../launch/job-events.ts";
import type { Launcher, LaunchContext } from "../launch/launcher.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Batch, PlannedJob } from "../sweep/plan.ts";
import type { AppRun, StartedRun, SweepWatch } from "./app-run.ts";
import { type AheadJobs, composeAhead, inOrder, sizeOf, withRecorded } from "./batch-jobs.ts";
import { CompactReturns } from "./compact-returns.ts";
import { fingerprint } from "./fingerprint.ts";
import { hydraText, setHydraValue } from "./hydra-values.ts";
import { JobsToRun } from "./jobs-to-run.ts";
import type { LastReports } from "./last-reports.ts";
import { sweepOutputDir } from "./output-dir.ts";
import { JobsByIdentity, type PastJobs, type Recompose, type ResumedJobs } from "./past-jobs.ts";
import { endRemoteJob, recordedEnding } from "./remote-job.ts";
import { runJob } from "./run-job.ts";
import { ShowOutput } from "./show-output.ts";
import type { SweepParts } from "./sweep-parts.ts";
import type { SweepSession } from "./sweep-session.ts";
import { TellFailures } from "./tell-failures.ts";

/** What the batches of one sweep have in common, beside what the sweep is made of. */
export interface BatchFacts {
  readonly session: SweepSession;
  readonly launcher: Launcher;
  readonly seed: number;
  /** The jobs of the sweep, when it is resumed. */
  readonly resumed: ResumedJobs | undefined;
  readonly recompose: Recompose;
  readonly reports: LastReports;
}

/** How a batch ended. */
export interface BatchReturns {
  /** Of the jobs that ran now. */
  readonly ran: readonly JobReturn[];
  /** With those that had ended before, in job order. */
  readonly all: readonly JobReturn[];
}

/** Runs the batches of one sweep, one after another, and keeps its journal. */
export class BatchRunner {
  readonly #parts: SweepParts;
  readonly #facts: BatchFacts;
  readonly #past: readonly PastJobs[];
  readonly #failures: TellFailures;
  readonly #compacted: CompactReturns;
  readonly #watch: SweepWatch | undefined;
  readonly #events: JobEvents;
  readonly #launching: LaunchContext;
  /** Number of the first job of the next batch. */
  #first = 0;

  constructor(parts: SweepParts, facts: BatchFacts) {
    const { app, run } = parts;
    const { session, resumed, recompose, reports } = facts;
    this.#parts = parts;
    this.#facts = facts;
    this.#past = [
      ...(resumed === undefined ? [] : [resumed]),
      ...(session.earlier.length === 0
        ? []
        : [new JobsByIdentity(session.earlier, run.surroundings.cwd(), recompose)]),
    ];
    this.#failures = new TellFailures(app.onFailure);
    this.#compacted = new CompactReturns(recompose);
    this.#watch = app.watchSweep?.();
    const { journal } = session;
    const watchers = [journal, reports, new ShowOutput(app.surroundings), this.#failures, this.#compacted];
    this.#events = new JobEvents(this.#watch === undefined ? watchers : [...watchers, this.#watch.watcher]);
    this.#launching = launchContext(parts, facts, this.#events);
  }

  async run({ size, total = size, jobs }: Batch): Promise<BatchReturns> {
    const toRun = new JobsToRun(jobs, this.#past, this.#parts.app.task);
    const prepared = this.#prepare(size);
    // A job that cannot be composed counts more than a launcher that cannot prepare.
    prepared.catch(() => {});
    const ahead = await composeAhead(toRun, this.#parts.app.cancellation);
    await prepared;
    if (this.#first === 0) this.#begin(total);
    // What is not composed yet comes from the files as they are now.
    if (ahead.rest !== undefined || this.#first + size !== total) this.#parts.master.repository.freeze();
    const ran = await this.#launch(toRun, ahead, { size, total });
    this.#noteSkipped(toRun);
    this.#first += size;
    return { ran, all: withRecorded(ran, toRun.recorded) };
  }

  /** No batch follows: nobody watches any more. */
  stop(): void {
    this.#watch?.stop();
  }

  /** Lets the launcher start what it will need, where all jobs are going to run. */
  async #prepare(size: number): Promise<void> {
    if (this.#past.length === 0) await this.#facts.launcher.prepare?.(size, this.#launching);
  }

  #begin(total: number): void {
    const { resume, overrides } = this.#parts;
    const { session, seed } = this.#facts;
    if (resume === undefined) session.begin(total, seed, overrides);
    else session.resume(resume);
  }

  async #launch(
    toRun: JobsToRun,
    ahead: AheadJobs,
    { size, total }: { readonly size: number; readonly total: number },
  ): Promise<JobReturn[]> {
    const { recorded } = toRun;
    const note = (job: PlannedJob): PlannedJob => this.#note(job, toRun);
    const ended = Math.max(recorded.size, this.#facts.resumed?.countEnded(this.#first, size) ?? 0);
    const left = sizeOf(ahead, ended, size);
    // Taken out: a job that has run is held by nobody.
    const planned = ahead.ready.splice(0).map(note);
    if (recorded.size > 0)
      this.#parts.run.log.info(`${size - left} of ${size} jobs have ended before and do not run again`);
    this.#events.batch(left);
    if (left === 0 && size > 0) return [];
    return this.#collect({ size: left, total, jobs: inOrder(planned, ahead.rest, note) });
  }

  async #collect(batch: Batch): Promise<JobReturn[]> {
    const returns: JobReturn[] = [];
    for await (const jobReturn of this.#facts.launcher.launch(batch, this.#launching)) {
      returns.push(jobReturn);
      this.#failures.take(jobReturn);
      this.#parts.app.onJobReturn?.(jobReturn);
      this.#compacted.take(jobReturn);
    }
    return returns;
  }

  /** Notes a job that is about to be handed to the launcher; answers what is left of it. */
  #note(job: PlannedJob, toRun: JobsToRun): PlannedJob {
    const { session } = this.#facts;
    this.#noteSkipped(toRun);
    if (session.changedDir !== undefined) setHydraValue(job.config, ["sweep", "dir"], session.changedDir);
    const continued = toRun.continued(job);
    session.noteSources();
    if (!this.#past.some((before) => before.isPlanned(continued))) session.journal.planned(continued);
    this.#compacted.expect(continued);
    return continued;
  }

  #noteSkipped(toRun: JobsToRun): void {
    for (const skipped of toRun.takeSkipped()) this.#facts.session.journal.skipped(skipped);
  }
}

function launchContext(
  { app, run, resume }: SweepParts,
  { session, seed }: BatchFacts,
  events: JobEvents,
): LaunchContext {
  return {
    config: run.config,
    sweepDir: session.directory,
    sweepId: sweepIdOf(resume?.sweep.header.directory ?? session.directory, seed),
    entry: app.entry,
    log: run.log,
    signal: app.cancellation.signal,
    events,
    runJob: (job) => runPlannedJob(job, run, events),
    worker: workerCommand(app),
    endJob: (job, ending) => endRemoteJob(job, ending, run, events),
    recordedEnding,
    attach: resume?.attach,
  };
}

function workerCommand({ surroundings, startedAt }: AppRun): LaunchContext["worker"] {
  const { program, env } = surroundings;
  if (program === undefined) return undefined;
  return { ...program, startedAt: startedAt ?? program.startedAt, cwd: surroundings.cwd(), env };
}

async function runPlannedJob(job: PlannedJob, run: StartedRun, events: JobEvents): Promise<JobReturn> {
  const jobReturn = await runJob(
    {
      config: job.config,
      outputDir: job.earlier?.outputDir ?? sweepOutputDir(job.config, run.surroundings.cwd()),
      outputDirKey: "hydra.sweep.dir",
      isPlaced: job.earlier !== undefined,
      num: job.num,
      id: hydraText(job.config, "job.id"),
      onPlaced: (outputDir) => events.started(job, { outputDir, attempt: (job.earlier?.count ?? 0) + 1 }),
      onProgress: (progress) => events.progressed(job, progress),
    },
    run,
  );
  events.ended(job, jobReturn);
  return jobReturn;
}

/** Directory and seed are in the journal, so a sweep that is resumed has the same. Two sweeps in one directory differ by the seed. */
function sweepIdOf(directory: string, seed: number): string {
  return fingerprint(`${directory}\n${seed}`).slice("sha256:".length, "sha256:".length + 12);
}
