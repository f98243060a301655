import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from "node:fs";
import { hostName } from "./host-name.ts";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import type { JobWatcher } from "../launch/job-events.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import { configIdentity } from "../sweep/identity.ts";
import type { ClosedLine, JournalLine, SweepLine } from "./journal-lines.ts";
import type { SkippedJob } from "./jobs-to-run.ts";
import { completeLength } from "./read-journal.ts";
import { describeError } from "./records.ts";

type WithoutTime<Line> = Line extends unknown ? Omit<Line, "time"> : never;

/** Where a sweep's journal lies. */
export function journalFile(sweepDir: string): string {
  return path.join(sweepDir, "journal.jsonl");
}

/**
 * `journal.jsonl` in a sweep's directory: what happened to each job, append-only (design D8). Every line goes out at once, but those
 * of planned jobs, so that a process that is killed loses nothing of what happened; nothing forces them to the disk, so the last ones
 * may be lost with the power.
 *
 * A journal that cannot be written does no harm to the jobs: it is said once, and their own records tell what became of them.
 */
export class Journal implements JobWatcher {
  readonly #file: string | undefined;
  readonly #warn: (message: string) => void;
  #descriptor: number | undefined;
  #warned = false;
  /** Lines that go out with the next one: what was planned and did not begin is planned anew after a crash. */
  #held: string[] = [];

  /** Without a directory nothing is written (`hydra.output: none`). */
  constructor(sweepDir: string | undefined, warn: (message: string) => void = () => {}) {
    this.#file = sweepDir === undefined ? undefined : journalFile(sweepDir);
    this.#warn = warn;
  }

  began(facts: Omit<SweepLine, "event" | "time" | "host" | "pid">): void {
    this.#append({ event: "sweep", ...facts, host: hostName(), pid: process.pid });
  }
  resumed(forced: boolean): void {
    this.#append({ event: "resumed", forced, host: hostName(), pid: process.pid });
  }
  read(sources: Readonly<Record<string, string>>): void {
    this.#append({ event: "sources", sources });
  }
  planned({ num, overrides, config }: PlannedJob): void {
    if (this.#file === undefined) return;
    const texts = Secrets.of(config).overrides(overrides.map(({ text }) => text));
    this.#held.push(lineOf({ event: "planned", num, overrides: texts, identity: configIdentity(config) }));
    if (this.#held.length >= mostHeld) this.#write("");
  }
  skipped(job: SkippedJob): void {
    this.#append({ event: "skipped", ...job });
  }
  submitted({ num }: PlannedJob, id: string): void {
    this.#append({ event: "submitted", num, id });
  }
  withdrawn({ num }: PlannedJob): void {
    this.#append({ event: "withdrawn", num });
  }
  started({ num }: PlannedJob, facts: { readonly outputDir: string; readonly attempt: number }): void {
    this.#append({ event: "started", num, ...facts });
  }
  progressed({ num, config }: PlannedJob, progress: unknown): void {
    this.#append({ event: "progress", num, progress: Secrets.of(config).data(toJsonValue(progress)) });
  }
  retrying(
    { num, config }: PlannedJob,
    { attempt, error, delay }: { readonly attempt: number; readonly error: unknown; readonly delay: number },
  ): void {
    this.#append({
      event: "retrying",
      num,
      attempt,
      error: Secrets.of(config).data(describeError(error)),
      delay,
    });
  }
  ended({ num, config }: PlannedJob, { status, seconds, error }: JobReturn): void {
    if (status === "submitted") return;
    this.#append({
      event: status,
      num,
      seconds,
      ...(status === "completed" ? {} : { error: Secrets.of(config).data(describeError(error)) }),
    });
  }
  close(status: ClosedLine["status"]): void {
    if (this.#descriptor === undefined && this.#held.length === 0) return;
    this.#append({ event: "closed", status });
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #append(line: WithoutTime<JournalLine>): void {
    if (this.#file !== undefined) this.#write(lineOf(line));
  }

  #write(last: string): void {
    if (this.#file === undefined) return;
    const text = this.#held.join("") + last;
    this.#held = [];
    try {
      this.#descriptor ??= openJournal(this.#file);
      appendWhole(this.#descriptor, Buffer.from(text));
    } catch (error) {
      if (this.#warned) return;
      this.#warned = true;
      this.#warn(`the journal ${this.#file} is not complete: ${reason(error)}`);
    }
  }
}

/** A few kilobytes at a time. */
const mostHeld = 50;

function lineOf({ event, ...facts }: WithoutTime<JournalLine>): string {
  return `${JSON.stringify({ event, time: new Date().toISOString(), ...facts })}\n`;
}

/** Half a line at the end is what a process left that was killed or found the disk full: it goes. */
function openJournal(file: string): number {
  const descriptor = openSync(file, "a+");
  const { size } = fstatSync(descriptor);
  const complete = completeLength(descriptor, size);
  if (complete < size) ftruncateSync(descriptor, complete);
  return descriptor;
}

/** Adds all of a line or nothing of it. */
function appendWhole(descriptor: number, bytes: Buffer): void {
  let written = 0;
  try {
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  } catch (error) {
    if (written > 0) ftruncateSync(descriptor, fstatSync(descriptor).size - written);
    throw error;
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
