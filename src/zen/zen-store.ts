import type { ConfigNode } from "../config/node.ts";
import { configValue } from "../config/raw-value.ts";
import { isOrochiError } from "../errors/base.ts";
import { ZenError } from "../errors/hydra-errors.ts";
import { isStandardSchema, type StandardSchema } from "../schema/standard-schema.ts";
import { joinPath } from "../sources/config-path.ts";
import { StoreEntries, type StoreEntry } from "../sources/store-entries.ts";
import { ownName, TargetRegistry } from "../targets/registry.ts";
import { isCallable, type TargetDeclaration } from "../targets/target.ts";
import { CallableObject } from "./callable-object.ts";
import type { FieldsFor, OptionsOf, Target } from "./config-types.ts";
import { HydraConf } from "./hydra-conf.ts";
import { hydraConfNode } from "./hydra-conf-node.ts";
import { registerAll } from "./live-targets.ts";
import { storedAs } from "./stored-origin.ts";
import { type StoredConfig, type ToNodeOptions, toStoredConfig } from "./to-node.ts";
import { ZenConfig } from "./zen-config.ts";
import { readingOf } from "./zen-reading.ts";

/** A text, or a function that makes it from the stored object. */
type Text<T> = string | ((object: T) => string);

type ConfigOf<T> = [T] extends [never]
  ? Readonly<Record<string, unknown>>
  : T extends Target
    ? FieldsFor<OptionsOf<T>>
    : Readonly<Record<string, unknown>>;

/** How an object is stored. `name`, `group` and `package` may be computed from it (Z-STORE-005). */
export interface StoreOptions<T = never> extends Omit<ToNodeOptions, "name" | "config"> {
  /** Values for the parameters or fields of the object. */
  readonly config?: ConfigOf<T> | undefined;
  /** Makes the config, instead of the usual rules: `createBuilder({ … }).toConfig`, for one (Z-STORE-003). */
  readonly toConfig?: ((object: T, fields: Readonly<Record<string, unknown>>) => unknown) | undefined;
  /** @defaultValue the object's own name */
  readonly name?: Text<T> | undefined;
  /** `/`-separated. @defaultValue no group */
  readonly group?: Text<T> | null | undefined;
  /** Where the config's content goes. @defaultValue the group */
  readonly package?: Text<T> | null | undefined;
  /** Who stored it, for listings. */
  readonly provider?: string | undefined;
  /** The name of the object in `_target_`. @defaultValue its own name */
  readonly targetName?: string | undefined;
  /** Replaces an entry of the same name. @defaultValue the store's `overwrite` */
  readonly overwrite?: boolean | undefined;
}

export interface ZenStoreOptions {
  readonly name?: string | undefined;
  /** Entries may be replaced. @defaultValue `false` */
  readonly overwrite?: boolean | undefined;
}

/** An entry as a store shows it. */
export interface ZenStoreEntry {
  readonly name: string;
  readonly group: string | null;
  readonly package: string | undefined;
  readonly provider: string | undefined;
}

interface Shared {
  readonly entries: StoreEntries;
  readonly targets: TargetRegistry;
  /** The schemas of entries that have one, by group and name: finished configs are validated with them (D3). */
  readonly schemas: Map<string, StandardSchema>;
  readonly overwrite: boolean;
  /** Hydra's own configuration was stored. */
  hydraConf: boolean;
}

/**
 * Configs by group and name, kept in code. Call it to store: functions, classes, configs, schemas, plain data. What is stored comes
 * back unchanged. Configs are made when they are first needed, so storing is cheap (Z-STORE-004).
 *
 * @example
 * import { z } from "zod";
 * class Adam {
 *   constructor({ lr = 0.001 }: { lr?: number } = {}) {}
 * }
 * const store = new ZenStore();
 * store(z.object({ x: z.int() }), { name: "task" });
 * store(Adam, { group: "optim", config: { lr: 0.1 } });
 */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- only an interface can say that the object is callable
export class ZenStore extends CallableObject {
  readonly #shared: Shared;
  readonly #defaults: StoreOptions;

  constructor(options: ZenStoreOptions = {}, shared?: unknown, defaults: StoreOptions = {}) {
    const call = (object: unknown, given: StoreOptions = {}): unknown => {
      this.#store(object, given);
      return object;
    };
    super(call);
    this.#shared = isShared(shared) ? shared : newShared(options);
    this.#defaults = defaults;
    Object.defineProperty(this, "name", { value: options.name ?? "custom_store" });
  }

  /** Names of functions and classes that configs of this store use. */
  get targets(): TargetRegistry {
    return this.#shared.targets;
  }
  /** The entries, as composing reads them. */
  get entries(): StoreEntries {
    return this.#shared.entries;
  }
  get size(): number {
    return this.#shared.entries.size;
  }
  /** Groups that hold entries, sorted; `null` for entries without group comes first (Z-STORE-011). */
  get groups(): (string | null)[] {
    const names = new Set([...this.entries.entries()].map((entry) => entry.group));
    return [...names].sort().map((group) => (group === "" ? null : group));
  }

  /** Makes a target known under a name, and says how its parameters are to be filled. */
  registerTarget(name: string, value: unknown, declaration?: TargetDeclaration): this {
    this.targets.register(name, value, declaration);
    return this;
  }

  /** The same store with other defaults: entries are shared (Z-STORE-006). */
  with(defaults: StoreOptions): ZenStore {
    return new ZenStore({ name: storeName(this) }, this.#shared, { ...this.#defaults, ...defaults });
  }

  /** For classes, as decorator: `@store.as({ group: "optim" }) class Adam {}`. */
  as(options: StoreOptions = {}): <T>(object: T, context?: unknown) => T {
    return (object) => {
      this.#store(object, options);
      return object;
    };
  }

  /** The config of an entry, made now if it was not yet. It belongs to the store: copy it before you change it. */
  get(group: string | null, name: string): ConfigNode | undefined {
    const entry = this.entries.get(group ?? "", name);
    return entry === undefined ? undefined : this.entries.nodeOf(entry);
  }
  /** Whether there is such an entry; without a name, whether the group or one below it has any (Z-STORE-010). */
  has(group: string | null, name?: string): boolean {
    if (name !== undefined) return this.entries.has(group ?? "", name);
    const prefix = group === null ? "" : `${group}/`;
    return [...this.entries.entries()].some(
      (entry) => entry.group === (group ?? "") || (group !== null && entry.group.startsWith(prefix)),
    );
  }
  /** The entries of a group and of the groups below it; of `null`, those without group (Z-STORE-009). */
  group(group: string | null): ZenStoreEntry[] {
    return [...this].filter((entry) =>
      group === null
        ? entry.group === null
        : entry.group === group || entry.group?.startsWith(`${group}/`) === true,
    );
  }
  getEntry(group: string | null, name: string): ZenStoreEntry | undefined {
    const entry = this.entries.get(group ?? "", name);
    return entry === undefined ? undefined : shown(entry);
  }
  /** The schema that an entry was made from. */
  schemaOf(group: string | null, name: string): StandardSchema | undefined {
    return this.#shared.schemas.get(keyOf(group ?? "", name));
  }
  /** @throws {HydraException} code `STORE_NOT_FOUND`. */
  delete(group: string | null, name: string): void {
    this.entries.delete(group ?? "", name);
    this.#shared.schemas.delete(keyOf(group ?? "", name));
  }

  /** Takes over the entries of another store, replacing those of the same name (Z-STORE-015). */
  update(other: ZenStore): this {
    if (other.#shared === this.#shared) return this;
    for (const entry of other.entries.entries()) {
      this.entries.add(entry);
      this.#noteSchema(entry.group, entry.name, other.#shared.schemas.get(keyOf(entry.group, entry.name)));
    }
    this.targets.addAll(other.targets);
    this.#shared.hydraConf ||= other.#shared.hydraConf;
    return this;
  }
  /** A store with the entries of both; those of `other` win. */
  merge(other: ZenStore, options: ZenStoreOptions = {}): ZenStore {
    return this.copy(options).update(other);
  }
  /** An independent store with the same entries and defaults (Z-STORE-014). */
  copy({
    name = `${storeName(this)}_copy`,
    overwrite = this.#shared.overwrite,
  }: ZenStoreOptions = {}): ZenStore {
    return new ZenStore({ name }, newShared({ overwrite }), this.#defaults).update(this);
  }
  /** A copy whose groups have other names (Z-STORE-016). */
  copyWithMappedGroups(
    mapping: Readonly<Record<string, string>> | ((group: string | null) => string | null),
    { overwrite, ...options }: ZenStoreOptions = {},
  ): ZenStore {
    const copy = this.copy(options);
    copy.entries.clear();
    copy.#shared.schemas.clear();
    const table = typeof mapping === "function" ? undefined : new Map(Object.entries(mapping));
    for (const entry of this.entries.entries()) {
      const group = entry.group === "" ? null : entry.group;
      const mapped = typeof mapping === "function" ? mapping(group) : (table?.get(entry.group) ?? group);
      copy.entries.add({ ...entry, group: mapped }, { overwrite: overwrite ?? this.#shared.overwrite });
      copy.#noteSchema(mapped ?? "", entry.name, this.schemaOf(group, entry.name));
    }
    return copy;
  }

  *[Symbol.iterator](): IterableIterator<ZenStoreEntry> {
    for (const entry of this.entries.entries()) yield shown(entry);
  }

  /** The store's name, and the names in each group. */
  override toString(): string {
    const lines = this.groups.map(
      (group) => `  ${group ?? "(no group)"}: ${this.entries.names(group ?? "").join(", ")}`,
    );
    return [storeName(this), ...lines].join("\n");
  }

  #store(object: unknown, given: StoreOptions): void {
    const options: StoreOptions = { ...this.#defaults, ...given };
    if (object instanceof HydraConf) {
      this.#storeHydraConf(object, given, options);
      return;
    }
    const name = textOf(options.name, object, "name") ?? objectName(object);
    if (name === undefined)
      throw new ZenError("STORE_INVALID", "The stored object has no name of its own", {
        hint: 'write { name: "…" }',
      });
    const group = textOf(options.group, object, "group") ?? "";
    this.#add(
      name,
      group,
      object,
      options,
      deferred(name, () => storedAs(joinPath(group, name), this.#make(object, name, options))),
    );
    this.#registerTargets(object, options);
    this.#noteSchema(group, name, isStandardSchema(object) ? object : undefined);
  }

  #noteSchema(group: string, name: string, schema: StandardSchema | undefined): void {
    if (schema === undefined) this.#shared.schemas.delete(keyOf(group, name));
    else this.#shared.schemas.set(keyOf(group, name), schema);
  }

  #add(name: string, group: string, object: unknown, options: StoreOptions, node: () => ConfigNode): void {
    const { provider, overwrite = this.#shared.overwrite } = options;
    const packageName = textOf(options.package, object, "package");
    this.entries.add({ name, group, package: packageName, provider, node }, { overwrite });
  }

  /** Once per store: it replaces the stock configuration, but not another one (Z-STORE-020). */
  #storeHydraConf(object: HydraConf, given: StoreOptions, options: StoreOptions): void {
    const isNamed = given.name !== undefined || given.group !== undefined;
    const name = isNamed ? (textOf(options.name, object, "name") ?? "config") : "config";
    const group = isNamed ? (textOf(options.group, object, "group") ?? "hydra") : "hydra";
    if (
      this.#shared.hydraConf &&
      this.entries.has(group, name) &&
      options.overwrite !== true &&
      !this.#shared.overwrite
    )
      throw new ZenError("STORE_EXISTS", "Hydra's own configuration is already stored", {
        hint: "give all settings to one hydraConf(), or store it with { overwrite: true }",
      });
    const { node, targets } = hydraConfNode(object);
    registerAll(this.targets, targets);
    const stored = { ...options, provider: options.provider ?? "orochi", overwrite: true };
    this.#add(name, group, object, stored, deferred("hydra/config", node));
    this.#shared.hydraConf = true;
  }

  #make(object: unknown, name: string, options: StoreOptions): ConfigNode {
    const { node, targets } = makeConfigOf(object, name, options);
    registerAll(this.targets, targets);
    return node;
  }

  /** At once, so that a name that is taken is noticed where the object is stored. */
  #registerTargets(object: unknown, { targetName }: StoreOptions): void {
    if (object instanceof ZenConfig) registerAll(this.targets, ZenConfig.specOf(object).targets);
    else if (isCallable(object) && !isStandardSchema(object) && !(configValue in object)) {
      const target = readingOf(object)?.task ?? object;
      const name = targetName ?? ownName(target);
      if (name !== undefined) this.targets.register(name, target);
    }
  }
}

/** Stores an object and answers it, so that it can stand around a definition. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- only an interface can say that the object is callable
export interface ZenStore {
  <T>(object: T, options?: StoreOptions<T>): T;
  readonly name: string;
}

/** A store for programs that need only one. */
export const store: ZenStore = new ZenStore({ name: "zen_store" });

function newShared({ overwrite = false }: ZenStoreOptions): Shared {
  return {
    entries: new StoreEntries(),
    targets: new TargetRegistry(),
    schemas: new Map(),
    overwrite,
    hydraConf: false,
  };
}

function isShared(value: unknown): value is Shared {
  return typeof value === "object" && value !== null && "entries" in value && "schemas" in value;
}

function storeName(given: ZenStore): string {
  return given.name;
}

function makeConfigOf(object: unknown, name: string, options: StoreOptions): StoredConfig {
  const {
    name: _name,
    group: _group,
    package: _package,
    provider: _provider,
    overwrite: _overwrite,
    targetName,
    toConfig,
    ...rest
  } = options;
  if (toConfig !== undefined)
    return toStoredConfig(toConfig(object as never, rest.config ?? {}), name, { ...rest, config: undefined });
  return toStoredConfig(object, name, targetName === undefined ? rest : { ...rest, name: targetName });
}

/** Errors of a config that is made late say where it was stored (D12). */
function deferred(name: string, make: () => ConfigNode): () => ConfigNode {
  const site = new Error();
  Error.captureStackTrace(site, deferred);
  return () => {
    try {
      return make();
    } catch (error) {
      if (!isOrochiError(error)) throw error;
      const at = storeSite(site.stack);
      throw new ZenError(
        error.code,
        `${error.summary}${at === undefined ? "" : ` (stored as '${name}' at ${at})`}`,
        {
          hint: error.hint,
          key: error.key,
          cause: error,
        },
      );
    }
  };
}

function storeSite(stack: string | undefined): string | undefined {
  const frame = stack?.split("\n").find((line) => /^\s*at /.test(line) && !/zen-store\.(?:ts|js)/.test(line));
  return frame?.replace(/^\s*at (?:.*\()?/, "").replace(/\)$/, "");
}

function shown({ name, group, package: packageName, provider }: StoreEntry): ZenStoreEntry {
  return Object.freeze({ name, group: group === "" ? null : group, package: packageName, provider });
}

function keyOf(group: string, name: string): string {
  return `${group}/${name}`;
}

function textOf(given: unknown, object: unknown, option: string): string | undefined {
  const value: unknown = isCallable(given) ? Reflect.apply(given, undefined, [object]) : given;
  if (value === undefined || value === null) return undefined;
  if (typeof value === "string") return value;
  throw new ZenError("STORE_INVALID", `'${option}' must be text, or a function that answers text`);
}

function objectName(object: unknown): string | undefined {
  if (isStandardSchema(object)) return undefined;
  if (isCallable(object)) return ownName(object);
  return object instanceof ZenConfig ? ZenConfig.specOf(object).target?.name : undefined;
}
