import { stripVTControlCharacters } from "node:util";
import { formatDuration } from "../format-duration.ts";
import { cutToWidth } from "../text-width.ts";
import type { RunningJob, SweepProgress } from "./sweep-progress.ts";

export interface ProgressLayout {
  /** Columns of the terminal. */
  readonly columns: number;
  /** Lines that may be used. */
  readonly rows: number;
}

/** The lines that stand below the output while a sweep runs: counts, then the jobs that run. */
export function formatProgress(progress: SweepProgress, { columns, rows }: ProgressLayout): string[] {
  const { running, now } = progress;
  const shown = running.slice(0, Math.max(0, rows - 2));
  const hidden = running.length - shown.length;
  const lines = [summaryLine(progress), ...shown.map((job) => jobLine(job, now))];
  if (hidden > 0) lines.push(`  and ${hidden} more`);
  return lines.map((line) => cutToWidth(line, columns - 1));
}

function summaryLine(progress: SweepProgress): string {
  const { counts, total, finished, running, rate, left, retries } = progress;
  const parts = [
    total === undefined ? `${finished} done` : `${finished}/${total} done`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.cancelled > 0 ? [`${counts.cancelled} cancelled`] : []),
    ...(retries > 0 ? [`${retries} tried again`] : []),
    `${running.length} running`,
    ...(rate === undefined ? [] : [formatRate(rate)]),
    ...(left === undefined || left === 0 ? [] : [`${formatDuration(left)} left`]),
  ];
  return parts.join(", ");
}

function jobLine({ num, label, since, last }: RunningJob, now: number): string {
  const parts = [`  #${num}`, label, formatDuration(now - since), onOneLine(last)];
  return parts.filter((part) => part !== "").join("  ");
}

function formatRate(perSecond: number): string {
  if (perSecond >= 1) return `${perSecond < 10 ? perSecond.toFixed(1) : Math.round(perSecond)}/s`;
  const perMinute = perSecond * 60;
  return perMinute >= 1 ? `${perMinute.toFixed(1)}/min` : `${(perMinute * 60).toFixed(1)}/h`;
}

/** A text as it can stand within a line: colours and control characters would move the cursor. */
export function onOneLine(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();
}
