import { activeTargets } from "../targets/active-targets.ts";
import { TargetRegistry } from "../targets/registry.ts";
import { createTargetContext, type TargetContext } from "../targets/target-context.ts";

/** Where the names of targets are looked up. Inside a job, everything that is left out is the app's. */
export interface TargetSources {
  /** A store, whose entries made their targets known. */
  readonly store?: { readonly targets: TargetRegistry } | undefined;
  /** Functions and classes by name, as in `main()`. */
  readonly registry?: Readonly<Record<string, unknown>> | TargetRegistry | undefined;
  /** What configs from files and overrides may import: `["./src/**", "@acme/*"]`, one such pattern, or `"all"`. */
  readonly targets?: readonly string[] | string | undefined;
  /** Directory that relative specifiers start from. @defaultValue the directory of the app, else the cwd */
  readonly baseDir?: string | undefined;
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

/** @param known - further targets, which need no permission. */
export function contextFor(sources: TargetSources, known?: ReadonlyMap<string, unknown>): TargetContext {
  const context = contextOf(sources);
  if (known === undefined) return context;
  const registry = new TargetRegistry(context.registry);
  for (const [name, value] of known) registry.register(name, value);
  return { ...context, registry };
}

function contextOf(sources: TargetSources): TargetContext {
  const app = activeTargets();
  const registry = registryOf(sources.registry) ?? sources.store?.targets;
  const { targets: allow, baseDir, aliases } = sources;
  if (app === undefined) return createTargetContext({ registry, baseDir, allow, aliases });
  const given = createTargetContext({
    registry: registry ?? app.registry,
    baseDir: baseDir ?? app.baseDir,
    allow,
    aliases,
  });
  return {
    ...given,
    allow: allow === undefined ? app.allow : given.allow,
    aliases: aliases === undefined ? app.aliases : given.aliases,
    loaded: app.loaded,
  };
}

function registryOf(given: TargetSources["registry"]): TargetRegistry | undefined {
  if (given === undefined || given instanceof TargetRegistry) return given;
  const registry = new TargetRegistry();
  for (const [name, value] of Object.entries(given)) registry.register(name, value);
  return registry;
}
