import type { Override } from "../overrides/types.ts";
import {
  type Choice,
  type ConfigItem,
  GroupItem,
  type ItemPlace,
  type ParsedGroup,
} from "./defaults-item.ts";
import { multipleValues } from "./defaults-errors.ts";

/** A choice that replaces the one of a defaults list: from the command line, or from an `override` item. */
export interface RegisteredChoice {
  readonly key: string;
  readonly value: Choice;
  /** The argument, for choices of the command line. */
  readonly argument: Override | undefined;
  /** The item, for choices of a file. */
  readonly place: ItemPlace | undefined;
  used: boolean;
}

/** A `~group` or `~group/option` of the command line. */
export interface Deletion {
  /** Override key of a group, or path of a config. */
  readonly key: string;
  readonly of: "group" | "config";
  /** Deletes the group only if this is the choice. */
  readonly option: string | null | undefined;
  readonly argument: Override;
  used: boolean;
}

/** What is known of choices while a defaults tree grows. */
export class DefaultsChoices {
  /** By override key. The first registration wins; those of the command line are there from the start (H-DEF-037). */
  readonly registered: Map<string, RegisteredChoice> = new Map();
  readonly deletions: Deletion[] = [];
  /** Groups that the command line adds to the primary config. */
  readonly appended: ParsedGroup[] = [];
  /** Every choice met, by override key, in order of discovery (H-DEF-045). */
  readonly known: Map<string, Choice> = new Map();
  /** The item that each known choice stands in. */
  readonly #items = new Map<string, GroupItem>();
  readonly #keysOfGroup = new Map<string, Set<string>>();

  register(choice: Omit<RegisteredChoice, "used">): void {
    if (!this.registered.has(choice.key)) this.registered.set(choice.key, { ...choice, used: false });
  }

  /** The registered choice of a key, marked as used; only those in `eligible` count, if it is given (H-DEF-038). */
  take(key: string, eligible: ReadonlySet<string> | undefined): RegisteredChoice | undefined {
    if (eligible !== undefined && !eligible.has(key)) return undefined;
    const choice = this.registered.get(key);
    if (choice !== undefined) choice.used = true;
    return choice;
  }

  /** Whether the command line deletes this item; marks the deletion as used. */
  takeDeletion(item: ConfigItem | GroupItem): boolean {
    const found = this.deletions.filter((deletion) => deletes(deletion, item));
    for (const deletion of found) deletion.used = true;
    return found.length > 0;
  }

  /**
   * Remembers a choice. A list of options includes configs without being the group's one choice: it goes together with a name,
   * which is remembered instead, and with null.
   *
   * @throws {ConfigCompositionException} when the key has another choice already.
   */
  learn(item: GroupItem): void {
    const key = item.overrideKey;
    this.#keysOf(item.groupPath).add(key);
    const known = this.known.get(key);
    if (known === undefined || weight(item.value) > weight(known) || isAddedTo(known, item)) {
      this.known.delete(key);
      this.known.set(key, item.value);
      this.#items.set(key, item);
    } else if (isAddedTo(item.value, this.#items.get(key))) {
      return;
    } else if (weight(item.value) === weight(known) && !isList(known) && known !== item.value) {
      throw multipleValues(item, known, this.#items.get(key));
    }
  }

  /** Whether any choice or deletion is about a group, one below it, or a config in it. */
  touch(group: string): boolean {
    const isIn = (key: string): boolean => key === group || key.startsWith(`${group}/`);
    return (
      [...this.registered.keys(), ...this.known.keys()].some(isIn) ||
      this.deletions.some(({ key }) => isIn(key)) ||
      this.appended.some((item) => isIn(item.group))
    );
  }

  /** Override keys met for a group. */
  keysOfGroup(group: string): string[] {
    return [...(this.#keysOfGroup.get(group) ?? [])];
  }

  #keysOf(group: string): Set<string> {
    const keys = this.#keysOfGroup.get(group) ?? new Set<string>();
    this.#keysOfGroup.set(group, keys);
    return keys;
  }
}

/**
 * `+hydra/callbacks=option`: the engine's own `hydra/callbacks: null` is no choice that it could be at odds with. Hydra refuses it
 * there, as it does for the groups of an app.
 */
function isAddedTo(other: Choice | undefined, item: GroupItem | undefined): boolean {
  if (other !== null || item?.argument === undefined || item.value === null) return false;
  return item.overrideKey.startsWith("hydra/");
}

function deletes(deletion: Deletion, item: ConfigItem | GroupItem): boolean {
  if (deletion.of === "config") return !(item instanceof GroupItem) && item.configPath === deletion.key;
  if (!(item instanceof GroupItem) || item.overrideKey !== deletion.key) return false;
  return deletion.option === undefined || deletion.option === item.value;
}

function weight(choice: Choice): number {
  return isList(choice) ? 1 : 2;
}

function isList(choice: Choice | undefined): choice is readonly string[] {
  return Array.isArray(choice);
}
