import path from "node:path";
import { fileURLToPath } from "node:url";
import { builtinEntries } from "../builtin/builtin-entries.ts";
import { composeConfig, type Composition } from "../compose/compose.ts";
import type { Config, UntypedConfig } from "../config/api/config-type.ts";
import { MapNode } from "../config/node.ts";
import {
  absoluteConfigPath,
  addSources,
  type ComposeExtensions,
  extendSearchPath,
  functionsOf,
  resolversOf,
  storeEntriesOf,
} from "../cli/extensions.ts";
import { defaultContext } from "../config/resolvers/default-context.ts";
import { viewOf } from "../config/view.ts";
import { registerRunResolvers } from "../jobs/run-resolvers.ts";
import { parseOverrides } from "../overrides/parse.ts";
import { ConfigRepository } from "../sources/repository.ts";
import { standardSearchPath } from "../sources/search-path.ts";
import { standardSchemes } from "../sources/source-schemes.ts";

/** What {@link compose} starts from. Everything is optional. */
export interface ComposeOptions extends ComposeExtensions {
  /**
   * Directory of the configs: absolute, relative to `from`, or `pkg://package/dir`.
   * @defaultValue none: only the store and the built-in configs
   */
  readonly configPath?: string | undefined;
  /** The module that a relative `configPath` is relative to: its `import.meta.url` or file. @defaultValue the working directory */
  readonly from?: string | undefined;
  /** Name of the primary config. @defaultValue none: the config starts empty (H-API-006) */
  readonly configName?: string | null | undefined;
  /** Overrides as on the command line: `["db=mysql", "+port=3307"]`. */
  readonly overrides?: readonly string[] | undefined;
  /** Keeps the `hydra` node in the result. @defaultValue `false` */
  readonly returnHydraConfig?: boolean | undefined;
  /** @defaultValue `"app"` */
  readonly jobName?: string | undefined;
  /**
   * Told of what is odd and does no harm, such as an entry of `hydra.searchpath` that cannot be found (H-PTH-008).
   * @defaultValue `process.emitWarning`, with the code `OROCHI_COMPOSE`
   */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Composes a config as a run would, without running anything: no logging, no directories (H-API-004). The result is closed and reads
 * like a plain object.
 *
 * @throws {ConfigCompositionException} when configs and overrides do not go together, with all wrong overrides at once.
 * @example
 * interface AppConfig {
 *   readonly db: { readonly port: number };
 * }
 * const cfg = compose<AppConfig>({ configPath: "conf", from: import.meta.url, configName: "config", overrides: ["db=sqlite"] });
 */
export function compose<T = UntypedConfig>(options: ComposeOptions = {}): Config<T> {
  return viewOf(composeNode(options)) as Config<T>;
}

/** {@link compose}, answering the config as a node. */
export function composeNode(options: ComposeOptions = {}): MapNode {
  const { config } = composeWith(options);
  if (options.returnHydraConfig === true) return config;
  const hydra = config.child("hydra");
  config.removeChild("hydra");
  // As in a task, `${hydra:…}` goes on meaning the node that was composed along with the config.
  config.hidden = hydra instanceof MapNode ? hydra : undefined;
  return config;
}

/** {@link compose}, answering also how the config came to be. */
export function composeWith(options: ComposeOptions): Composition {
  const resolvers = resolversOf(options.resolvers);
  registerRunResolvers(resolvers, { hydra: () => undefined });
  const composition = composeConfig({
    repository: openRepository(options),
    configName: options.configName ?? undefined,
    overrides: parseOverrides(textsOf(options.overrides), { functions: functionsOf(options.functions) }),
    mode: "run",
    context: defaultContext(resolvers),
    runtime: { jobName: options.jobName },
  });
  const warn = options.onWarning ?? emitWarning;
  for (const warning of composition.warnings) warn(warning);
  return composition;
}

/** Programs without a compiler give one text where a list is meant, and numbers where texts are. */
function textsOf(overrides: unknown = []): readonly string[] {
  if (Array.isArray(overrides) && overrides.every((text) => typeof text === "string")) return overrides;
  throw new TypeError('compose(): overrides must be a list of texts, such as ["db=mysql", "port=3307"]');
}

function emitWarning(message: string): void {
  process.emitWarning(message, { type: "OrochiWarning", code: "OROCHI_COMPOSE" });
}

function openRepository({ configPath, from, store, sources, searchPath }: ComposeOptions): ConfigRepository {
  const baseDir =
    from === undefined ? process.cwd() : path.dirname(from.startsWith("file:") ? fileURLToPath(from) : from);
  const places = standardSearchPath(absoluteConfigPath(configPath, baseDir));
  extendSearchPath(places, searchPath, baseDir);
  const schemes = standardSchemes({ builtin: builtinEntries(), store: storeEntriesOf(store), baseDir });
  addSources(schemes, sources);
  return new ConfigRepository(places, schemes);
}
