import { Secrets } from "../../compose/secrets.ts";
import type { JobWatcher } from "../../launch/job-events.ts";
import type { JobReturn, JobStatus } from "../../sweep/job-return.ts";
import type { PlannedJob } from "../../sweep/plan.ts";

/** A job that runs now. */
export interface RunningJob {
  readonly num: number;
  /** What differs: its overrides. */
  readonly label: string;
  /** Milliseconds, by the clock of the progress. */
  readonly since: number;
  /** What it last reported, or the last line that it wrote. */
  readonly last: string;
}

/** Counts what becomes of the jobs of a sweep. */
export class SweepProgress implements JobWatcher {
  readonly #now: () => number;
  readonly #running = new Map<number, RunningJob>();
  readonly #counts: Record<JobStatus, number> = { completed: 0, failed: 0, cancelled: 0, submitted: 0 };
  #startedAt: number | undefined;
  #total: number | undefined;
  #retries = 0;

  /** @param now - milliseconds of a clock that never goes back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Milliseconds, by its clock. */
  get now(): number {
    return this.#now();
  }
  /** Jobs that are known to come, in all batches so far. */
  get total(): number | undefined {
    return this.#total;
  }
  get counts(): Readonly<Record<JobStatus, number>> {
    return this.#counts;
  }
  get retries(): number {
    return this.#retries;
  }
  /** In the order in which they started. */
  get running(): readonly RunningJob[] {
    return [...this.#running.values()];
  }
  get finished(): number {
    return this.#counts.completed + this.#counts.failed + this.#counts.cancelled;
  }
  get elapsed(): number {
    return this.#startedAt === undefined ? 0 : this.#now() - this.#startedAt;
  }

  /** Jobs per second, once one has ended. */
  get rate(): number | undefined {
    return this.finished === 0 || this.elapsed <= 0 ? undefined : (1000 * this.finished) / this.elapsed;
  }

  /** Milliseconds until all jobs that are known have ended, if they go on as they did. */
  get left(): number | undefined {
    const { rate } = this;
    if (rate === undefined || this.#total === undefined) return undefined;
    return (1000 * Math.max(0, this.#total - this.finished)) / rate;
  }

  batch(size: number): void {
    this.#total = (this.#total ?? 0) + size;
  }
  started({ num, overrides, config }: PlannedJob): void {
    const now = this.#now();
    this.#startedAt ??= now;
    const label = Secrets.of(config)
      .overrides(overrides.map(({ text }) => text))
      .join(" ");
    this.#running.set(num, { num, label, since: now, last: "" });
  }
  progressed(job: PlannedJob, progress: unknown): void {
    this.#tell(job, describeProgress(progress));
  }
  printed(job: PlannedJob, line: string): void {
    if (line.trim() !== "") this.#tell(job, line);
  }
  retrying({ num }: PlannedJob): void {
    this.#retries++;
    this.#running.delete(num);
  }
  ended({ num }: PlannedJob, { status }: JobReturn): void {
    this.#startedAt ??= this.#now();
    this.#running.delete(num);
    if (status !== "submitted") this.#counts[status]++;
  }

  #tell({ num }: PlannedJob, last: string): void {
    const job = this.#running.get(num);
    if (job !== undefined) this.#running.set(num, { ...job, last });
  }
}

/** What a job reported, on one line: `step 3 loss 0.12`. */
export function describeProgress(progress: unknown): string {
  if (typeof progress === "string") return progress;
  if (typeof progress === "number") return shortNumber(progress);
  if (progress === undefined) return "";
  if (typeof progress !== "object" || progress === null) return JSON.stringify(progress) ?? "";
  return Object.entries(progress)
    .map(
      ([key, value]) =>
        `${key} ${typeof value === "object" ? (JSON.stringify(value) ?? "") : describeProgress(value)}`,
    )
    .join(" ");
}

function shortNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}
