import path from "node:path";
import { registerResolver } from "../config/api/resolvers.ts";
import { defaultRegistry } from "../config/resolvers/default-context.ts";
import { ResolverRegistry } from "../config/resolvers/registry.ts";
import { HydraException } from "../errors/hydra-errors.ts";
import { createFunctionRegistry, FunctionRegistry } from "../overrides/functions/registry.ts";
import { type SearchPath, schemaProvider } from "../sources/search-path.ts";
import type { SourceFactory, SourceSchemes } from "../sources/source-schemes.ts";
import { StoreEntries } from "../sources/store-entries.ts";
import { TargetRegistry } from "../targets/registry.ts";

/** Functions of the app's own, by the name under which configs or overrides call them. They get and answer plain values. */
export type NamedFunctions = Readonly<Record<string, (...values: never[]) => unknown>>;

/** Configs that live in code: what composing reads of a `ZenStore`. */
export interface ConfigStore {
  readonly entries: StoreEntries;
  /** Functions and classes that the configs name. */
  readonly targets?: TargetRegistry | undefined;
}

/** What an app brings along for composing. The same options everywhere: `main()`, `zen(task).main()`, `launch()` and `compose()`. */
export interface ComposeExtensions {
  /** Configs that live in code: a `ZenStore`, or its entries. */
  readonly store?: ConfigStore | StoreEntries | undefined;
  /**
   * Functions of the override language beyond the built-in ones: with `{ double: (x: number) => 2 * x }` one writes
   * `lr=double(0.1)`. A registry takes the place of the built-in functions.
   */
  readonly functions?: NamedFunctions | FunctionRegistry | undefined;
  /**
   * Resolvers beyond those of `registerResolver`: with `{ double: (x: number) => 2 * x }` one writes `${double:${lr}}`. A registry
   * takes the place of the default one.
   */
  readonly resolvers?: NamedFunctions | ResolverRegistry | undefined;
  /** Config sources by scheme: with `{ memory: (path, provider) => … }` the search path may have `memory://presets`. */
  readonly sources?: Readonly<Record<string, SourceFactory>> | undefined;
  /**
   * Further places of configs, looked at after the app's own: directories relative to the app's file, or `scheme://path`. A function
   * changes the search path as it likes (H-PTH-003).
   */
  readonly searchPath?: readonly string[] | ((searchPath: SearchPath) => void) | undefined;
}

/** What an app brings along for running: launchers, sweepers, callbacks and everything else that a `_target_` may name. */
export interface AppExtensions extends ComposeExtensions {
  /** Functions and classes by the names that configs use: `{ SlurmLauncher }` for `_target_: SlurmLauncher`. */
  readonly registry?: Readonly<Record<string, unknown>> | TargetRegistry | undefined;
  /** What `_target_` in files and overrides may import beyond them: `["./src/**", "@acme/*"]`, one such pattern, or `"all"`. */
  readonly targets?: readonly string[] | string | undefined;
  /** Other names of targets, such as the dotted paths of existing YAML. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

export function storeEntriesOf(store: ComposeExtensions["store"]): StoreEntries {
  if (store === undefined) return new StoreEntries();
  return store instanceof StoreEntries ? store : store.entries;
}

/** `undefined` stands for the built-in functions. */
export function functionsOf(functions: ComposeExtensions["functions"]): FunctionRegistry | undefined {
  if (functions === undefined || functions instanceof FunctionRegistry) return functions;
  const registry = createFunctionRegistry();
  for (const [name, call] of Object.entries(functions))
    registry.register(name, (...values): unknown => Reflect.apply(call, undefined, values));
  return registry;
}

/** A registry of the run's own: whoever adds to it changes nothing outside. */
export function resolversOf(resolvers: ComposeExtensions["resolvers"]): ResolverRegistry {
  if (resolvers instanceof ResolverRegistry) return resolvers.copy();
  const registry = defaultRegistry().copy();
  for (const [name, call] of Object.entries(resolvers ?? {}))
    registerResolver(name, call, { registry, replace: true });
  return registry;
}

export function addSources(schemes: SourceSchemes, sources: ComposeExtensions["sources"]): void {
  for (const [scheme, factory] of Object.entries(sources ?? {})) schemes.register(scheme, factory);
}

export function extendSearchPath(
  searchPath: SearchPath,
  wanted: ComposeExtensions["searchPath"],
  baseDir: string,
): void {
  if (typeof wanted === "function") return wanted(searchPath);
  for (const place of wanted ?? []) {
    const url = place.includes("://") ? place : `file://${path.resolve(baseDir, place)}`;
    searchPath.prepend("app", url, schemaProvider);
  }
}

/** The directory of an app's configs; `scheme://path` stays as it is (H-APP-003). */
export function absoluteConfigPath(configPath: string | undefined, baseDir: string): string | undefined {
  if (configPath === undefined || configPath.includes("://")) return configPath;
  if (configPath.endsWith(".yaml") || configPath.endsWith(".yml")) {
    throw new HydraException("USAGE", `The config path '${configPath}' is a file, not a directory`, {
      hint: "give its directory as configPath and its name as configName",
    });
  }
  return path.resolve(baseDir, configPath);
}

/** The targets of an app: those it registered, and those of its store. */
export function targetsOf({ registry, store }: AppExtensions): TargetRegistry {
  const base = store instanceof StoreEntries ? undefined : store?.targets;
  if (registry === undefined) return base ?? new TargetRegistry();
  if (base === undefined && registry instanceof TargetRegistry) return registry;
  const targets = new TargetRegistry(base);
  if (registry instanceof TargetRegistry) targets.addAll(registry);
  else for (const [name, value] of Object.entries(registry)) targets.register(name, value);
  return targets;
}
