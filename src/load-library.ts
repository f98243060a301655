// How the built package loads itself: one script behind all of its entries, with its compiled code kept beside it. The sources do not
// use this, nor does a program that a bundler made. Why, and what it brings: docs/decisions/0010.

import type { Script } from "node:vm";

/** What the scripts answer: the exports of modules, by name. */
type Exports = Readonly<Record<string, unknown>>;

type ImportModule = (address: string) => Promise<unknown>;

/** What is loaded at once. */
interface Core {
  readonly index: Exports;
  /** For each of the other scripts what it uses of this one, by module. */
  readonly forParts: Readonly<Record<string, () => object>>;
}

/** Loads a part of the library, at its first use; answers the modules in it that others import. */
type LoadPart = (name: string) => Readonly<Record<string, Exports>>;

/** What each script of the build is: a function that evaluates it. */
type Evaluate = (
  importMetaUrl: string,
  importModule: ImportModule,
  loadPart: LoadPart,
  core?: object,
) => unknown;

/** Put in by the build: tells one build of the scripts from another. */
declare const scriptHash: string;

/**
 * The exports of an entry. The library behind them is the same for all entries and however often they are loaded: programs such as tsx
 * load a module twice, as CommonJS and as ESM, and two copies of the library would be strangers to each other.
 *
 * @param importModule - the `import()` of the entry: a script has none of its own
 */
export function loadLibrary(entry: string, entryUrl: string, importModule: ImportModule): Exports {
  const shared = globalThis as { [key: symbol]: Library | undefined };
  const url = new URL("library.cjs", entryUrl);
  const library = (shared[Symbol.for(`orochi ${scriptHash} ${url.href}`)] ??= new Library(url, importModule));
  return library.exportsOf(entry);
}

/** The scripts of the library that were loaded. */
class Library {
  readonly #url: URL;
  readonly #importModule: ImportModule;
  readonly #core: Core;
  readonly #parts = new Map<string, ReturnType<LoadPart>>();

  constructor(url: URL, importModule: ImportModule) {
    this.#url = url;
    this.#importModule = importModule;
    // From now on somebody listens to what the process does.
    usesOfProcess();
    this.#core = this.#evaluate("library.cjs") as Core;
  }

  exportsOf(entry: string): Exports {
    return entry === "index" ? this.#core.index : (this.#load(entry)[`src/${entry}.ts`] ?? {});
  }

  #load(name: string): ReturnType<LoadPart> {
    let part = this.#parts.get(name);
    if (part === undefined) {
      usesOfProcess().add(name);
      part = this.#evaluate(`library.${name}.cjs`, this.#core.forParts[name]?.()) as ReturnType<LoadPart>;
      this.#parts.set(name, part);
    }
    return part;
  }

  #evaluate(name: string, core?: object): unknown {
    const url = new URL(name, this.#url);
    return compile(url)(this.#url.href, this.#importModule, (part) => this.#load(part), core);
  }
}

function compile(url: URL): Evaluate {
  const { readFileSync } = process.getBuiltinModule("node:fs");
  const { fileURLToPath } = process.getBuiltinModule("node:url");
  const vm = process.getBuiltinModule("node:vm");
  const filename = fileURLToPath(url);
  const source = readFileSync(filename, "utf8");
  const kept = readCompiledCode(filename);
  const script = new vm.Script(source, {
    filename,
    ...(kept === undefined ? {} : { cachedData: kept.code }),
  });
  if (script.cachedDataRejected !== true) keepCompiledCode(filename, script, kept?.uses ?? []);
  // Options of V8 make code of their own. Only the code that most programs need is kept.
  else if (!hasOptions()) keepCompiledCode(filename, script, []);
  const made: unknown = script.runInThisContext();
  // Some test runners give every test file globals of its own: there the script must not meet the main ones.
  // oxlint-disable-next-line no-eval, unicorn/no-instanceof-builtins
  return (made instanceof Function ? made : (0, eval)(source)) as Evaluate;
}

function hasOptions(): boolean {
  return process.execArgv.length > 0 || (process.env["NODE_OPTIONS"] ?? "") !== "";
}

interface CompiledCode {
  readonly code: Uint8Array;
  /** What the processes did that it comes from: it holds the functions that they called. */
  readonly uses: readonly string[];
}

/** After the code come the uses as text, and the length of that text. A reader that comes at any time sees a whole file or none. */
const trailer = 4;

function readCompiledCode(script: string): CompiledCode | undefined {
  const file = fileOfCompiledCode(script);
  if (file === undefined) return undefined;
  try {
    const bytes = process.getBuiltinModule("node:fs").readFileSync(file);
    const end = bytes.length - trailer;
    const start = end - bytes.readUInt32LE(end);
    return { code: bytes.subarray(0, start), uses: bytes.toString("latin1", start, end).split(" ") };
  } catch {
    return undefined;
  }
}

interface LoadedScript {
  readonly file: string;
  readonly script: Script;
  /** What its compiled code comes from, as it was read. */
  readonly known: readonly string[];
}

const loadedScripts: LoadedScript[] = [];

/** Writes the compiled code when the process ends, if it did something that no process before it did. */
function keepCompiledCode(filename: string, script: Script, known: readonly string[]): void {
  const file = fileOfCompiledCode(filename);
  if (file !== undefined && loadedScripts.push({ file, script, known }) === 1)
    process.once("exit", writeCompiledCode);
}

/**
 * In seconds. V8 lets go of the code of functions that were not called for long: an older process has too little left to take the place
 * of what is kept, and says nothing of its uses where nothing is, so that the next process completes it.
 */
const ageOfWholeCode = 10;

function writeCompiledCode(): void {
  const isWhole = process.uptime() < ageOfWholeCode;
  for (const { file, script, known } of loadedScripts) {
    const uses = new Set(isWhole ? [...known, ...usesOfProcess()] : ["old"]);
    if (uses.size <= known.length) continue;
    if (!process.getBuiltinModule("node:worker_threads").isMainThread) return;
    try {
      writeWhole(file, script.createCachedData(), [...uses].join(" "));
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

function writeWhole(file: string, code: Uint8Array, uses: string): void {
  const fs = process.getBuiltinModule("node:fs");
  const length = Buffer.alloc(trailer);
  length.writeUInt32LE(uses.length);
  const unfinished = `${file}.${process.pid}`;
  try {
    const descriptor = fs.openSync(unfinished, "wx", 0o644);
    try {
      fs.writeFileSync(descriptor, Buffer.concat([code, Buffer.from(uses, "latin1"), length]));
      // V8 does not check what it takes over: a file that lost its content with the power, and not its length, would end each start.
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(unfinished, file);
  } catch (error) {
    fs.rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * Beside the script, where only who may change the script may write. Never in a folder of others: who can write compiled code decides
 * what the process runs.
 */
function fileOfCompiledCode(script: string): string | undefined {
  if (process.env["OROCHI_COMPILED_CODE"] === "off") return undefined;
  return `${script}.${scriptHash}-${process.version}-${process.arch}.bin`;
}
