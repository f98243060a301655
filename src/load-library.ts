// How an entry of the built package loads the library behind it: one script, with its compiled code kept beside it. The sources do not use
// this, nor does a program that a bundler made. Why, and what it brings: docs/decisions/0010. No compiled code is kept of this file, so it
// is short; what the library does for itself is in library-scripts.ts.

import type { CompiledScript, Exports, ImportModule, Library } from "./library-scripts.ts";

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
  const { href } = new URL("library.cjs", entryUrl);
  const name = Symbol.for(`orochi ${scriptHash} ${href}`);
  const known = shared[name];
  if (known !== undefined) return known.exportsOf(entry);
  const compiled = compileScript(href);
  const library = compiled.evaluate(href, importModule, compileScript, compiled) as Library;
  shared[name] = library;
  return library.exportsOf(entry);
}

/** In bytes: no script and no compiled code is larger. */
const usualSize = 1 << 20;
/** All files go through the same memory: a page of it that is touched for the first time costs as much as many that are not. */
let memory: Buffer | undefined;

/** After the code come the uses as text, and the length of that text. A reader that comes at any time sees a whole file or none. */
const trailer = 4;

/** Each has compiled code of its own: a start pays for all code that is kept, called or not, and a run calls less than a sweep. */
type KindOfProcess = "run" | "sweep" | "worker" | "cfg" | "other";

/** The same for all scripts: a worker forgets that it is one. */
let kind: KindOfProcess | undefined;

/** By a look at the words: nothing has read the command line yet. */
function kindOfProcess(): KindOfProcess {
  if (process.env["OROCHI_WORKER"] !== undefined) return "worker";
  let found: KindOfProcess = "run";
  for (const word of process.argv) {
    if (word === "-m" || word === "--multirun") return "sweep";
    if (word === "-c" || word.startsWith("--cfg")) return "cfg";
    if (word.startsWith("-") && !word.startsWith("--config-")) found = "other";
  }
  return found;
}

function compileScript(url: string): CompiledScript {
  const fs = process.getBuiltinModule("node:fs");
  const vm = process.getBuiltinModule("node:vm");
  const filename = process.getBuiltinModule("node:url").fileURLToPath(url);
  // As `readFileSync` reads, in fewer steps: each function of Node that is called for the first time is compiled first.
  const read = (file: string): Buffer => {
    const descriptor = fs.openSync(file, "r");
    try {
      const { size } = fs.fstatSync(descriptor);
      if (memory === undefined || size > memory.length)
        memory = Buffer.allocUnsafeSlow(Math.max(size, usualSize));
      let length = 0;
      for (let count = -1; count !== 0 && length < size; length += count)
        count = fs.readvSync(descriptor, [memory.subarray(length, size)]);
      return memory.subarray(0, length);
    } finally {
      fs.closeSync(descriptor);
    }
  };
  // The scripts are ASCII.
  const source = read(filename).toString("latin1");
  /** Beside the script, where only who may change the script may write. Never in a folder of others: who can write compiled code decides
   * what the process runs. */
  const keptAt =
    process.env["OROCHI_COMPILED_CODE"] === "off"
      ? undefined
      : `${filename}.${scriptHash}-${process.version}-${process.arch}.${(kind ??= kindOfProcess())}.bin`;
  let cachedData: Buffer | undefined;
  let uses: readonly string[] = [];
  try {
    if (keptAt !== undefined) {
      const bytes = read(keptAt);
      const end = bytes.length - trailer;
      const start = end - bytes.readUInt32LE(end);
      cachedData = bytes.subarray(0, start);
      uses = bytes.toString("latin1", start, end).split(" ");
    }
  } catch {
    // The first start: nothing is kept yet.
  }
  const script = new vm.Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
  const made: unknown = script.runInThisContext();
  // Some test runners give every test file globals of its own: there the script must not meet the main ones.
  // oxlint-disable-next-line no-eval, unicorn/no-instanceof-builtins
  const evaluate = (made instanceof Function ? made : (0, eval)(source)) as CompiledScript["evaluate"];
  return { evaluate, script, keptAt, uses };
}
