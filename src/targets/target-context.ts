import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { type AllowList, createAllowList } from "./allow-list.ts";
import { createAliases, type Aliases } from "./aliases.ts";
import { TargetRegistry } from "./registry.ts";

/** All that decides what a `_target_` means in one app. */
export interface TargetContext {
  readonly registry: TargetRegistry;
  /** Directory of the app's entry file: relative specifiers start here, never at the cwd. */
  readonly baseDir: string;
  readonly allow: AllowList;
  readonly aliases: Aliases;
  /** Modules that were imported for targets, by address; what the synchronous look-up can use. */
  readonly loaded: Map<string, unknown>;
}

export interface TargetOptions {
  readonly registry?: TargetRegistry | undefined;
  readonly baseDir?: string | undefined;
  /** What configs from files and overrides may import beyond the registered names. */
  readonly allow?: readonly string[] | string | undefined;
  /** Other names, such as dotted Python paths: `{ "torch.optim.Adam": "./optim.ts:Adam", "acme.*": "@acme/all:*" }`. */
  readonly aliases?: Readonly<Record<string, string>> | undefined;
}

export function createTargetContext(options: TargetOptions = {}): TargetContext {
  const given = path.resolve(options.baseDir ?? process.cwd());
  const baseDir = existsSync(given) ? realpathSync(given) : given;
  return {
    registry: options.registry ?? new TargetRegistry(),
    baseDir,
    allow: createAllowList(options.allow, baseDir),
    aliases: createAliases(options.aliases),
    loaded: new Map(),
  };
}
