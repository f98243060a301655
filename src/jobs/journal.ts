import { appendFileSync, readFileSync, truncateSync } from "node:fs";
import path from "node:path";
import type { JobWatcher } from "../launch/job-events.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { toJsonValue } from "../sweep/json-value.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import { creating } from "./output-dir.ts";
import { describeError } from "./records.ts";

/** One line of a sweep's journal. */
export interface JournalEntry {
  readonly event: "planned" | "started" | "progress" | "retrying" | "completed" | "failed" | "cancelled";
  readonly num: number;
  /** Local ISO time of the entry. */
  readonly time: string;
  readonly [fact: string]: unknown;
}

/** `journal.jsonl` in a sweep's directory: what happened to each job, append-only (design D8). */
export class Journal implements JobWatcher {
  readonly #file: string | undefined;

  /** Without a directory nothing is written (`hydra.output: none`). */
  constructor(sweepDir: string | undefined) {
    this.#file = sweepDir === undefined ? undefined : path.join(sweepDir, "journal.jsonl");
  }

  planned({ num, overrides }: PlannedJob): void {
    this.#append({ event: "planned", num, overrides: overrides.map(({ text }) => text) });
  }
  started({ num }: PlannedJob, facts: { readonly outputDir: string; readonly attempt: number }): void {
    this.#append({ event: "started", num, ...facts });
  }
  progressed({ num }: PlannedJob, progress: unknown): void {
    this.#append({ event: "progress", num, progress: toJsonValue(progress) });
  }
  retrying(
    { num }: PlannedJob,
    { attempt, error, delay }: { readonly attempt: number; readonly error: unknown; readonly delay: number },
  ): void {
    this.#append({ event: "retrying", num, attempt, error: describeError(error), delay });
  }
  ended({ num }: PlannedJob, { status, seconds, error }: JobReturn): void {
    this.#append({
      event: status,
      num,
      seconds,
      ...(status === "completed" ? {} : { error: describeError(error) }),
    });
  }

  #append(
    entry: Omit<JournalEntry, "time"> & { readonly event: JournalEntry["event"]; readonly num: number },
  ): void {
    const file = this.#file;
    if (file === undefined) return;
    const { event, num, ...facts } = entry;
    const line = JSON.stringify({ event, num, time: new Date().toISOString(), ...facts });
    creating(path.dirname(file), "hydra.sweep.dir", () => appendLine(file, `${line}\n`));
  }
}

/** Adds a whole line or none. */
function appendLine(file: string, line: string): void {
  try {
    appendFileSync(file, line);
  } catch (error) {
    cutTornLine(file);
    throw error;
  }
}

function cutTornLine(file: string): void {
  try {
    truncateSync(file, readFileSync(file).lastIndexOf("\n") + 1);
  } catch {
    // What cannot be read was not written either.
  }
}
