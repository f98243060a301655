import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin, transform } from "esbuild";
import { standingHydra } from "../../src/builtin/standing-hydra.ts";
import { copyNode } from "../../src/config/copy.ts";
import { MapNode } from "../../src/config/node.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { latePath, takePartsLate, usesOfCore } from "./late-parts.ts";
import { core, type Partition, partition } from "./partition.ts";
import { parts } from "./parts.ts";
import { takeBuiltinsLate } from "./quick-builtins.ts";

export interface LibraryOptions {
  readonly root: string;
  readonly dist: string;
  readonly common: BuildOptions;
  /** Packages that are found when the program runs. */
  readonly external: readonly string[];
}

/** The entry whose exports are in the core. */
const mainEntry = "src/index.ts";

/** Writes `library.cjs`, the core, and a script for each part. @returns a hash of all of them */
export async function buildLibrary(options: LibraryOptions): Promise<string> {
  const graph = await graphOf(options);
  const placed = partition(graph, mainEntry, parts);
  const bundles = new Map<string, string>();
  for (const { name } of parts)
    bundles.set(name, await bundle(name, entryOfPart(name, placed, graph), placed, options));
  const entry = entryOfCore(exportsOf(options.root, mainEntry), placed, bundles);
  bundles.set(core, await bundle(core, entry, placed, options));
  const hash = createHash("sha256");
  for (const [name, text] of bundles) {
    const script = await scriptOf(text);
    hash.update(script);
    writeFileSync(path.join(options.dist, name === core ? "library.cjs" : `library.${name}.cjs`), script);
  }
  for (const name of ["acorn", "js-yaml"]) {
    const license = path.join(options.root, "node_modules", name, "LICENSE");
    copyFileSync(license, path.join(options.dist, `library.${name}-license.txt`));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Which module imports which. */
async function graphOf({ common, external }: LibraryOptions): Promise<Metafile> {
  const { metafile } = await build({
    ...common,
    entryPoints: [
      mainEntry,
      ...parts
        .flatMap(({ files }) => files.filter((file) => !file.includes("/")))
        .map((file) => `src/${file}`),
    ],
    outdir: "graph",
    external: [...external],
    metafile: true,
    write: false,
  });
  return metafile;
}

/** The names that an entry exports, with the modules that define them. An entry is nothing but a list of these. */
function exportsOf(root: string, entry: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const text = readFileSync(path.join(root, entry), "utf8");
  for (const [, list = "", from = ""] of text.matchAll(/^export \{([^}]*)\} from "([^"]+)";/gm)) {
    for (const name of list.split(",").map((written) => written.trim()))
      if (name !== "" && !name.startsWith("type "))
        names.set(name, path.posix.join(path.posix.dirname(entry), from));
  }
  return names;
}

/** Of a part others see the modules that they import, by path. */
function entryOfPart(part: string, placed: Partition, { inputs }: Metafile): string {
  const wanted = new Set(
    parts
      .flatMap(({ name, files }) => (name === part ? files.map((file) => `src/${file}`) : []))
      .filter((file) => file in inputs && placed.get(file) === part),
  );
  for (const [module, { imports }] of Object.entries(inputs)) {
    if (placed.get(module) === part) continue;
    for (const { path: imported } of imports) if (placed.get(imported) === part) wanted.add(imported);
  }
  return [...wanted].map((module) => `export * as "${module}" from "./${module}";`).join("\n");
}

/** The exports of the package, and for each part what it uses of the core: made when the part is loaded. */
function entryOfCore(
  published: ReadonlyMap<string, string>,
  placed: Partition,
  bundles: ReadonlyMap<string, string>,
): string {
  const imports = new Map<string, string>();
  const local = (module: string, name: string): string => {
    const id = `${name}_${[...placed.keys()].indexOf(module)}`;
    imports.set(id, `import { ${name} as ${id} } from "./${module}";`);
    return id;
  };
  // Objects of values: the namespaces that a bundler makes have a function for each of them.
  const members = [...published].map(([name, module]) => {
    const place = placed.get(module);
    if (place === core) return `${name}: ${local(module, name)}`;
    // Loaded when it is called. Written out, so that it has its own name.
    return `${name}: (...values) => loadPart("${place}")["${module}"].${name}(...values)`;
  });
  const forParts = [...bundles].map(([part, text]) => {
    const modules = [...usesOfCore(text)].map(([module, names]) => {
      const values = Array.from(names, (name) => `${name}: ${local(module, name)}`);
      return `"${module}": { ${values.join(", ")} }`;
    });
    return `${part}: () => ({ ${modules.join(", ")} })`;
  });
  return `${[...imports.values()].join("\n")}
export const index = { ${members.join(",\n")} };
export const forParts = { ${forParts.join(",\n")} };`;
}

async function bundle(
  unit: string,
  contents: string,
  placed: Partition,
  { root, common, external }: LibraryOptions,
): Promise<string> {
  const { outputFiles } = await build({
    ...common,
    format: "cjs",
    stdin: { contents, resolveDir: root },
    define: { "import.meta.url": "importMetaUrl", writtenParts: JSON.stringify(writtenParts()) },
    external: [...external],
    plugins: [otherUnits(unit, placed, root), onlyUsedPartsOfJsYaml(), modulesOfScripts()],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** The parts of the standing hydra node as they are written into `hydra.yaml`, by key. */
function writtenParts(): Record<string, string> {
  const root = standingHydra.make();
  const hydra = root.child("hydra");
  if (!(hydra instanceof MapNode)) throw new Error("the standing hydra node is no mapping");
  const written: Record<string, string> = {};
  for (const { key } of hydra.children()) {
    const only = new MapNode();
    const part = hydra.child(String(key));
    if (!(part instanceof MapNode) || part.size === 0) continue;
    only.setChild(String(key), copyNode(part));
    const around = new MapNode();
    around.setChild("hydra", only);
    written[String(key)] = dumpYaml(around).slice(`hydra:\n  ${String(key)}:`.length, -1);
  }
  return written;
}

/** Leaves the modules of other scripts out. */
function otherUnits(unit: string, placed: Partition, root: string): Plugin {
  return {
    name: "other scripts",
    setup(build) {
      build.onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path: written, resolveDir }) => {
        const module = path.relative(root, path.resolve(resolveDir, written)).split(path.sep).join("/");
        const place = placed.get(module);
        if (place === undefined) throw new Error(`${module} is in no script`);
        return place === unit ? undefined : { path: latePath(place, module), external: true };
      });
    },
  };
}

/** Names and lines stay, for those who read a stack. */
async function scriptOf(bundle: string): Promise<string> {
  const { code } = await transform(takePartsLate(takeBuiltinsLate(bundle)), {
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 160,
    charset: "ascii",
    target: "node20.19",
    banner: '(function(importMetaUrl,importModuleOfEntry,loadPart,core){"use strict";const module={};',
    footer: "return module.exports;})",
  });
  return code;
}

/** js-yaml makes its schemas, and patterns for writing, as it is loaded; of all that the script needs its parser only. */
function onlyUsedPartsOfJsYaml(): Plugin {
  return {
    name: "only used parts of js-yaml",
    setup(build) {
      build.onLoad({ filter: /js-yaml[\\/]dist[\\/]js-yaml\.mjs$/ }, ({ path: file }) => ({
        contents: readFileSync(file, "utf8").replaceAll(madeAtLoad, "$1/* @__PURE__ */ (() => ($2))();"),
        loader: "js",
      }));
    },
  };
}

/** Tags, schemas, patterns and defaults: values that are used or not, over one line or to the next that begins with a bracket. */
const madeAtLoad =
  /^(var \w+ = )((?:define\w+Tag\(|new Schema\(|new RegExp\(|\w+\.withTags\(|Symbol\(|(?:String\.raw)?`|(?=\{$))(?:.*[)`]|.*\n(?:(?![\]}]\)?;$).*\n)*[\]}]\)?));$/gm;

/** Modules that a script cannot have as they are: it cannot say `import()`, and has what it would otherwise require. */
function modulesOfScripts(): Plugin {
  const contents = {
    "import-module": "export const importModule = (address) => importModuleOfEntry(address);",
    "load-acorn": 'import * as acorn from "acorn"; export const loadAcorn = () => acorn;',
  };
  return {
    name: "modules of scripts",
    setup(build) {
      for (const [name, text] of Object.entries(contents))
        build.onLoad({ filter: new RegExp(`src[\\\\/]targets[\\\\/]${name}\\.ts$`) }, ({ path: file }) => ({
          contents: text,
          resolveDir: path.dirname(file),
          loader: "js",
        }));
    },
  };
}
