/** What listens to SIGTERM for runs of ours. */
const listeners = new Set<() => void>();

/** Whether SIGTERM ends the program at once, until the process turns to other things. */
let isUnheard = false;

/** Calls back on SIGTERM; the answer takes the callback off again. */
export function onTerm(listener: () => void): () => void {
  listeners.add(listener);
  if (!isUnheard) process.on("SIGTERM", listener);
  return () => {
    listeners.delete(listener);
    process.off("SIGTERM", listener);
  };
}

/** Whether any run is left that listens. */
export function isTermHeard(): boolean {
  return listeners.size > 0;
}

/**
 * Lets SIGTERM end the program at once, as it ends any program that does not listen: no handler would run before what is about to be called
 * comes back. The handlers are there again when the process turns to other things; to put them back after each job would cost a sweep of
 * quick ones a tenth of its time.
 */
export function leaveTermUnheard(): void {
  if (isUnheard || listeners.size === 0) return;
  isUnheard = true;
  for (const listener of listeners) process.off("SIGTERM", listener);
  setImmediate(() => {
    isUnheard = false;
    for (const listener of listeners) process.on("SIGTERM", listener);
  });
}
