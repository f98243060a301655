import { HydraException } from "../errors/hydra-errors.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import type { Sweeper } from "../sweep/sweeper.ts";
import type { Cancellation } from "./cancellation.ts";

export function throwFirstFailure(
  returns: readonly JobReturn[],
  sweeper: Sweeper,
  { aborted }: Cancellation,
): void {
  const cancelled = returns.find(({ status }) => status === "cancelled");
  if (aborted)
    throw new HydraException("JOB_CANCELLED", "The sweep was cancelled", { cause: cancelled?.error });
  if (sweeper.toleratesFailures !== true) throwFirstFailed(returns);
}

export function throwFirstFailed(returns: readonly JobReturn[]): void {
  const failed = returns.find(({ status }) => status === "failed");
  if (failed !== undefined) throw new FailedJobError(failed, returns);
}

/** Says that jobs of a sweep failed, when all jobs have ended. Each was told when it did (H-ERR-021). */
export class FailedJobError extends Error {
  /** The first of them. */
  readonly jobReturn: JobReturn;
  readonly failed: readonly JobReturn[];
  /** Of the whole batch, in job order: those that ended well, too. */
  readonly jobReturns: readonly JobReturn[];
  /** How many jobs of the batch ended. */
  readonly ended: number;
  constructor(first: JobReturn, returns: readonly JobReturn[]) {
    super(`Job #${first.num ?? 0} failed`, { cause: first.error });
    this.jobReturn = first;
    this.failed = returns.filter(({ status }) => status === "failed");
    this.jobReturns = returns;
    this.ended = returns.length;
  }
}
