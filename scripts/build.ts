/**
 * Builds `dist/`: every published entry bundled into a few chunks (start-up time is a feature, design D13), and one
 * declaration file per source file.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { takeBuiltinsQuickly } from "./quick-builtins.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");

rmSync(dist, { recursive: true, force: true });
await bundle();
declarations();
report();

async function bundle(): Promise<void> {
  const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    dependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
    bin?: Record<string, string>;
  };
  const entries = ["index", "config", "plugin", "testing", ...(manifest.bin === undefined ? [] : ["bin"])];
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entries.map((name) => [name, `src/${name}.ts`])),
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    chunkNames: "chunk-[hash]",
    legalComments: "none",
    external: [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})],
    logLevel: "warning",
  });
  await bundleCompletion();
  for (const file of filesBelow(dist).filter((name) => name.endsWith(".js")))
    writeFileSync(file, takeBuiltinsQuickly(readFileSync(file, "utf8")));
}

/** What shells run on Tab is one CommonJS file: that starts quicker than an ES module (bench/completion.bench.ts). */
async function bundleCompletion(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ["src/complete.ts"],
    outfile: path.join(dist, "complete.cjs"),
    bundle: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    logLevel: "warning",
  });
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
