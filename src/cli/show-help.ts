import type { MapNode } from "../config/node.ts";
import { resolveInPlace } from "../config/resolve-in-place.ts";
import { dumpYaml } from "../config/yaml/dump.ts";
import { hydraText } from "../jobs/hydra-values.ts";
import { taskConfigOf } from "../jobs/task-config.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import { completionShells } from "./completion/scripts.ts";
import { fieldHelp } from "./field-help.ts";
import { type Flag, flags } from "./flags.ts";
import { fillTemplate } from "./template.ts";

export interface HelpContext {
  readonly config: MapNode;
  readonly repository: ConfigRepository;
  /** How the app was called: `node my_app.js`. */
  readonly command: string;
}

/** The text of `--help` (H-CLI-030). */
export function showHelp(context: HelpContext, resolve: boolean): string {
  return fill("help.template", context, resolve);
}

/** The text of `--hydra-help`. */
export function showHydraHelp(context: HelpContext): string {
  return fill("hydra_help.template", context, false);
}

function fill(key: string, context: HelpContext, resolve: boolean): string {
  const { config, repository } = context;
  const template = withFields(hydraText(config, key) ?? "", config);
  const text = fillTemplate(
    template,
    {
      FLAGS_HELP: () => flagsHelp(context.command),
      HYDRA_CONFIG_GROUPS: () => groupsHelp(repository, (group) => isHydraGroup(group)),
      APP_CONFIG_GROUPS: () => groupsHelp(repository, (group) => !isHydraGroup(group)),
      CONFIG: () => configHelp(config, resolve),
      CONFIG_FIELDS: () => fieldSection(config),
      APP_FLAGS: () => flagLines().join("\n"),
    },
    `hydra.${key}`,
  );
  return `${text}\n`;
}

/** Without a schema there is nothing to say about fields, not even an empty line. */
function withFields(template: string, config: MapNode): string {
  return fieldSection(config) === "" ? template.replace(/^\$CONFIG_FIELDS\n/m, "") : template;
}

/** The fields that schemas declare, with a title. */
function fieldSection(config: MapNode): string {
  const text = fieldHelp(taskConfigOf(config));
  return text === "" ? "" : `== Fields ==\n${text}`;
}

function isHydraGroup(group: string): boolean {
  return group === "hydra" || group.startsWith("hydra/");
}

/** One line for each group that has options (H-CLI-033). */
function groupsHelp(repository: ConfigRepository, wanted: (group: string) => boolean): string {
  const lines = repository.allGroups().filter(wanted);
  return lines.map((group) => `${group}: ${repository.options(group).join(", ")}\n`).join("");
}

function configHelp(config: MapNode, resolve: boolean): string {
  const task = taskConfigOf(config);
  if (resolve) resolveInPlace(task);
  return dumpYaml(task);
}

/** One line for each flag, and the lines that switch completion on and off (H-CLI-032). */
export function flagsHelp(command: string): string {
  return [
    ...flagLines(),
    "",
    "Shell completion, for every new shell or for this one:",
    completionHelp(command),
    "",
    "Overrides : Any key=value that changes the config; also +key=value, ~key and group=option",
  ].join("\n");
}

function flagLines(): string[] {
  const lines = Object.values<Flag>(flags).map(({ names, placeholder, help }) => ({
    names: [names.join(","), ...(placeholder === undefined ? [] : [placeholder])].join(" "),
    help,
  }));
  const width = Math.max(...lines.map(({ names }) => names.length));
  return lines.map(({ names, help }) => `${names.padEnd(width)} : ${help}`);
}

function completionHelp(command: string): string {
  return [...completionShells.values()]
    .flatMap((shell) => {
      const { install, uninstall } = shell.help(command);
      const name = shell.name.padEnd(4);
      return [
        `    ${name} - for good  : ${command} -sc setup=${shell.name}`,
        `    ${name} - undo that : ${command} -sc remove=${shell.name}`,
        `    ${name} - install   : ${install}`,
        `    ${name} - uninstall : ${uninstall}`,
      ];
    })
    .join("\n");
}
