import path from "node:path";
import { runComposedMultirun } from "../jobs/multirun.ts";
import { readSweep, type SweepRecord } from "../jobs/read-sweep.ts";
import { requireIdle } from "../jobs/sweep-lock.ts";
import { withTargets } from "../targets/active-targets.ts";
import type { Cancellation } from "../jobs/cancellation.ts";
import { createAppRun } from "./app-run.ts";
import { type AppDefinition, openApp } from "./app.ts";
import type { CommandLine } from "./argv.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { withSecretsGiven } from "./given-again.ts";
import { lastSweep } from "./last-sweep.ts";
import type { AppOutcome } from "./run-app.ts";
import { isAboutLaunching, lineChanges, sweepChanged, sweepChanges } from "./sweep-changes.ts";
import type { Terminal } from "./terminal.ts";

/** Goes on with a sweep that was cut off, with the command line of its journal (design D8). */
export async function resumeSweep(
  { directory: named, retryFailed, force, attach }: Extract<Command, { readonly kind: "resume" }>,
  definition: AppDefinition,
  { flags, overrides: typed }: CommandLine,
  terminal: Terminal,
  cancellation: Cancellation,
): Promise<AppOutcome> {
  const given = {
    configName: flags.get("configName"),
    configPath: flags.get("configPath"),
    configDir: flags.get("configDir"),
  };
  const cwd = terminal.cwd();
  const directory =
    named === "last" ? lastSweep(openApp(definition, given, terminal), typed, cwd) : path.resolve(cwd, named);
  const sweep = readSweep(directory);
  requireIdle(directory);
  const shown = path.relative(cwd, directory) || ".";
  if (sweep.status === "completed") {
    terminal.stderr.write(`The sweep in ${shown} is finished: all ${sweep.jobs.size} jobs have completed\n`);
    return { exitCode: exitCodes.ok };
  }
  const { header } = sweep;
  const app = openApp(
    definition,
    {
      configName: given.configName ?? header.configName ?? undefined,
      configPath: given.configPath ?? header.flags["configPath"],
      configDir: given.configDir ?? header.flags["configDir"],
    },
    // `${now:…}` goes on meaning the moment at which the sweep began.
    { ...terminal, startedAt: new Date(header.clock) },
  );
  const written = [...header.overrides.hydra, ...header.overrides.task];
  const recorded = withSecretsGiven(written, typed, shown);
  const further = typed.filter((text) => !recorded.includes(text));
  return withTargets(app.targets, async () => {
    const overrides = app.parse([...recorded, ...further]);
    const atOdds = [
      ...lineChanges(header, app),
      ...further.filter((text) => !isAboutLaunching(text)).map((text) => `${text} is added to the overrides`),
    ];
    // Another command line may well be one that cannot be composed: it is told first.
    if (atOdds.length > 0 && !force) throw sweepChanged(sweep, atOdds);
    const composition = app.compose(overrides, "multirun", { recordMode: true });
    for (const warning of composition.warnings) terminal.stderr.write(`warning: ${warning}\n`);
    const changes = sweepChanges(sweep, app, overrides, composition);
    if (changes.length > 0 && !force) throw sweepChanged(sweep, changes);
    for (const change of [...atOdds, ...changes]) terminal.stderr.write(`warning: ${change}\n`);
    terminal.stderr.write(`${attach ? "Attaching to" : "Resuming"} ${shown}: ${summaryOf(sweep)}\n`);
    const run = createAppRun(app, terminal, cancellation);
    await runComposedMultirun(run, overrides, composition, { sweep, retryFailed, force, attach });
    return { exitCode: exitCodes.ok };
  });
}

function summaryOf({ jobs, total }: SweepRecord): string {
  const counts = { completed: 0, failed: 0 };
  for (const { state } of jobs.values()) {
    if (state === "completed" || state === "skipped") counts.completed++;
    else if (state === "failed") counts.failed++;
  }
  const failed = counts.failed === 0 ? "" : `, ${counts.failed} failed`;
  return `${counts.completed} of ${total} jobs have completed${failed}`;
}
