// What the scripts of the built package do for themselves: load parts, and keep their compiled code (docs/decisions/0010 and 0012). Only the
// build uses this.

import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";

/** What scripts answer: the exports of modules, by name. */
export type Exports = Readonly<Record<string, unknown>>;

export type ImportModule = (address: string) => Promise<unknown>;

/** Loads a part of the library, at its first use; answers the modules in it that others import. */
type LoadPart = (name: string) => Readonly<Record<string, Exports>>;

/** A script that was read and compiled. */
export interface CompiledScript {
  /**
   * What each script of the build is: a function that evaluates it. The core takes what it loads parts with, and itself; a part takes what
   * loads others, and what it uses of the core.
   */
  readonly evaluate: (
    importMetaUrl: string,
    importModule: ImportModule,
    load: ((url: string) => CompiledScript) | LoadPart,
    core: unknown,
  ) => unknown;
  readonly script: Script;
  /** The file of its compiled code; `undefined` where none is kept. */
  readonly keptAt: string | undefined;
  /** What the processes did that its compiled code comes from: it holds the functions that they called. */
  readonly uses: readonly string[];
}

/** What is loaded at once. */
interface Core {
  readonly index: Exports;
  /** For each of the other scripts what it uses of this one, by module. */
  readonly forParts: Readonly<Record<string, () => object>>;
}

/** The scripts of the library that were loaded. */
export class Library {
  readonly #url: string;
  readonly #importModule: ImportModule;
  readonly #compile: (url: string) => CompiledScript;
  readonly #core: Core;
  readonly #parts = new Map<string, ReturnType<LoadPart>>();

  constructor(
    core: Core,
    url: string,
    importModule: ImportModule,
    compile: (url: string) => CompiledScript,
    compiled: CompiledScript,
  ) {
    this.#core = core;
    this.#url = url;
    this.#importModule = importModule;
    this.#compile = compile;
    // From now on somebody listens to what the process does.
    usesOfProcess();
    keepCompiledCode(compiled);
  }

  exportsOf(entry: string): Exports {
    return entry === "index" ? this.#core.index : (this.load(entry)[`src/${entry}.ts`] ?? {});
  }

  load(name: string): ReturnType<LoadPart> {
    let part = this.#parts.get(name);
    if (part === undefined) {
      usesOfProcess().add(name);
      const compiled = this.#compile(new URL(`library.${name}.cjs`, this.#url).href);
      keepCompiledCode(compiled);
      part = compiled.evaluate(
        this.#url,
        this.#importModule,
        (other) => this.load(other),
        this.#core.forParts[name]?.(),
      ) as ReturnType<LoadPart>;
      this.#parts.set(name, part);
    }
    return part;
  }
}

const loadedScripts: CompiledScript[] = [];

/** Writes the compiled code when the process ends, if it did something that no process before it did. */
function keepCompiledCode(compiled: CompiledScript): void {
  const { script, keptAt } = compiled;
  if (keptAt === undefined) return;
  const isRejected = script.cachedDataRejected === true;
  // Options of V8 make code of their own. Only the code that most programs need is kept.
  if (isRejected && hasOptions()) return;
  if (loadedScripts.push(isRejected ? { ...compiled, uses: [] } : compiled) === 1)
    process.on("exit", writeCompiledCode);
}

function hasOptions(): boolean {
  return process.execArgv.length > 0 || (process.env["NODE_OPTIONS"] ?? "") !== "";
}

/**
 * In seconds. V8 lets go of the code of functions that were not called for long: an older process has too little left to take the place
 * of what is kept, and says nothing of its uses where nothing is, so that the next process completes it.
 */
const ageOfWholeCode = 10;

function writeCompiledCode(): void {
  const isWhole = process.uptime() < ageOfWholeCode;
  for (const { keptAt, script, uses: known } of loadedScripts) {
    const uses = new Set(isWhole ? [...known, ...usesOfProcess()] : ["old"]);
    if (keptAt === undefined || uses.size <= known.length) continue;
    if (!isMainThread) return;
    try {
      writeWhole(keptAt, script.createCachedData(), [...uses].join(" "));
    } catch {
      // Not ours to write, or no space: the next start compiles as this one did.
    }
  }
}

/** What this process does, in words: the parts that it loads, and see `noteUse`. One set for all scripts. */
function usesOfProcess(): Set<string> {
  const shared = globalThis as { [key: symbol]: Set<string> | undefined };
  return (shared[Symbol.for("orochi.uses")] ??= new Set(["import"]));
}

/** Bytes of the length that ends the file, see load-library.ts. */
const trailer = 4;

function writeWhole(file: string, code: Uint8Array, uses: string): void {
  const length = Buffer.alloc(trailer);
  length.writeUInt32LE(uses.length);
  const unfinished = `${file}.${process.pid}`;
  try {
    const descriptor = openSync(unfinished, "wx", 0o644);
    try {
      writeFileSync(descriptor, Buffer.concat([code, Buffer.from(uses, "latin1"), length]));
      // V8 does not check what it takes over: a file that lost its content with the power, and not its length, would end each start.
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
