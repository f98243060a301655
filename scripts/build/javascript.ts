import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type BuildOptions } from "esbuild";
import { keepClassNames } from "./own-names.ts";
import { buildLibrary } from "./library.ts";
import { takeBuiltinsQuickly } from "./quick-builtins.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const published = ["index", "config", "plugin", "testing"] as const;
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
};
const peers = Object.keys(manifest.peerDependencies ?? {});

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  legalComments: "none",
  logLevel: "warning",
};

/** Writes all that runs of the package into a folder. */
export async function buildJavaScript(dist: string): Promise<void> {
  const exportsOf = await modules(dist);
  await entries(dist, exportsOf, await buildLibrary({ root, dist, common, external: peers }));
  await completion(dist);
  loadAll(dist);
}

/** Imports what was written: the core cannot be evaluated when it uses a module of a part at the top of one of its own. */
function loadAll(dist: string): void {
  const imports = published.map((name) => `import "${pathToFileURL(path.join(dist, `${name}.js`)).href}";`);
  const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", imports.join("\n")], {
    env: { ...process.env, OROCHI_COMPILED_CODE: "off" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`What was built cannot be loaded:\n${stderr}`);
}

/** @returns the names that each published entry exports */
async function modules(dist: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    ...common,
    entryPoints: {
      ...Object.fromEntries(published.map((name) => [`${name}.module`, `src/${name}.ts`])),
      bin: "src/bin.ts",
    },
    outdir: dist,
    splitting: true,
    chunkNames: "chunk-[hash]",
    external: [...Object.keys(manifest.dependencies ?? {}), ...peers],
    metafile: true,
  });
  for (const name of readdirSync(dist).filter((file) => file.endsWith(".js"))) {
    const file = path.join(dist, name);
    writeFileSync(file, keepClassNames(takeBuiltinsQuickly(readFileSync(file, "utf8"))));
  }
  const outputs = Object.entries(metafile.outputs);
  return new Map(
    published.map((name) => [
      name,
      outputs.find(([file]) => path.basename(file) === `${name}.module.js`)?.[1].exports ?? [],
    ]),
  );
}

/** What shells run on Tab is one CommonJS file: that starts quicker than an ES module (bench/completion.bench.ts). */
async function completion(dist: string): Promise<void> {
  await build({
    ...common,
    format: "cjs",
    entryPoints: ["src/complete.ts"],
    outfile: path.join(dist, "complete.cjs"),
    minifySyntax: true,
    minifyWhitespace: true,
  });
}

async function entries(
  dist: string,
  exportsOf: ReadonlyMap<string, readonly string[]>,
  scriptHash: string,
): Promise<void> {
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
