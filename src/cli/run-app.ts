import type { AppRun } from "../jobs/app-run.ts";
import { runComposedMultirun } from "../jobs/multirun.ts";
import { runComposed } from "../jobs/single-run.ts";
import type { JobReturn } from "../sweep/job-return.ts";
import { withTargets } from "../targets/active-targets.ts";
import { createAppRun } from "./app-run.ts";
import { type App, type AppDefinition, openApp } from "./app.ts";
import { type CommandLine, parseArgv } from "./argv.ts";
import { type Command, commandOf } from "./command.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { watchInterrupts } from "./interrupt.ts";
import { reportError, reportFailedJob } from "./report-error.ts";
import { rerunJob } from "./rerun.ts";
import { describeDifferences, readSavedRun } from "./saved-run.ts";
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
  let outcome: AppOutcome;
  try {
    outcome = await obey(definition, terminal, interrupts.signal);
  } catch (error) {
    outcome = { exitCode: reportError(error, terminal), error };
  } finally {
    interrupts.stop();
  }
  const isCancelled = outcome.exitCode === exitCodes.cancelled;
  if (isCancelled) outcome = { ...outcome, exitCode: interrupts.exitCode() };
  terminal.setExitCode(outcome.exitCode);
  // A task that was left behind may keep timers and sockets: it must not keep the program.
  if (isCancelled) await terminal.leave(outcome.exitCode);
  return outcome;
}

async function obey(definition: AppDefinition, terminal: Terminal, signal: AbortSignal): Promise<AppOutcome> {
  const line = parseArgv(terminal.argv);
  const command = commandOf(line);
  if (command.kind === "version") {
    terminal.stdout.write(`Orochi ${version}\n`);
    return { exitCode: exitCodes.ok };
  }
  if (definition.versionBase !== undefined) terminal.stderr.write("warning: versionBase has no effect\n");
  const { flags } = line;
  const app = openApp(
    definition,
    {
      configName: flags.get("configName"),
      configPath: flags.get("configPath"),
      configDir: flags.get("configDir"),
    },
    terminal,
  );
  switch (command.kind) {
    case "recompose":
      return recompose(command.directory, definition, line, terminal, signal);
    case "auto":
    case "run":
    case "multirun":
      return withTargets(app.targets, () => runJobs(command, line, app, terminal, signal));
    case "rerun":
      return withTargets(app.targets, () => rerun(command.file, line, app, terminal, signal));
    default:
      return show(command, line, app, terminal);
  }
}

async function runJobs(
  command: Command,
  { overrides: texts }: CommandLine,
  app: App,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<AppOutcome> {
  const overrides = app.parse(texts);
  const mode = command.kind === "run" || command.kind === "multirun" ? command.kind : "auto";
  const composition = app.compose(overrides, mode, { recordMode: true });
  for (const warning of composition.warnings) terminal.stderr.write(`warning: ${warning}\n`);
  const report = (): string =>
    showInfo(
      "all",
      infoContext(app, overrides, () => composition.config),
    ).trimEnd();
  const run = createAppRun(app, terminal, signal, report);
  if (composition.mode === "multirun") {
    await runComposedMultirun(run, overrides, composition);
    return { exitCode: exitCodes.ok };
  }
  return ending(await runComposed(run, composition), terminal);
}

/** The job of an output directory, composed again: with its overrides, its config name, and what is typed in addition. */
async function recompose(
  directory: string,
  definition: AppDefinition,
  { flags, overrides }: CommandLine,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<AppOutcome> {
  const saved = readSavedRun(directory, terminal.cwd());
  const app = openApp(
    definition,
    {
      configName: flags.get("configName") ?? saved.configName,
      configPath: flags.get("configPath"),
      configDir: flags.get("configDir"),
    },
    terminal,
  );
  return withTargets(app.targets, async () => {
    const composition = app.compose(app.parse([...saved.overrides, ...overrides]), "run", {
      recordMode: true,
    });
    for (const warning of composition.warnings) terminal.stderr.write(`warning: ${warning}\n`);
    terminal.stderr.write(`${describeDifferences(directory, saved.config, composition.config)}\n`);
    return ending(await runComposed(await appRun(app, terminal, signal), composition), terminal);
  });
}

async function rerun(
  file: string,
  { flags, overrides }: CommandLine,
  app: App,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<AppOutcome> {
  if (flags.size > 1)
    terminal.stderr.write("warning: --experimental-rerun takes no other flag into account\n");
  if (overrides.length > 0)
    terminal.stderr.write("warning: overrides are not used by --experimental-rerun\n");
  const run = await appRun(app, terminal, signal);
  const jobReturn = await rerunJob(file, run, app.context());
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

async function appRun(app: App, terminal: Terminal, signal: AbortSignal): Promise<AppRun> {
  return createAppRun(app, terminal, signal);
}
