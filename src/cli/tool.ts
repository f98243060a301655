import { UsageError } from "../errors/hydra-errors.ts";
import { didYouMean } from "../text/nearest.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { reportError } from "./report-error.ts";
import { runsCommand, runsHelp } from "./runs/runs-command.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";
import { workerCommand } from "./worker/worker-command.ts";

type ToolCommand = (argv: readonly string[], terminal: Terminal) => void | Promise<void>;

const commands = new Map<string, ToolCommand>([
  ["runs", runsCommand],
  ["worker", workerCommand],
]);

const help = `orochi ${version}

  orochi runs       what runs and sweeps left behind: list, show, diff, best
  orochi worker     runs jobs from a Redis queue (hydra/launcher=bullmq): orochi worker --help
  orochi --version

Apps bring a command line of their own: run yours with --help.

${runsHelp}`;

/** The program `orochi`: what is not the business of one app. */
export async function runTool(terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = terminal.argv;
  try {
    if (name === undefined || name === "--help" || name === "-h" || name === "help")
      terminal.stdout.write(help);
    else if (name === "--version" || name === "-v") terminal.stdout.write(`Orochi ${version}\n`);
    else await commandNamed(name)(rest, terminal);
    return exitCodes.ok;
  } catch (error) {
    return reportError(error, terminal, "usage: orochi COMMAND [argument ...]");
  }
}

function commandNamed(name: string): ToolCommand {
  const command = commands.get(name);
  if (command !== undefined) return command;
  throw new UsageError("USAGE", `orochi has no command '${name}'`, {
    hint: didYouMean(name, commands.keys()) ?? "`orochi --help` lists them",
  });
}
