import type { Composition } from "../compose/compose.ts";
import type { WantedMode } from "../compose/mode.ts";
import { runComposedMultirun } from "../jobs/multirun.ts";
import { noteUse } from "../jobs/note-use.ts";
import { runComposed } from "../jobs/single-run.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { withTargets } from "../targets/active-targets.ts";
import { createAppRun } from "./app-run.ts";
import { type App, type AppDefinition, openApp } from "./app.ts";
import { type CommandLine, parseArgv } from "./argv.ts";
import { type Command, commandOf } from "./command.ts";
import { parseLine } from "./completion/complete.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { withSecretsGiven } from "./given-again.ts";
import { type Interrupts, watchInterrupts } from "./interrupt.ts";
import { reportError, reportFailedJob } from "./report-error.ts";
import { rerunJob } from "./rerun.ts";
import { resumeSweep } from "./resume.ts";
import { describeDifferences, readSavedRun, type SavedRun } from "./saved-run.ts";
import { infoContext, showCommand } from "./show-command.ts";
import { showConfig } from "./show-config.ts";
import { showInfo } from "./show-info.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

// All imports of our own are static. A TypeScript loader that runs an app as CommonJS loads what `import()` names a second time, and
// nodes of one copy are strangers to the other. It is no slower: the bundle has fewer files for it.

/** How a program ended. */
export interface AppOutcome {
  readonly exitCode: ExitCode;
  /** What was reported, when something was. */
  readonly error?: unknown;
}

/**
 * Does what a command line asks of an app, from the arguments to the exit code. Never rejects: errors are printed, and told in the
 * outcome.
 *
 * @example
 * const { exitCode } = await runApp({ task: () => 1, configPath: "conf" }, processTerminal);
 */
export async function runApp(definition: AppDefinition, terminal: Terminal): Promise<AppOutcome> {
  const interrupts = watchInterrupts(terminal);
  const begun = Date.now();
  let outcome: Obeyed;
  try {
    outcome = await obey(definition, terminal, interrupts);
    // A signal that came while a task computed to its end has not been heard yet. (`performance` would be loaded for this.)
    if (Date.now() - begun > longRunMs) await anotherTurn();
  } catch (error) {
    outcome = { exitCode: reportError(error, terminal), error };
  } finally {
    interrupts.stop();
  }
  // What came when all jobs had ended, as while an end hook waits, was heard by no task: who sent it wants the program to have ended by it.
  const cameLate = outcome.lastEnd !== undefined && interrupts.cameAfter(outcome.lastEnd);
  const isCancelled =
    outcome.exitCode === exitCodes.cancelled || (outcome.exitCode === exitCodes.ok && cameLate);
  if (isCancelled) outcome = { ...outcome, exitCode: interrupts.exitCode() };
  terminal.setExitCode(outcome.exitCode);
  // A task that was left behind may keep timers and sockets: it must not keep the program.
  if (isCancelled) await terminal.leave(outcome.exitCode);
  return outcome;
}

const longRunMs = 50;

/** What came in meanwhile is heard between the two: one turn may end before that. */
function anotherTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
}

interface Obeyed extends AppOutcome {
  /** When the last task came back. */
  readonly lastEnd?: Date | undefined;
}

async function obey(definition: AppDefinition, terminal: Terminal, interrupts: Interrupts): Promise<Obeyed> {
  const typed = parseArgv(terminal.argv);
  const command = commandOf(typed);
  noteUse(command.kind);
  if (typed.overrides.length > 0) noteUse("overrides");
  if (command.kind === "version") {
    terminal.stdout.write(`Orochi ${version}\n`);
    return { exitCode: exitCodes.ok };
  }
  if (definition.versionBase !== undefined) terminal.stderr.write("warning: versionBase has no effect\n");
  if (command.kind === "resume")
    return resumeSweep(command, definition, typed, terminal, interrupts.cancellation);
  const { flags } = typed;
  const directory = flags.get("rerun");
  const saved = directory === undefined ? undefined : readSavedRun(directory, terminal.cwd());
  const line = saved === undefined ? typed : { flags, overrides: overridesOf(saved, typed.overrides) };
  // On Tab the line that is typed says which configs are meant.
  const meant = (command.kind === "shellCompletion" ? flagsOnLine(terminal) : undefined) ?? flags;
  const app = openApp(
    definition,
    {
      configName: meant.get("configName") ?? saved?.configName,
      configPath: meant.get("configPath"),
      configDir: meant.get("configDir"),
    },
    terminal,
  );
  switch (command.kind) {
    case "auto":
    case "run":
    case "multirun":
      return withTargets(app.targets, () => runJobs(command, line, saved, app, terminal, interrupts));
    case "rerun":
      return withTargets(app.targets, () => rerun(command.file, line, app, terminal, interrupts));
    default:
      return show(command, line, app, terminal);
  }
}

/** Those of the record, then those of the command line. */
function overridesOf({ overrides, directory }: SavedRun, typed: readonly string[]): string[] {
  return [...withSecretsGiven(overrides, typed, directory), ...typed];
}

function flagsOnLine({ env }: Terminal): CommandLine["flags"] | undefined {
  const line = env["COMP_LINE"];
  return line === undefined ? undefined : parseLine(line)?.command.flags;
}

async function runJobs(
  command: Command,
  { flags, overrides: texts }: CommandLine,
  saved: SavedRun | undefined,
  app: App,
  terminal: Terminal,
  interrupts: Interrupts,
): Promise<Obeyed> {
  if (flags.has("package")) terminal.stderr.write("warning: --package has no effect without --cfg\n");
  const overrides = app.parse(texts);
  const composition = app.compose(overrides, modeOf(command, saved), { recordMode: true });
  for (const warning of composition.warnings) terminal.stderr.write(`warning: ${warning}\n`);
  if (saved !== undefined) tellRerun(saved, composition, terminal);
  const report = (): string =>
    showInfo(
      "all",
      infoContext(app, overrides, () => composition.config),
    ).trimEnd();
  const run = createAppRun(app, terminal, interrupts.cancellation, report);
  if (composition.mode === "multirun") {
    const jobReturns = await runComposedMultirun(run, overrides, composition);
    return { exitCode: exitCodes.ok, lastEnd: lastEndOf(jobReturns) };
  }
  const jobReturn = await runComposed(run, composition);
  return { ...ending(jobReturn, terminal), lastEnd: jobReturn.endedAt };
}

function lastEndOf(jobReturns: readonly JobReturn[]): Date | undefined {
  let last: Date | undefined;
  for (const { endedAt } of jobReturns) if (last === undefined || endedAt > last) last = endedAt;
  return last;
}

function tellRerun(saved: SavedRun, { mode, config }: Composition, { stderr }: Terminal): void {
  const isSweep = mode === "multirun";
  stderr.write(`${isSweep ? `Sweeping over ${saved.directory}` : describeDifferences(saved, config)}\n`);
}

/** The job of a directory is one job, also when it was one of a sweep. */
function modeOf({ kind }: Command, saved: SavedRun | undefined): WantedMode {
  if (kind === "run" || kind === "multirun") return kind;
  return saved === undefined ? "auto" : "run";
}

async function rerun(
  file: string,
  { flags, overrides }: CommandLine,
  app: App,
  terminal: Terminal,
  interrupts: Interrupts,
): Promise<AppOutcome> {
  if (flags.size > 1)
    terminal.stderr.write("warning: --experimental-rerun takes no other flag into account\n");
  if (overrides.length > 0)
    terminal.stderr.write("warning: overrides are not used by --experimental-rerun\n");
  const run = createAppRun(app, terminal, interrupts.cancellation);
  const jobReturn = await rerunJob(file, run, app.context());
  if (jobReturn.status === "failed") run.onFailure?.(jobReturn);
  run.onJobReturn?.(jobReturn);
  return ending(jobReturn, terminal);
}

function ending(jobReturn: JobReturn, terminal: Terminal): AppOutcome {
  const { status, error } = jobReturn;
  if (status === "completed") return { exitCode: exitCodes.ok };
  // A failed job was told when it ended.
  return { exitCode: status === "failed" ? exitCodes.failure : reportFailedJob(jobReturn, terminal), error };
}

async function show(command: Command, line: CommandLine, app: App, terminal: Terminal): Promise<AppOutcome> {
  if (command.kind === "cfg") {
    const { config } = app.compose(app.parse(line.overrides), "run");
    terminal.stdout.write(showConfig(config, command));
  } else {
    await showCommand(command, line, app, terminal);
  }
  return { exitCode: exitCodes.ok };
}
