/**
 * Builds `dist/` (start-up time is a feature, design D13; docs/decisions/0010 and 0012):
 * - `library.cjs` and `library.PART.cjs`: everything, as scripts whose compiled code can be kept;
 * - an entry for each published subpath, which takes its exports from there;
 * - the same entries as plain modules in a few chunks, for bundlers;
 * - `complete.cjs`, which shells run on Tab;
 * - one declaration file per source file.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { buildJavaScript } from "./build/javascript.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = path.join(root, "dist");

rmSync(dist, { recursive: true, force: true });
await buildJavaScript(dist);
declarations();
report();

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
