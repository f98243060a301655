import { appendFileSync } from "node:fs";
import path from "node:path";
import type { JobReturn } from "../sweep/job-return.ts";
import type { PlannedJob } from "../sweep/plan.ts";
import { describeError } from "./records.ts";

/** One line of a sweep's journal. */
export interface JournalEntry {
  readonly event: "planned" | "started" | "completed" | "failed" | "cancelled";
  readonly num: number;
  /** Local ISO time of the entry. */
  readonly time: string;
  readonly [fact: string]: unknown;
}

/** `journal.jsonl` in a sweep's directory: what happened to each job, append-only (design D8). */
export class Journal {
  readonly #file: string | undefined;

  /** Without a directory nothing is written (`hydra.output: none`). */
  constructor(sweepDir: string | undefined) {
    this.#file = sweepDir === undefined ? undefined : path.join(sweepDir, "journal.jsonl");
  }

  planned({ num, overrides }: PlannedJob): void {
    this.#append({ event: "planned", num, overrides: overrides.map(({ text }) => text) });
  }
  started(num: number, outputDir: string): void {
    this.#append({ event: "started", num, outputDir });
  }
  ended(num: number, { status, seconds, error }: JobReturn): void {
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
    if (this.#file === undefined) return;
    const { event, num, ...facts } = entry;
    const line = JSON.stringify({ event, num, time: new Date().toISOString(), ...facts });
    appendFileSync(this.#file, `${line}\n`);
  }
}
