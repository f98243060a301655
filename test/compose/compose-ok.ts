import { builtinEntries } from "../../src/builtin/builtin-entries.ts";
import { type DefaultsView, defaultsOf } from "../../src/cli/defaults-of.ts";
import { type Composition, composeConfig, type ComposeInput } from "../../src/compose/compose.ts";
import { createResolverRegistry } from "../../src/config/resolvers/default-registry.ts";
import { defaultContext } from "../../src/config/resolvers/default-context.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { parseOverrides } from "../../src/overrides/parse.ts";
import type { ConfigContent, ConfigSource, EntryKind } from "../../src/sources/config-source.ts";
import { baseNameOf, directoryOf } from "../../src/sources/config-path.ts";
import { ConfigRepository } from "../../src/sources/repository.ts";
import { standardSearchPath } from "../../src/sources/search-path.ts";
import { standardSchemes } from "../../src/sources/source-schemes.ts";
import { registerRunResolvers } from "../../src/jobs/run-resolvers.ts";

export type Files = Readonly<Record<string, string>>;

/** Configs in memory, by path without extension: also a model of what a plugin's source looks like. */
class MemorySource implements ConfigSource {
  readonly scheme = "memory";
  readonly provider: string;
  readonly path = "";
  readonly #files: Files;
  constructor(files: Files, provider: string) {
    this.#files = files;
    this.provider = provider;
  }
  available(): boolean {
    return true;
  }
  load(configPath: string): ConfigContent | undefined {
    const text = this.#files[configPath];
    return text === undefined ? undefined : { kind: "text", name: `${configPath}.yaml`, text };
  }
  isGroup(path: string): boolean {
    return Object.keys(this.#files).some((name) => name.startsWith(`${path}/`));
  }
  isConfig(configPath: string): boolean {
    return configPath in this.#files;
  }
  list(group: string, kind: EntryKind): string[] {
    const configs = Object.keys(this.#files).filter((name) => directoryOf(name) === group);
    const names = kind === "group" ? [] : configs.map(baseNameOf);
    const prefix = group === "" ? "" : `${group}/`;
    const groups = Object.keys(this.#files)
      .filter((name) => name.startsWith(prefix) && name.slice(prefix.length).includes("/"))
      .map((name) => name.slice(prefix.length).split("/", 1)[0] ?? "");
    return [...new Set(kind === "config" ? names : [...names, ...groups])].sort();
  }
}

export function repositoryWith(files: Files): ConfigRepository {
  const schemes = standardSchemes({ builtin: builtinEntries() });
  schemes.register("memory", (_, provider) => new MemorySource(files, provider));
  return new ConfigRepository(standardSearchPath("memory://"), schemes);
}

export function composeOk(
  files: Files,
  overrides: readonly string[] = [],
  input: Partial<ComposeInput> = {},
): Composition {
  const resolvers = createResolverRegistry();
  registerRunResolvers(resolvers, { hydra: () => undefined });
  return composeConfig({
    repository: repositoryWith(files),
    configName: "config",
    overrides: parseOverrides(overrides),
    mode: "run",
    context: defaultContext(resolvers),
    runtime: { cwd: "/work", jobName: "app", env: {} },
    ...input,
  });
}

/** YAML of the job config. */
export function yamlOf(composition: Composition): string {
  composition.config.removeChild("hydra");
  return dumpYaml(composition.config);
}

/** Which configs are composed, as `--info defaults` and `--info defaults-tree` show them. */
export function defaultsOk(files: Files, overrides: readonly string[] = []): DefaultsView {
  return defaultsOf(repositoryWith(files), "config", parseOverrides(overrides), defaultContext());
}
