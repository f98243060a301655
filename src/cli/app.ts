import { realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { builtinEntries } from "../builtin/builtin-entries.ts";
import { type CommonPart, type Composition, composeConfig } from "../compose/compose.ts";
import type { WantedMode } from "../compose/mode.ts";
import type { TreeContext } from "../config/context.ts";
import { SearchPathException } from "../errors/hydra-errors.ts";
import type { TaskFunction } from "../jobs/call-task.ts";
import type { FunctionRegistry } from "../overrides/functions/registry.ts";
import type { Override } from "../overrides/types.ts";
import { ConfigRepository } from "../sources/repository.ts";
import { type SearchPath, schemaProvider, standardSearchPath } from "../sources/search-path.ts";
import { standardSchemes } from "../sources/source-schemes.ts";
import { createTargetContext, type TargetContext } from "../targets/target-context.ts";
import { parseAll } from "./all-mistakes.ts";
import { runTargets } from "./run-targets.ts";
import { contextsOf } from "./app-context.ts";
import {
  absoluteConfigPath,
  addSources,
  type AppExtensions,
  extendSearchPath,
  functionsOf,
  storeEntriesOf,
  targetsOf,
} from "./extensions.ts";
import { detectJobName } from "./job-name.ts";
import type { Terminal } from "./terminal.ts";
import { version } from "./version.ts";

/** What an app is, before anything was typed. */
export interface AppDefinition extends AppExtensions {
  readonly task: TaskFunction;
  /** Name of the primary config; none: the config starts empty (H-APP-004). */
  readonly configName?: string | undefined;
  /** Directory of the configs, relative to the app's file; none: only the store and the built-in configs (H-APP-003). */
  readonly configPath?: string | undefined;
  /** The app's file, as a path or `import.meta.url`. @defaultValue the script that runs */
  readonly entry?: string | undefined;
  /** @defaultValue the name of the app's file */
  readonly jobName?: string | undefined;
  /** Taken for the sake of ported code, and ignored with a warning: there is one behaviour (H-APP-006). */
  readonly versionBase?: string | null | undefined;
}

/** What the command line changes of an app. */
export interface AppFlags {
  readonly configName?: string | undefined;
  readonly configPath?: string | undefined;
  readonly configDir?: string | undefined;
}

export interface ComposeOptions {
  readonly context?: TreeContext | undefined;
  /** Composes the hydra node alone. */
  readonly withoutPrimary?: boolean | undefined;
  readonly common?: CommonPart | undefined;
  /** Notes in the config whether it is for a run or a sweep (H-HYD-010). */
  readonly recordMode?: boolean | undefined;
}

/** An app that is ready to compose. */
export interface App {
  readonly definition: AppDefinition;
  readonly configName: string | undefined;
  readonly entry: string | undefined;
  readonly jobName: string;
  readonly repository: ConfigRepository;
  readonly targets: TargetContext;
  /** The functions that overrides may call; `undefined`: the built-in ones. */
  readonly functions: FunctionRegistry | undefined;
  /** The moment that `${now:…}` means. */
  readonly startedAt: Date;
  /** Flags that say where configs are, so that the same command can be given elsewhere. */
  readonly flags: Readonly<Record<string, string>>;
  /** Parses what was typed, in the override language of this app. */
  parse(texts: readonly string[]): Override[];
  context(): TreeContext;
  compose(overrides: readonly Override[], mode: WantedMode, options?: ComposeOptions): Composition;
}

/** Puts an app together with what its command line says (H-APP-007, H-APP-013). */
export function openApp(definition: AppDefinition, flags: AppFlags, terminal: Terminal): App {
  const { startedAt = new Date() } = terminal;
  const cwd = terminal.cwd();
  const entry = entryFile(definition.entry ?? terminal.script, cwd);
  const baseDir = entry === undefined ? cwd : path.dirname(entry);
  const repository = openRepository(definition, flags, baseDir, cwd);
  const jobName = definition.jobName ?? detectJobName(entry, terminal.env);
  const configName = flags.configName ?? definition.configName;
  const runtime = { version, cwd, jobName, env: terminal.env };
  const context = contextsOf(definition.resolvers, startedAt);
  const functions = functionsOf(definition.functions);
  const tryOut = (overrides: readonly Override[]) =>
    composeConfig({ repository, configName, overrides, mode: "auto", context: context(), runtime });
  let targets: TargetContext | undefined;
  return {
    definition,
    configName,
    entry,
    jobName,
    repository,
    startedAt,
    flags: placeFlags(flags, cwd),
    context,
    functions,
    parse: (texts) => parseAll(texts, { functions }, tryOut),
    // Programs that only print make no objects.
    get targets() {
      return (targets ??= createTargetContext({
        registry: runTargets(targetsOf(definition)),
        baseDir,
        allow: definition.targets,
        aliases: definition.aliases,
      }));
    },
    compose: (overrides, mode, options = {}) =>
      composeConfig({
        repository,
        configName: options.withoutPrimary === true ? undefined : configName,
        overrides,
        mode,
        recordMode: options.recordMode,
        context: options.context ?? context(),
        common: options.common,
        runtime,
      }),
  };
}

/** Real path of the app's file: links are followed, so that configs are found beside the file itself (H-APP-010). */
function entryFile(entry: string | undefined, cwd: string): string | undefined {
  if (entry === undefined) return undefined;
  const file = entry.startsWith("file:") ? fileURLToPath(entry) : path.resolve(cwd, entry);
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function openRepository(
  definition: AppDefinition,
  flags: AppFlags,
  baseDir: string,
  cwd: string,
): ConfigRepository {
  const configPath = absoluteConfigPath(flags.configPath ?? definition.configPath, baseDir);
  const searchPath = standardSearchPath(configPath);
  extendSearchPath(searchPath, definition.searchPath, baseDir);
  if (flags.configDir !== undefined) addConfigDir(searchPath, flags.configDir, cwd);
  const schemes = standardSchemes({
    builtin: builtinEntries(),
    store: storeEntriesOf(definition.store),
    cwd,
    baseDir,
  });
  addSources(schemes, definition.sources);
  const repository = new ConfigRepository(searchPath, schemes);
  requireConfigDir(repository, flags.configDir);
  return repository;
}

function placeFlags({ configPath, configDir }: AppFlags, cwd: string): Record<string, string> {
  return {
    ...(configPath === undefined ? {} : { configPath }),
    ...(configDir === undefined ? {} : { configDir: path.resolve(cwd, configDir) }),
  };
}

function addConfigDir(searchPath: SearchPath, directory: string, cwd: string): void {
  searchPath.prepend("command-line", `file://${path.resolve(cwd, directory)}`, schemaProvider);
}

function requireConfigDir(repository: ConfigRepository, directory: string | undefined): void {
  if (directory === undefined) return;
  const source = repository.sources.find(({ provider }) => provider === "command-line");
  if (source?.available() === true) return;
  throw new SearchPathException(
    "CONFIG_DIR_MISSING",
    `The directory of --config-dir does not exist: ${directory}`,
    {
      hint: "it is taken relative to where you are",
    },
  );
}
