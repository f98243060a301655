import type { SweepWatch } from "../../jobs/app-run.ts";
import { LiveProgress } from "./live-progress.ts";
import { SweepProgress } from "./sweep-progress.ts";

/**
 * Shows the progress of sweeps on the process's terminal, when there is one that can redraw lines. In CI, in pipes and with
 * `TERM=dumb` the log alone tells.
 */
export function watchSweepOnTerminal(
  { stdout, stderr }: Pick<NodeJS.Process, "stdout" | "stderr"> = process,
  env: Readonly<Record<string, string | undefined>> = process.env,
): SweepWatch | undefined {
  if (!stderr.isTTY || env["TERM"] === "dumb" || isSet(env["CI"])) return undefined;
  const progress = new SweepProgress();
  const live = new LiveProgress(progress, { screen: stderr, others: stdout.isTTY ? [stdout] : [] });
  return { watcher: progress, stop: () => live.stop() };
}

function isSet(variable: string | undefined): boolean {
  return variable !== undefined && variable !== "" && variable !== "false" && variable !== "0";
}
