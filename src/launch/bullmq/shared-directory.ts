import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A file in the sweep's directory, by which workers see whether they have the same directory. */
function markFile(sweepDir: string, sweep: string): string {
  return path.join(sweepDir, `.queued-${sweep}`);
}

/** Marks the directory of a sweep; one that writes no files has none. */
export function markDirectory(sweepDir: string, sweep: string): void {
  if (existsSync(sweepDir)) writeFileSync(markFile(sweepDir, sweep), "");
}

/** Whether the path leads to the sweep's own directory here: on its machine, or by a file system that both share. */
export function isSharedDirectory(sweepDir: string, sweep: string): boolean {
  return existsSync(markFile(sweepDir, sweep));
}
