import type { Callback, JobEndEvent } from "./callback.ts";

/**
 * Logs what every job returned, or why it failed (H-CBK-020). Named `orochi:LogJobReturn` in configs.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { log: builds(LogJobReturn) } }));
 */
export class LogJobReturn implements Callback {
  onJobEnd({ jobReturn, log }: JobEndEvent): void {
    if (jobReturn.status === "completed") log.info("Succeeded with return value: %o", jobReturn.returnValue);
    else if (jobReturn.status === "failed") log.error("Job failed:", jobReturn.error);
    else log.warning("Job was cancelled");
  }
}
