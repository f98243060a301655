import { writeWhole } from "../text/write-whole.ts";
import type {
  Callback,
  CallbackLog,
  JobEndEvent,
  JobStartEvent,
  MultirunEndEvent,
  RunEndEvent,
} from "./callback.ts";
import { placeFile } from "./event-places.ts";
import { PerJob } from "./per-job.ts";

/** The config of `hydra/callbacks: timeit`. */
export interface TimeItConfig {
  /** Digits after the point of what is logged; records have all. @defaultValue `2` */
  readonly digits?: number;
  /** File in the sweep's directory that gets the durations of the whole; `null` for none. @defaultValue `timeit.json` */
  readonly file?: string | null;
}

/**
 * Measures jobs and the run as a whole: `hydra/callbacks: timeit`. What it measures is between its own hooks, so callbacks that stand
 * after it in `hydra.callbacks` are part of it. Durations are logged, and noted in the records of jobs (`timeit.seconds`).
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { timeit: builds(TimeIt, { digits: 1 }) } }));
 */
export class TimeIt implements Callback {
  readonly #digits: number;
  readonly #file: string | null;
  readonly #starts = new PerJob<number>();
  #runStart: number | undefined;

  constructor({ digits = 2, file = "timeit.json" }: TimeItConfig = {}) {
    this.#digits = digits;
    this.#file = file;
  }

  onRunStart(): void {
    this.#runStart = performance.now();
  }
  onMultirunStart(): void {
    this.#runStart = performance.now();
  }
  onJobStart(event: JobStartEvent): void {
    this.#starts.set(event, performance.now());
  }

  onJobEnd(event: JobEndEvent): void {
    const start = this.#starts.take(event);
    if (start === undefined) return;
    const seconds = secondsSince(start);
    event.log.info(`Took ${this.#shown(seconds)} seconds`);
    event.note("timeit", { seconds });
  }

  onRunEnd({ log }: RunEndEvent): void {
    if (this.#runStart !== undefined) this.#tell(log, secondsSince(this.#runStart), "The run took");
  }

  onMultirunEnd({ jobReturns, sweepDir, log }: MultirunEndEvent): void {
    if (this.#runStart === undefined) return;
    const seconds = secondsSince(this.#runStart);
    this.#tell(log, seconds, "The sweep took");
    const file = this.#file;
    if (file === null || sweepDir === undefined) return;
    const jobs = durationsOf(jobReturns);
    writeWhole(placeFile(sweepDir, file), `${JSON.stringify({ seconds, jobs }, undefined, 2)}\n`);
  }

  #tell(log: CallbackLog, seconds: number, what: string): void {
    log.info(`${what} ${this.#shown(seconds)} seconds`);
  }

  #shown(seconds: number): string {
    return seconds.toFixed(this.#digits);
  }
}

function durationsOf(jobReturns: MultirunEndEvent["jobReturns"]): Record<string, unknown> {
  const ran = jobReturns.filter(({ recorded }) => !recorded);
  if (ran.length === 0) return { count: 0 };
  let total = 0;
  let fastest = ran[0];
  let slowest = ran[0];
  for (const job of ran) {
    total += job.seconds;
    if (job.seconds < (fastest?.seconds ?? 0)) fastest = job;
    if (job.seconds > (slowest?.seconds ?? 0)) slowest = job;
  }
  const describe = (job = ran[0]): unknown => ({ num: job?.num, seconds: job?.seconds });
  return {
    count: ran.length,
    seconds: total,
    mean: total / ran.length,
    fastest: describe(fastest),
    slowest: describe(slowest),
  };
}

function secondsSince(start: number): number {
  return Math.round(performance.now() - start) / 1000;
}
