import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import { spanOfItem } from "./defaults-errors.ts";
import { ConfigItem, emptyConfig, GroupItem, mandatory, SelfItem } from "./defaults-item.ts";
import type { Span } from "../text/source.ts";
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
 * The configs of a tree in the order of composition (H-DEF-039), without those that are taken as they stand.
 *
 * @throws {ConfigCompositionException} when an override key comes twice (H-DEF-041).
 */
export function flattenDefaults(root: DefaultsNode): DefaultsEntry[] {
  const found: Found[] = [];
  collect(root, found);
  checkDuplicates(found);
  return found.map(({ entry }) => entry);
}

/** An entry, and the item that it comes from. */
interface Found {
  readonly entry: DefaultsEntry;
  readonly item: ConfigItem | GroupItem;
}

function collect(node: DefaultsNode, found: Found[]): void {
  const { item, standing } = node;
  if (standing !== undefined) return;
  if (item instanceof SelfItem) {
    if (node.parent !== undefined) add(node.parent, true, found);
    return;
  }
  if (node.children.length > 0) for (const child of node.children) collect(child, found);
  else add(node, false, found);
}

function add({ item, parent }: DefaultsNode, isSelf: boolean, found: Found[]): void {
  if (!(item instanceof ConfigItem || item instanceof GroupItem) || item.deleted) return;
  if (item instanceof GroupItem && (typeof item.value !== "string" || item.value === mandatory)) return;
  if (item.configPath === emptyConfig) return;
  const entry: DefaultsEntry = {
    configPath: item.configPath,
    package: item.finalPackage,
    parent: pathOf(parent),
    isSelf,
    primary: item instanceof ConfigItem && item.primary,
    overrideKey: item instanceof GroupItem ? item.overrideKey : undefined,
  };
  found.push({ entry, item });
}

function pathOf(node: DefaultsNode | undefined): string {
  const item = node?.item;
  return item instanceof ConfigItem || item instanceof GroupItem ? item.configPath : "<root>";
}

function checkDuplicates(found: readonly Found[]): void {
  const seen = new Map<string, Found>();
  for (const each of found) {
    const { entry, item } = each;
    const key = entry.overrideKey;
    if (key === undefined || entry.isSelf) continue;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, each);
      continue;
    }
    throw new ConfigCompositionException(
      "DEFAULTS_CONFLICT",
      `'${key}' is in the final defaults list twice`,
      {
        span: () => spanOf(item),
        related: () => {
          const span = spanOf(first.item);
          return span && { label: "first set here", span };
        },
        hint: `it comes from '${first.entry.parent}' and from '${entry.parent}'; give one of them a package of its own: '${key}@other'`,
      },
    );
  }
}

function spanOf(item: ConfigItem | GroupItem): Span | undefined {
  return item instanceof GroupItem ? spanOfItem(item) : undefined;
}
