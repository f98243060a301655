import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { FileSource } from "./file-source.ts";
import { exportedDirectory } from "./package-exports.ts";

/**
 * Configs that an npm package ships: `pkg://@scope/name/dir` (H-SRC-004). The package is looked for from `baseDir` upwards, as
 * Node does; a package also finds itself by its own name. Where its `exports` list the directory, they say where it lies.
 *
 * @example
 * const source = new PackageSource("@acme/configs/conf", "acme", "/app");
 * if (!source.available()) console.log("npm install @acme/configs");
 */
export class PackageSource extends FileSource {
  override readonly scheme = "pkg";
  override readonly path: string;

  constructor(specifier: string, provider: string, baseDir: string = process.cwd()) {
    super(packageDirectory(specifier, baseDir) ?? path.join(baseDir, "\u0000no-such-package"), provider);
    this.path = specifier;
  }
}

/** The directory that a specifier such as `@scope/name/dir` means, or `undefined` when its package is not installed. */
export function packageDirectory(specifier: string, baseDir: string): string | undefined {
  const parts = specifier.replace(/\/+$/, "").split("/");
  const size = specifier.startsWith("@") ? 2 : 1;
  const name = parts.slice(0, size).join("/");
  if (name === "") return undefined;
  const root = findPackage(name, baseDir);
  if (root === undefined) return undefined;
  const directory = parts.slice(size).join("/");
  const exported = exportedDirectory(manifestOf(root)["exports"], directory);
  if (exported === null) return undefined;
  return path.join(root, exported ?? directory);
}

function findPackage(name: string, baseDir: string): string | undefined {
  const own = enclosingPackage(name, baseDir);
  if (own !== undefined) return own;
  const folders = createRequire(path.join(baseDir, "noop.js")).resolve.paths(name) ?? [];
  return folders
    .map((folder) => path.join(folder, name))
    .find((folder) => existsSync(path.join(folder, "package.json")));
}

function enclosingPackage(name: string, baseDir: string): string | undefined {
  for (let at = path.resolve(baseDir); ; at = path.dirname(at)) {
    if (existsSync(path.join(at, "package.json"))) return manifestOf(at)["name"] === name ? at : undefined;
    if (path.dirname(at) === at) return undefined;
  }
}

function manifestOf(root: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    return {};
  }
}
