import type { ConfigNode } from "../config/node.ts";
import type { StandingConfig } from "./standing-config.ts";
import { HydraException, ZenError } from "../errors/hydra-errors.ts";
import { nearest } from "../text/nearest.ts";
import { directoryOf, joinPath } from "./config-path.ts";

/** A config that lives in code. */
export interface StoreEntry {
  /** Without `.yaml`. */
  readonly name: string;
  /** `/`-separated, `""` for none. */
  readonly group: string;
  /** Acts like a `# @package` header: absolute; `undefined` for the group's own package. */
  readonly package: string | undefined;
  /** Who stored it, for listings. */
  readonly provider: string | undefined;
  readonly node: StoredNode;
  /** Stands back for an entry of the app's own store with the same name, as `hydra/config` does. */
  readonly replaceable: boolean;
  /** Whether listings of options show it. It can be chosen either way. */
  readonly listed: boolean;
}

/** A node, or a function that makes it when it is first asked for. Stored nodes are never changed. */
export type StoredNode = ConfigNode | (() => ConfigNode);

export interface StoreEntryInput {
  readonly name: string;
  readonly group?: string | null | undefined;
  readonly package?: string | null | undefined;
  readonly provider?: string | undefined;
  readonly node: StoredNode;
  /** @defaultValue `false` */
  readonly replaceable?: boolean | undefined;
  /** @defaultValue `true` */
  readonly listed?: boolean | undefined;
}

/**
 * The data behind a store: entries by group and name (H-CST-001). Nothing here is global; copy one to change it without
 * touching the original.
 *
 * @example
 * const entries = new StoreEntries();
 * entries.add({ group: "db", name: "mysql", node: createNode({ port: 3306 }) });
 * const cfg = compose({ store: entries, overrides: ["+db=mysql"] });
 */
export class StoreEntries {
  readonly #groups = new Map<string, Map<string, StoreEntry>>();
  /**
   * By config path, what configs come to with all that they include.
   *
   * @internal
   */
  readonly standing: Map<string, StandingConfig> = new Map();
  #late: { readonly group: string; readonly fill: () => void } | undefined = undefined;
  #version = 0;

  /** Grows with every change, so that readers can tell whether what they cached still holds. */
  get version(): number {
    return this.#version;
  }
  get size(): number {
    this.#fill();
    let size = 0;
    for (const group of this.#groups.values()) size += group.size;
    return size;
  }

  /** @throws {ZenError} code `STORE_EXISTS`, when the entry is there and `overwrite` is false (it is true by default). */
  add(input: StoreEntryInput, { overwrite = true }: { readonly overwrite?: boolean } = {}): StoreEntry {
    const entry = normalizeEntry(input);
    this.#fill(entry.group);
    const group = this.#group(entry.group);
    if (!overwrite && group.has(entry.name)) {
      throw new ZenError("STORE_EXISTS", `'${joinPath(entry.group, entry.name)}' is already stored`, {
        hint: "give it another name, or store it with { overwrite: true }",
      });
    }
    group.set(entry.name, entry);
    this.#version++;
    return entry;
  }

  /**
   * Leaves the entries of a group, and of those below it, to `fill`: it adds them when somebody asks for one.
   *
   * @internal
   */
  fillLate(group: string, fill: () => void): void {
    this.#late = { group, fill };
  }

  get(group: string, name: string): StoreEntry | undefined {
    this.#fill(group);
    return this.#groups.get(group)?.get(name);
  }
  has(group: string, name: string): boolean {
    return this.get(group, name) !== undefined;
  }
  hasGroup(group: string): boolean {
    this.#fill(group);
    return this.#groups.has(group);
  }
  /** The entry's node, made now if it was deferred. */
  nodeOf(entry: StoreEntry): ConfigNode {
    if (typeof entry.node !== "function") return entry.node;
    const node = entry.node();
    if (this.get(entry.group, entry.name) === entry)
      this.#group(entry.group).set(entry.name, { ...entry, node });
    return node;
  }
  /** @throws {HydraException} code `STORE_NOT_FOUND`. */
  delete(group: string, name: string): void {
    this.#fill(group);
    if (this.#groups.get(group)?.delete(name) === true) {
      this.#version++;
      return;
    }
    const near = nearest(name, this.names(group))[0];
    throw new HydraException("STORE_NOT_FOUND", `Nothing is stored as '${joinPath(group, name)}'`, {
      hint: near === undefined ? undefined : `did you mean '${joinPath(group, near)}'?`,
    });
  }

  /** Names of the configs of a group, in the order they were stored. */
  names(group: string): string[] {
    this.#fill(group);
    return [...(this.#groups.get(group)?.keys() ?? [])];
  }
  /** Names of the groups directly below a group. */
  subgroups(group: string): string[] {
    this.#fill();
    const prefix = group === "" ? "" : `${group}/`;
    const names = new Set<string>();
    for (const path of this.#groups.keys()) {
      if (path === "" || !path.startsWith(prefix) || path === group) continue;
      names.add(path.slice(prefix.length).split("/", 1)[0] ?? "");
    }
    return [...names];
  }
  *entries(): IterableIterator<StoreEntry> {
    this.#fill();
    for (const group of this.#groups.values()) yield* group.values();
  }
  copy(): StoreEntries {
    const copy = new StoreEntries();
    for (const entry of this.entries()) copy.add(entry);
    return copy;
  }
  clear(): void {
    this.#late = undefined;
    this.#groups.clear();
    this.#version++;
  }

  /** Adds what was left for later, where it may be meant: in any group, or in this one. */
  #fill(group?: string): void {
    const late = this.#late;
    if (late === undefined) return;
    if (group !== undefined && group !== late.group && !group.startsWith(`${late.group}/`)) return;
    this.#late = undefined;
    late.fill();
  }

  #group(path: string): Map<string, StoreEntry> {
    const known = this.#groups.get(path);
    if (known !== undefined) return known;
    const parent = directoryOf(path);
    if (parent !== "") this.#group(parent);
    const group = new Map<string, StoreEntry>();
    this.#groups.set(path, group);
    return group;
  }
}

function normalizeEntry(input: StoreEntryInput): StoreEntry {
  const { name, group, package: packageName, provider, node, replaceable = false, listed = true } = input;
  const plain = name.endsWith(".yaml") ? name.slice(0, -".yaml".length) : name;
  if (plain === "")
    throw new ZenError("STORE_INVALID", "A stored config needs a name", { hint: 'write { name: "…" }' });
  return {
    name: plain,
    group: withoutSlashes(group ?? ""),
    package: packageName ?? undefined,
    provider,
    node,
    replaceable,
    listed,
  };
}

function withoutSlashes(group: string): string {
  return group.startsWith("/") || group.endsWith("/") ? group.replace(/^\/+|\/+$/g, "") : group;
}
