import { Secrets } from "../compose/secrets.ts";
import type { MapNode } from "../config/node.ts";
import { dumpYaml } from "../config/yaml/dump.ts";
import type { Override } from "../overrides/types.ts";
import { taskConfigOf } from "../jobs/task-config.ts";
import { CancellationSource } from "../jobs/cancellation.ts";
import { createAppRun } from "./app-run.ts";
import { type App, openApp } from "./app.ts";
import type { CommandLine } from "./argv.ts";
import type { Command, OutputFormat } from "./command.ts";
import { attempt } from "./completion/complete.ts";
import { ConfigKeys } from "./completion/config-keys.ts";
import type { IndexedApp } from "./completion/index-app.ts";
import { runCompletion } from "./completion/run-completion.ts";
import { defaultsOf } from "./defaults-of.ts";
import { configJson } from "./config-json.ts";
import { explain } from "./explain.ts";
import { formatExplanation } from "./format-explanation.ts";
import { infoJson } from "./info-json.ts";
import { showHelp, showHydraHelp } from "./show-help.ts";
import { type InfoContext, showInfo } from "./show-info.ts";
import { showPlan } from "./show-plan.ts";
import { programName } from "./program-name.ts";
import { shortenPaths } from "./short-paths.ts";
import type { Terminal } from "./terminal.ts";

/** The commands that show something instead of running jobs. */
export async function showCommand(
  command: Command,
  line: CommandLine,
  app: App,
  terminal: Terminal,
): Promise<void> {
  switch (command.kind) {
    case "help":
    case "hydraHelp":
      return showHelpCommand(command, line, app, terminal);
    case "info":
      return showInfoCommand(command, line, app, terminal);
    case "shellCompletion":
      return completionCommand(line, app, terminal);
    case "explain":
      return explainCommand(command, line, app, terminal);
    case "plan":
      return planCommand(command.format, line, app, terminal);
    default:
  }
}

async function showHelpCommand(
  command: Extract<Command, { kind: "help" | "hydraHelp" }>,
  { overrides }: CommandLine,
  app: App,
  terminal: Terminal,
): Promise<void> {
  const isHydraHelp = command.kind === "hydraHelp";
  const parsed = isHydraHelp ? [] : app.parse(overrides);
  const { config: composed, repository } = app.compose(parsed, "run", { withoutPrimary: isHydraHelp });
  const config = Secrets.of(composed).config(composed, { everything: !isHydraHelp && command.resolve });
  const context = {
    config,
    repository,
    command: programName(shortScript(terminal), app.jobName),
    columns: terminal.stdout.columns,
  };
  terminal.stdout.write(isHydraHelp ? showHydraHelp(context) : showHelp(context, command.resolve));
}

async function showInfoCommand(
  { what, format }: Extract<Command, { kind: "info" }>,
  { overrides: texts }: CommandLine,
  app: App,
  terminal: Terminal,
): Promise<void> {
  const overrides = app.parse(texts);
  const context = infoContext(app, overrides, () => app.compose(overrides, "run").config);
  terminal.stdout.write(format === "json" ? infoJson(what, context) : showInfo(what, context));
}

/** What there is to tell about how a config came about. */
export function infoContext(app: App, overrides: readonly Override[], compose: () => MapNode): InfoContext {
  let defaults: ReturnType<typeof defaultsOf> | undefined;
  const shown = (): MapNode => {
    const config = compose();
    return Secrets.of(config).config(taskConfigOf(config));
  };
  return {
    defaults: () => (defaults ??= defaultsOf(app.repository, app.configName, overrides, app.context())),
    config: () => dumpYaml(shown()),
    configJson: () => configJson(shown()),
    schemes: [...new Set(app.repository.sources.map(({ scheme }) => scheme))],
  };
}

async function completionCommand({ overrides }: CommandLine, app: App, terminal: Terminal): Promise<void> {
  const compose = (from: App, ...[words, mode]: Parameters<IndexedApp["config"]>) =>
    from.compose(from.parse(words), mode).config;
  const config: IndexedApp["config"] = (words, mode) =>
    attempt(() => compose(app, words, mode)) ?? compose(ownApp(), words, mode);
  // A config that the line names and that lacks something: what the app has of its own is still worth offering.
  const ownApp = () => openApp(app.definition, {}, terminal);
  runCompletion(overrides, terminal, app.jobName, () => ({
    entry: app.entry,
    env: terminal.env,
    cwd: terminal.cwd(),
    listing: (words) => app.compose(app.parse(words), "multirun").repository,
    anyListing: app.repository,
    config,
    keys: (words, mode) => new ConfigKeys(config(words, mode)),
  }));
}

async function explainCommand(
  { key, format }: Extract<Command, { kind: "explain" }>,
  { overrides }: CommandLine,
  app: App,
  terminal: Terminal,
): Promise<void> {
  const { config } = app.compose(app.parse(overrides), "auto");
  const secrets = Secrets.of(config);
  const explanation = explain(config, key);
  const text =
    format === "json"
      ? JSON.stringify(explanation, undefined, 2)
      : shortenPaths(formatExplanation(explanation), terminal.cwd());
  terminal.stdout.write(`${secrets.text(text)}\n`);
}

async function planCommand(
  format: OutputFormat,
  { overrides }: CommandLine,
  app: App,
  terminal: Terminal,
): Promise<void> {
  const run = createAppRun(app, terminal, new CancellationSource());
  for await (const line of showPlan(run, app.parse(overrides), format)) terminal.stdout.write(`${line}\n`);
}

/** The script as it would be typed here. */
function shortScript(terminal: Terminal): string | undefined {
  const { script } = terminal;
  return script === undefined ? undefined : shortenPaths(script, terminal.cwd());
}
