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
import { wrapText } from "./wrap-text.ts";

export interface HelpContext {
  readonly config: MapNode;
  readonly repository: ConfigRepository;
  /** How the app was called: `node my_app.js`. */
  readonly command: string;
  /** Width that descriptions are set to. @defaultValue 80 */
  readonly columns?: number | undefined;
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
  const { config, repository, columns = 80 } = context;
  const template = withFields(hydraText(config, key) ?? "", config);
  const text = fillTemplate(
    template,
    {
      FLAGS_HELP: () => flagsHelp(context.command, columns),
      HYDRA_CONFIG_GROUPS: () => groupsHelp(repository, (group) => isHydraGroup(group)),
      APP_CONFIG_GROUPS: () => groupsHelp(repository, (group) => !isHydraGroup(group)),
      CONFIG: () => configHelp(config, resolve),
      CONFIG_FIELDS: () => fieldSection(config, columns),
      APP_FLAGS: () => flagLines(columns).join("\n"),
    },
    `hydra.${key}`,
  );
  return `${text}\n`;
}

/** Without a schema there is nothing to say about fields, not even an empty line. */
function withFields(template: string, config: MapNode): string {
  return fieldSection(config, 80) === "" ? template.replace(/^\$CONFIG_FIELDS\n/m, "") : template;
}

/** The fields that schemas declare, with a title. */
function fieldSection(config: MapNode, columns: number): string {
  const text = fieldHelp(taskConfigOf(config), columns);
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
function flagsHelp(command: string, columns: number): string {
  return [
    ...flagLines(columns),
    "",
    "Shell completion, for every new shell or for this one:",
    completionHelp(command),
    "",
    ...described(
      "Overrides",
      "Any key=value that changes the config; also +key=value, ~key and group=option",
      columns,
    ),
  ].join("\n");
}

function flagLines(columns: number): string[] {
  const lines = Object.values<Flag>(flags).map(({ names, placeholder, help }) => ({
    names: [names.join(","), ...(placeholder === undefined ? [] : [placeholder])].join(" "),
    help,
  }));
  const width = Math.max(...lines.map(({ names }) => names.length));
  return lines.flatMap(({ names, help }) => described(names.padEnd(width), help, columns));
}

/** What a name means, as wide as the terminal; further lines begin below the first. */
function described(name: string, help: string, columns: number): string[] {
  const [first = "", ...more] = wrapText(help, columns - name.length - 3);
  return [`${name} : ${first}`, ...more.map((line) => " ".repeat(name.length + 3) + line)];
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
