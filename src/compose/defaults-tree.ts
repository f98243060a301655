import type { OrochiError } from "../errors/base.ts";
import { ConfigCompositionException } from "../errors/hydra-errors.ts";
import type { LoadedConfig } from "../sources/loaded-config.ts";
import { directoryOf } from "../sources/config-path.ts";
import type { ConfigRepository } from "../sources/repository.ts";
import type { StandingConfig } from "../sources/standing-config.ts";
import type { DefaultsChoices, RegisteredChoice } from "./defaults-choices.ts";
import { choiceMissing, configNotFound, cycleFound, inConfig, primaryNotFound } from "./defaults-errors.ts";
import { resolveItem } from "./defaults-interpolation.ts";
import {
  atTop,
  type Choice,
  ConfigItem,
  type DefaultsItem,
  GroupItem,
  mandatory,
  type ParsedGroup,
  type ParsedItem,
  RootItem,
  SelfItem,
  type Surroundings,
} from "./defaults-item.ts";
import { placeOf } from "./defaults-place.ts";
import { checkOrder, checkPath } from "./defaults-rules.ts";
import { defaultsOf } from "./parse-defaults.ts";

/** A node of the tree of includes: `--info defaults-tree`. */
export interface DefaultsNode {
  readonly item: DefaultsItem;
  readonly parent: DefaultsNode | undefined;
  /** In the order of the defaults list; empty for a config without one. */
  readonly children: readonly DefaultsNode[];
  /** Stands for the config and all that it includes; there are no children then. */
  readonly standing?: StandingConfig | undefined;
}

export interface DefaultsTreeOptions {
  readonly repository: ConfigRepository;
  /** Filled while the tree grows. */
  readonly choices: DefaultsChoices;
  /** Config paths to start from, in order of composition; the last one is the primary config. */
  readonly roots: readonly string[];
  /** Leaves choices that are still `???` out instead of refusing them, as when a sweep is going to make them. */
  readonly skipMissing: boolean;
  /**
   * Told of a choice of the command line that no config has; the tree grows on without it.
   * @defaultValue the error is thrown
   */
  readonly onWrongChoice?: ((error: OrochiError, item: GroupItem | ConfigItem) => void) | undefined;
  /** Takes roots that ship as they stand where no choice touches them, instead of what they include. @defaultValue `false` */
  readonly takeStanding?: boolean | undefined;
}

/** The tree of all configs that the roots include, directly or not (H-DEF-035…038). */
export function buildDefaultsTree(options: DefaultsTreeOptions): DefaultsNode {
  return new TreeBuilder(options).build(options.roots);
}

/** @throws {ConfigCompositionException} when a choice that was left out while the tree grew is still to be made. */
export function checkChoicesMade(node: DefaultsNode, repository: ConfigRepository): void {
  const { item } = node;
  if (item instanceof GroupItem && item.value === mandatory && !item.deleted)
    throw choiceMissing(item, repository);
  for (const child of node.children) checkChoicesMade(child, repository);
}

interface GrowingNode extends DefaultsNode {
  item: DefaultsItem;
  standing?: StandingConfig | undefined;
  readonly parent: GrowingNode | undefined;
  children: GrowingNode[];
  /** Choice keys that count for what an interpolated item includes. */
  eligible?: ReadonlySet<string>;
}

class TreeBuilder {
  readonly #repository: ConfigRepository;
  readonly #choices: DefaultsChoices;
  readonly #skipMissing: boolean;
  readonly #onWrongChoice: DefaultsTreeOptions["onWrongChoice"];
  readonly #takeStanding: boolean;
  readonly #deferred: GrowingNode[] = [];

  constructor({
    repository,
    choices,
    skipMissing,
    onWrongChoice,
    takeStanding = false,
  }: DefaultsTreeOptions) {
    this.#takeStanding = takeStanding;
    this.#onWrongChoice = onWrongChoice;
    this.#repository = repository;
    this.#choices = choices;
    this.#skipMissing = skipMissing;
  }

  /** Last root first: that is how the primary config overrides the choices of the hydra node (H-DEF-035). */
  build(roots: readonly string[]): DefaultsNode {
    const root: GrowingNode = { item: new RootItem(), parent: undefined, children: [] };
    for (const [index, path] of [...roots.entries()].reverse()) {
      const primary = index === roots.length - 1;
      const node = child(root, new ConfigItem({ kind: "config", path }, atTop, primary));
      root.children.unshift(node);
      if (!primary && this.#stands(node, path)) continue;
      if (!this.#repository.isConfig(path)) throw primaryNotFound(path, this.#repository);
      this.#expand(node, { primary });
    }
    this.#resolveDeferred();
    return root;
  }

  /** Includes a root as it stands, when nothing that is known by now, or may yet be found, has to do with it. */
  #stands(node: GrowingNode, path: string): boolean {
    if (!this.#takeStanding || this.#deferred.length > 0) return false;
    if (this.#choices.touch(directoryOf(path))) return false;
    const standing = this.#repository.standing(path);
    if (standing === undefined) return false;
    node.standing = standing;
    for (const [key, option] of standing.choices) this.#choices.known.set(key, option);
    return true;
  }

  #expand(node: GrowingNode, { primary = false, choice, eligible }: ExpandOptions = {}): void {
    const item = node.item;
    if (!isIncluding(item)) return;
    if (this.#choices.takeDeletion(item)) {
      item.deleted = true;
      return;
    }
    if (item instanceof GroupItem) {
      this.#choices.learn(item);
      if (item.value === null) return;
      if (item.value === mandatory && this.#skipMissing) return;
      if (item.value === mandatory) throw choiceMissing(item, this.#repository);
    }
    const config = this.#repository.load(item.configPath);
    if (config === undefined) {
      item.deleted = true;
      if (!item.optional) this.#reportNotFound(item, choice);
      return;
    }
    checkCycle(node, item, this.#choices);
    if (item.package === undefined) item.header = config.headerPackage;
    this.#addChildren(node, config, { primary, eligible });
  }

  #addChildren(node: GrowingNode, config: LoadedConfig, { primary, eligible }: ExpandOptions): void {
    const item = node.item;
    if (!isIncluding(item)) return;
    const appended = primary === true ? this.#choices.appended : [];
    const listed = withSelf(defaultsOf(config), appended.length > 0);
    checkOrder(listed);
    if (eligible !== undefined) refuseOverrides(listed);
    const around: Surroundings = { baseDir: item.groupPath, package: item.finalPackage };
    const children: GrowingNode[] = [];
    for (const parsed of [...appended].reverse()) this.#addChild(node, children, parsed, atTop, eligible);
    for (const parsed of [...listed].reverse()) this.#addChild(node, children, parsed, around, eligible);
    node.children = children.reverse();
  }

  /** Items come last first; so do `children`. */
  #addChild(
    node: GrowingNode,
    children: GrowingNode[],
    parsed: ParsedItem,
    around: Surroundings,
    eligible: ReadonlySet<string> | undefined,
  ): void {
    if (parsed.kind === "self") {
      children.push(child(node, new SelfItem()));
      return;
    }
    if (parsed.kind === "group" && parsed.override === true) {
      this.#register(new GroupItem(parsed, around));
      return;
    }
    if (parsed.kind === "config") {
      this.#addItem(node, children, new ConfigItem(parsed, around), undefined, eligible);
      return;
    }
    const written = new GroupItem(parsed, around);
    const choice = this.#choices.take(written.overrideKey, eligible) ?? choiceOf(written);
    const item = choice === undefined ? written : written.withValue(choice.value);
    if (Array.isArray(item.value)) this.#addOptions(node, children, item, choice, around, eligible);
    else this.#addItem(node, children, item, choice, eligible);
  }

  #addItem(
    node: GrowingNode,
    children: GrowingNode[],
    item: ConfigItem | GroupItem,
    choice: RegisteredChoice | undefined,
    eligible: ReadonlySet<string> | undefined,
  ): void {
    checkPath(item, choice);
    const added = child(node, item);
    children.push(added);
    if (!item.hasInterpolation) {
      this.#expand(added, { choice, eligible });
      return;
    }
    if (item instanceof GroupItem && this.#choices.takeDeletion(item)) {
      item.deleted = true;
      return;
    }
    added.eligible = eligible ?? new Set(this.#choices.registered.keys());
    this.#deferred.push(added);
  }

  /** `group: [a, b]` includes the configs `group/a` and `group/b` (H-DEF-003). */
  #addOptions(
    node: GrowingNode,
    children: GrowingNode[],
    item: GroupItem,
    choice: RegisteredChoice | undefined,
    around: Surroundings,
    eligible: ReadonlySet<string> | undefined,
  ): void {
    checkPath(item, choice);
    if (this.#choices.takeDeletion(item)) {
      item.deleted = true;
      children.push(child(node, item));
      return;
    }
    this.#choices.learn(item);
    for (const option of optionsOf(item.value).toReversed()) {
      if (option.includes("${")) throw interpolatedOption(item, option);
      const path = `${item.group}/${option}`;
      const { package: packageName, optional, place } = item;
      const member = new ConfigItem({ kind: "config", path, package: packageName, optional, place }, around);
      this.#addItem(node, children, member, choice, eligible);
    }
  }

  #reportNotFound(item: ConfigItem | GroupItem, choice: RegisteredChoice | undefined): void {
    const error = configNotFound(item, choice, this.#repository);
    if (choice?.argument === undefined || this.#onWrongChoice === undefined) throw error;
    this.#onWrongChoice(error, item);
  }

  #register(item: GroupItem): void {
    this.#choices.register({
      key: item.overrideKey,
      value: item.value,
      argument: undefined,
      place: item.place,
    });
  }

  /** Items that name other choices wait until all choices that do not are known (H-DEF-038). */
  #resolveDeferred(): void {
    while (this.#deferred.length > 0) {
      const index = this.#deferred.findIndex((node) => this.#resolve(node));
      if (index === -1) throw unresolvable(this.#deferred, this.#choices);
      this.#deferred.splice(index, 1);
    }
  }

  #resolve(node: GrowingNode): boolean {
    if (!isIncluding(node.item)) return false;
    const item = resolveItem(node.item, this.#choices.known);
    if (item === undefined) return false;
    node.item = item;
    checkPath(item, undefined);
    this.#expand(node, { eligible: node.eligible });
    return true;
  }
}

interface ExpandOptions {
  readonly primary?: boolean | undefined;
  readonly choice?: RegisteredChoice | undefined;
  readonly eligible?: ReadonlySet<string> | undefined;
}

/** An item of the command line is a choice of the command line. */
function choiceOf({ argument, overrideKey: key, value }: GroupItem): RegisteredChoice | undefined {
  return argument === undefined ? undefined : { key, value, argument, place: undefined, used: true };
}

function child(parent: GrowingNode, item: DefaultsItem): GrowingNode {
  return { item, parent, children: [] };
}

function isIncluding(item: DefaultsItem): item is ConfigItem | GroupItem {
  return item.kind === "config" || item.kind === "group";
}

/** Own content comes last unless the list says otherwise; a list of nothing but overrides includes nothing (H-DEF-016). */
function withSelf(items: readonly ParsedItem[], hasAppended: boolean): readonly ParsedItem[] {
  if (items.some(({ kind }) => kind === "self")) return items;
  const includes = items.some((item) => item.kind !== "group" || item.override !== true);
  return includes || hasAppended ? [...items, { kind: "self" }] : items;
}

function optionsOf(value: Choice): readonly string[] {
  return typeof value === "string" || value === null ? [] : value;
}

/** A primary config that the command line adds to includes more than it does anywhere else: it may come again below itself. */
function checkCycle(node: GrowingNode, item: ConfigItem | GroupItem, choices: DefaultsChoices): void {
  const chain: string[] = [];
  for (let at = node.parent; at !== undefined; at = at.parent) {
    const above = at.item;
    if (!isIncluding(above)) continue;
    chain.unshift(above.configPath);
    if (above.configPath !== item.configPath) continue;
    const differs = above instanceof ConfigItem && above.primary && choices.appended.length > 0;
    if (!differs) throw cycleFound([...chain, item.configPath], item.place);
  }
}

function refuseOverrides(items: readonly ParsedItem[]): void {
  const found = items.find((item): item is ParsedGroup => item.kind === "group" && item.override === true);
  if (found === undefined) return;
  throw new ConfigCompositionException(
    "DEFAULTS_INVALID",
    `${inConfig(found.place)}'override ${found.group}' stands in a config that was included through an interpolation`,
    { span: placeOf(found.place), hint: "make the override in a config that is included by name" },
  );
}

function interpolatedOption(item: GroupItem, option: string): ConfigCompositionException {
  return new ConfigCompositionException(
    "DEFAULTS_INVALID",
    `${inConfig(item.place)}'${option}' stands in a list of options, where interpolations are not resolved`,
    { span: placeOf(item.place), hint: `write an item of its own: '${item.group}: ${option}'` },
  );
}

function unresolvable(nodes: readonly GrowingNode[], choices: DefaultsChoices): ConfigCompositionException {
  const item = nodes.map((node) => node.item).find(isIncluding);
  const text = item instanceof GroupItem ? String(item.value) : (item?.path ?? "");
  const keys = [...choices.known.keys()].filter((key) => !key.startsWith("hydra/"));
  return new ConfigCompositionException(
    "DEFAULTS_INVALID",
    `${inConfig(item?.place)}'${text}' names a choice that is not made`,
    {
      span: placeOf(item?.place),
      hint: keys.length === 0 ? undefined : `choices are ${keys.join(", ")}`,
    },
  );
}
