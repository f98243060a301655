import type { Override } from "../overrides/types.ts";
import type { LoadedConfig } from "../sources/loaded-config.ts";
import { baseNameOf, directoryOf, joinPath } from "../sources/config-path.ts";
import { expandGroupWord, formatPackage, joinPackage, packageOfGroup, withoutHere } from "./package-path.ts";

/** Option of a group: a name, `???` for "must be chosen", null for none, or several names. */
export type Choice = string | null | readonly string[];

/** Where an item stands, for errors. */
export interface ItemPlace {
  readonly config: LoadedConfig;
  /** Position in the defaults list. */
  readonly index: number;
}

/** An item of a defaults list as it is written; nothing is known yet of what surrounds it. */
export type ParsedItem = ParsedSelf | ParsedConfig | ParsedGroup;
export interface ParsedSelf {
  readonly kind: "self";
  readonly place?: ItemPlace | undefined;
}
export interface ParsedConfig {
  readonly kind: "config";
  readonly path: string;
  readonly package?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly place?: ItemPlace | undefined;
}
export interface ParsedGroup {
  readonly kind: "group";
  readonly group: string;
  readonly value: Choice;
  readonly package?: string | undefined;
  readonly optional?: boolean | undefined;
  readonly override?: boolean | undefined;
  readonly place?: ItemPlace | undefined;
  /** The `+group=option` of the command line that the item is. */
  readonly argument?: Override | undefined;
}

/** Group and package of the config that includes an item. */
export interface Surroundings {
  readonly baseDir: string;
  readonly package: string;
}

export const atTop: Surroundings = { baseDir: "", package: "" };

abstract class PlacedItem {
  readonly optional: boolean;
  readonly place: ItemPlace | undefined;
  readonly surroundings: Surroundings;
  /** Relative to the surroundings; `undefined` when the item names none. */
  readonly package: string | undefined;
  /** The directory that the item's config lies in: what items of its own defaults list are relative to (H-DEF-021). */
  readonly groupPath: string;
  deleted = false;
  #header: string | undefined = undefined;
  #finalPackage: string | undefined = undefined;
  #overrideKey: string | undefined = undefined;

  constructor(item: ParsedConfig | ParsedGroup, surroundings: Surroundings, groupPath: string) {
    this.optional = item.optional === true;
    this.place = item.place;
    this.surroundings = surroundings;
    this.groupPath = groupPath;
    this.package =
      item.package === undefined
        ? undefined
        : expandGroupWord(withoutHere(item.package), packageOfGroup(groupPath));
  }

  /** Group as written in the item, without leading slash. */
  protected abstract readonly writtenGroup: string;

  /** Package of the loaded config's header. */
  get header(): string | undefined {
    return this.#header;
  }
  set header(header: string | undefined) {
    this.#header = header;
    this.#finalPackage = undefined;
  }

  /** Where the content goes (H-PKG-001, H-PKG-002). */
  get finalPackage(): string {
    return (this.#finalPackage ??= this.#packageWith(this.package ?? this.#header));
  }

  /** The key that overrides this item, or would if it were a group item (H-PKG-008). */
  get overrideKey(): string {
    return (this.#overrideKey ??= this.#findOverrideKey());
  }

  #findOverrideKey(): string {
    const final = this.#packageWith(this.package);
    if (final === packageOfGroup(this.groupPath)) return this.groupPath;
    return `${this.groupPath}@${formatPackage(final)}`;
  }

  #packageWith(own: string | undefined): string {
    return joinPackage(this.surroundings.package, own ?? packageOfGroup(this.writtenGroup));
  }
}

/** A config that is always included: `- path/name@pkg` (H-DEF-001). */
export class ConfigItem extends PlacedItem {
  readonly kind = "config";
  readonly path: string;
  readonly primary: boolean;
  readonly configPath: string;

  constructor(item: ParsedConfig, surroundings: Surroundings, primary = false) {
    const configPath = groupBelow(surroundings.baseDir, item.path);
    super(item, surroundings, directoryOf(configPath));
    this.path = item.path;
    this.primary = primary;
    this.configPath = configPath;
  }
  get name(): string {
    return baseNameOf(this.path);
  }
  protected get writtenGroup(): string {
    return directoryOf(withoutSlash(this.path));
  }
  get hasInterpolation(): boolean {
    return this.path.includes("${");
  }
}

/** A choice of a config group: `- group@pkg: option` (H-DEF-002). */
export class GroupItem extends PlacedItem {
  readonly kind = "group";
  readonly group: string;
  readonly value: Choice;
  readonly override: boolean;
  readonly argument: Override | undefined;
  /** The config of a single option. */
  readonly configPath: string;

  constructor(item: ParsedGroup, surroundings: Surroundings) {
    super(item, surroundings, groupBelow(surroundings.baseDir, item.group));
    this.group = item.group;
    this.value = item.value;
    this.override = item.override === true;
    this.argument = item.argument;
    this.configPath = joinPath(this.groupPath, typeof this.value === "string" ? this.value : "");
  }
  protected get writtenGroup(): string {
    return withoutSlash(this.group);
  }
  get hasInterpolation(): boolean {
    return typeof this.value === "string" && this.value.includes("${");
  }
  /** The same item with another option. */
  withValue(value: Choice): GroupItem {
    const { group, optional, override, place, argument } = this;
    const copy = new GroupItem(
      { kind: "group", group, value, optional, override, place, argument, package: this.package },
      this.surroundings,
    );
    copy.header = this.header;
    return copy;
  }
}

/** The config's own content: `- _self_` (H-DEF-008). */
export class SelfItem {
  readonly kind = "self";
}

/** Above the primary config and the hydra node. */
export class RootItem {
  readonly kind = "root";
}

export type DefaultsItem = ConfigItem | GroupItem | SelfItem | RootItem;

/** The config that stands for "no primary config". */
export const emptyConfig = "_dummy_empty_config_";

/** The missing choice: somebody has to make it. */
export const mandatory = "???";

/**
 * `foo: bar/baz` means option `baz` of the group `foo/bar` (H-DEF-032). Overrides on the command line are taken as they are:
 * they name the group that a defaults list has.
 */
export function normalizeOption(item: ParsedGroup): ParsedGroup {
  const { value } = item;
  if (typeof value !== "string" || value.includes("${") || value === mandatory) return item;
  const slash = value.lastIndexOf("/");
  if (slash <= 0 || (value.includes("..") && value.split("/").includes(".."))) return item;
  return { ...item, group: `${item.group}/${value.slice(0, slash)}`, value: value.slice(slash + 1) };
}

/** A path in a defaults list, absolute with a leading slash, otherwise relative to the including config's group. */
function groupBelow(baseDir: string, path: string): string {
  return path.startsWith("/") ? withoutSlash(path) : joinPath(baseDir, path);
}

function withoutSlash(path: string): string {
  return path.startsWith("/") ? path.slice(1) : path;
}
