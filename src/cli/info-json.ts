import { ConfigItem, GroupItem, RootItem, emptyConfig } from "../compose/defaults-item.ts";
import type { DefaultsItem } from "../compose/defaults-item.ts";
import type { DefaultsNode } from "../compose/defaults-tree.ts";
import { sourceUrl } from "../sources/config-source.ts";
import type { InfoContext } from "./show-info.ts";
import { version } from "./version.ts";

/** The machine form of `--info WHAT`: one object that holds what was asked for. */
export function infoJson(what: string, context: InfoContext): string {
  const parts: Record<string, () => unknown> = {
    version: () => version,
    plugins: () => ({ configSources: context.schemes }),
    searchpath: () =>
      context.defaults().repository.sources.map((source) => ({
        provider: source.provider,
        path: sourceUrl(source),
      })),
    defaultsTree: () => treeData(context.defaults().tree),
    defaults: () =>
      context.defaults().entries.map((entry) => ({
        config: entry.configPath,
        package: entry.package,
        isSelf: entry.isSelf,
        parent: entry.parent,
      })),
    config: () => JSON.parse(context.configJson()) as unknown,
  };
  const wanted = contents[what] ?? [];
  const data = Object.fromEntries(wanted.map((name) => [name, parts[name]?.()]));
  return `${JSON.stringify(data, undefined, 2)}\n`;
}

const configParts = ["searchpath", "defaultsTree", "defaults", "config"];

const contents: Readonly<Record<string, readonly string[]>> = {
  all: ["version", "plugins", ...configParts],
  config: configParts,
  defaults: ["defaults"],
  "defaults-tree": ["defaultsTree"],
  plugins: ["plugins"],
  searchpath: ["searchpath"],
};

interface TreeData {
  readonly config?: string;
  readonly group?: string;
  readonly choice?: GroupItem["value"];
  readonly children?: readonly TreeData[];
}

function treeData({ item, children }: DefaultsNode): TreeData {
  const shown = children.filter((child) => !isEmptyConfig(child.item));
  return {
    ...itemData(item),
    ...(shown.length === 0 ? {} : { children: shown.map(treeData) }),
  };
}

function itemData(item: DefaultsItem): TreeData {
  if (item instanceof RootItem) return { config: "<root>" };
  if (item instanceof GroupItem) return { group: item.overrideKey, choice: item.value };
  return { config: item instanceof ConfigItem ? item.configPath : "_self_" };
}

function isEmptyConfig(item: DefaultsItem): boolean {
  return item instanceof ConfigItem && item.configPath === emptyConfig;
}
