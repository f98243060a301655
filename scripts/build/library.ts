import { createHash } from "node:crypto";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build, type BuildOptions, type Metafile, type Plugin, transform } from "esbuild";
import { standingHydra } from "../../src/builtin/standing-hydra.ts";
import { copyNode } from "../../src/config/copy.ts";
import { MapNode } from "../../src/config/node.ts";
import { dumpYaml } from "../../src/config/yaml/dump.ts";
import { keepClassNames, keepFunctionNames } from "./own-names.ts";
import { makePatternsLate } from "./late-patterns.ts";
import { latePath, type Names, takePartsLate, usesOf } from "./late-parts.ts";
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

/** What the scripts load each other with. */
const ownScripts = "src/library-scripts.ts";

/** Writes `library.cjs`, the core, and a script for each part. @returns a hash of all of them */
export async function buildLibrary(options: LibraryOptions): Promise<string> {
  const graph = await graphOf(options);
  const placed = partition(graph, [mainEntry, ownScripts], parts);
  const published = exportsOf(options.root, mainEntry);
  const bundleAll = async (entryOfPart: (name: string) => string): Promise<Map<string, string>> => {
    const bundles = new Map<string, string>();
    for (const { name } of parts) bundles.set(name, await bundle(name, entryOfPart(name), placed, options));
    return bundles.set(
      core,
      await bundle(core, entryOfCore(options.root, published, placed, bundles), placed, options),
    );
  };
  // With all that modules export, to see what the scripts use of each other; then with that alone.
  const whole = await bundleAll((name) => wholeEntry(name, placed, graph));
  const bundles = await bundleAll((name) =>
    entryOfPart(namesOfPart(name, { whole, published, placed, root: options.root })),
  );
  const hash = createHash("sha256");
  for (const [name, text] of bundles) {
    const script = await scriptOf(name, text);
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
      ownScripts,
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
    for (const written of list.split(",").map((name) => name.trim()))
      if (written !== "" && !written.startsWith("type "))
        names.set(written.replace(/^\w+ as /, ""), path.posix.join(path.posix.dirname(entry), from));
  }
  return names;
}

/** All that the modules of a part export which others import. */
function wholeEntry(part: string, placed: Partition, { inputs }: Metafile): string {
  const wanted = new Set(entriesOfPart(part, placed));
  for (const [module, { imports }] of Object.entries(inputs)) {
    if (placed.get(module) === part) continue;
    for (const { path: imported } of imports) if (placed.get(imported) === part) wanted.add(imported);
  }
  return [...wanted].map((module) => `export * as "${module}" from "./${module}";`).join("\n");
}

/** The published entries that are a part of their own. */
function entriesOfPart(part: string, placed: Partition): string[] {
  return parts
    .flatMap(({ name, files }) => (name === part ? files : []))
    .filter((file) => !file.includes("/"))
    .map((file) => `src/${file}`)
    .filter((file) => placed.get(file) === part);
}

/** What others use of a part: the other scripts, who imports the package, and who imports the entry that it is. */
function namesOfPart(
  part: string,
  {
    whole,
    published,
    placed,
    root,
  }: {
    readonly whole: ReadonlyMap<string, string>;
    readonly published: ReadonlyMap<string, string>;
    readonly placed: Partition;
    readonly root: string;
  },
): Names {
  const all = new Map<string, Set<string>>();
  const add = (module: string, names: Iterable<string>): void => {
    all.set(module, new Set([...(all.get(module) ?? []), ...names]));
  };
  for (const text of whole.values()) for (const [module, names] of usesOf(part, text)) add(module, names);
  for (const [name, module] of published) if (placed.get(module) === part) add(module, [name]);
  for (const entry of entriesOfPart(part, placed)) add(entry, exportsOf(root, entry).keys());
  return all;
}

/** Of a part others see the modules that they import, by path, with what they use of them. */
function entryOfPart(uses: Names): string {
  const { imports, valuesOf } = collectImports();
  const modules = [...uses].map(([module, names]) => `"${module}": ${valuesOf(module, names)}`);
  // Statements that import come first wherever they stand: nothing is evaluated before.
  return `made = { ${modules.join(",\n")} };\n${imports().join("\n")}`;
}

/** Whether a module exports a function by this name, of its own or under the name of another one. */
function isFunction(text: string, name: string): boolean {
  const own = new RegExp(
    String.raw`^export (?:\{[^}]*?\b(\w+) as ${name}\b|\{[^}]*?\b(${name})\b)`,
    "m",
  ).exec(text);
  const local = own?.[1] ?? own?.[2] ?? name;
  return new RegExp(String.raw`^(?:export )?(?:async )?function\*? ${local}\b`, "m").test(text);
}

/** The exports of the package, and for each part what it uses of the core: made when the part is loaded. */
function entryOfCore(
  root: string,
  published: ReadonlyMap<string, string>,
  placed: Partition,
  bundles: ReadonlyMap<string, string>,
): string {
  const { imports, local, valuesOf } = collectImports();
  const members = [...published].map(([name, module]) => {
    const place = placed.get(module);
    if (place === core) return `${name}: ${local(module, name)}`;
    if (!isFunction(readFileSync(path.join(root, module), "utf8"), name))
      throw new Error(`${module} cannot be in the part '${place}': ${name} is published, and no function`);
    // Loaded when it is called. Written out, so that it has its own name.
    return `${name}: (...values) => loadPart("${place}")["${module}"].${name}(...values)`;
  });
  const forParts = [...bundles].map(([part, text]) => {
    const modules = [...usesOf(core, text)].map(
      ([module, names]) => `"${module}": ${valuesOf(module, names)}`,
    );
    return `${part}: () => ({ ${modules.join(", ")} })`;
  });
  const index = `{ ${members.join(",\n")} }`;
  const exported = `{ index: ${index}, forParts: { ${forParts.join(",\n")} } }`;
  return `made = new ${local(ownScripts, "Library")}(${exported}, importMetaUrl, importModuleOfEntry, compileScript, scriptOfCore);
${imports().join("\n")}`;
}

/**
 * Writes objects of the values that modules export, and the imports that they need. The namespaces that a bundler makes instead have a
 * function and a getter for each value, which takes a while.
 */
function collectImports(): {
  /** The imports that are needed so far. */
  readonly imports: () => string[];
  /** The name of a value in the bundle. */
  readonly local: (module: string, name: string) => string;
  readonly valuesOf: (module: string, names: Iterable<string>) => string;
} {
  const statements = new Map<string, string>();
  const modules: string[] = [];
  const local = (module: string, name: string): string => {
    if (!modules.includes(module)) modules.push(module);
    const id = `${name}_${modules.indexOf(module)}`;
    statements.set(id, `import { ${name} as ${id} } from "./${module}";`);
    return id;
  };
  return {
    imports: () => [...statements.values()],
    local,
    valuesOf: (module, names) =>
      `{ ${Array.from(names, (name) => `${name}: ${local(module, name)}`).join(", ")} }`,
  };
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

function withOwnNames(bundle: string): string {
  return keepFunctionNames(keepClassNames(bundle));
}

/** Names of functions and classes, and lines, stay for those who read a stack. Those of variables would cost a start half a millisecond. */
async function scriptOf(name: string, bundle: string): Promise<string> {
  const [parameters, loading] =
    name === core
      ? ["compileScript,scriptOfCore", "const loadPart=(part)=>made.load(part);"]
      : ["loadPart,core", ""];
  const { code } = await transform(withOwnNames(makePatternsLate(takePartsLate(takeBuiltinsLate(bundle)))), {
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    lineLimit: 160,
    charset: "ascii",
    target: "node20.19",
    banner: `(function(importMetaUrl,importModuleOfEntry,${parameters}){"use strict";let made;${loading}`,
    footer: "return made;})",
  });
  return outOfYoungGeneration(code);
}

/**
 * V8 puts texts of more than 128 KB where they stay. A shorter one lies among the young objects, of which a start makes one megabyte
 * twice: what is as long as half of that limit is filled up, and a run collects garbage once less (docs/decisions/0012).
 */
function outOfYoungGeneration(script: string): string {
  const limit = 132 * 1024;
  return script.length < 64 * 1024 ? script : script.padEnd(limit);
}

/**
 * js-yaml makes its schemas, and patterns for writing, as it is loaded; of all that the script needs its parser only. The tables of
 * escapes that it makes then are left out, and so is its look for characters that YAML does not have, which `readYaml` has done before.
 */
function onlyUsedPartsOfJsYaml(): Plugin {
  return {
    name: "only used parts of js-yaml",
    setup(build) {
      build.onLoad({ filter: /js-yaml[\\/]dist[\\/]js-yaml\.mjs$/ }, ({ path: file }) => ({
        contents: withoutTables(readFileSync(file, "utf8")).replaceAll(
          madeAtLoad,
          "$1/* @__PURE__ */ (() => ($2))();",
        ),
        loader: "js",
      }));
    },
  };
}

function withoutTables(text: string): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/^var simpleEscapeCheck = .*\nvar simpleEscapeMap = .*\nfor \(.*\{\n(?:\t.*\n)+\}\n/m, ""],
    [/simpleEscapeCheck\[(\w+)\]/, "simpleEscapeSequence($1)"],
    [/simpleEscapeMap\[(\w+)\]/, "simpleEscapeSequence($1)"],
    [/(?<=const match = )PATTERN_NON_PRINTABLE\.exec\(.*\);/, "null;"],
  ];
  return changes.reduce((left, [pattern, by]) => {
    const changed = left.replace(pattern, by);
    if (changed === left) throw new Error(`js-yaml has nothing like ${pattern} any more`);
    return changed;
  }, text);
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
