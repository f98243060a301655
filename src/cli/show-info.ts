import { type DefaultsItem, emptyConfig } from "../compose/defaults-item.ts";
import { ConfigItem, GroupItem, RootItem } from "../compose/defaults-item.ts";
import type { DefaultsNode } from "../compose/defaults-tree.ts";
import { sourceUrl } from "../sources/config-source.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { DefaultsView } from "./defaults-of.ts";
import { formatTable, formatTitle } from "./table.ts";
import { version } from "./version.ts";

/** What `--info` asks the app. Each is worked out only when it is shown. */
export interface InfoContext {
  defaults(): DefaultsView;
  /** YAML of the job config. */
  config(): string;
  /** The same as JSON. */
  configJson(): string;
  /** Schemes of config sources, by name. */
  readonly schemes: readonly string[];
}

/** The text of `--info WHAT` (H-CLI-050…055). */
export function showInfo(what: string, context: InfoContext): string {
  const sections: Record<string, () => string[]> = {
    all: () => [header(), plugins(context), ...configSections(context)],
    config: () => configSections(context),
    defaults: () => [defaultsList(context.defaults())],
    "defaults-tree": () => [defaultsTree(context.defaults().tree)],
    plugins: () => [plugins(context)],
    searchpath: () => [searchPath(context.defaults().repository)],
  };
  return `${(sections[what]?.() ?? []).join("\n")}\n`;
}

function configSections(context: InfoContext): string[] {
  const defaults = context.defaults();
  return [
    searchPath(defaults.repository),
    defaultsTree(defaults.tree),
    defaultsList(defaults),
    `${formatTitle("Config", "*")}\n${context.config().trimEnd()}`,
  ];
}

function header(): string {
  return `Orochi ${version}\n${"=".repeat(`Orochi ${version}`.length)}`;
}

function plugins({ schemes }: InfoContext): string {
  const lines = ["ConfigSource:", ...schemes.map((scheme) => `\t${scheme}://`)];
  return [formatTitle("Plugins", "*"), ...lines].join("\n");
}

function searchPath(repository: ConfigRepository): string {
  const rows = repository.sources.map((source) => [source.provider, sourceUrl(source)]);
  return `${formatTitle("Config search path", "*")}\n${formatTable(["Provider", "Search path"], rows)}`;
}

function defaultsList({ entries }: DefaultsView): string {
  const rows = entries.map((entry) => [
    entry.configPath,
    entry.package,
    entry.isSelf ? "True" : "False",
    entry.parent,
  ]);
  return `${formatTitle("Defaults List", "*")}\n${formatTable(["Config path", "Package", "_self_", "Parent"], rows)}`;
}

function defaultsTree(tree: DefaultsNode): string {
  return [formatTitle("Defaults Tree", "*"), ...treeLines(tree, "")].join("\n");
}

function treeLines({ item, children }: DefaultsNode, indent: string): string[] {
  if (item instanceof ConfigItem && item.configPath === emptyConfig) return [];
  const line = `${indent}${itemName(item)}${children.length > 0 || item instanceof RootItem ? ":" : ""}`;
  return [line, ...children.flatMap((child) => treeLines(child, `${indent}  `))];
}

function itemName(item: DefaultsItem): string {
  if (item instanceof RootItem) return "<root>";
  if (item instanceof GroupItem) return `${item.overrideKey}: ${formatChoice(item.value)}`;
  return item instanceof ConfigItem ? item.configPath : "_self_";
}

function formatChoice(value: GroupItem["value"]): string {
  if (value === null) return "null";
  return typeof value === "string" ? value : `[${value.join(",")}]`;
}
