/**
 * Builds `dist/` (start-up time is a feature, design D13; docs/decisions/0010):
 * - `library.cjs` and `library.PART.cjs`: everything, as scripts whose compiled code can be kept (docs/decisions/0012);
 * - an entry for each published subpath, which takes its exports from there;
 * - the same entries as plain modules in a few chunks, for bundlers;
 * - `complete.cjs`, which shells run on Tab;
 * - one declaration file per source file.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { buildLibrary } from "./build/library.ts";
import { takeBuiltinsQuickly } from "./build/quick-builtins.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");
const published = ["index", "config", "plugin", "testing"] as const;
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  bin?: Record<string, string>;
};

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
};

rmSync(dist, { recursive: true, force: true });
const exportsOf = await modules();
await entries(
  exportsOf,
  await buildLibrary({ root, dist, common, external: Object.keys(manifest.peerDependencies ?? {}) }),
);
await completion();
declarations();
report();

/** @returns the names that each published entry exports */
async function modules(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...common,
    entryPoints: {
      ...Object.fromEntries(published.map((name) => [`${name}.module`, `src/${name}.ts`])),
      ...(manifest.bin === undefined ? {} : { bin: "src/bin.ts" }),
    },
    outdir: dist,
    splitting: true,
    chunkNames: "chunk-[hash]",
    external: [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})],
    metafile: true,
  });
  for (const file of filesBelow(dist)) writeFileSync(file, takeBuiltinsQuickly(readFileSync(file, "utf8")));
  return new Map(published.map((name) => [name, metafile.outputs[`dist/${name}.module.js`]?.exports ?? []]));
}

/** What shells run on Tab is one CommonJS file: that starts quicker than an ES module (bench/completion.bench.ts). */
async function completion(): Promise<void> {
  await build({
    ...common,
    format: "cjs",
    entryPoints: ["src/complete.ts"],
    outfile: path.join(dist, "complete.cjs"),
    minifySyntax: true,
    minifyWhitespace: true,
  });
}

async function entries(exportsOf: ReadonlyMap<string, readonly string[]>, scriptHash: string): Promise<void> {
  for (const [name, names] of exportsOf) {
    await build({
      ...common,
      stdin: {
        contents: `import { loadLibrary } from "./src/load-library.ts";
          export const { ${names.join(", ")} } = loadLibrary("${name}", import.meta.url, (address) => import(address));`,
        resolveDir: root,
      },
      define: { scriptHash: JSON.stringify(scriptHash) },
      outfile: path.join(dist, `${name}.js`),
    });
  }
}

function declarations(): void {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  for (const file of filesBelow(path.join(dist, "types"))) {
    if (file.endsWith(".d.ts")) rewriteImports(file);
  }
}

/** Declarations name their neighbours by the file that exists beside them: `./node.ts` becomes `./node.js`. */
function rewriteImports(file: string): void {
  const text = readFileSync(file, "utf8");
  const rewritten = text.replace(/((?:from|import)\s*\(?\s*["']\.{1,2}\/[^"']*)\.ts(["'])/g, "$1.js$2");
  if (rewritten !== text) writeFileSync(file, rewritten);
}

function report(): void {
  if (!existsSync(dist)) return;
  for (const name of readdirSync(dist).filter((file) => /\.c?js$/.test(file))) {
    const kilobytes = (statSync(path.join(dist, name)).size / 1024).toFixed(1);
    console.log(`${kilobytes.padStart(8)} KB  dist/${name}`);
  }
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}
