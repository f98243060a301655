import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { findNode } from "../config/view.ts";
import { isOrochiError } from "../errors/base.ts";
import { UsageError } from "../errors/hydra-errors.ts";
import { FailedJobError } from "../jobs/failed-jobs.ts";
import { describeError as describeAsData } from "../jobs/records.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { programName } from "./program-name.ts";
import { shortenPaths } from "./short-paths.ts";
import type { Terminal } from "./terminal.ts";
import { trimStack, userFrames } from "./trim-stack.ts";

/** Prints what went wrong, as briefly as it can be said, and answers the exit code (H-ERR-002). */
export function reportError(
  error: unknown,
  terminal: Terminal,
  usageLine: string = usage(terminal),
): ExitCode {
  // The failed jobs of a sweep were told when they failed.
  if (error instanceof FailedJobError) return reportFailedSweep(error, terminal);
  if (isCancellation(error)) return reportCancellation(terminal);
  const full = wantsFullErrors(terminal);
  const isUsage = error instanceof UsageError;
  const text = wantsJsonErrors(terminal)
    ? asJson({ error: describeAsData(error) })
    : describeError(error, full) + (isUsage ? `\n${usageLine}` : "");
  terminal.stderr.write(`${full ? text : shortened(text, terminal)}\n`);
  return isUsage ? exitCodes.usage : exitCodes.failure;
}

/** Prints why a job failed: its overrides, then its error with the frames of the user's code (H-ERR-021, H-ERR-025). */
export function reportFailedJob(jobReturn: JobReturn, terminal: Terminal): ExitCode {
  const { status, overrides, error, num } = jobReturn;
  if (status === "cancelled") return reportCancellation(terminal);
  if (wantsJsonErrors(terminal)) {
    const job = num === undefined ? {} : { num };
    const told = secretsOf(jobReturn).data(describeAsData(error));
    terminal.stderr.write(`${asJson({ ...job, overrides, error: told })}\n`);
    return exitCodes.failure;
  }
  const secrets = secretsOf(jobReturn);
  const full = wantsFullErrors(terminal);
  const which = num === undefined ? "Job" : `Job #${num}`;
  const having = overrides.length === 0 ? "" : ` with overrides: [${overrides.join(", ")}]`;
  terminal.stderr.write(`${which} failed${having}\n`);
  const text = full ? fullError(error) : shortened(describeTaskError(error), terminal);
  terminal.stderr.write(`${secrets.text(text)}\n`);
  return exitCodes.failure;
}

/** A job whose config cannot be had any more told nothing of it. */
function secretsOf(jobReturn: JobReturn): Secrets {
  try {
    return Secrets.of(findNode(jobReturn.config));
  } catch {
    return Secrets.none;
  }
}

function reportFailedSweep({ failed, ended }: FailedJobError, terminal: Terminal): ExitCode {
  if (!wantsJsonErrors(terminal)) {
    const numbers = failed.map(({ num }) => `#${num ?? 0}`).join(", ");
    terminal.stderr.write(`${failed.length} of ${ended} jobs failed: ${numbers}\n`);
  }
  return exitCodes.failure;
}

function reportCancellation(terminal: Terminal): ExitCode {
  const json = { error: { code: "JOB_CANCELLED", summary: "Cancelled" } };
  terminal.stderr.write(wantsJsonErrors(terminal) ? `${asJson(json)}\n` : "Cancelled\n");
  return exitCodes.cancelled;
}

/** `--error-format json`: looked for in the words themselves, for they may be what is wrong. */
function wantsJsonErrors({ argv }: Terminal): boolean {
  const end = argv.indexOf("--");
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.some(
    (word, index) =>
      word === "--error-format=json" || (word === "--error-format" && words[index + 1] === "json"),
  );
}

function usage({ script }: Terminal): string {
  return `usage: ${programName(script === undefined ? undefined : path.basename(script), "app")} [flag ...] [key=value ...]`;
}

function shortened(text: string, terminal: Terminal): string {
  return wantsJsonErrors(terminal) ? text : shortenPaths(text, terminal.cwd());
}

/** One line for each error, so that a program can read them as they come. */
function asJson(facts: Record<string, unknown>): string {
  return JSON.stringify(facts);
}

/** `HYDRA_FULL_ERROR=1`, `OROCHI_FULL_ERROR=1`, or a debugger that looks on: everything that is known, untrimmed (H-ERR-020). */
function wantsFullErrors({ env }: Terminal): boolean {
  return env["OROCHI_FULL_ERROR"] === "1" || env["HYDRA_FULL_ERROR"] === "1" || isDebugged();
}

/** Asked for only when there is an error to tell: the inspector takes its time to load. */
function isDebugged(): boolean {
  return process.getBuiltinModule("node:inspector").url() !== undefined;
}

function isCancellation(error: unknown): boolean {
  return isOrochiError(error) && error.code === "JOB_CANCELLED";
}

function describeError(error: unknown, full: boolean): string {
  if (full) return fullError(error);
  if (isOrochiError(error)) return [error.message, ...causes(error)].join("\n");
  return error instanceof Error ? trimStack(error) : `Error: ${String(error)}`;
}

function describeTaskError(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  if (!isOrochiError(error)) return [trimStack(error), ...causes(error)].join("\n");
  return [`${error.name}: ${error.message}`, ...userFrames(error), ...causes(error)].join("\n");
}

/** What lies below an error in the user's code. Our own errors tell all there is to know by themselves. */
function causes(error: Error): string[] {
  const { cause } = error;
  if (!(cause instanceof Error)) return [];
  const isKnown = isOrochiError(cause) || error.message.includes(cause.message);
  return [...(isKnown ? [] : [`caused by ${describeCause(cause)}`]), ...causes(cause)];
}

/** What the system refused to do says all by itself; only the user's own errors come with frames. */
function describeCause(cause: Error): string {
  if ("syscall" in cause) return cause.message;
  return [`${cause.name}: ${cause.message}`, ...userFrames(cause)].join("\n");
}

function fullError(error: unknown): string {
  if (!(error instanceof Error)) return `Error: ${String(error)}`;
  const lines = [error.stack ?? `${error.name}: ${error.message}`];
  for (let cause = error.cause; cause instanceof Error; cause = cause.cause)
    lines.push(`caused by ${cause.stack ?? cause.message}`);
  return lines.join("\n");
}
