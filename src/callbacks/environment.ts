import { existsSync, readFileSync } from "node:fs";
import {
  arch,
  availableParallelism,
  cpus as processors,
  freemem,
  hostname,
  release,
  totalmem,
  type,
  userInfo,
} from "node:os";
import path from "node:path";
import { Secrets } from "../compose/secrets.ts";
import { findNode } from "../config/view.ts";
import { writeWhole } from "../text/write-whole.ts";
import type { Callback, JobStartEvent } from "./callback.ts";
import { leavesFiles, placeFile, runDirectory, startDirectory } from "./event-places.ts";

/** The config of `hydra/callbacks: environment`. */
export interface EnvironmentConfig {
  /** The file, relative to the directory of the run or sweep. @defaultValue `environment.json` */
  readonly file?: string;
  /** Names of environment variables to write. @defaultValue none: they may hold secrets */
  readonly variables?: readonly string[];
}

/**
 * Writes where a run or sweep ran, into `environment.json` in its directory: Node, operating system, processor, memory, the command
 * line, and the versions of the packages that the app's `package.json` names. `hydra/callbacks: environment`.
 *
 * @example
 * const store = new ZenStore();
 * store(hydraConf({ callbacks: { environment: builds(Environment, { variables: ["CUDA_VISIBLE_DEVICES"] }) } }));
 */
export class Environment implements Callback {
  readonly #file: string;
  readonly #variables: readonly string[];
  #isWritten = false;

  constructor({ file = "environment.json", variables = [] }: EnvironmentConfig = {}) {
    this.#file = file;
    this.#variables = variables;
  }

  onJobStart({ config, outputDir, log }: JobStartEvent): void {
    if (this.#isWritten || !leavesFiles(config)) return;
    this.#isWritten = true;
    const file = placeFile(runDirectory(config, outputDir), this.#file);
    // Another process of the same sweep was here before.
    if (existsSync(file) && runDirectory(config, outputDir) !== outputDir) return;
    writeWhole(file, `${JSON.stringify(this.#describe(config), undefined, 2)}\n`);
    log.debug(`Environment in ${file}`);
  }

  #describe(config: unknown): Record<string, unknown> {
    const secrets = Secrets.of(findNode(config));
    const cpus = processors();
    const app = findManifest(startDirectory(config)) ?? findManifest(path.dirname(process.argv[1] ?? "."));
    return {
      time: new Date().toISOString(),
      node: {
        version: process.version,
        v8: process.versions.v8,
        path: process.execPath,
        args: process.execArgv,
      },
      command: process.argv.map((word) => secrets.override(word)),
      cwd: startDirectory(config),
      pid: process.pid,
      host: hostname(),
      user: userName(),
      os: { type: type(), release: release(), platform: process.platform, architecture: arch() },
      cpu: { model: cpus[0]?.model.trim() ?? null, cores: cpus.length, available: availableParallelism() },
      memory: { total: totalmem(), free: freemem(), limit: memoryLimit() },
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      app:
        app === undefined ? null : { file: app.file, name: app.name ?? null, version: app.version ?? null },
      packages: app === undefined ? {} : packagesOf(app),
      variables: Object.fromEntries(
        this.#variables.map((name) => [name, secrets.text(process.env[name] ?? "") || null]),
      ),
    };
  }
}

interface Manifest {
  readonly file: string;
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function findManifest(from: string): Manifest | undefined {
  for (let at = path.resolve(from); ; at = path.dirname(at)) {
    const manifest = readManifest(path.join(at, "package.json"));
    if (manifest !== undefined) return manifest;
    if (path.dirname(at) === at) return undefined;
  }
}

function readManifest(file: string): Manifest | undefined {
  try {
    return { ...(JSON.parse(readFileSync(file, "utf8")) as object), file };
  } catch {
    return undefined;
  }
}

/** The direct dependencies as they are installed; `null` for one that is not. */
function packagesOf({ file, dependencies, devDependencies }: Manifest): Record<string, string | null> {
  const names = Object.keys({ ...dependencies, ...devDependencies }).sort();
  return Object.fromEntries(names.map((name) => [name, installedVersion(name, path.dirname(file))]));
}

function installedVersion(name: string, from: string): string | null {
  for (let at = from; ; at = path.dirname(at)) {
    const manifest = readManifest(path.join(at, "node_modules", name, "package.json"));
    if (manifest !== undefined) return manifest.version ?? null;
    if (path.dirname(at) === at) return null;
  }
}

/** Bytes that a container allows; `null` when there is no limit below the machine's own. */
function memoryLimit(): number | null {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < totalmem() ? limit : null;
}

/** A process without an entry among the users has no name. */
function userName(): string | null {
  try {
    return userInfo().username;
  } catch {
    return null;
  }
}
