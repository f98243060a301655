import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { ConfigItem, emptyConfig, GroupItem, mandatory, SelfItem } from "./defaults-item.ts";
import type { DefaultsNode } from "./defaults-tree.ts";

/** One config of the final order: `--info defaults`. */
export interface DefaultsEntry {
  /** `db/mysql` */
  readonly configPath: string;
  /** Where its content goes; `""` for the top. */
  readonly package: string;
  /** Path of the config that includes it, `<root>` for the primary config and the hydra node. */
  readonly parent: string;
  /** The config's own content, at the place of its `_self_`. */
  readonly isSelf: boolean;
  readonly primary: boolean;
  /** The key that overrides it, for options of groups. */
  readonly overrideKey: string | undefined;
}

/**
 * The configs of a tree in the order of composition (H-DEF-039).
 *
 * @throws {ConfigCompositionException} when an override key comes twice (H-DEF-041).
 */
export function flattenDefaults(root: DefaultsNode): DefaultsEntry[] {
  const entries: DefaultsEntry[] = [];
  collect(root, entries);
  checkDuplicates(entries);
  return entries;
}

function collect(node: DefaultsNode, entries: DefaultsEntry[]): void {
  const { item } = node;
  if (item instanceof SelfItem) {
    if (node.parent !== undefined) add(node.parent, true, entries);
    return;
  }
  if (node.children.length > 0) for (const child of node.children) collect(child, entries);
  else add(node, false, entries);
}

function add({ item, parent }: DefaultsNode, isSelf: boolean, entries: DefaultsEntry[]): void {
  if (!(item instanceof ConfigItem || item instanceof GroupItem) || item.deleted) return;
  if (item instanceof GroupItem && (typeof item.value !== "string" || item.value === mandatory)) return;
  if (item.configPath === emptyConfig) return;
  entries.push({
    configPath: item.configPath,
    package: item.finalPackage,
    parent: pathOf(parent),
    isSelf,
    primary: item instanceof ConfigItem && item.primary,
    overrideKey: item instanceof GroupItem ? item.overrideKey : undefined,
  });
}

function pathOf(node: DefaultsNode | undefined): string {
  const item = node?.item;
  return item instanceof ConfigItem || item instanceof GroupItem ? item.configPath : "<root>";
}

function checkDuplicates(entries: readonly DefaultsEntry[]): void {
  const seen = new Map<string, DefaultsEntry>();
  for (const entry of entries) {
    const key = entry.overrideKey;
    if (key === undefined || entry.isSelf) continue;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, entry);
      continue;
    }
    throw new ConfigCompositionException(
      "DEFAULTS_CONFLICT",
      `'${key}' is in the final defaults list twice`,
      {
        hint: `it comes from '${first.parent}' and from '${entry.parent}'; give one of them a package of its own: '${key}@other'`,
      },
    );
  }
}
